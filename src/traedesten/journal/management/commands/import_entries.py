from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from traedesten.core import command
from traedesten.core.action import Actor, System
from traedesten.journal.bulk import file_import
from traedesten.journal.bulk.file_import import ImportReport
from traedesten.journal.reader import FileRefused
from traedesten.places.models import Staff
from traedesten.programme.models import Programme

PAUSE = 0.5  # seconds between two lines of progress


class Command(command.Command):
    help = _(
        "Læs registreringer ind fra CSV, Excel (.xlsx) eller JSON Lines. Fejl vises med række, kolonne og grund; "
        "intet gemmes, medmindre alt er rigtigt. Samme fil to gange ændrer ingenting. "
        "Kolonnerne står i docs/formats.md. Kommandoen slutter med 0, når alle rækker er rigtige, 1 når der er fejl i "
        "filen (også ved --dry-run), og 2 når kommandoen er skrevet forkert."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FIL", type=Path, help=_("filen, der skal indlæses"))
        parser.add_argument("--programme", required=True, metavar="KODE", help=_("programmets kode"))
        parser.add_argument("--dry-run", action="store_true", help=_("prøv filen uden at gemme noget"))
        parser.add_argument("--good-only", action="store_true", help=_("gem de rigtige rækker, selv om andre har fejl"))
        parser.add_argument("--by", metavar="E-MAIL", help=_("hvem der indlæser; uden er det systemet selv"))
        parser.add_argument("--sheet", metavar="NAVN", help=_("arket i et regneark; ellers det første"))

    def handle(self, *args: Any, **options: Any) -> None:
        programme = find_programme(options["programme"])
        by = find_actor(options["by"], "import-entries")
        started = time.monotonic()
        try:
            with options["file"].open("rb") as file:
                report = file_import.run(
                    by=by,
                    programme=programme,
                    file=file,
                    name=options["file"].name,
                    sheet=options["sheet"],
                    dry_run=options["dry_run"],
                    good_only=options["good_only"],
                    progress=self._progress(),
                )
        except FileRefused as refused:
            raise CommandError(refused.message) from refused
        except PermissionDenied as denied:
            raise CommandError(str(denied)) from denied
        except OSError as error:
            raise CommandError(_("Filen %(file)s kan ikke åbnes.") % {"file": options["file"]}) from error
        self._tell(report, time.monotonic() - started, is_dry=options["dry_run"])

    def _progress(self) -> Any:
        """Says now and then how far it is, on a terminal only."""
        if not sys.stderr.isatty():
            return None
        last = 0.0

        def show(rows: int, share: float | None) -> None:
            nonlocal last
            if time.monotonic() - last > PAUSE:
                last = time.monotonic()
                part = "" if share is None else f" · {share:.0%}"
                self.stderr.write(f"\r{rows:>10}{part}    ", ending="")

        return show

    def _tell(self, report: ImportReport, seconds: float, *, is_dry: bool) -> None:
        if sys.stderr.isatty():
            self.stderr.write("\r" + " " * 30 + "\r", ending="")
        for row in report.faulty:
            for problem in row.problems:
                self.stdout.write(
                    _("Række %(number)s, %(column)s: %(message)s")
                    % {"number": row.number, "column": problem.column or "–", "message": problem.message}
                )
        if report.faulty_count > len(report.faulty):
            more = report.faulty_count - len(report.faulty)
            text = ngettext("… og %(many)s række mere med fejl.", "… og %(many)s rækker mere med fejl.", more)
            self.stdout.write(text % {"many": more})
        self.stdout.write(
            _counted(report) + _(" %(seconds)s sekunder.") % {"seconds": f"{seconds:.1f}".replace(".", ",")}
        )
        self._conclude(report, is_dry)

    def _conclude(self, report: ImportReport, is_dry: bool) -> None:
        if report.batch:
            many = report.batch.new_count
            text = ngettext("%(many)s ny registrering er gemt.", "%(many)s nye registreringer er gemt.", many)
            self.stdout.write(text % {"many": many})
        elif is_dry and report.faulty_count:
            raise CommandError(_("Filen er kun prøvet; intet er gemt. Ret rækkerne, og prøv igen."))
        elif is_dry:
            self.stdout.write(_("Filen er kun prøvet; intet er gemt. Alle rækker er rigtige."))
        elif report.faulty_count and report.new_count:
            raise CommandError(_("Intet er gemt. Ret rækkerne, eller gem kun de rigtige med --good-only."))
        elif report.faulty_count:
            raise CommandError(_("Intet er gemt, for ingen nye rækker er rigtige. Ret dem, og prøv igen."))
        else:
            self.stdout.write(_("Der var intet nyt at gemme."))


def _counted(report: ImportReport) -> str:
    known = report.identical_count + report.superseded_count
    parts = (
        ngettext("%(count)s ny", "%(count)s nye", report.new_count) % {"count": report.new_count},
        ngettext("%(count)s kendt i forvejen", "%(count)s kendte i forvejen", known) % {"count": known},
        _("%(count)s med fejl") % {"count": report.faulty_count},
    )
    rows = ngettext("%(count)s række: %(parts)s.", "%(count)s rækker: %(parts)s.", report.row_count)
    return rows % {"count": report.row_count, "parts": ", ".join(parts)}


def find_programme(code: str) -> Programme:
    programme = Programme.objects.filter(code=code).first()
    if programme is None:
        known = ", ".join(Programme.objects.values_list("code", flat=True)) or "–"
        raise CommandError(
            _("Programmet »%(code)s« findes ikke. Programmerne er: %(known)s.") % {"code": code, "known": known}
        )
    return programme


def find_actor(email: str | None, job: str) -> Actor:
    """The member of staff with this e-mail, or the system itself when none is named."""
    if not email:
        return System(job)
    staff = Staff.objects.filter(email=email.strip().lower(), is_active=True).first()
    if staff is None:
        raise CommandError(_("Der er ingen medarbejder med e-mailen %(email)s.") % {"email": email})
    return staff
