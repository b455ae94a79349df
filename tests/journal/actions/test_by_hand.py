"""What people write by hand about how guests are counted: taken, put right, taken back, and refused in words."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.cast import TODAY
from tests.journal.conftest import JOB
from traedesten.core.models import AuditEvent
from traedesten.journal import handwritten
from traedesten.journal.actions import (
    audit_prompt,
    box_count,
    control,
    door_check,
    entry,
    import_counting,
    new_guest_week,
    paper_tally,
    site_audit,
    tally,
)
from traedesten.journal.models import AuditPrompt, BoxCount, Card, DoorCheck, NewGuestWeek, PaperTally, Tally
from traedesten.journal.models.control import current
from traedesten.journal.receipt import Outcome
from traedesten.measures import world

SHEET = {
    "new_guests": 4, "new_without_card": 1, "second_time": 3, "second_new_quarter": 1, "first_in_quarter": 2,
    "known": 6, "forgotten": 3, "replaced_cards": 1, "without_card": 2, "asked_second": 1, "asked_quarter": 1,
    "asked_period": 1, "period_by_card": 2,
}  # fmt: skip
CAME = 20


@pytest.fixture
def write(cast):
    def sheet(by=JOB, session=cast.cafe_session, total=CAME, card=Card.GUEST, beside_tablet=False, uid=None, **lines):
        return paper_tally.record(
            by=by, session=session, lines={**SHEET, **lines}, total=total, card=card, beside_tablet=beside_tablet,
            uid=uid, today=TODAY,
        )  # fmt: skip

    return sheet


@pytest.fixture
def cancelled(cast):
    row = {"kind": "session", "on": cast.cafe_session.planned_on, "session": cast.cafe_session.code}
    entry.record(by=JOB, programme=cast.here, row={**row, "step": "cancelled"}, today=TODAY)
    return cast.cafe_session


def said(receipt):
    assert receipt.outcome is Outcome.REFUSED
    return [(problem.column, problem.message) for problem in receipt.problems]


def sums(cast):
    return world.build(cast.here, []).tallies.get(cast.cafe_session.pk)


# --- A sheet of paper ----------------------------------------------------------------------------------------------


def test_the_strokes_become_the_counters_of_a_tablet(write, cast):
    assert write().outcome is Outcome.NEW
    found = sums(cast)
    assert (found.visits, found.card_visits, found.without_card) == (20, 11, 9)
    assert (found.new_guests, found.new_without_card, found.handed_out) == (4, 1, 4)
    assert (found.second_by_card, found.second_asked) == (3, 1)
    assert (found.quarter_first_by_card, found.quarter_asked_yes, found.quarter_asked) == (3, 1, 3)
    assert (found.period_first_by_card, found.period_asked_yes, found.period_asked) == (2, 1, 3)
    assert AuditEvent.objects.filter(verb="paper_tally.record", object_type="journal.PaperTally").count() == 1


def test_a_sheet_sent_twice_counts_once(write, cast):
    uid = uuid4()
    assert [write(uid=uid).outcome for _ in range(2)] == [Outcome.NEW, Outcome.IDENTICAL]
    assert write(uid=uid, known=7, total=21).outcome is Outcome.CONFLICT
    assert sums(cast).visits == 20


@pytest.mark.parametrize(
    ("lines", "total", "column", "words"),
    [
        ({}, 21, "total", "Felterne giver 20 tilsammen, men der står 21 i alt"),
        ({}, "", "total", "Skriv, hvor mange der kom i alt"),
        ({"new_without_card": 5}, CAME, "new_without_card", "5 er flere, end der er at tage af: det kan højst være 4."),
        ({"second_new_quarter": 4}, CAME, "second_new_quarter", "højst være 3"),
        ({"replaced_cards": 4}, CAME, "replaced_cards", "højst være 3"),
        ({"asked_second": 3}, CAME, "asked_second", "højst være 2"),
        ({"asked_quarter": 4}, CAME, "asked_quarter", "højst være 3"),
        ({"asked_period": 4}, CAME, "asked_period", "højst være 3"),
        ({"period_by_card": 6}, CAME, "period_by_card", "højst være 5"),
        ({"known": -1}, 13, "known", "-1 er under nul. Skriv 0 eller mere."),
        ({"known": "seks"}, CAME, "known", "tal"),
        ({"known": 10**9}, CAME, "known", "Skriv højst 1000000"),
    ],
)
def test_a_sheet_that_does_not_add_up_is_refused_in_words(write, lines, total, column, words):
    ((name, message),) = said(write(total=total, **lines))
    assert name == column
    assert words in message
    assert not Tally.objects.exists()


def test_a_cancelled_session_has_no_sheet_and_no_questions(write, cancelled):
    assert "aflyst" in said(write())[0][1]
    asked = audit_prompt.record(by=JOB, session=cancelled, asked=2, wrong=0, today=TODAY)
    assert "aflyst" in said(asked)[0][1]


def test_a_session_with_a_sheet_or_a_door_check_cannot_be_cancelled(write, cast):
    row = {"kind": "session", "on": cast.cafe_session.planned_on, "session": cast.cafe_session.code}
    made = door_check.record(by=JOB, session=cast.cafe_session, clicked=3, tapped=3, today=TODAY)
    refused = entry.record(by=JOB, programme=cast.here, row={**row, "step": "cancelled"}, today=TODAY)
    assert refused.problems[0].code == "told_already"
    control.withdraw(by=JOB, control=made.control, reason="forkert dag")
    assert entry.record(by=JOB, programme=cast.here, row={**row, "step": "cancelled"}, today=TODAY).entry


def test_a_session_ahead_and_one_before_the_programme_are_not_written(write, cast):
    cast.cafe_session.planned_on = TODAY + timedelta(days=1)
    assert "fremtiden" in said(write())[0][1]
    cast.cafe_session.planned_on = cast.here.starts_on - timedelta(days=1)
    assert "begynder først" in said(write())[0][1]


def test_a_session_written_in_already_is_put_right_instead(write, cast):
    write()
    assert said(write(known=7, total=21)) == [
        ("session", "Åbningen er allerede skrevet ind med 20 besøg. Ret den i stedet.")
    ]
    assert sums(cast).visits == 20


def test_a_sheet_beside_a_tablet_must_say_so_and_then_adds_up(write, cast):
    tally.record(
        by=JOB, session=cast.cafe_session, device=uuid4(), revision=1, counters={"visits": 31}, today=TODAY
    )  # fmt: skip
    ((name, message),) = said(write())
    assert name == "session"
    assert "talt på tablet med 31 besøg" in message
    assert write(beside_tablet=True).outcome is Outcome.NEW
    assert sums(cast).visits == 51


def test_families_have_a_sheet_of_their_own_with_grown_ups_and_children(write, cast):
    few = dict.fromkeys(SHEET, 0) | {"new_guests": 2, "known": 1}
    assert said(write(card=Card.FAMILY, total=3, **few, adults=1, children=4)) == [
        ("adults", "1 er færre end de 2 nye familier; hver har mindst én.")
    ]
    assert write(card=Card.FAMILY, total=3, **few, adults=3, children=4).outcome is Outcome.NEW
    found = world.build(cast.here, []).family_tallies[cast.cafe_session.pk]
    assert (found.visits, found.families, found.adults, found.children) == (3, 2, 3, 4)
    assert cast.cafe_session.pk not in world.build(cast.here, []).tallies


def test_a_sheet_is_put_right_with_a_reason_and_who(write, cast):
    made = write(by=cast.worker).control
    blank = paper_tally.correct(by=cast.worker, control=made, reason=" ", lines=SHEET, total=CAME, today=TODAY)
    assert said(blank)[0][0] == "reason"
    lines = {**SHEET, "known": 9}
    right = paper_tally.correct(by=cast.leader, control=made, reason="talt om", lines=lines, total=23, today=TODAY)
    assert right.outcome is Outcome.NEW
    assert (right.control.recorded_by, right.control.reason) == (cast.leader, "talt om")
    assert sums(cast).visits == 23
    assert list(current(PaperTally)) == [right.control]
    late = paper_tally.correct(by=cast.leader, control=made, reason="igen", lines=lines, total=23, today=TODAY)
    assert late.outcome is Outcome.CONFLICT
    assert late.problems[0].code == "corrected_already"


def test_a_sheet_taken_back_leaves_nothing_counted(write, cast):
    made = write().control
    gone = control.withdraw(by=JOB, control=made, reason="forkert åbning")
    assert gone.outcome is Outcome.NEW
    assert sums(cast) is None
    assert not current(PaperTally).exists()
    assert control.withdraw(by=JOB, control=made, reason="igen").outcome is Outcome.CONFLICT
    assert write().outcome is Outcome.NEW
    assert sums(cast).visits == 20


def test_only_who_wrote_it_or_the_leader_puts_it_right(write, cast):
    made = write(by=cast.worker).control
    for person in (cast.cafe_host, cast.worker_next_door, cast.leader_elsewhere, cast.funder):
        with pytest.raises(PermissionDenied):
            paper_tally.correct(by=person, control=made, reason="x", lines=SHEET, total=CAME, today=TODAY)
        with pytest.raises(PermissionDenied):
            control.withdraw(by=person, control=made, reason="x")
    assert PaperTally.objects.count() == 1


def test_paper_counts_nobody_where_one_does_not_work(write, cast):
    assert write(by=cast.cafe_host).outcome is Outcome.NEW
    with pytest.raises(PermissionDenied):
        write(by=cast.cafe_host, session=cast.cafe_session_next_door)
    with pytest.raises(PermissionDenied):
        write(by=cast.family_worker, session=cast.session_elsewhere)


# --- The question of the audit -------------------------------------------------------------------------------------


def test_the_questions_reach_the_engine_beside_the_strokes(write, cast):
    session = cast.cafe_session
    alone = audit_prompt.record(by=JOB, session=session, asked=5, wrong=1, today=TODAY)
    assert said(alone)[0][0] == "session"
    write()
    made = audit_prompt.record(by=JOB, session=session, asked="5", wrong="1", today=TODAY)
    assert (sums(cast).audit_asked, sums(cast).audit_wrong, sums(cast).visits) == (5, 1, 20)
    assert "allerede" in said(audit_prompt.record(by=JOB, session=session, asked=2, wrong=0, today=TODAY))[0][1]
    audit_prompt.correct(by=JOB, control=made.control, reason="fejl", asked=6, wrong=0, today=TODAY)
    assert (sums(cast).audit_asked, sums(cast).audit_wrong) == (6, 0)
    control.withdraw(by=JOB, control=current(AuditPrompt).get(), reason="fejl")
    assert sums(cast).audit_asked == 0


@pytest.mark.parametrize(
    ("numbers", "column", "words"),
    [
        ({"asked": 3, "wrong": 4}, "wrong", "Der er 4 forkerte, men kun spurgt 3 gange."),
        ({"asked": -3, "wrong": 0}, "asked", "Skriv 0 eller mere"),
        ({"asked": "", "wrong": 0}, "asked", "Antallet mangler"),
    ],
)
def test_no_more_wrong_than_asked(write, cast, numbers, column, words):
    write()
    ((name, message),) = said(audit_prompt.record(by=JOB, session=cast.cafe_session, today=TODAY, **numbers))
    assert name == column
    assert words in message


# --- The controls --------------------------------------------------------------------------------------------------


def test_a_box_count_put_right_and_taken_back(cast):
    about = {"programme": cast.here, "activity": cast.cafe_session.activity, "area": cast.area_here}
    made = box_count.record(by=cast.cafe_host, on=TODAY, printed=300, left=180, today=TODAY, **about).control
    again = {"by": cast.cafe_host, "control": made, "reason": "talt om", "on": TODAY, "printed": 300, "today": TODAY}
    assert "Der er væk" in said(box_count.correct(**again, handed_out=301))[0][1]
    right = box_count.correct(**again, left=170)
    assert (right.control.left, right.control.area, right.control.supersedes) == (170, cast.area_here, made)
    assert [each.gone for each in world.build(cast.here, []).box_counts] == [130]
    control.withdraw(by=cast.cafe_host, control=right.control, reason="forkert café")
    assert world.build(cast.here, []).box_counts == ()
    assert BoxCount.objects.count() == 3


def test_a_door_check_and_an_audit_put_right(cast):
    made = door_check.record(by=JOB, session=cast.cafe_session, clicked=30, tapped=28, today=TODAY).control
    wrong = door_check.correct(by=JOB, control=made, reason="fejl", clicked=20, tapped=28, today=TODAY)
    assert "Ved døren er der talt 20" in said(wrong)[0][1]
    door_check.correct(by=JOB, control=made, reason="fejl", clicked=31, tapped=28, today=TODAY)
    assert [each.clicked for each in world.build(cast.here, []).door_checks] == [31]
    seen = {"visits": 60, "first_visits": 8, "first_visits_tapped_new": 8}
    audit = site_audit.record(by=JOB, programme=cast.here, on=TODAY, numbers=seen, today=TODAY).control
    more = {**seen, "visits": 70}
    site_audit.correct(by=JOB, control=audit, reason="ti til", on=TODAY, numbers=more, today=TODAY)
    assert [each.visits for each in world.build(cast.here, []).site_audits] == [70]


def test_the_database_itself_refuses_a_second_successor(cast):
    made = door_check.record(by=JOB, session=cast.cafe_session, clicked=30, tapped=28, today=TODAY).control
    for _number in range(2):
        copy = {"programme": cast.here, "session": cast.cafe_session, "clicked": 1, "tapped": 1, "version": 1}
        if _number == 0:
            DoorCheck.objects.create(uid=uuid4(), supersedes=made, **copy)
        else:
            with pytest.raises(IntegrityError), transaction.atomic():
                DoorCheck.objects.create(uid=uuid4(), supersedes=made, **copy)


# --- Ages and sexes ------------------------------------------------------------------------------------------------


def test_a_week_of_new_guests_is_kept_by_its_monday_once(cast):
    about = {"by": cast.cafe_host, "programme": cast.here, "activity": cast.cafe_session.activity, "today": TODAY}
    here = {**about, "area": cast.area_here}
    made = new_guest_week.record(**here, on=TODAY, cells={"female_adult": "3", "male_senior": 1})
    assert (made.control.monday, made.control.guests) == (date(2026, 11, 16), 4)
    again = new_guest_week.record(**here, on=TODAY - timedelta(days=1), cells={"male_adult": 1})
    assert said(again) == [("monday", "Ugen er allerede skrevet ind. Ret den i stedet.")]
    assert said(new_guest_week.record(**here, on=TODAY - timedelta(days=7), cells={}))[0][1].startswith("Skriv mindst")
    minus = new_guest_week.record(**here, on=TODAY - timedelta(days=7), cells={"male_adult": -1})
    assert said(minus)[0][0] == "male_adult"
    right = new_guest_week.correct(
        by=cast.cafe_host, control=made.control, reason="glemte en", cells={"female_adult": 4}, today=TODAY
    )
    assert right.control.guests == 4
    assert current(NewGuestWeek).get() == right.control


# --- From files ----------------------------------------------------------------------------------------------------


def take_in(cast, **rows):
    return import_counting.save(by=JOB, programme=cast.here, today=TODAY, **rows)


def of_tablet(cast, revision=1, device="6b9f3c1e-0000-4000-8000-000000000001", **counters):
    return {"session": cast.cafe_session.code, "device": device, "revision": revision, "counters": counters}


def test_revisions_out_of_order_leave_the_highest(cast):
    rows = [of_tablet(cast, 3, visits=9), of_tablet(cast, 2, visits=7)]
    assert take_in(cast, tallies=rows).tallies == 1
    assert take_in(cast, tallies=[of_tablet(cast, 1, visits=2)]).tallies == 0
    assert sums(cast).visits == 9
    assert take_in(cast, tallies=[of_tablet(cast, 4, visits=11)]).tallies == 1
    assert (Tally.objects.get().revision, sums(cast).visits) == (4, 11)


def test_what_is_new_is_written_once(cast):
    with CaptureQueriesContext(connection) as asked:
        take_in(cast, tallies=[of_tablet(cast, 1, visits=2)])
    verbs = [each["sql"].split()[0] for each in asked if '"journal_tally"' in each["sql"]]
    assert verbs == ["SELECT", "INSERT"]


def test_two_tablets_with_one_id_in_a_file_are_refused(cast):
    with pytest.raises(import_counting.CountingRefused, match="to gange med forskellige tal"):
        take_in(cast, tallies=[of_tablet(cast, 3, visits=9), of_tablet(cast, 3, visits=8)])
    take_in(cast, tallies=[of_tablet(cast, 3, visits=9)])
    with pytest.raises(import_counting.CountingRefused, match="Giv hver tablet sit eget id"):
        take_in(cast, tallies=[of_tablet(cast, 3, visits=8)])


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({"tallies": [{"counters": {"visits": 3, "audit_asked": 1, "audit_wrong": 2}}]},
         "»Kontrolspørgsmål, forkert« er 2, men er en del af »Kontrolspørgsmål stillet«, som er 1"),
        ({"tallies": [{"counters": {"visits": -1}}]}, "under 0"),
        ({"box_counts": [{"printed": 100, "handed_out": 101}]}, "Der er væk 101 kort, men kun trykt 100"),
        ({"box_counts": [{"printed": 100, "left": -1}]}, "skriv 0 eller mere"),
        ({"door_checks": [{"clicked": 10, "tapped": 11}]}, "Ved døren er der talt 10, men trykt 11"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_from_a_file_too(cast, rows, words):
    session, uid = cast.cafe_session.code, str(uuid4())
    common = {"session": session, "device": uid, "revision": 1, "id": uid, "on": "2026-11-12",
              "activity": cast.cafe_session.activity.code}  # fmt: skip
    with pytest.raises(import_counting.CountingRefused, match=words):
        take_in(cast, **{name: [{**common, **row} for row in several] for name, several in rows.items()})
    assert [model.objects.count() for model in (Tally, BoxCount, DoorCheck)] == [0, 0, 0]


def test_a_cancelled_session_takes_nothing_from_a_file(cast, cancelled):
    with pytest.raises(import_counting.CountingRefused, match="aflyst"):
        take_in(cast, tallies=[of_tablet(cast, visits=3)])
    row = {"id": str(uuid4()), "session": cancelled.code, "clicked": 2, "tapped": 2}
    with pytest.raises(import_counting.CountingRefused, match="aflyst"):
        take_in(cast, door_checks=[row])


def test_an_id_that_stands_for_another_control_is_refused_from_a_file(cast):
    row = {"id": str(uuid4()), "session": cast.cafe_session.code, "clicked": 12, "tapped": 11}
    assert take_in(cast, door_checks=[row]).door_checks == 1
    assert take_in(cast, door_checks=[row]).door_checks == 0
    with pytest.raises(import_counting.CountingRefused, match="bruges allerede af en anden kontrol"):
        take_in(cast, door_checks=[{**row, "clicked": 13}])


def test_the_ids_of_paper_and_prompt_are_fixed():
    assert len(set(handwritten.BY_HAND)) == 2
    assert all(each.version == 5 for each in handwritten.BY_HAND)
