"""`traedesten freeze-quarters`: every programme's finished quarters that nobody has frozen yet; daily, from cron."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from traedesten.core import command
from traedesten.core.action import System
from traedesten.core.writing import written_date
from traedesten.measures import quarter
from traedesten.programme.models import Programme

BY = System("freeze-quarters")


class Command(command.Command):
    help = _(
        "Frys og offentliggør hvert programs tal for de kvartaler, der er slut og ikke er frosset. "
        "Den kan køre hver dag: anden gang ændrer den ingenting, og den indhenter kvartaler, der blev sprunget over."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", metavar="PROGRAM", help=_("kun programmet med denne kode"))

    def handle(self, *args: Any, programme: str | None = None, **options: Any) -> None:
        found = Programme.objects.filter(code=programme) if programme else None
        if found is not None and not found.exists():
            raise CommandError(_("Programmet »%(code)s« findes ikke.") % {"code": programme})
        done = quarter.freeze_due(by=BY, programmes=found)
        for each in done:
            told = each.refusal or _("frosset og offentliggjort")
            self.stdout.write(f"{each.programme.code}: {written_date(each.last_day)}: {told}")
        if not done:
            self.stdout.write(_("Alle kvartaler, der er slut, er frosset."))
        refused = [each for each in done if each.refusal]
        if refused:
            raise CommandError(_("%(count)d kvartaler kunne ikke fryses.") % {"count": len(refused)})
