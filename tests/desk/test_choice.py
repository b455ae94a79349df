"""What may be chosen: options that can be told apart, say what has become of them, and can be reached."""

from datetime import date, time

from django.urls import reverse

from tests.cast import TODAY
from tests.desk.example import typed
from traedesten.schedule.models import CourseRun, Session


def address(kind):
    return reverse("desk:register_kind", kwargs={"programme": "groen-vej", "kind": kind})


def names_of(form, column):
    return [str(name) for code, name in form.fields[column].choices if code]


def test_sessions_of_one_activity_on_one_day_can_be_told_apart(office, enter):
    for number, ends_at in ((1, time(12)), (2, time(14)), (3, time(14))):
        Session.objects.create(
            programme=office.here,
            code=f"s{number}",
            activity=office.course,
            planned_on=TODAY,
            starts_at=time(9),
            ends_at=ends_at,
            area=office.area_here,
            run=office.run if number == 1 else None,
        )
    names = names_of(enter(office.worker).get(address("attendance")).context["form"], "session")
    start = "I dag kl. 09.00: Familieforløb, Havtornen"
    assert names[:3] == [
        "I dag kl. 09.00: Familieforløb, efterår, Havtornen",  # the name it has on "I dag" and in the journal
        f"{start} · til kl. 14.00 · s2",
        f"{start} · til kl. 14.00 · s3",
    ]


def test_runs_and_threads_of_one_name_can_be_told_apart(office, enter, record):
    for number in (2, 3):
        CourseRun.objects.create(
            programme=office.here,
            code=f"familie-{number}",
            name=office.run.name,
            activity=office.course,
            area=office.area_here,
            starts_on=date(2026, 9, number),
        )
    form = enter(office.worker).get(address("enrolment")).context["form"]
    assert len(set(names_of(form, "run"))) == 3
    for number in (1, 2, 3):
        record(by=office.leader, kind="publication", channel="newsletter", thread=f"blad-{number}", title="Nyt")
    names = names_of(enter(office.leader).get(address("delivery")).context["form"], "thread")
    assert len(set(names)) == 3


def test_a_session_that_was_held_or_cancelled_says_so(office, enter, record):
    record(kind="session", session="cafe-1", step="cancelled", on=None)
    form = enter(office.worker).get(address("visit")).context["form"]
    assert names_of(form, "session") == ["Torsdag 12. november kl. 10.00: Sundhedscafé, Havtornen (aflyst)"]


def test_an_older_session_is_offered_when_its_day_is_typed(office, enter):
    Session.objects.create(
        programme=office.here, code="foraar", activity=office.cafe, planned_on=date(2026, 4, 9), area=office.area_here
    )
    client = enter(office.worker)
    assert "foraar" not in dict(client.get(address("visit")).context["form"].fields["session"].choices)
    asked = client.post(address("visit"), typed("visit", session="", on="10.4.2026"))
    assert "foraar" in dict(asked.context["form"].fields["session"].choices)
    sent = typed("visit", session="foraar", on="")
    assert client.post(address("visit"), sent).status_code == 302
