from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from traedesten.core import command
from traedesten.journal.models import Entry
from traedesten.measures import board, card
from traedesten.measures.board import Reading
from traedesten.measures.management import asked
from traedesten.measures.words import sentence_of, steps_of
from traedesten.programme.models import Programme

MOST_ENTRIES = 40


class Command(command.Command):
    help = _("Regn et kriterium ud trin for trin, og vis de registreringer, der ligger bag tallet.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("criterion", metavar="KRITERIUM", help=_("kriteriets kode, for eksempel T02"))
        parser.add_argument(
            "--programme", metavar="PROGRAM", help=_("programmets kode, når flere har samme kriteriekode")
        )
        parser.add_argument(
            "--entries", type=int, default=MOST_ENTRIES, metavar="N", help=_("vis højst N registreringer")
        )
        asked.add_day(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        programme = self._programme(options["criterion"], options["programme"])
        as_of = asked.day(programme, options["as_of"])
        readings = board.of_areas(programme, as_of)
        reading = next((each for each in readings if each.criterion.code == options["criterion"]), None)
        if reading is None:
            known = ", ".join(each.criterion.code for each in readings)
            raise CommandError(f"Kriteriet »{options['criterion']}« findes ikke i {programme.code}. Her er: {known}.")
        self._write(programme, reading, options["entries"])

    def _programme(self, criterion: str, code: str | None) -> Programme:
        if code:
            return asked.programme(code)
        found = list(Programme.objects.filter(criteria__code=criterion).distinct())
        if len(found) == 1:
            return found[0]
        if not found:
            raise CommandError(
                f"Intet program har kriteriet »{criterion}«. Se koderne med: traedesten figures PROGRAM."
            )
        raise CommandError(
            f"Flere programmer har »{criterion}«. Vælg med --programme: {', '.join(p.code for p in found)}."
        )

    def _write(self, programme: Programme, reading: Reading, most: int) -> None:
        evaluator, criterion = board.evaluator_of(programme), reading.criterion
        found = card.card(reading)
        self.stdout.write(f"{criterion.code} {criterion.text}\n")
        self.stdout.write(f"{sentence_of(reading.definition, evaluator.names, reading.target)}\n")
        for number, step in enumerate(steps_of(reading), start=1):
            self.stdout.write(f"  {number}. {step}")
        for line in found.lines:
            self.stdout.write(f"\n{line.scope or programme.name}: {line.shown} ({line.status_name})\n  {line.reason}")
            if line.heading:
                self.stdout.write(f"  {line.heading}")
            if line.span:
                self.stdout.write("  " + " ".join((f"{line.span.light}.", *line.span.reasons)))
        if found.fault:
            self.stdout.write(found.fault)
        self._write_entries(reading, most)

    def _write_entries(self, reading: Reading, most: int) -> None:
        behind = {int(str(pk)) for verdict in reading.verdicts for pk in verdict.figure.entries}
        entries = Entry.objects.filter(pk__in=behind).select_related("activity", "area", "topic", "subject")
        self.stdout.write(f"\nRegistreringer bag tallet: {len(behind)}")
        for entry in entries[:most]:
            self.stdout.write("  " + _line(entry))
        if len(behind) > most:
            self.stdout.write(f"  … og {len(behind) - most} til (--entries {len(behind)})")


def _line(entry: Entry) -> str:
    words = (
        f"{entry.happened_on:%d.%m.%Y}",
        entry.kind_name,
        entry.step_name,
        str(entry.topic or ""),
        entry.activity.name if entry.activity else "",
        entry.area.name if entry.area else "",
        entry.subject.code if entry.subject else "",
    )
    return " · ".join(word for word in words if word)
