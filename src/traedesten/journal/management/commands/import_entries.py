from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from traedesten.core.action import Actor, System
from traedesten.journal.bulk import file_import
from traedesten.journal.bulk.file_import import ImportReport
from traedesten.journal.reader import FileRefused
from traedesten.places.models import Staff
from traedesten.programme.models import Programme

PAUSE = 0.5  # seconds between two lines of progress


class Command(BaseCommand):
    help = (
        "Indlæser registreringer fra CSV, Excel (.xlsx) eller JSON Lines. Fejl vises med række, kolonne og grund; "
        "intet gemmes, medmindre alt er rigtigt. Samme fil to gange ændrer ingenting. "
        "Kolonnerne står i docs/formats.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FIL", type=Path, help="filen, der skal indlæses")
        parser.add_argument("--programme", required=True, metavar="KODE", help="programmets kode")
        parser.add_argument("--dry-run", action="store_true", help="prøv filen uden at gemme noget")
        parser.add_argument("--good-only", action="store_true", help="gem de rigtige rækker, selv om andre har fejl")
        parser.add_argument("--by", metavar="E-MAIL", help="hvem der indlæser; uden er det systemet selv")
        parser.add_argument("--sheet", metavar="NAVN", help="arket i et regneark; ellers det første")

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
            self.stdout.write(
                _("… og %(many)s rækker mere med fejl.") % {"many": report.faulty_count - len(report.faulty)}
            )
        self.stdout.write(
            _("%(rows)s rækker: %(new)s nye, %(known)s kendt i forvejen, %(faulty)s med fejl. %(seconds)s sekunder.")
            % {
                "rows": report.row_count,
                "new": report.new_count,
                "known": report.identical_count + report.superseded_count,
                "faulty": report.faulty_count,
                "seconds": f"{seconds:.1f}".replace(".", ","),
            }
        )
        self._conclude(report, is_dry)

    def _conclude(self, report: ImportReport, is_dry: bool) -> None:
        if report.batch:
            self.stdout.write(_("%(many)s nye registreringer er gemt.") % {"many": report.batch.new_count})
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
