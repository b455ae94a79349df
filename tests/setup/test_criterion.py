"""Criteria on screen: who may, what a change shows and keeps, what becomes of targets, and what is refused kindly."""

import re
from datetime import date

import pytest
from django.urls import reverse

from measure_engine.preset import PRESETS
from tests.cast import log_in
from tests.setup.screen import Screen
from traedesten.journal.actions import entry
from traedesten.measures import board
from traedesten.programme.models import Activity, Criterion, Target
from traedesten.setup.criterion.measure_form import MeasureForm

TODAY = date(2026, 11, 20)
LIST = "/p/groen-vej/opsaetning/kriterier/"
NEW = f"{LIST}nyt/unique_people/"
EDIT = f"{LIST}k/s1/ret/"


def text(answer):
    """The words of a page's main part, without tags."""
    html = answer.content.decode()
    html = html[html.find("<main") :] if "<main" in html else html
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def screen_of(client, address):
    return Screen(client.get(address).content.decode())


@pytest.fixture
def leader(client, cast):
    log_in(client, cast.leader)
    return client


@pytest.fixture
def visited(cast):
    """Three known guests of the café, two of them in area_here."""
    for session, person in (("cafe-1", "p1"), ("cafe-1", "p2"), ("cafe-2", "p3")):
        row = {"kind": "visit", "on": date(2026, 11, 12), "session": session, "subject": person}
        receipt = entry.record(by=cast.leader, programme=cast.here, row=row)
        assert receipt.entry, receipt.problems
    return cast


# --- who may ----------------------------------------------------------------------------------------------------------

PAGES = ("", "nyt/", "nyt/visits/", "k/s1/ret/", "k/s1/kopi/", "k/s1/afslut/", "k/s1/tag-i-brug/", "k/s1/maal/",
         "k/s1/maal/nyt/", "aktivitet/cafe/")  # fmt: skip


@pytest.mark.parametrize(("name", "status"), [("leader", 200), ("administrator", 403), ("nurse", 403), ("funder", 403),
                                              ("leader_elsewhere", 404), ("superuser", 404)])  # fmt: skip
def test_only_who_leads_the_programme_comes_to_its_criteria(client, cast, name, status):
    log_in(client, cast.everyone[name])
    assert {page: client.get(f"{LIST}{page}").status_code for page in PAGES} == dict.fromkeys(PAGES, status)


def test_a_criterion_or_target_of_another_programme_is_not_found(leader, cast):
    assert leader.get(f"{LIST}k/s9/ret/").status_code == 404
    foreign = cast.criterion_elsewhere.targets.get().pk
    assert leader.get(f"{LIST}k/s1/maal/{foreign}/").status_code == 404
    assert leader.post(f"{LIST}k/s1/maal/{foreign}/opgiv/").status_code == 404
    assert leader.post("/p/blaa-vej/opsaetning/kriterier/k/s1/flyt/", {"vej": "ned"}).status_code == 404


def test_the_figure_is_not_told_to_who_may_not_see_it(leader, cast, visited, monkeypatch):
    from traedesten.core.access import Permission
    from traedesten.setup.criterion import preview

    assert "figure-number" in leader.post(f"{NEW}vis/", screen_of(leader, NEW).sent()).content.decode()
    monkeypatch.setattr(preview, "may", lambda staff, permission, programme: permission is not Permission.SEE_FIGURES)
    told = leader.post(f"{NEW}vis/", screen_of(leader, NEW).sent()).content.decode()
    assert "figure-number" not in told
    assert "Antal forskellige personer" in told


# --- choosing and composing -------------------------------------------------------------------------------------------


def test_everything_that_can_be_counted_is_offered_and_no_code_is_shown(leader):
    page = leader.get(f"{LIST}nyt/")
    html = page.content.decode()
    assert all(f"/nyt/{name}/" in html for name in PRESETS)
    assert not [name for name in PRESETS if re.search(rf"\b{name}\b", text(page)) and "_" in name]


def test_no_code_stands_on_the_screen_of_any_preset(leader):
    for name, preset in PRESETS.items():
        words = text(leader.get(f"{LIST}nyt/{name}/"))
        codes = {each.name for each in preset.parameters} | {
            word for each in preset.parameters for word in each.choices
        }
        assert not {code for code in codes if "_" in code and re.search(rf"\b{code}\b", words)}, name


