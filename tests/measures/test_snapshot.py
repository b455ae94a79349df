"""Freezing: what is kept, that it never changes, who may, and what is published."""

from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.cast import TODAY
from traedesten.core.action import System
from traedesten.core.models import AuditEvent
from traedesten.journal.actions import entry
from traedesten.measures import freezing, immutable, quarter
from traedesten.measures.actions import snapshot as snapshots
from traedesten.measures.models import FrozenFigure, Snapshot
from traedesten.programme.models import RoleGrant, Version

pytestmark = pytest.mark.django_db

YESTERDAY = TODAY - timedelta(days=1)
JOB = System("test")


def freeze(cast, by=None, on=YESTERDAY, **more):
    return snapshots.freeze(by=by or cast.leader, draft=freezing.draft(cast.here, on), **more)


def meet(record, area, how_many, start=0, on=YESTERDAY):
    for number in range(start, start + how_many):
        record(kind="contact", channel="door", subject=f"nabo-{number}", area=area.code, on=on)


@pytest.fixture
def met(cast, contacts, record):
    meet(record, cast.area_here, 3)


# What is kept


def test_a_day_that_is_over_is_frozen_with_what_is_known(cast, met):
    made = freeze(cast, note="Til styregruppen")
    snapshot = made.snapshot
    assert made.is_new
    assert (snapshot.name, snapshot.edition, snapshot.note) == ("Til og med 19. november 2026", 1, "Til styregruppen")
    assert snapshot.foundation["entries"] == {"contact": 3}
    assert snapshot.programme_version == Version.objects.get(programme=cast.here).number
    here = snapshot.figures.get(area=cast.area_here)
    assert (here.value, here.entry_count, here.wanted, here.scope) == (3, 3, "2", "Havtornen")
    assert (here.target["value"], here.status, here.code) == (2, "reached", "K1")
    assert "kontakt" in here.definition.lower()
    line = AuditEvent.objects.get(verb="snapshot.freeze")
    assert (line.actor_id, line.programme_id, line.count) == (cast.leader.pk, cast.here.pk, 2)


def test_a_small_number_is_published_as_less_than_five_and_its_status_does_not_tell_it(cast, met):
    here = freeze(cast).snapshot.figures.get(area=cast.area_here)
    assert (here.published["text"], here.published["value"]) == ("<5", None)
    assert here.published_standing["status"] == ""  # "reached" beside a target of 2 would tell that there are 2-4
    assert "3" not in here.published_standing["reason"]


def test_a_criterion_that_cannot_be_counted_is_frozen_as_such(cast, contacts):
    contacts.measure = {"preset": "unique_people", "kinds": ["visit"], "activities": ["findes-ikke"]}
    contacts.save()
    figure = freeze(cast).snapshot.figures.get()
    assert figure.value is None
    assert figure.fault
    assert figure.published is None


def test_a_programme_without_criteria_can_be_frozen_and_says_nothing(cast):
    cast.elsewhere.criteria.all().delete()
    draft = freezing.draft(cast.elsewhere, YESTERDAY)
    assert snapshots.freeze(by=cast.leader_elsewhere, draft=draft).snapshot.figures.count() == 0


def test_late_entries_change_live_figures_and_never_the_frozen(cast, met, record):
    snapshot = freeze(cast).snapshot
    meet(record, cast.area_here, 4, start=10)
    assert snapshot.figures.get(area=cast.area_here).value == 3
    assert freezing.draft(cast.here, YESTERDAY).cells[0].frozen.value == 7


# Which days


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=40)])
def test_a_day_that_is_not_over_is_refused_in_danish_and_nothing_is_saved(cast, met, day):
    with pytest.raises(ValidationError) as refused:
        freezing.draft(cast.here, day)
    assert refused.value.message_dict == {
        "last_day": ["Dagen er ikke slut endnu. Vælg 19. november 2026 eller en dag før."]
    }
    assert not Snapshot.objects.exists()


