"""`traedesten simulate PROGRAMME`: a neighbourhood of any size, with what is true of it in a file beside."""

from __future__ import annotations

import json
import time
from datetime import date
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from demo import generate, simulation
from demo.setting import NAMES, SETTINGS
from demo.simulation import Simulation
from traedesten.core import clock, command
from traedesten.core.action import System
from traedesten.documents import simulated
from traedesten.journal.models import Entry

BY = System("simulate")
FEWEST, MOST = 1_000, 20_000_000
# So many parts are written at a time while other processes tell the next ones: few at first, so that nobody waits long
# for the first; then the last number, far below what an import takes in one file. Not "those that are ready": the same
# seed gives the same files.
PARTS_A_FILE = (1, 1, 2, 4)


class Command(command.Command):
    help = _(
        "Opfind et kvarter i den størrelse, du vil, ud fra et af demoens programmer: registreringer, optællinger og "
        "rettelser, som et hold ville skrive dem, og i en fil ved siden af det, der er sandt. Samme frø, samme kvarter."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("programme", metavar="PROGRAM", help=", ".join(SETTINGS))
        parser.add_argument("--entries", type=int, default=10_000, metavar="N", help=_("antal registreringer"))
        parser.add_argument("--seed", type=int, default=generate.SEED, metavar="S", help=_("frøet til terningerne"))
        parser.add_argument("--today", metavar="DATO", help=_("lad, som om det er denne dag; ikke senere end i dag"))
        parser.add_argument("--truth", metavar="FIL", help=_("skriv det sande svar på hvert kriterium her (JSON)"))
        # Not --settings: Django keeps that name for itself.
        parser.add_argument("--setting", default="usual", choices=NAMES, metavar="NAVN",
                            help=", ".join(NAMES))  # fmt: skip
        parser.add_argument("--code", metavar="KODE", help=_("giv programmet en anden kode"))

    def handle(self, *args: Any, programme: str, entries: int, **options: Any) -> None:
        today = _asked(programme, entries, options["today"])
        plain = _renamed(generate.read(programme), options["code"])
        _demand_empty(plain["programme"]["code"])
        ordered = simulation.orders(
            plain, programme, entries=entries, today=today, seed=options["seed"],
            settings=SETTINGS[programme].under(options["setting"]), with_truth=bool(options["truth"]),
        )  # fmt: skip
        began, writing, made = time.monotonic(), 0.0, Simulation(today)
        parts = simulation.told(ordered)
        sizes = chain(PARTS_A_FILE, repeat(PARTS_A_FILE[-1]))
        while some := list(islice(parts, next(sizes))):
            told = time.monotonic()
            try:
                simulated.write(by=BY, parts=some)
            except simulated.StoryRefused as refused:
                raise CommandError(f"demo/: {refused}") from None
            for part in some:
                made.add(part)
            writing += time.monotonic() - told
        self._say(plain["programme"]["code"], made, time.monotonic() - began - writing, writing)
        if options["truth"]:
            about = {"programme": plain["programme"]["code"], "seed": options["seed"], "settings": options["setting"]}
            text = json.dumps(made.truth(**about), ensure_ascii=False, indent=1)
            Path(options["truth"]).write_text(text + "\n", encoding="utf-8")

    def _say(self, code: str, made: Simulation, waited: float, writing: float) -> None:
        text = _(
            "%(name)s: %(count)d registreringer til og med %(day)s. "
            "Skrevet på %(writing).1f s; derudover ventet %(waited).1f s på, at de blev opfundet."
        )
        values = {"name": code, "count": made.entry_count, "day": made.today.isoformat()}
        self.stdout.write(text % {**values, "writing": writing, "waited": waited})


def _asked(programme: str, entries: int, today: str | None) -> date:
    if not (settings.DEMO or settings.DEBUG):
        raise CommandError(_("Opfundne data skrives kun, hvor TRAEDESTEN_DEMO eller TRAEDESTEN_DEBUG er sand."))
    if programme not in SETTINGS:
        raise CommandError(
            _("»%(code)s« kan ikke simuleres. Vælg %(known)s.") % {"code": programme, "known": ", ".join(SETTINGS)}
        )
    if not FEWEST <= entries <= MOST:
        raise CommandError(
            _("--entries skal ligge mellem %(fewest)d og %(most)d, ikke %(n)d.")
            % {"fewest": FEWEST, "most": MOST, "n": entries}
        )
    return _day(today)


def _day(text: str | None) -> date:
    try:
        day = date.fromisoformat(text) if text else clock.today()
    except ValueError:
        raise CommandError(_("%(text)s er ikke en dato. Skriv den som 2026-11-20.") % {"text": text}) from None
    if day > clock.today():
        raise CommandError(_("%(text)s ligger i fremtiden. Vælg i dag eller en tidligere dag.") % {"text": text})
    return day


def _renamed(plain: dict[str, Any], code: str | None) -> dict[str, Any]:
    return {**plain, "programme": {**plain["programme"], "code": code}} if code else plain


def _demand_empty(code: str) -> None:
    if Entry.objects.filter(programme__code=code).exists():
        raise CommandError(
            _("Programmet »%(code)s« har allerede registreringer. Vælg en anden kode med --code, eller begynd forfra.")
            % {"code": code}
        )