def test_the_search_finds_by_the_words_of_the_agreement(leader):
    assert "Udgivelser" in text(leader.get(f"{LIST}nyt/?q=nyhedsbladet"))
    assert "Intet passer på »rumraket«" in text(leader.get(f"{LIST}nyt/?q=rumraket"))


COMPOSING = {"unique_people": 24, "people_contacted": 22, "outside_figure": 14}


@pytest.mark.parametrize("preset", COMPOSING)
@pytest.mark.parametrize("more", [1, 3])
def test_the_lists_to_choose_from_are_put_together_once_a_page(
    leader, cast, preset, more, monkeypatch, django_assert_num_queries
):
    for number in range(more):
        Activity.objects.create(programme=cast.here, code=f"ny-{number}", name=f"Ny {number}")
    built, build = [], MeasureForm.__init__
    monkeypatch.setattr(
        MeasureForm, "__init__", lambda self, *rest, **told: built.append(1) or build(self, *rest, **told)
    )
    leader.get(f"{LIST}nyt/{preset}/")
    built.clear()
    with django_assert_num_queries(COMPOSING[preset]):
        page = leader.get(f"{LIST}nyt/{preset}/")
    assert (page.status_code, len(built)) == (200, 1)


def test_the_figure_follows_the_choice_while_nothing_is_saved(leader, visited):
    before = Criterion.objects.count()
    screen = screen_of(leader, NEW)
    assert "3" in text(leader.post(f"{NEW}vis/", screen.sent()))
    screen.tick("tal-areas", "havtornen")
    screen.write("maal-0-value", "80")
    told = text(leader.post(f"{NEW}vis/", screen.sent()))
    assert "i Havtornen" in told
    assert "2 af 80" in told
    assert Criterion.objects.count() == before


def test_periods_stand_one_by_one_as_on_the_compass(leader, visited):
    screen = screen_of(leader, NEW)
    screen.tick("maal-0-kind", "every_period")
    screen.tick("maal-0-period", "quarter")
    screen.write("maal-0-value", "2")
    told = text(leader.post(f"{NEW}vis/", screen.sent()))
    assert "4. kvartal 2026: 3" in told