def test_the_action_itself_refuses_a_draft_of_a_day_that_is_not_over(cast, met):
    draft = freezing.draft(cast.here, YESTERDAY)
    draft.last_day = TODAY
    with pytest.raises(ValidationError):
        snapshots.freeze(by=cast.leader, draft=draft)
    assert not Snapshot.objects.exists()


def test_a_day_outside_the_programme_is_refused(cast, met):
    with pytest.raises(ValidationError, match="uden for programmet"):
        freezing.draft(cast.here, date(2025, 12, 31))


def test_the_same_day_twice_is_answered_with_the_one_that_is_there(cast, met, record):
    first = freeze(cast)
    meet(record, cast.area_here, 9, start=20)
    again = freeze(cast, note="igen")
    assert (again.snapshot, again.is_new) == (first.snapshot, False)
    assert Snapshot.objects.count() == 1
    assert again.snapshot.note == ""


def test_two_drafts_made_at_once_give_one_snapshot(cast, met):
    one, other = freezing.draft(cast.here, YESTERDAY), freezing.draft(cast.here, YESTERDAY)
    made = [snapshots.freeze(by=cast.leader, draft=each) for each in (one, other)]
    assert [each.is_new for each in made] == [True, False]
    assert made[0].snapshot == made[1].snapshot


