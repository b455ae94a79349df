"""Each rule about a row by itself, with the row beside it that passes."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import TODAY
from traedesten.journal.catalogue import KINDS
from traedesten.journal.rules import Checker
from traedesten.journal.rules.checker import ALL_NAMES
from traedesten.programme.models import Activity

VISIT = {"kind": "visit", "subject": "P-1", "session": "cafe-1"}
CONTACT = {"kind": "contact", "on": "2026-11-12", "channel": "door", "first_time": "yes", "area": "havtornen"}
TALK = {"kind": "conversation", "on": "2026-11-12", "subject": "P-1", "step": "kram"}
STORY = {"kind": "story", "on": "2026-11-12", "thread": "s-1", "step": "published", "consented_on": "2026-11-12"}
DELIVERY = {"kind": "delivery", "on": "2026-11-12", "thread": "blad-1", "area": "havtornen", "people": "539"}
HELD = {"kind": "session", "session": "cafe-1", "step": "held", "people": "12"}
FIGURE = {"kind": "outside_figure", "on": "2026-11-12", "topic": "tryghed", "value": "62,5", "source_name": "Beboerne"}
WEIGHT = {"kind": "measurement", "on": "2026-11-12", "subject": "P-1", "topic": "weight", "value": "71,5"}
ENROLMENT = {"kind": "enrolment", "on": "2026-11-12", "subject": "P-1", "step": "joined", "run": "familie-1"}
CONCERN = {"kind": "concern", "on": "2026-11-12", "step": "received"}


def found(checker, row, **changes):
    """Columns and codes of the problems of a row."""
    return [(p.column, p.code) for p in checker.check({**row, **changes}).problems]


@pytest.mark.parametrize(
    "row",
    [VISIT, CONTACT, TALK, STORY, DELIVERY, HELD, FIGURE, WEIGHT, ENROLMENT, CONCERN],
    ids=lambda row: row["kind"],
)
def test_a_right_row_has_no_problems(checker, row):
    assert checker.check(row).problems == ()


# why a table: each line is one rule; the first row breaks it, the second is the nearest one that does not
@pytest.mark.parametrize(
    ("row", "wrong", "problem", "right"),
    [
        (CONTACT, {"kind": "contakt"}, ("kind", "unknown_kind"), {}),
        (CONTACT, {"kind": ""}, ("kind", "missing"), {}),
        (CONTACT, {"kind": "tally"}, ("kind", "unknown_kind"), {}),
        (CONTACT, {"on": ""}, ("on", "missing"), {}),
        (CONTACT, {"channel": ""}, ("channel", "missing"), {"channel": "phone"}),
        (CONTACT, {"channel": "newsletter"}, ("channel", "unknown_word"), {"channel": "Door"}),
        (CONTACT, {"first_time": ""}, ("subject", "missing"), {"first_time": "", "subject": "P-9"}),
        (CONTACT, {"people": "3,5"}, ("people", "whole"), {"people": "3"}),
        (CONTACT, {"people": "-1"}, ("people", "range"), {"people": "0"}),
        (CONTACT, {"families": "2"}, ("families", "not_allowed"), {"families": " "}),
        (CONTACT, {"topic": "ensomhet"}, ("topic", "unknown_code"), {"topic": "ensomhed"}),
        (CONTACT, {"topic": "weight"}, ("topic", "unknown_code"), {"topic": ""}),
        (CONTACT, {"area": "marehalmen"}, ("area", "unknown_code"), {"area": "lyngtoppen"}),
        (CONTACT, {"on": "21.11.2026"}, ("on", "future"), {"on": "20.11.2026"}),
        (CONTACT, {"on": "31.12.2025"}, ("on", "before_programme"), {"on": "1.1.2026"}),
        (CONTACT, {"at": "25:00"}, ("at", "time_format"), {"at": "23:59"}),
        (CONTACT, {"id": "x" * 101}, ("id", "id_format"), {"id": "01890a5d-ac96-774b-bcce-b302099a8057"}),
        (CONTACT, {"id": "010170-1234"}, ("id", "cpr"), {"id": 17}),
        (CONTACT, {"note": "ring 010170-1234"}, ("note", "cpr"), {"note": "ring 12 34 56 78"}),
        (CONTACT, {"note": "a" * 20_001}, ("note", "too_long"), {"note": "a" * 20_000}),
        (CONTACT, {"subject": "Ida Hansen"}, ("subject", "pseudonym"), {"subject": "Ida-1"}),
        (CONTACT, {"sxe": "female"}, ("sxe", "unknown_column"), {"sex": "female"}),
        (CONTACT, {"sxe": "", "title": "x"}, ("title", "not_allowed"), {"sxe": ""}),
        (CONTACT, {"age_band": date(2026, 12, 6)}, ("age_band", "unknown_word"), {"age_band": "6-12"}),
        (VISIT, {"session": "cafe-9"}, ("session", "unknown_code"), {"session": "cafe-2"}),
        (VISIT, {"on": "2026-11-13"}, ("on", "disagrees"), {"on": "2026-11-12"}),
        (VISIT, {"area": "lyngtoppen"}, ("area", "disagrees"), {"area": "havtornen"}),
        (VISIT, {"activity": "familieforloeb"}, ("activity", "disagrees"), {"activity": "cafe"}),
        (VISIT, {"value": "1"}, ("value", "not_allowed"), {"value": ""}),
        (ENROLMENT, {"activity": "cafe"}, ("run", "disagrees"), {"activity": "familieforloeb"}),
        (ENROLMENT, {"run": ""}, ("run", "missing"), {"run": "", "activity": "familieforloeb"}),
        (ENROLMENT, {"linked_subject": "P-1"}, ("linked_subject", "disagrees"), {"linked_subject": "P-2"}),
        (TALK, {"value": "0"}, ("value", "range"), {"value": "1"}),
        (TALK, {"value": "601"}, ("value", "range"), {"value": "600"}),
        (TALK, {"value": "30,5"}, ("value", "whole"), {"value": "30,0"}),
        (TALK, {"value": "1.234"}, ("value", "number_format"), {"value": "123"}),
        (TALK, {"step": "held"}, ("step", "unknown_word"), {"step": "double_kram"}),
        (WEIGHT, {"value": "7150"}, ("value", "range"), {"value": "350"}),
        (WEIGHT, {"value": "351"}, ("value", "range"), {"value": "2"}),
        (
            WEIGHT,
            {"topic": "bp_diastolic", "value": "29"},
            ("value", "range"),
            {"topic": "bp_diastolic", "value": "30"},
        ),
        (DELIVERY, {"people": "540"}, ("people", "dwellings"), {"area": "lyngtoppen", "people": "204"}),
        (DELIVERY, {"area": "lyngtoppen", "people": "205"}, ("people", "dwellings"), {}),
        (STORY, {"consented_on": ""}, ("consented_on", "consent"), {"consented_on": "", "step": "told"}),
        (STORY, {"consented_on": "2026-11-13"}, ("consented_on", "consent"), {"consented_on": "2026-11-11"}),
        (STORY, {"consented_on": "2027-01-01"}, ("consented_on", "future"), {}),
        (HELD, {"step": "cancelled"}, ("people", "cancelled_session"), {"step": "cancelled", "people": "0"}),
        (HELD, {"people": "8", "families": "9"}, ("families", "disagrees"), {"people": "8", "families": "8"}),
        (FIGURE, {"source_name": ""}, ("source_name", "missing"), {}),
        (FIGURE, {"on": "2027-01-01"}, ("on", "future"), {"on": "2021-05-01"}),
        (CONCERN, {"subject": "P-1"}, ("subject", "no_file_on_a_worry"), {"thread": "b-1"}),
        (CONCERN, {"household": "H-1"}, ("household", "no_file_on_a_worry"), {"note": "En nabo er urolig"}),
        (CONCERN, {"kind": "enquiry", "subject": "P-1"}, ("subject", "no_file_on_a_worry"), {"kind": "enquiry"}),
    ],
)
def test_a_rule_and_its_near_miss(checker, row, wrong, problem, right):
    assert problem in found(checker, row, **wrong)
    assert found(checker, row, **right) == []


def test_a_message_names_the_field_and_what_would_be_right(checker):
    assert [p.message for p in checker.check({**CONTACT, "area": "marehalmen"}).problems] == [
        "Område »marehalmen« findes ikke i programmet. Programmets områder er: havtornen, lyngtoppen."
    ]
    assert [p.message for p in checker.check({**CONTACT, "kind": "samtale", "on": ""}).problems] == [
        "Slagsen »samtale« findes ikke. Mente du »conversation«?"
    ]
    assert [p.message for p in checker.check({**CONTACT, "chanel": "door"}).problems] == [
        "Kolonnen »chanel« findes ikke. Mente du »channel«?"
    ]
    (problem,) = checker.check({**STORY, "channel": "hjemmesiden"}).problems
    assert problem.message == (
        "»hjemmesiden« kan ikke bruges her. Mente du »website«? Brug en af: newsletter, website, facebook, postcard,"
        " poster, screen, press, other."
    )


def test_a_session_fills_in_what_it_knows_and_the_kind_has(cast, checker):
    row = checker.check(VISIT).row
    assert row == {
        "session": cast.cafe_session.pk,
        "subject": "P-1",
        "on": date(2026, 11, 12),
        "activity": cast.cafe.pk,
        "area": cast.area_here.pk,
        "venue": cast.cafe_session.venue_id,
    }


def test_a_run_fills_in_activity_and_area(cast, checker):
    row = checker.check(ENROLMENT).row
    assert (row["activity"], row["area"], row["run"]) == (cast.course.pk, cast.area_here.pk, cast.run.pk)


def test_a_session_that_lies_ahead_takes_nothing(cast, checker):
    cast.cafe_session.planned_on = date(2026, 11, 21)
    cast.cafe_session.save()
    assert found(checker, VISIT) == [("session", "future")]


def test_nothing_is_registered_after_the_programme_has_ended(cast, book):
    late = Checker(book, date(2029, 2, 1))
    assert found(late, CONTACT, on="2029-01-01") == [("on", "after_programme")]
    assert found(late, CONTACT, on="2028-12-31") == []


def test_nothing_is_registered_outside_the_activitys_own_period(cast, checker):
    Activity.objects.filter(pk=cast.outreach.pk).update(starts_on=date(2026, 3, 1), ends_on=date(2026, 10, 31))
    for day, problems in (("2026-02-28", 1), ("2026-03-01", 0), ("2026-10-31", 0), ("2026-11-01", 1)):
        assert found(checker, CONTACT, activity="opsoegende", on=day) == [("on", "outside_activity")] * problems


@pytest.mark.parametrize("column", ["activity", "area", "venue", "session", "run", "offer", "partner"])
def test_what_another_programme_has_is_unknown_here(cast, book, column):
    theirs = {
        "activity": "torsdag",
        "area": "marehalmen",
        "venue": "marehalmen-hus",
        "session": "deres",
        "run": "deres",
        "offer": "deres",
        "partner": "faelleshaven",
    }
    Activity.objects.filter(pk=cast.activity_elsewhere.pk).update(code="torsdag")
    type(cast.cafe_session).objects.filter(pk=cast.session_elsewhere.pk).update(code="deres")
    row = {
        "kind": "contribution" if column in ("partner", "run") else "attendance",
        "subject": "P-1",
        "on": "2026-11-12",
    }
    row = {**row, "kind": "referral", "step": "offered"} if column == "offer" else row
    assert (column, "unknown_code") in found(Checker(book, TODAY), row, **{column: theirs[column]})


def test_a_row_reads_the_same_the_second_time(checker):
    wrong = {**CONTACT, "on": "i går", "people": "3"}
    assert checker.check(wrong) == checker.check(wrong)
    assert checker.check(CONTACT) == checker.check({**CONTACT, "on": date(2026, 11, 12)})


CELLS = st.one_of(
    st.text(max_size=60), st.integers(), st.floats(), st.booleans(), st.none(), st.dates(), st.datetimes(), st.times()
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([*KINDS]), st.dictionaries(st.sampled_from([*ALL_NAMES, "ukendt"]), CELLS, max_size=8))
def test_whatever_stands_in_a_row_it_is_read_or_refused_in_words(checker, kind, row):
    checked = checker.check({**row, "kind": kind})
    assert all(problem.message for problem in checked.problems)
    assert checked == checker.check({**row, "kind": kind})
