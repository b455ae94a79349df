from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from traedesten.core import command
from traedesten.measures import kept_board


class Command(command.Command):
    help = _(
        "Regn de programmer ud, der ikke er ajour, så siden »På tværs« står klar. Kan køres så tit, man vil, også af"
        " cron; den, der allerede er ajour, koster intet."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seconds", type=int, default=600, metavar="N", help=_("hold op efter så mange sekunder (600)")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        ends, made, left = time.monotonic() + options["seconds"], 0, 0
        dropped = kept_board.drop_unasked()
        for programme, area_ids, language in kept_board.stale():
            if time.monotonic() >= ends:
                left += 1
                continue
            with translation.override(language):
                kept_board.bring_up_to_date(programme, area_ids)
            made += 1
        told = [_("%(count)d regnet ud") % {"count": made}]
        if left:
            told.append(_("%(count)d ikke nået") % {"count": left})
        if dropped:
            told.append(_("%(count)d, ingen ser længere, fjernet") % {"count": dropped})
        self.stdout.write(", ".join(told) + ".")