def test_the_database_holds_one_first_edition_a_day(cast, met):
    made = freeze(cast).snapshot
    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.create(
            programme=cast.here, last_day=made.last_day, name="to", made_at=made.made_at, programme_version=1
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.create(
            programme=cast.here, last_day=made.last_day, name="to", made_at=made.made_at, programme_version=1, edition=2
        )


def test_what_is_registered_meanwhile_is_found_and_the_figures_worked_out_again(cast, met, record, monkeypatch):
    drafted, told = freezing._drafted, []

    def slowly(programme, last_day):
        made = drafted(programme, last_day)
        if not told:
            meet(record, cast.area_here, 1, start=50)
        told.append(made.version)
        return made

    monkeypatch.setattr(freezing, "_drafted", slowly)
    assert freeze(cast).snapshot.figures.get(area=cast.area_here).value == 4
    assert len(told) == 2


# Who may


@pytest.mark.parametrize(
    "person",
    [
        "worker", "caretaker", "nurse", "cafe_host", "family_worker", "course_leader", "communicator", "partner",
        "funder", "officer", "administrator", "leader_elsewhere", "superuser", "stranger", "closed",
    ],
)  # fmt: skip
def test_only_the_project_leader_freezes(cast, met, person):
    draft = freezing.draft(cast.here, YESTERDAY)
    with pytest.raises(PermissionDenied):
        snapshots.freeze(by=cast.everyone[person], draft=draft)
    assert not Snapshot.objects.exists()


def test_who_leads_one_area_does_not_publish_the_figures_of_all(cast, met):
    RoleGrant.objects.get(staff=cast.leader).areas.set([cast.area_here])
    with pytest.raises(PermissionDenied):
        freeze(cast)


# It never changes


@pytest.fixture
def guarded(cast, met):
    """A snapshot in tables with the triggers of the migration; tests make their tables without migrations."""
    with connection.cursor() as cursor:
        for model, but in ((Snapshot, ("made_by_id",)), (FrozenFigure, ())):
            for sql in immutable.statements(connection.vendor, model, but=but):
                cursor.execute(sql)
    return freeze(cast).snapshot


@pytest.mark.parametrize(
    "change",
    [
        lambda snapshot: Snapshot.objects.update(note="pænere"),
        lambda snapshot: Snapshot.objects.filter(pk=snapshot.pk).update(last_day=date(2026, 1, 1)),
        lambda snapshot: snapshot.figures.update(value=100),
        lambda snapshot: snapshot.figures.update(published={"text": "100"}),
        lambda snapshot: snapshot.figures.first().save(),
        lambda snapshot: snapshot.save(),
        lambda snapshot: snapshot.figures.all().delete(),
        lambda snapshot: snapshot.figures.first().delete(),
        lambda snapshot: Snapshot.objects.filter(pk=snapshot.pk)._raw_delete("default"),
    ],
)
def test_the_database_refuses_to_change_or_delete_what_is_frozen(guarded, change):
    before = list(FrozenFigure.objects.values()), list(Snapshot.objects.values())
    with pytest.raises(DatabaseError, match="a frozen figure never changes"), transaction.atomic():
        change(guarded)
    assert (list(FrozenFigure.objects.values()), list(Snapshot.objects.values())) == before


def test_who_made_it_may_be_forgotten_and_more_may_be_added(guarded, cast):
    Snapshot.objects.update(made_by=None)
    assert freeze(cast, on=YESTERDAY - timedelta(days=1)).is_new


# Quarters


def test_quarters_that_are_over_are_frozen_once_and_caught_up(cast, met):
    done = quarter.freeze_due(by=JOB, programmes=[cast.here])
    assert [each.last_day for each in done] == [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]
    names = Snapshot.objects.order_by("last_day").values_list("name", "is_quarterly")
    assert list(names) == [(f"{number}. kvartal 2026", True) for number in (1, 2, 3)]
    assert quarter.freeze_due(by=JOB, programmes=[cast.here]) == []
    with time_machine.travel("2027-01-01 09:00 +0000"):
        assert [each.last_day for each in quarter.freeze_due(by=JOB, programmes=[cast.here])] == [date(2026, 12, 31)]


def test_a_day_frozen_by_hand_that_ends_a_quarter_is_not_frozen_again(cast, met):
    made = freeze(cast, on=date(2026, 9, 30)).snapshot
    assert (made.name, made.is_quarterly) == ("3. kvartal 2026", False)
    assert quarter.due(cast.here, TODAY) == [date(2026, 3, 31), date(2026, 6, 30)]


def test_the_last_quarter_of_a_programme_ends_with_it(cast):
    cast.here.ends_on = date(2026, 8, 15)
    assert quarter.due(cast.here, TODAY) == [date(2026, 3, 31), date(2026, 6, 30), date(2026, 8, 15)]
    assert quarter.due(cast.here, date(2026, 8, 15)) == [date(2026, 3, 31), date(2026, 6, 30)]
    assert freezing.name_of(cast.here, date(2026, 8, 15)) == "3. kvartal 2026"


def test_the_command_freezes_every_programme_and_says_so(cast, met):
    out = StringIO()
    call_command("freeze_quarters", stdout=out)
    assert "groen-vej: 30. september 2026: frosset og offentliggjort" in out.getvalue()
    assert Snapshot.objects.filter(programme=cast.elsewhere).count() == 3
    assert set(AuditEvent.objects.filter(verb="snapshot.freeze").values_list("actor_label", flat=True)) == {
        "system:freeze-quarters"
    }
    again = StringIO()
    call_command("freeze_quarters", "--programme", cast.here.code, stdout=again)
    assert again.getvalue() == "Alle kvartaler, der er slut, er frosset.\n"


def test_the_command_names_a_programme_that_is_not_there(db):
    with pytest.raises(CommandError, match="Programmet »nej« findes ikke"):
        call_command("freeze_quarters", "--programme", "nej")


def test_one_programme_that_cannot_be_frozen_stops_no_other(cast, met, monkeypatch):
    draft = freezing.draft

    def fails(programme, last_day):
        if programme == cast.elsewhere:
            raise ValidationError("Det kan ikke gøres sikkert.")
        return draft(programme, last_day)

    monkeypatch.setattr(freezing, "draft", fails)
    out = StringIO()
    with pytest.raises(CommandError, match="3 kvartaler kunne ikke fryses"):
        call_command("freeze_quarters", stdout=out)
    assert "blaa-vej: 31. marts 2026: Det kan ikke gøres sikkert." in out.getvalue()
    assert Snapshot.objects.filter(programme=cast.here).count() == 3


# Corrections


def test_a_correction_stands_beside_where_a_number_changes_by_five_or_more(cast, met, record):
    meet(record, cast.area_next_door, 30, start=100)
    first = freeze(cast).snapshot
    meet(record, cast.area_here, 1, start=10)
    meet(record, cast.area_next_door, 7, start=200)
    done = snapshots.correct(
        by=cast.leader, snapshot=first, draft=freezing.draft(cast.here, YESTERDAY), reason="En liste lå i en skuffe"
    )
    later = done.snapshot
    assert (later.edition, later.corrects, later.note) == (2, first, "En liste lå i en skuffe")
    here, door = later.figures.get(area=cast.area_here), later.figures.get(area=cast.area_next_door)
    before = first.figures.get(area=cast.area_here)
    assert (here.value, here.published) == (4, before.published)  # <5 before and now
    assert (first.figures.get(area=cast.area_next_door).value, door.value) == (30, 37)
    assert door.published["text"] == "35"


def test_nothing_is_corrected_for_less_than_five(cast, met, record):
    meet(record, cast.area_next_door, 30, start=100)
    first = freeze(cast).snapshot
    meet(record, cast.area_next_door, 2, start=200)
    draft = freezing.draft(cast.here, YESTERDAY)
    with pytest.raises(ValidationError, match="5 eller mere"):
        snapshots.correct(by=cast.leader, snapshot=first, draft=draft, reason="To til")
    assert Snapshot.objects.get() == first


def test_a_correction_needs_a_reason_and_is_made_once(cast, met, record):
    first = freeze(cast).snapshot
    meet(record, cast.area_here, 40, start=100)
    draft = freezing.draft(cast.here, YESTERDAY)
    with pytest.raises(ValidationError) as refused:
        snapshots.correct(by=cast.leader, snapshot=first, draft=draft, reason=" ")
    assert "note" in refused.value.message_dict
    snapshots.correct(by=cast.leader, snapshot=first, draft=draft, reason="Glemt")
    with pytest.raises(ValidationError, match="allerede rettet"):
        snapshots.correct(by=cast.leader, snapshot=first, draft=freezing.draft(cast.here, YESTERDAY), reason="Igen")


@pytest.mark.parametrize("person", ["nurse", "funder", "administrator", "leader_elsewhere", "closed"])
def test_only_the_project_leader_corrects(cast, met, record, person):
    first = freeze(cast).snapshot
    meet(record, cast.area_here, 40, start=100)
    draft = freezing.draft(cast.here, YESTERDAY)
    with pytest.raises(PermissionDenied):
        snapshots.correct(by=cast.everyone[person], snapshot=first, draft=draft, reason="Glemt")
    assert Snapshot.objects.get() == first


def test_a_withdrawn_entry_leaves_the_frozen_figure_alone(cast, contacts, record):
    gone = record(kind="contact", channel="door", subject="nabo-1", area=cast.area_here.code, on=YESTERDAY)
    snapshot = freeze(cast).snapshot
    entry.withdraw(by=cast.leader, entry=gone, reason="Tastefejl")
    assert snapshot.figures.get(area=cast.area_here).value == 1


# The same cell is the same text


def test_a_period_told_in_one_snapshot_is_told_the_same_in_the_next(cast, contacts, record):
    contacts.targets.all().delete()
    contacts.targets.create(kind="every_period", period="quarter", value=10)
    meet(record, cast.area_here, 31, on=date(2026, 3, 10))
    meet(record, cast.area_next_door, 40, start=400, on=date(2026, 3, 10))
    first = freeze(cast, on=date(2026, 3, 31)).snapshot.figures.get(sort="target")
    assert first.published_standing["periods"][0]["text"] == "71"
    meet(record, cast.area_here, 2, start=100, on=date(2026, 3, 11))  # late, and less than five
    periods = freeze(cast, on=date(2026, 6, 30)).snapshot.figures.get(sort="target").published_standing["periods"]
    assert periods[0]["text"] == "71"
    meet(record, cast.area_here, 5, start=200, on=date(2026, 3, 12))
    periods = freeze(cast, on=date(2026, 9, 30)).snapshot.figures.get(sort="target").published_standing["periods"]
    assert periods[0]["text"] == "78"
