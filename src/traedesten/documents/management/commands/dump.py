"""`traedesten dump PROGRAMME`: write an agreement as a programme file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from traedesten.core import command
from traedesten.documents import queries, script
from traedesten.documents.fault import nearest, why
from traedesten.programme.models import Programme


class Command(command.Command):
    help = _(
        "Skriv et programs aftale som programfil (YAML). Læses filen ind igen, ændrer det ingenting. Registreringer "
        "er ikke med."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("programme", metavar="PROGRAM", help=_("programmets kode"))
        parser.add_argument("--output", metavar="FIL", help=_("skriv til en fil i stedet for skærmen"))

    def handle(self, *args: Any, programme: str, output: str | None, **options: Any) -> None:
        text = script.write(queries.as_document(_programme(programme)))
        if output is None:
            self.stdout.write(text, ending="")
            return
        try:
            Path(output).write_text(text, encoding="utf-8")
        except OSError as error:
            told = {"file": output, "why": why(error)}
            raise CommandError(_("Filen %(file)s kan ikke skrives: %(why)s.") % told) from None
        self.stdout.write(_("Skrevet til %(file)s.") % {"file": output})


def _programme(code: str) -> Programme:
    found = Programme.objects.filter(code=code).first()
    if found:
        return found
    known = list(Programme.objects.values_list("code", flat=True))
    text = _("Der er intet program med koden »%(code)s«.") % {"code": code}
    raise CommandError(text + (nearest(code, known) or _(" Kendte: %(known)s.") % {"known": ", ".join(known) or "-"}))
