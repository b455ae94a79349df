"""The handbook: whole, the same every time, out of step when a spec changes, and honest about every entry."""

import copy
import json
import re

import pytest

from measure_engine.language import number
from measure_engine.preset import PRESETS
from tests.spec.build import all_paths, load
from tools import docs
from tools.handbook import chapter, markdown, reason
from tools.handbook.example import example
from tools.handbook.reason import Effect
from tools.handbook.trial import Trial
from tools.place import ROOT
from traedesten.journal import vocabulary
from traedesten.measures import handbook

TRIALS = [
    pytest.param(Trial(spec, criterion), id=f"{path.stem}-{criterion['code']}")
    for path in all_paths()
    for spec in [load(path)]
    for criterion in spec["programme"]["criteria"]
]


def trial(name):
    return next(copy.deepcopy(each.values[0]) for each in TRIALS if each.id == name)


def fresh(each):
    """The same criterion, nothing worked out yet."""
    return Trial(each.spec, each.criterion)


def test_every_measure_has_a_chapter_with_an_example_and_every_row_is_worked_out():
    book = chapter.book()
    assert set(book["measures"]) == set(PRESETS)
    assert all(book["chapters"][slug]["examples"] for slug in book["measures"].values())
    assert [row["row"] for row in book["rows"]] == [str(each) for each in range(1, 63)]
    assert len(set(book["measures"].values())) == len(PRESETS)


def test_addresses_of_chapters_pages_and_groups_are_apart():
    book = chapter.book()
    known = [*book["chapters"], *book["pages"], *(group["slug"] for group in book["groups"])]
    assert len(known) == len(set(known))
    for slug, each in book["chapters"].items():
        anchors = [one["anchor"] for one in each["examples"]]
        assert len(anchors) == len(set(anchors)), slug


@pytest.mark.parametrize("each", TRIALS)
def test_every_entry_that_does_not_count_says_why(each):
    silent = [one.row.id for one in reason.told(each) if one.effect is not Effect.COUNTS and not one.reason]
    assert silent == []


@pytest.mark.parametrize("each", TRIALS)
def test_entries_said_to_count_stand_behind_the_figure_and_the_others_do_not(each):
    behind = set(each.figure.entries)
    for one in reason.told(each):
        if one.effect in (Effect.COUNTS, Effect.AGAIN, Effect.PART):
            assert one.row.id in behind
        if one.effect in (Effect.NOT, Effect.NO_LONGER, Effect.WHOLE, Effect.MATTERS):
            assert one.row.id not in behind


@pytest.mark.parametrize("each", TRIALS)
def test_without_an_entry_that_does_not_count_the_figure_is_the_same(each):
    for one in reason.told(each):
        if one.effect is Effect.NOT:
            without = each.without(one.row)
            assert (without.value, without.missing_count) == (each.figure.value, each.figure.missing_count), one.row.id


@pytest.mark.parametrize("each", TRIALS)
def test_what_was_worked_out_by_hand_tells_the_figure(each):
    """The number in the text is the engine's; a text that says another fails here."""
    figure, text = each.figure, each.spec["by_hand"].replace("\n", " ")
    told = {
        number(float(one), places)
        for one in (figure.numerator, figure.value)
        if one is not None
        for places in (0, 1, 2)
    }
    if figure.estimate:
        told = {str(figure.estimate.floor)}
    spelled = {"1": ("én", "Én", "ét"), "2": ("to", "To"), "3": ("tre", "Tre"), "4": ("fire", "Fire")}
    words = {word for one in told for word in (one, *spelled.get(one, ()))}
    assert any(re.search(rf"(?<![\d,.]){re.escape(word)}(?!\d)", text) for word in words), (told, text)


def test_the_last_line_of_a_table_is_the_figure():
    told = example(trial("row07-kontakt"), "x")
    assert told["entries"][-1]["after"] == told["shown"] == "3"


