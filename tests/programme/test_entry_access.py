"""The rules met with real entries: which rows each person sees, and whose they may change."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from traedesten.core import clock
from traedesten.core.access import Permission as P
from traedesten.core.ids import new_id
from traedesten.journal.actions import entry as journal_entry
from traedesten.journal.models import Entry
from traedesten.people.models import Subject
from traedesten.programme.models import RoleGrant
from traedesten.programme.rules import may_change, may_read_note, seen_entries


def write(cast, kind, **columns):
    return Entry.objects.create(
        **{
            "uid": new_id(),
            "programme": cast.here,
            "kind": kind,
            "happened_on": date(2026, 11, 12),
            "happened_month": 202611,
            "recorded_at": clock.now(),
            "version": 1,
            **columns,
        }
    )


@pytest.fixture
def rows(cast):
    """One row of each sort that tells people apart, by name."""
    subject = Subject.objects.create(programme=cast.here, code="P-1")
    return {
        "contact here": write(cast, "contact", area=cast.area_here, recorded_by=cast.worker),
        "contact next door": write(cast, "contact", area=cast.area_next_door, recorded_by=cast.worker_next_door),
        "contact nowhere": write(cast, "contact", recorded_by=cast.caretaker),
        "talk here": write(cast, "conversation", area=cast.area_here, subject=subject, recorded_by=cast.nurse),
        "weight here": write(cast, "measurement", area=cast.area_here, subject=subject, recorded_by=cast.nurse),
        "smiley here": write(cast, "rating", area=cast.area_here, recorded_by=cast.cafe_host),
        "hours of the school": write(cast, "contribution", partner=cast.school, recorded_by=cast.partner),
        "hours of others": write(cast, "contribution", partner=cast.association, recorded_by=cast.leader),
        "hours of a volunteer": write(cast, "contribution", subject=subject, recorded_by=cast.partner),
        "elsewhere": write(cast, "contact", programme=cast.elsewhere, recorded_by=cast.worker_elsewhere),
    }


SEEN = {
    "leader": {*["contact here", "contact next door", "contact nowhere", "talk here", "smiley here"]}
    | {"hours of the school", "hours of others", "hours of a volunteer"},
    "worker": {"contact here", "talk here", "weight here", "smiley here"},
    "worker_next_door": {"contact next door"},
    "caretaker": {"contact here", "contact nowhere", "smiley here"},
    "nurse": {"contact here", "contact next door", "contact nowhere", "talk here", "weight here", "smiley here"},
    "cafe_host": {"smiley here"},
    "course_leader": {"smiley here"},
    "communicator": set(),
    "partner": {"hours of the school"},
    "funder": set(),
    "officer": set(),
    "administrator": set(),
    "worker_elsewhere": set(),
    "superuser": set(),
    "stranger": set(),
    "closed": set(),
}


@pytest.mark.parametrize("name", SEEN)
def test_each_sees_the_rows_of_their_kinds_and_areas_and_their_own(cast, rows, name):
    seen = set(Entry.objects.filter(seen_entries(cast.everyone[name], cast.here), programme=cast.here))
    assert {title for title, row in rows.items() if row in seen} == SEEN[name]


def test_a_partner_without_organisation_sees_not_even_rows_without_partner(cast, rows):
    cast.partner.organisation = None
    assert not Entry.objects.filter(seen_entries(cast.partner, cast.here)).exists()


def test_nobody_reads_a_note_of_a_row_they_do_not_see(cast, rows):
    for name, person in cast.everyone.items():
        seen = set(Entry.objects.filter(seen_entries(person, cast.here), programme=cast.here))
        read = {row for row in rows.values() if row.programme == cast.here and may_read_note(person, row)}
        assert read <= seen, name


def withdraw(by, row):
    return journal_entry.withdraw(by=by, entry=row, reason="Skrevet to gange")


def test_one_takes_back_one_s_own_and_not_a_colleague_s(cast, rows):
    row = rows["contact here"]
    for name in ("caretaker", "worker_next_door", "nurse", "leader_elsewhere", "superuser"):
        assert not may_change(cast.everyone[name], row, own=P.WITHDRAW_OWN, any_=P.WITHDRAW_ANY)
        with pytest.raises(PermissionDenied):
            withdraw(cast.everyone[name], row)
    assert withdraw(cast.worker, row).is_saved


def test_the_leader_of_one_area_takes_back_rows_there_only(cast, rows):
    RoleGrant.objects.get(staff=cast.leader).areas.set([cast.area_here])
    for elsewhere in ("contact next door", "contact nowhere"):
        assert not may_change(cast.leader, rows[elsewhere], own=P.WITHDRAW_OWN, any_=P.WITHDRAW_ANY)
        with pytest.raises(PermissionDenied):
            withdraw(cast.leader, rows[elsewhere])
    assert withdraw(cast.leader, rows["contact here"]).is_saved


def test_one_s_own_row_can_be_taken_back_after_moving_to_another_area(cast, rows):
    RoleGrant.objects.get(staff=cast.worker).areas.set([cast.area_next_door])
    assert may_change(cast.worker, rows["contact here"], own=P.WITHDRAW_OWN, any_=P.WITHDRAW_ANY)
    assert withdraw(cast.worker, rows["contact here"]).is_saved


def test_a_partner_takes_back_hours_of_the_own_organisation_only(cast, rows):
    with pytest.raises(PermissionDenied):
        withdraw(cast.partner, rows["hours of a volunteer"])
    assert withdraw(cast.partner, rows["hours of the school"]).is_saved
