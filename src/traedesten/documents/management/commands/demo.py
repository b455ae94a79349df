"""`traedesten demo`: four invented neighbourhoods, the people who work there, and what they have written down."""

from __future__ import annotations

import json
import secrets
import time
from datetime import date
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from demo import generate
from demo.generate import Neighbourhood
from traedesten.core import clock, command
from traedesten.core.action import System
from traedesten.documents import document, simulated
from traedesten.documents.actions import demo_team, programme_file
from traedesten.documents.demo_team import TEAM
from traedesten.documents.fault import FileRefused
from traedesten.journal.bulk import file_import
from traedesten.journal.bulk.file_import import ImportReport
from traedesten.journal.models import Entry
from traedesten.measures import quarter
from traedesten.programme.models import Programme
from traedesten.programme.roles import ROLES

BY = System("demo")
LOGIN_FILE = "demo-login.txt"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike on paper
PASSWORD_LABEL = "Kodeord / password:"


class Command(command.Command):
    stealth_options = ("is_login_told",)  # `make run` tells the log-ins itself, once the server answers
    help = _(
        "Fyld demoen i til og med i dag. Det er fire opdigtede programmer med rigtige succeskriterier, medarbejdere "
        "at logge ind som og registreringer. Anden gang ændrer den ingenting."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        told = _("lad, som om det er denne dag; ikke senere end i dag")
        parser.add_argument("--today", metavar="DATO", help=told)

    def handle(self, *args: Any, today: str | None = None, is_login_told: bool = True, **options: Any) -> None:
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError(
                _(
                    "Demoens adgangskoder kan læses af alle på maskinen. Den fyldes kun i, hvor TRAEDESTEN_DEMO eller "
                    "TRAEDESTEN_DEBUG er sand."
                )
            )
        started = time.monotonic()
        day = _day(today) if today else clock.today()
        _demand_not_told_on(day)
        for neighbourhood in generate.neighbourhoods(today=day):
            try:
                self._fill(neighbourhood, day)
            except FileRefused as refused:
                raise CommandError(f"{neighbourhood.code}: {refused}") from None
        password = _password()
        gathered = demo_team.gather(by=BY, password=password)
        demo_team.settle(by=BY)
        self._freeze(day)
        login = _login(password)
        _keep(login)
        self.stdout.write(_people_told(gathered))
        self.stdout.write(_("Demoen er klar efter %(seconds).1f s.") % {"seconds": time.monotonic() - started})
        if is_login_told:
            self.stdout.write(login)

    def _fill(self, neighbourhood: Neighbourhood, today: date) -> None:
        plain = json.loads(json.dumps(neighbourhood.programme, default=str))
        loaded = programme_file.load(by=BY, document=document.of(plain))
        new = self._import(loaded.programme, neighbourhood, today)
        new += simulated.fill(by=BY, programme=loaded.programme, neighbourhood=neighbourhood, today=today)
        name = loaded.programme.name
        if not new:
            self.stdout.write(_("%(name)s: ingen nye registreringer.") % {"name": name})
            return
        text = ngettext("%(name)s: %(count)d registrering.", "%(name)s: %(count)d registreringer.", new)
        self.stdout.write(text % {"name": name, "count": new})

    def _freeze(self, today: date) -> None:
        """The finished quarters, as the timetable would have it: with what is known now, and the snapshot says when."""
        done = quarter.freeze_due(by=BY, programmes=Programme.objects.filter(is_demo=True), today=today)
        for each in done:
            if each.refusal:
                raise CommandError(f"{each.programme.code}: {each.refusal}")
        if done:
            text = ngettext("%(count)d kvartal er frosset.", "%(count)d kvartaler er frosset.", len(done))
            self.stdout.write(text % {"count": len(done)})

    def _import(self, programme: Programme, neighbourhood: Neighbourhood, today: date) -> int:
        """Entries go through the import, as a file from outside would; what is here already is passed over."""
        file, name = BytesIO(neighbourhood.entries_text().encode()), f"{neighbourhood.code}.jsonl"
        report = file_import.run(by=BY, programme=programme, file=file, name=name, today=today)
        if report.faulty:
            raise CommandError(_faults_told(programme, report))
        return report.new_count


def _day(text: str) -> date:
    """Raises CommandError for what is no date, or lies ahead."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CommandError(_("%(text)s er ikke en dato. Skriv den som 2026-11-20.") % {"text": text}) from None
    if day > clock.today():
        raise CommandError(_("%(text)s ligger i fremtiden. Vælg i dag eller en tidligere dag.") % {"text": text})
    return day


def _demand_not_told_on(day: date) -> None:
    """A day before what is there would take plans away that entries need."""
    last = Entry.objects.filter(programme__is_demo=True).aggregate(last=Max("happened_on"))["last"]
    if last and last > day:
        raise CommandError(
            _("Demoen er allerede fyldt i til og med %(last)s. Vælg den dag eller en senere, eller begynd forfra.")
            % {"last": last.isoformat()}
        )


def _password() -> str:
    """One of this copy's own, kept where the log-ins are written, so that it lives from one run to the next."""
    file = settings.VAR_DIR / LOGIN_FILE
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    kept = [line.removeprefix(PASSWORD_LABEL).strip() for line in lines if line.startswith(PASSWORD_LABEL)]
    return (
        kept[0]
        if kept and kept[0]
        else "-".join("".join(secrets.choice(LETTERS) for _n in range(5)) for _g in range(3))
    )


def _login(password: str) -> str:
    """In Danish and English at once, because it is read before anybody has chosen."""
    people = [f"  {member.email:<28}{ROLES[member.role].name}" for member in TEAM]
    return "\n".join(["Log ind som / log in as:", *people, f"{PASSWORD_LABEL} {password}"]) + "\n"


def _keep(login: str) -> None:
    settings.VAR_DIR.mkdir(exist_ok=True)
    file = settings.VAR_DIR / LOGIN_FILE
    file.touch(mode=0o600)
    file.write_text(login, encoding="utf-8")


def _people_told(gathered: demo_team.Gathered) -> str:
    if not (gathered.people or gathered.passwords or gathered.roles):
        return _("Medarbejderne er der allerede.")
    people = ngettext("%(count)d medarbejder", "%(count)d medarbejdere", gathered.people) % {"count": gathered.people}
    roles = ngettext("%(count)d rolle", "%(count)d roller", gathered.roles) % {"count": gathered.roles}
    return _("%(people)s og %(roles)s er kommet til.") % {"people": people, "roles": roles}


def _faults_told(programme: Programme, report: ImportReport) -> str:
    text = _(
        "Demoens egne registreringer for %(programme)s er afvist. Enten er databasen fyldt af en ældre udgave af demoen"
        " (slet den, og kør make run igen), eller også er der en fejl i demo/:"
    )
    lines = [text % {"programme": programme}]
    for row in report.faulty[:5]:
        lines += [f"  {row.number}: {problem.column}: {problem.message}" for problem in row.problems]
    return "\n".join(lines)
