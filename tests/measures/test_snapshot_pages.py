"""Frozen figures on screen: what the team sees, and that who is outside sees published figures and nothing else."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.cast import TODAY
from traedesten.measures import freezing, queries, snapshot_page
from traedesten.measures.actions import snapshot as snapshots
from traedesten.measures.models import FrozenFigure, Snapshot
from traedesten.programme.models import RoleGrant
from traedesten.programme.rules import standing

pytestmark = pytest.mark.django_db

YESTERDAY = TODAY - timedelta(days=1)
KEY = YESTERDAY.isoformat()
OUTSIDE = ["funder", "partner"]
NOT_EVEN_PUBLISHED = ["cafe_host", "officer", "administrator"]
ELSEWHERE = ["worker_elsewhere", "leader_elsewhere", "administrator_elsewhere", "superuser", "stranger"]


def page_of(cast, view="snapshot", *more):
    return reverse(f"measures:{view}", args=[cast.here.code, *(more or ([KEY] if view not in LISTS else []))])


LISTS = ("snapshots", "freeze", "compass")


def meet(record, area, how_many, start=0, on=YESTERDAY):
    for number in range(start, start + how_many):
        record(kind="contact", channel="door", subject=f"nabo-{number}", area=area.code, on=on, sex="female")


@pytest.fixture
def frozen(cast, contacts, record):
    """61 people in one area and 3 in the other; 1 more, late, in the first. No number of it is published as it is."""
    meet(record, cast.area_here, 61)
    meet(record, cast.area_next_door, 3, start=500)
    draft = freezing.draft(cast.here, YESTERDAY)
    made = snapshots.freeze(by=cast.leader, draft=draft, note="Til styregruppen").snapshot
    meet(record, cast.area_here, 1, start=900)
    return made


def text_of(page):
    return page.content.decode()


# The team


def test_the_leader_sees_the_list_and_the_way_to_freeze(cast, frozen, enter):
    page = text_of(enter(cast.leader).get(page_of(cast, "snapshots")))
    assert "Til og med 19. november 2026" in page
    assert "Til styregruppen" in page
    assert page_of(cast, "freeze") in page
    assert page_of(cast, "difference") in page


def test_the_team_sees_its_own_figure_beside_the_published(cast, frozen, enter):
    page = text_of(enter(cast.nurse).get(page_of(cast)))
    assert "Teamets eget tal:" in page
    assert re.search(r"<strong>61</strong>", page)
    assert "&lt;5" in page
    assert page_of(cast, "freeze") not in page


def test_who_works_in_one_area_sees_exact_figures_of_that_area_only(cast, frozen, enter):
    lines = snapshot_page.of(standing(cast.worker, cast.here), frozen)[0].criteria[0].lines
    exact = {line.scope: line.exact.shown if line.exact else None for line in lines}
    assert exact == {"Havtornen": "61", "Lyngtoppen": None}
    page = text_of(enter(cast.worker).get(page_of(cast)))
    assert page.count("Teamets eget tal:") == 1
    assert "Teamets eget tal:" in page.partition("Lyngtoppen")[0]
    assert {line.scope: line.figure.text for line in lines} == {"Havtornen": "60", "Lyngtoppen": "<5"}


def test_the_compass_and_the_criterion_lead_to_what_is_frozen(cast, frozen, enter):
    client = enter(cast.leader)
    assert page_of(cast, "snapshots") in text_of(client.get(page_of(cast, "compass")))
    page = text_of(client.get(reverse("measures:criterion", args=[cast.here.code, "K1"])))
    assert page_of(cast) in page
    assert "teamets eget tal: 61" in page


def test_a_criterion_page_shows_frozen_figures_of_own_areas_only(cast, frozen, enter):
    page = enter(cast.worker_next_door).get(reverse("measures:criterion", args=[cast.here.code, "K1"]))
    assert [line.scope for line in page.context["frozen"]] == ["Lyngtoppen"]


# Outside the team


@pytest.mark.parametrize("person", OUTSIDE)
def test_who_is_outside_reads_published_figures_with_targets(cast, frozen, enter, person):
    client = enter(cast.everyone[person])
    for view in ("compass", "snapshot"):
        page = text_of(client.get(page_of(cast, view)))
        assert '<p class="published-figure">60</p>' in page, view
        assert '<p class="published-figure">&lt;5</p>' in page, view
        assert "Målet er 5." in page
        assert "Teamets eget tal" not in page
        assert "Bygger på" not in page


SECRET = re.compile(r"(?<![\w.,:/\-])(61|62|64|65)(?![\w.,:%]*\w)")
"""The exact figures, frozen and live, of one area and of both, as numbers by themselves."""


def numbers_told(page):
    """Secret numbers in what a page says or carries: text, labels, tables and data, but not the pictures' measures."""
    text = re.sub(
        r'\s(?:x|y|width|height|viewBox|d|r|rx|cx|cy|transform|class|id|href|src|name|value)="[^"]*"', " ", page
    )
    if "application/json" not in text:
        text = re.sub(r"<(script|style|symbol)\b.*?</\1>", " ", text, flags=re.DOTALL)
    return SECRET.findall(text)