def test_a_reason_tells_what_the_engine_held_against_the_entry():
    told = {str(one.row.id): (one.effect, one.reason) for one in reason.told(trial("row07-kontakt"))}
    assert told["e001"] == (Effect.NOT, "før perioden, som begynder 1. januar 2023")
    assert told["e004"] == (Effect.AGAIN, "p1 er den samme person og tæller én gang")
    assert told["e008"][0] is Effect.MISSING
    assert told["e009"] == (Effect.NOT, "ingen åbnede, så det blev ikke til en kontakt")
    assert told["e010"] == (Effect.NOT, "hører til »Café«")
    assert told["e011"] == (Effect.NOT, "»Besøg« tæller ikke her, kun »Kontakt«")
    assert told["e012"] == (Effect.NOT, "sket efter 31. oktober 2023")


def test_a_spec_that_changes_changes_the_page():
    one = trial("row07-kontakt")
    before = example(fresh(one), "x")
    spec = copy.deepcopy(one.spec)
    spec["entries"] = spec["entries"].replace("2023-02-16,cafe", "2023-02-16,opsoegende")
    after = example(Trial(spec, one.criterion), "x")
    assert (before["shown"], after["shown"]) == ("3", "4")


def test_the_same_handbook_is_written_every_time():
    first = markdown.files(), markdown.packaged()
    chapter.book.cache_clear()
    assert (markdown.files(), markdown.packaged()) == first


def test_what_the_product_shows_is_what_was_written():
    written = json.loads(docs.page("src/traedesten/measures/handbook.json", "tools.handbook.markdown:packaged"))
    assert written == handbook.book()


def test_the_handbook_in_the_tree_is_in_step():
    assert docs.run_folders(check=True, folders=docs.FOLDERS) == []


def test_a_page_changed_by_hand_or_left_behind_is_out_of_step_and_put_right(tmp_path, monkeypatch):
    monkeypatch.setattr(docs, "folder", lambda generator: {"a.md": "# A\n", "b.md": "# B\n"})
    folders = {"docs/handbook": "x:y"}
    assert docs.run_folders(check=False, folders=folders, root=tmp_path) == ["docs/handbook/a.md", "docs/handbook/b.md"]
    (tmp_path / "docs/handbook/a.md").write_text("# Andet\n")
    (tmp_path / "docs/handbook/old.md").write_text("# Gammel\n")
    out = ["docs/handbook/a.md", "docs/handbook/old.md"]
    assert docs.run_folders(check=True, folders=folders, root=tmp_path) == out
    assert (tmp_path / "docs/handbook/old.md").is_file()
    assert docs.run_folders(check=False, folders=folders, root=tmp_path) == out
    assert docs.run_folders(check=True, folders=folders, root=tmp_path) == []


def test_every_link_of_a_page_leads_to_a_page_and_a_place_in_it():
    files = markdown.files()
    for name, text in files.items():
        for target in re.findall(r"\]\(([^)]+)\)", text):
            path, _hash, anchor = target.partition("#")
            if path.startswith("../"):
                assert (ROOT / "docs" / path[3:]).is_file(), (name, target)
            else:
                assert path in files, (name, target)
                assert not anchor or f'id="{anchor}"' in files[path], (name, target)


def test_forms_and_their_answers_are_called_what_they_are_called_on_screen():
    """»Kontakt« and »Talte sammen« in the texts are words of the journal, of a form, or of the café."""
    known = {str(each) for each in (*vocabulary.KINDS.names.values(), *vocabulary.STEPS.names.values())}
    known |= {label for each in chapter.book()["chapters"].values() for form in each["forms"] for label in form["asks"]}
    known |= {preset.label for preset in PRESETS.values()}
    known |= {
        "Ny",
        "2. gang",
        "Kendt",
        "Kendt, første gang i kvartalet",
        "Opsætning",
        "I dag",
        "Måde eller kanal",
        "Første gang",
    }
    own = {"Tema om sundhed"}
    for each in chapter.book()["chapters"].values():
        for line in each["register"]:
            for word in re.findall(r"»([A-ZÆØÅ0-9][^«]*)«", line):
                assert word in known | own, (each["slug"], word)
