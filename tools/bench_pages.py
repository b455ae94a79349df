"""Server time of what a change touches: a registration, the compass worked out anew and as kept, a full year wheel."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

from tools.bench_line import TIMES, YARDSTICK, Line, client_of, median_ms, times, yardstick

WHEEL = 2000  # sessions of a year


def on_pages() -> list[Line]:
    """On the demo, in this process, beside a page that asks the database nothing."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("demo", stdout=io.StringIO())
    from traedesten.programme.models import Programme, RoleGrant

    grant = RoleGrant.objects.filter(role="project_leader", programme__criteria__row="1").first()
    if grant is None:
        raise SystemExit("Demoen har ingen projektleder i det programme, der måles på.")
    client = client_of(grant.staff)
    base = yardstick(client)
    lines = [Line(f"{YARDSTICK} (målestok)", base, "ms", "1", None)]
    lines += [_registration(client, grant.programme, base)]
    for programme in Programme.objects.order_by("code"):
        if grant.staff.grants.filter(programme=programme).exists():
            lines += _compass(client, programme, base)
    lines += [_year_wheel(client, grant.programme, base)]  # last: it fills the calendar
    return lines


def _registration(client, programme, base: float) -> Line:  # type: ignore[no-untyped-def]
    from traedesten.core.ids import new_id
    from traedesten.journal.models import Entry

    area, activity = programme.areas.first(), programme.activities.filter(form="outreach").first()
    day = programme.ends_on.strftime("%d.%m.%Y") if programme.ends_on else ""
    address = f"/p/{programme.code}/registrer/contact/"

    def register() -> None:
        typed = {"id": str(new_id()), "on": day, "area": area.code, "channel": "door", "first_time": "yes"}
        if activity:
            typed["activity"] = activity.code
        answer = client.post(address, typed)
        if answer.status_code != 302:
            raise SystemExit(f"Registreringen blev ikke gemt (svar {answer.status_code}).")

    before = Entry.objects.count()
    value = median_ms(register)
    if Entry.objects.count() != before + TIMES + 1:
        raise SystemExit("Ikke alle registreringer blev gemt.")
    return Line("en registrering (POST)", value, "ms", times(value, base), 30)


def _compass(client, programme, base: float) -> list[Line]:  # type: ignore[no-untyped-def]
    from django.db import transaction

    from traedesten.measures import board
    from traedesten.programme.models import Version

    address = f"/p/{programme.code}/kompas/"
    count = programme.criteria.count()

    def changed() -> None:
        """A worker that has never seen the programme: everything is read and worked out."""
        board.forget()
        assert client.get(address).status_code == 200

    def registered() -> None:
        """As after a registration seen by a worker that had the programme: the entries are there, told what is new."""
        with transaction.atomic():
            Version.objects.next_for(programme.pk)
        assert client.get(address).status_code == 200

    moved = median_ms(registered, 9)
    number = Version.objects.get(programme=programme).number
    cold = median_ms(changed, 9)
    warm = median_ms(lambda: client.get(address))
    assert Version.objects.get(programme=programme).number == number
    what = f"kompas {programme.code}, {count} kriterier"
    return [
        Line(f"{what}, set første gang", cold, "ms", times(cold, base), 300),
        Line(f"{what}, efter en registrering", moved, "ms", times(moved, base), 300),
        Line(f"{what}, intet ændret", warm, "ms", times(warm, base), 300),
    ]


def _year_wheel(client, programme, base: float) -> Line:  # type: ignore[no-untyped-def]
    """The year with 2,000 sessions, spread over every activity and day."""
    from traedesten.schedule.models import Session

    activities = list(programme.activities.all())
    first = date(programme.ends_on.year, 1, 1)
    Session.objects.filter(programme=programme, code__startswith="bench-").delete()
    Session.objects.bulk_create(
        Session(
            programme=programme,
            code=f"bench-{number}",
            activity=activities[number % len(activities)],
            planned_on=first + timedelta(days=number * 7 % 365),
        )
        for number in range(WHEEL)
    )
    answer = client.get(f"/p/{programme.code}/aarshjul/?aar={first.year}")
    told = re.search(rb"(\d+) gange i", answer.content)
    if told is None or int(told[1]) < WHEEL:
        raise SystemExit("Årshjulet viste ikke alle gangene.")
    value = median_ms(lambda: client.get(f"/p/{programme.code}/aarshjul/?aar={first.year}"))
    return Line("årshjul med 2.000 gange", value, "ms", times(value, base), 300)