OWN = ("measures:", "desk:", "setup:", "planning:", "core:", "documents:")
# The handbook is the same text for everybody and holds nothing of any programme, only invented worked examples.
NO_PROGRAMME_IN_IT = ("measures:handbook",)


def addresses(cast):
    """Every address of ours that can be asked for with what a programme has: all that is routed, none left out."""
    known = {
        "programme": cast.here.code, "code": "K1", "key": KEY, "kind": "contact", "session": cast.cafe_session.code,
        "activity": cast.cafe.code, "area": cast.area_here.code, "part": "omraader", "run": cast.run.code,
        "year": 2026, "staff": cast.worker.pk, "form": "box", "what": "box", "day": KEY, "subject": "nabo-1",
    }  # fmt: skip
    for name, names in _routes(get_resolver()):
        if name.startswith(OWN) and not name.startswith(NO_PROGRAMME_IN_IT) and names <= set(known):
            try:
                yield reverse(name, kwargs={each: known[each] for each in names})
            except NoReverseMatch:
                continue


def _routes(resolver, prefix="", inherited=frozenset()):
    for pattern in resolver.url_patterns:
        names = inherited | set(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _routes(pattern, space, names)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{prefix}{pattern.name}", names


def test_the_walk_finds_the_addresses_and_the_numbers(cast, frozen, enter):
    found = list(addresses(cast))
    assert len(found) > 30
    wanted = {page_of(cast, view) for view in ("compass", "snapshot", "snapshot_table", "difference")}
    assert wanted <= set(found)
    client = enter(cast.leader)
    assert numbers_told(text_of(client.get(page_of(cast))))
    assert numbers_told(text_of(client.get(page_of(cast, "compass"))))


@pytest.mark.parametrize("person", [*OUTSIDE, *NOT_EVEN_PUBLISHED])
def test_no_page_file_or_fragment_tells_an_exact_figure_to_who_is_outside(cast, frozen, enter, person):
    client, opened = enter(cast.everyone[person]), 0
    for address in addresses(cast):
        for query in ("", "?tegn=1&dato=19.11.2026&vis=omraade&linje=0"):
            answer = client.get(address + query)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            opened += answer.status_code == 200
            assert not numbers_told(body.decode("utf-8", "replace")), (address, answer.status_code)
    assert opened > 5


@pytest.mark.parametrize("person", [*OUTSIDE, *NOT_EVEN_PUBLISHED])
def test_who_is_outside_neither_compares_freezes_nor_corrects(cast, frozen, enter, person):
    client = enter(cast.everyone[person])
    for view in ("difference", "freeze", "correct"):
        assert client.get(page_of(cast, view)).status_code == 403, view
    assert client.post(page_of(cast, "freeze"), {"last_day": "18.11.2026", "frys": "1"}).status_code == 403
    assert client.post(page_of(cast, "correct"), {"note": "x"}).status_code == 403
    assert Snapshot.objects.get() == frozen


@pytest.mark.parametrize("person", NOT_EVEN_PUBLISHED)
def test_who_sees_no_figures_sees_no_published_ones_either(cast, frozen, enter, person):
    client = enter(cast.everyone[person])
    for view in ("snapshots", "snapshot", "snapshot_table"):
        assert client.get(page_of(cast, view)).status_code == 403, view
    page = text_of(client.get(page_of(cast, "compass")))
    assert "Kontakt med beboerne" in page
    assert "published-figure" not in page


@pytest.mark.parametrize("person", ELSEWHERE)
@pytest.mark.parametrize("view", ["snapshots", "snapshot", "snapshot_table", "difference", "freeze", "correct"])
def test_for_other_programmes_people_nothing_is_there(cast, frozen, enter, person, view):
    assert enter(cast.everyone[person]).get(page_of(cast, view)).status_code == 404


@pytest.mark.parametrize("person", ["worker", "nurse", "family_worker", "communicator"])
def test_colleagues_see_but_do_not_freeze(cast, frozen, enter, person):
    client = enter(cast.everyone[person])
    assert client.get(page_of(cast)).status_code == 200
    assert client.post(page_of(cast, "freeze"), {"last_day": "18.11.2026", "frys": "1"}).status_code == 403


def test_only_published_columns_are_read_for_who_is_outside(cast, frozen, enter):
    hidden = {"value", "numerator", "denominator", "parts", "missing", "shown", "reason", "status", "entry_count"}
    assert not hidden & set(queries.PUBLISHED_COLUMNS)
    assert {"published", "published_standing", "wanted"} <= set(queries.PUBLISHED_COLUMNS)
    client = enter(cast.funder)
    with CaptureQueriesContext(connection) as asked:
        client.get(page_of(cast))
    table = FrozenFigure._meta.db_table
    statements = [each["sql"] for each in asked if f'FROM "{table}"' in each["sql"]]
    assert len(statements) == 1
    assert f'"{table}"."value"' not in statements[0]
    assert f'"{table}"."shown"' not in statements[0]


# The file


def table_of(client, cast):
    answer = client.get(page_of(cast, "snapshot_table"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_file_is_the_published_form_and_the_same_for_everybody(cast, frozen, enter):
    rows = table_of(enter(cast.leader), cast)
    assert [(row["kriterium"], row["hvor"], row["tal"], row["værdi"], row["mål"]) for row in rows] == [
        ("K1", "Havtornen", "60", "60", "2"),
        ("K1", "Lyngtoppen", "<5", "", "5"),
    ]
    assert table_of(enter(cast.funder), cast) == rows


def test_a_text_that_begins_like_a_formula_stays_text_in_the_file(cast, contacts, record, enter):
    contacts.text = "=HYPERLINK(1)"
    contacts.save()
    snapshots.freeze(by=cast.leader, draft=freezing.draft(cast.here, YESTERDAY))
    assert {row["tekst"] for row in table_of(enter(cast.leader), cast)} == {"'=HYPERLINK(1)"}


def test_parts_of_a_figure_are_published_with_it(cast, contacts, record, enter):
    contacts.targets.all().delete()
    contacts.measure = {**contacts.measure, "split_by": "sex"}
    contacts.save()
    meet(record, cast.area_here, 33)
    record(kind="contact", channel="door", subject="en-mand", area=cast.area_here.code, on=YESTERDAY, sex="male")
    snapshots.freeze(by=cast.leader, draft=freezing.draft(cast.here, YESTERDAY))
    page = text_of(enter(cast.funder).get(page_of(cast)))
    told = dict(re.findall(r"<dt>(\w+)</dt><dd><strong>([^<]+)</strong>", page))
    assert (told["kvinder"], told["mænd"]) == ("35", "&lt;5")
    assert ">34<" not in page
    rows = table_of(enter(cast.funder), cast)
    assert next((row["del"], row["tal"]) for row in rows if row["hvor"] == "") == ("", "35")
    assert ("mænd", "<5") in [(row["del"], row["tal"]) for row in rows]


# Freezing on screen


def test_a_day_is_shown_first_and_then_frozen(cast, contacts, record, enter):
    meet(record, cast.area_here, 61)
    client = enter(cast.leader)
    assert "30.09.2026" in text_of(client.get(page_of(cast, "freeze")))  # the quarter that waits
    page = client.post(page_of(cast, "freeze"), {"last_day": "19.11.2026", "vis": "1"})
    assert '<p class="published-figure">60</p>' in text_of(page)
    assert not Snapshot.objects.exists()
    done = client.post(page_of(cast, "freeze"), {"last_day": "19.11.2026", "note": "Til mødet", "frys": "1"})
    assert done.headers["Location"] == page_of(cast)
    made = Snapshot.objects.get()
    assert (made.made_by, made.is_quarterly, made.note) == (cast.leader, False, "Til mødet")
    again = client.post(page_of(cast, "freeze"), {"last_day": "19.11.2026", "frys": "1"}, follow=True)
    assert "Dagen var frosset i forvejen" in text_of(again)
    assert Snapshot.objects.get() == made


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("20.11.2026", "Dagen er ikke slut endnu. Vælg 19. november 2026 eller en dag før."),
        ("24.12.2026", "Dagen er ikke slut endnu"),
        ("31.12.2025", "Dagen ligger uden for programmet. Vælg en dag fra 1. januar 2026 til 31. december 2028."),
        ("i overmorgen", "Tal til og med"),
        ("", "Skriv en dato, for eksempel 20.11.2026."),
    ],
)
def test_a_day_that_cannot_be_frozen_is_told_and_what_was_typed_stays(cast, contacts, enter, typed, sentence):
    page = enter(cast.leader).post(page_of(cast, "freeze"), {"last_day": typed, "note": "Til mødet", "frys": "1"})
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert "Til mødet" in text_of(page)
    assert not Snapshot.objects.exists()


def test_a_note_with_a_cpr_number_is_refused(cast, contacts, enter):
    sent = {"last_day": "19.11.2026", "note": "Se 010190-1234", "frys": "1"}
    page = enter(cast.leader).post(page_of(cast, "freeze"), sent)
    assert "ligner et CPR-nummer" in text_of(page)
    assert not Snapshot.objects.exists()


def test_who_leads_one_area_is_told_that_the_figures_are_of_all(cast, contacts, enter):
    RoleGrant.objects.get(staff=cast.leader).areas.set([cast.area_here])
    client = enter(cast.leader)
    assert client.post(page_of(cast, "freeze"), {"last_day": "19.11.2026", "frys": "1"}).status_code == 403
    assert page_of(cast, "freeze") not in text_of(client.get(page_of(cast, "snapshots")))
    assert not Snapshot.objects.exists()


# Corrections on screen


def test_a_correction_is_shown_as_such_and_leads_both_ways(cast, frozen, record, enter):
    meet(record, cast.area_here, 20, start=1000)
    client = enter(cast.leader)
    done = client.post(page_of(cast, "correct"), {"note": "En liste lå i en skuffe"}, follow=True)
    page = text_of(done)
    assert done.redirect_chain[-1][0] == page_of(cast, "snapshot", f"{KEY}-2")
    assert "Rettet, 2. udgave" in page
    assert "før 60, nu 80" in page
    assert "En liste lå i en skuffe" in page
    old = text_of(client.get(page_of(cast)))
    assert "Disse tal er rettet siden." in old
    assert page_of(cast, "snapshot", f"{KEY}-2") in old
    assert '<p class="published-figure">60</p>' in old
    reader = text_of(enter(cast.funder).get(page_of(cast, "compass")))
    assert '<p class="published-figure">80</p>' in reader


def test_a_correction_that_changes_too_little_is_refused_in_words(cast, frozen, enter):
    page = enter(cast.leader).post(page_of(cast, "correct"), {"note": "En enkelt til"})
    assert page.status_code == 422
    assert "Intet offentliggjort tal ændrer sig med 5 eller mere" in text_of(page)
    assert Snapshot.objects.get() == frozen


@pytest.mark.parametrize("key", ["2026-11-18", "2026-11-19-2", "2026-13-45", "i-gaar", "2026-11-19-0"])
def test_a_snapshot_that_is_not_there_is_not_found(cast, frozen, enter, key):
    assert enter(cast.leader).get(page_of(cast, "snapshot", key)).status_code == 404


# How much is asked


def test_a_list_asks_the_same_of_one_snapshot_as_of_three(cast, frozen, enter, django_assert_num_queries):
    client = enter(cast.leader)
    client.get(page_of(cast, "snapshots"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(page_of(cast, "snapshots"))
    for day in (date(2026, 3, 31), date(2026, 6, 30)):
        snapshots.freeze(by=cast.leader, draft=freezing.draft(cast.here, day))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(page_of(cast, "snapshots"))


LIST_QUERIES = 9
