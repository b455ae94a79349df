from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from traedesten.core import access_log, command
from traedesten.core.access import Permission, refusal
from traedesten.core.action import Actor
from traedesten.core.models import Look
from traedesten.journal import export
from traedesten.journal.management.commands.import_entries import find_actor, find_programme
from traedesten.journal.models import Entry
from traedesten.journal.models.entry import EntryQuerySet
from traedesten.journal.queries import visible_entries
from traedesten.places.models import Staff
from traedesten.programme.models import Programme
from traedesten.programme.queries import demand
from traedesten.programme.rules import areas_of


class Command(command.Command):
    help = _(
        "Skriv et programs gældende registreringer ud i de kolonner, som import-entries læser. "
        "Notater om personer er ikke med, medmindre man beder om dem. Udtrækket noteres i adgangsloggen."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", metavar="PROGRAM", help=_("programmets kode"))
        parser.add_argument("--format", choices=sorted(export.FORMATS), default="csv", help=_("filens format"))
        parser.add_argument("--output", metavar="FIL", type=Path, help=_("filen, der skrives; ellers standard ud"))
        parser.add_argument("--with-notes", action="store_true", help=_("tag notater om personer med"))
        parser.add_argument("--by", metavar="E-MAIL", help=_("hvem der henter; uden er det systemet selv"))

    def handle(self, *args: Any, **options: Any) -> None:
        programme = find_programme(options["programme"])
        by = find_actor(options["by"], "export-entries")
        entries = Entry.objects.filter(programme=programme)
        if isinstance(by, Staff):
            self._demand(by, programme, with_notes=options["with_notes"])
            entries = visible_entries(by, programme)
        if options["output"] is None:
            self._write(entries, programme, by, sys.stdout.buffer, options)
            return
        try:
            with open(options["output"], "wb", opener=_private) as file:
                count = self._write(entries, programme, by, file, options)
        except OSError as error:
            raise CommandError(_("Filen %(file)s kan ikke skrives.") % {"file": options["output"]}) from error
        text = ngettext("%(count)s registrering er skrevet.", "%(count)s registreringer er skrevet.", count)
        self.stderr.write(text % {"count": count})

    def _demand(self, by: Staff, programme: Programme, *, with_notes: bool) -> None:
        try:
            demand(by, Permission.EXPORT_ENTRIES, programme)
            if with_notes:
                demand(by, Permission.READ_HEALTH_NOTES, programme)
        except (Http404, PermissionDenied) as denied:
            raise CommandError(str(denied) or refusal((Permission.EXPORT_ENTRIES,))) from denied
        # Who reads notes in some areas only may still see entries of others: those notes would go out too.
        if with_notes and areas_of(by, programme, Permission.READ_HEALTH_NOTES) is not None:
            raise CommandError(refusal((Permission.READ_HEALTH_NOTES,)))

    def _write(
        self, entries: EntryQuerySet, programme: Programme, by: Actor, file: BinaryIO, options: dict[str, Any]
    ) -> int:
        # First: what was half written when something broke has gone out too.
        access_log.write(
            by=by,
            way=Look.Way.EXPORT,
            what="journal.Entry" + (" with notes" if options["with_notes"] else ""),
            programme_id=programme.pk,
            count=entries.current().count(),
        )
        return export.write(entries, file, file_format=options["format"], with_notes=options["with_notes"])


def _private(path: str, flags: int) -> int:
    """A new file is for its owner alone: it is about persons."""
    return os.open(path, flags, 0o600)
