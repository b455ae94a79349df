"""`traedesten load FILE`: take an agreement in from a programme file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from traedesten.core import command
from traedesten.core.action import System
from traedesten.documents import document
from traedesten.documents.actions import programme_file
from traedesten.documents.fault import FileRefused, why


class Command(command.Command):
    help = _(
        "Læs en aftale ind fra en programfil (YAML eller JSON). Alt eller intet: er der fejl, vises de alle, og intet "
        "gemmes. Den samme fil to gange ændrer ingenting; en rettet fil retter det, der er anderledes. Formatet står i "
        "docs/formats.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="PROGRAM.yaml", help=_("programfilen; - læser fra standard ind"))
        parser.add_argument("--check", action="store_true", help=_("find kun fejl i filen; gem ingenting"))

    def handle(self, *args: Any, file: str, check: bool, **options: Any) -> None:
        try:
            found = document.read(_bytes(file), name=file)
            loaded = None if check else programme_file.load(by=System("load"), document=found)
        except FileRefused as refused:
            raise CommandError(_("%(file)s er ikke læst ind:") % {"file": file} + f"\n{refused}") from None
        self.stdout.write(_told(loaded) if loaded else _("Filen er i orden."))


def _bytes(file: str) -> bytes:
    try:
        return Path("/dev/stdin" if file == "-" else file).read_bytes()
    except OSError as error:
        raise CommandError(_("Filen %(file)s kan ikke læses: %(why)s.") % {"file": file, "why": why(error)}) from None


def _told(loaded: programme_file.Loaded) -> str:
    name = f"{loaded.programme} ({loaded.programme.code})"
    if loaded.version is None:
        return _("%(name)s: ingen ændringer.") % {"name": name}
    lines = [_("%(name)s er læst ind, version %(version)d.") % {"name": name, "version": loaded.version}]
    for word, counts in ((_("nye"), loaded.made), (_("ændrede"), loaded.changed), (_("fjernet"), loaded.removed)):
        if counts:
            lines.append(f"  {word}: " + ", ".join(f"{section} {number}" for section, number in counts.items()))
    if loaded.untouched:
        lines.append(_("  ikke nævnt i filen og ikke rørt: %(names)s") % {"names": ", ".join(loaded.untouched)})
    return "\n".join(lines)