def test_what_is_missing_is_said_instead_of_a_number(leader):
    address = f"{LIST}nyt/outcome_share/"
    assert "Først mangler" in text(leader.post(f"{address}vis/", screen_of(leader, address).sent()))


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("preset", "ticks", "writes", "said"),
    [
        ("unique_people", {"maal-0-kind": "rate"}, {"maal-0-value": "120 %"}, "procent kan ikke nås"),
        ("unique_people", {}, {"maal-0-value": "75 %"}, "Kriteriet er et antal"),
        ("completion_rate", {"maal-0-kind": "rate"}, {"maal-0-value": "75"}, "Kriteriet er en andel"),
        ("unique_people", {}, {"maal-0-value": "mange"}, "kan ikke læses som et tal"),
        ("unique_people", {}, {"maal-0-value": "-5"}, "er for lidt"),
        ("unique_people", {}, {"maal-0-value": ""}, "Skriv det tal, der skal nås"),
        ("unique_people", {}, {"maal-0-value": "8", "maal-0-ends_on": "31.12.2025"}, "uden for programmet"),
        ("unique_people", {}, {"maal-0-value": "8", "maal-0-starts_on": "1.6.2027", "maal-0-ends_on": "1.5.2027"},
         "Byt om på datoerne"),
        ("unique_people", {"maal-0-kind": "every_period"}, {"maal-0-value": "8"}, "Vælg, hvor tit"),
        ("unique_people", {"maal-0-kind": "every_period", "maal-0-period": "year"},
         {"maal-0-value": "8", "maal-0-starts_on": "1.6.2027", "maal-0-ends_on": "1.9.2027"}, "ikke plads til en hel"),
        ("unique_people", {"maal-0-kind": "every_period", "maal-0-period": "phase"}, {"maal-0-value": "8"},
         "ingen faser"),
        ("unique_people", {"maal-0-kind": "direction"}, {}, "Vælg, om tallet skal op eller ned"),
        ("unique_people", {"tal-partners": "strandskolen", "tal-with_partner": "no"}, {}, "Der kan ikke både vælges"),
        ("unique_people", {"tal-steps": "offered"}, {}, "hører til »Brobygning«"),
        ("unique_people", {"tal-kinds": ()}, {}, "Vælg mindst ét svar under »Slags registreringer«"),
        ("unique_people", {}, {"tal-at_least": "0"}, "er for lidt"),
        ("unique_guests", {"tal-split_by": "sex"}, {}, "kun deles op på område eller aktivitet"),
        ("unique_people", {}, {"tekst-code": "s1"}, "allerede dette nummer"),
        ("unique_people", {}, {"tekst-code": "a b"}, "Brug bogstaver, tal"),
        ("unique_people", {}, {"tekst-text": "Hans, 010190-1234, er med"}, "ligner et CPR-nummer"),
        ("unique_people", {}, {"tekst-baseline_on": "1.1.2026"}, "udgangspunktets tal"),
        ("unique_people", {}, {"tekst-comparison_name": "Byen"}, "hvem der sammenlignes med"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(leader, preset, ticks, writes, said):
    before, address = Criterion.objects.count(), f"{LIST}nyt/{preset}/"
    screen = screen_of(leader, address)
    for name, value in {"maal-0-value": "8", "tekst-text": "Et godt år 😀", **writes}.items():
        screen.write(name, value)
    for name, value in ticks.items():
        screen.tick(name, *([value] if isinstance(value, str) else value))
    answer = leader.post(address, screen.sent())
    assert answer.status_code == 422
    assert said in text(answer)
    again = Screen(answer.content.decode())
    assert again.texts["maal-0-value"] == screen.texts["maal-0-value"]
    assert again.texts["tekst-text"].strip() == screen.texts["tekst-text"]
    assert Criterion.objects.count() == before


@pytest.mark.parametrize(("typed", "meant"), [("12,5", 12.5), ("12.5", 12.5), ("1.078", 1078), ("80", 80)])
def test_comma_and_dot_are_both_understood(leader, cast, typed, meant):
    screen = screen_of(leader, NEW)
    screen.write("maal-0-value", typed)
    screen.write("tekst-text", "Mange")
    assert leader.post(NEW, screen.sent()).status_code == 302
    assert Criterion.objects.filter(programme=cast.here).last().targets.get().value == meant


def test_two_targets_for_the_same_are_refused(leader):
    screen = Screen(leader.post(NEW, {**screen_of(leader, NEW).sent(), "flere": "1"}).content.decode())
    for number in (0, 1):
        screen.write(f"maal-{number}-value", "8")
    screen.write("tekst-text", "Mange")
    answer = leader.post(NEW, screen.sent())
    assert answer.status_code == 422
    assert "allerede et mål for det samme" in text(answer)


# --- changing ---------------------------------------------------------------------------------------------------------


def test_another_meaning_is_shown_old_beside_new_and_needs_a_reason(leader, visited):
    screen = screen_of(leader, EDIT)
    screen.tick("tal-areas", "havtornen")
    told = text(leader.post(f"{NEW}vis/?kriterium=s1", screen.sent()))
    assert "Som du har valgt nu" in told
    assert "Sådan tælles det i dag" in told
    assert "Skriv hvorfor" in told
    answer = leader.post(EDIT, screen.sent())
    assert answer.status_code == 422
    assert "Skriv, hvorfor det ændres" in text(answer)
    screen.write("tekst-reason", "Caféen i Lyngtoppen er ikke vores mere")
    page = leader.post(EDIT, screen.sent(), follow=True)
    assert "Caféen i Lyngtoppen er ikke vores mere" in text(page)
    assert "Skrevet af Lise Lærke" in text(page)
    change = visited.criterion.changes.get()
    assert "besøg" in change.told
    assert [len(board.of_areas(visited.here, day)[0].assessment.figure.entries) for day in (TODAY,)] == [2]


def test_two_people_change_one_criterion_and_neither_is_lost(leader, cast):
    mine, theirs = screen_of(leader, EDIT), screen_of(leader, EDIT)
    theirs.write("tekst-text", "Caféen får 200 gæster")
    assert leader.post(EDIT, theirs.sent()).status_code == 302
    mine.write("tekst-text", "Caféen får 250 gæster")
    answer = leader.post(EDIT, mine.sent())
    assert answer.status_code == 422
    assert "En anden har ændret det her imens" in text(answer)
    assert "Caféen får 200 gæster" in text(answer)
    again = Screen(answer.content.decode())
    assert again.texts["tekst-text"].strip() == "Caféen får 250 gæster"
    assert leader.post(EDIT, again.sent()).status_code == 302
    assert Criterion.objects.get(pk=cast.criterion.pk).text == "Caféen får 250 gæster"


def test_a_criterion_can_be_let_count_something_else_and_keeps_its_places(leader, cast):
    screen = screen_of(leader, f"{EDIT}?tael=visits")
    assert screen.checked["tal-activities"] == ["cafe"]
    screen.write("tekst-reason", "Vi kan kun tælle besøg")
    assert leader.post(f"{EDIT}?tael=visits", screen.sent()).status_code == 302
    assert Criterion.objects.get(pk=cast.criterion.pk).measure == {"preset": "visits", "activities": ["cafe"]}


def test_a_free_definition_is_shown_and_not_changed(leader, cast):
    free = {"definition": {"select": [{"kinds": ["visit"]}], "unit": "person"}}
    Criterion.objects.filter(pk=cast.criterion.pk).update(measure=free)
    page = text(leader.get(EDIT))
    assert "kan ikke ændres her" in page
    assert "Antal forskellige personer med mindst ét besøg" in page


# --- order, copy, end -------------------------------------------------------------------------------------------------


def test_order_end_and_take_into_use_again(leader, cast):
    leader.post(f"{LIST}k/s2/flyt/", {"vej": "op"})
    assert [each.code for each in cast.here.criteria.all()] == ["s2", "s1"]
    assert leader.post(f"{LIST}k/s1/afslut/", {"last_day": "19.11.2026", "reason": ""}).status_code == 422
    page = leader.post(f"{LIST}k/s1/afslut/", {"last_day": "19.11.2026", "reason": "Opgaven er løst"}, follow=True)
    assert "tæller til og med torsdag 19. november" in text(page)
    page = leader.post(f"{LIST}k/s1/tag-i-brug/", {"reason": "Den begyndte igen"}, follow=True)
    assert "Afsluttede" not in text(page)
    assert Criterion.objects.get(pk=cast.criterion.pk).ends_on is None


def test_a_copy_counts_in_the_other_area_and_brings_the_targets(leader, cast):
    address = f"{NEW}?fra=s1&omraade=lyngtoppen"
    screen = screen_of(leader, address)
    assert screen.checked["tal-areas"] == ["lyngtoppen"]
    assert screen.texts["tekst-code"] == "s3"
    assert leader.post(address, screen.sent()).status_code == 302
    copy = cast.here.criteria.get(code="s3")
    assert copy.measure == {**cast.criterion.measure, "areas": ["lyngtoppen"]}
    assert [each.value for each in copy.targets.all()] == [100]


# --- targets ----------------------------------------------------------------------------------------------------------

DECISION = {"beslut-valid_from": "1.12.2026", "beslut-decided_by": "Styregruppen", "beslut-decided_on": "20.11.2026",
            "beslut-reason": "Færre beboere end ventet"}  # fmt: skip


def test_a_target_is_changed_by_a_decision_and_the_old_stays_to_be_seen(leader, cast):
    row = cast.criterion.targets.get()
    address = f"{LIST}k/s1/maal/{row.pk}/"
    screen = screen_of(leader, address)
    screen.write("maal-value", "80")
    answer = leader.post(address, screen.sent())
    assert answer.status_code == 422
    assert "Udfyld »Hvem har besluttet det?«." in text(answer)
    leader.post(address, {**screen.sent(), **DECISION})
    found = [(each.value, each.unit, each.valid_from) for each in cast.criterion.targets.all()]
    assert found == [(100, "people", None), (80, "people", date(2026, 12, 1))]
    page = text(leader.get("/p/groen-vej/kriterier/s1/"))
    assert "Styregruppen, 20. november 2026: Færre beboere end ventet" in page
    assert "gælder ikke længere" in text(leader.get(f"{LIST}k/s1/maal/"))


@pytest.mark.parametrize("field", ["beslut-decided_by", "beslut-reason"])
def test_no_cpr_number_stands_in_a_decision(leader, cast, field):
    address = f"{LIST}k/s1/maal/{cast.criterion.targets.get().pk}/opgiv/"
    answer = leader.post(address, {**DECISION, field: "Sagen om 010190-1234"})
    assert answer.status_code == 422
    assert "CPR-nummer" in text(answer)
    assert cast.criterion.targets.get().valid_until is None


def test_a_target_that_another_changed_meanwhile_is_not_changed_twice(leader, cast):
    row = cast.criterion.targets.get()
    address = f"{LIST}k/s1/maal/{row.pk}/"
    screen = screen_of(leader, address)
    screen.write("maal-value", "80")
    assert leader.post(address, {**screen.sent(), **DECISION}).status_code == 302
    answer = leader.post(address, {**screen.sent(), **DECISION})
    assert answer.status_code == 422
    assert "ændret imens" in text(answer)
    assert cast.criterion.targets.count() == 2


def test_one_more_target_and_giving_one_up(leader, cast):
    address = f"{LIST}k/s1/maal/nyt/"
    screen = screen_of(leader, address)
    screen.write("maal-value", "40")
    screen.choose("maal-area", str(cast.area_here.pk))
    assert leader.post(address, {**screen.sent(), **DECISION}).status_code == 302
    new = Target.objects.get(criterion=cast.criterion, area=cast.area_here)
    page = leader.post(f"{LIST}k/s1/maal/{new.pk}/opgiv/", DECISION, follow=True)
    assert page.status_code == 200
    assert Target.objects.get(pk=new.pk).valid_until == date(2026, 12, 1)


def test_a_target_before_the_programme_begins_is_refused(leader, cast):
    address = f"{LIST}k/s1/maal/{cast.criterion.targets.get().pk}/"
    screen = screen_of(leader, address)
    answer = leader.post(address, {**screen.sent(), **DECISION, "beslut-valid_from": "1.12.2025"})
    assert answer.status_code == 422
    assert "uden for programmet" in text(answer)


# --- when an activity closes ------------------------------------------------------------------------------------------

CLOSING = f"{LIST}aktivitet/cafe/"


def closed(cast, client, fate, **more):
    fates = {f"fate-{each.pk}": fate for each in (cast.criterion, cast.criterion_next_door)}
    return client.post(CLOSING, {"last_day": "30.6.2026", "reason": "Caféen flytter", **fates, **more})


def test_criteria_of_a_closing_activity_go_on_with_the_new_one(leader, cast, visited):
    assert closed(cast, leader, "both", successor=cast.course.pk).status_code == 302
    row = Criterion.objects.get(pk=cast.criterion.pk)
    assert row.measure["activities"] == ["cafe", "familieforloeb"]
    assert row.changes.get().valid_from == date(2026, 7, 1)


def test_they_can_move_end_or_be_left(leader, cast):
    choice = {f"fate-{cast.criterion.pk}": "move", f"fate-{cast.criterion_next_door.pk}": "end"}
    sent = {"last_day": "30.6.2026", "reason": "Caféen flytter", "successor": cast.course.pk, **choice}
    assert leader.post(CLOSING, sent).status_code == 302
    assert Criterion.objects.get(pk=cast.criterion.pk).measure["activities"] == ["familieforloeb"]
    ended = Criterion.objects.get(pk=cast.criterion_next_door.pk)
    assert (ended.ends_on, ended.measure["activities"]) == (date(2026, 6, 30), ["cafe"])


def test_all_or_none_and_a_successor_where_one_is_needed(leader, cast):
    answer = closed(cast, leader, "both")
    assert "Vælg den aktivitet, der tager over" in text(answer)
    answer = closed(cast, leader, "end", last_day="30.6.2025")
    assert answer.status_code == 422
    assert "uden for programmet" in text(answer)
    assert not Criterion.objects.exclude(ends_on=None).exists()
    assert reverse("setup:activity_criteria", args=["groen-vej", "cafe"]) == CLOSING


# --- how much is asked of the database --------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [0, 3])
def test_the_list_asks_the_same_whether_it_is_short_or_long(leader, cast, more, django_assert_num_queries):
    for number in range(more):
        row = Criterion.objects.create(
            programme=cast.here, code=f"x{number}", text="Mere", measure={"preset": "visits"}
        )
        Target.objects.create(criterion=row, kind="reach_by", value=1, area=cast.area_here)
    leader.get(LIST)
    with django_assert_num_queries(QUERIES):
        leader.get(LIST)


QUERIES = 13
