"""Audit lines of real verbs: what happened to which row, and nothing a person said, is called or is known by."""

from datetime import date

from traedesten.core.models import AuditEvent
from traedesten.journal.actions import entry
from traedesten.people.models import Subject
from traedesten.places.actions import staff
from traedesten.programme.actions import grant

ROW = {
    "kind": "conversation",
    "on": "2026-11-12",
    "area": "havtornen",
    "activity": "opsoegende",
    "step": "health",
    "subject": "P-0417",
    "note": "Sover dårligt efter skilsmissen",
}
TODAY = date(2026, 11, 20)


def test_lines_of_a_day_s_work_say_nothing_about_anybody(cast):
    Subject.objects.create(programme=cast.here, code="P-0417")
    made = entry.record(by=cast.nurse, programme=cast.here, row=ROW, today=TODAY).entry
    changed = {**ROW, "note": "Sover bedre nu"}
    newer = entry.correct(by=cast.nurse, entry=made, row=changed, reason="Skrev forkert om Birthe", today=TODAY).entry
    entry.withdraw(by=cast.nurse, entry=newer, reason="Det var Birthes søster")
    new = staff.create(by=cast.administrator, email="ny.ugle@example.org", name="Ulla Ugle")
    grant.give(by=cast.administrator, to=new, programme=cast.here, role="cafe_host", areas=[cast.area_here])
    staff.deactivate(by=cast.administrator, staff=new)

    lines = list(AuditEvent.objects.order_by("id").values())
    verbs = ["entry.record", "entry.correct", "entry.withdraw", "staff.create", "grant.give", "staff.deactivate"]
    assert [line["verb"] for line in lines] == verbs
    written = str(lines)
    personal = [cast.nurse.name, cast.nurse.email, cast.administrator.name, new.name, new.email]
    said = ["P-0417", "Sover", "skilsmissen", "Birthe", "health"]
    assert [word for word in (*personal, *said) if word in written] == []


def test_lines_are_filed_under_their_programme(cast):
    Subject.objects.create(programme=cast.here, code="P-0417")
    entry.record(by=cast.nurse, programme=cast.here, row=ROW, today=TODAY)
    line = AuditEvent.objects.get()
    assert (line.programme_id, line.actor_id, line.object_type) == (cast.here.pk, cast.nurse.pk, "journal.Entry")
