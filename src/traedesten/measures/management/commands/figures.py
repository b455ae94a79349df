from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from traedesten.core import command
from traedesten.measures import figure_table
from traedesten.measures.management import asked


class Command(command.Command):
    help = _("Vis alle kriterier i et program: tal, tæller, nævner, mangler, mål, status og begrundelse.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", metavar="PROGRAM", help=_("programmets kode"))
        parser.add_argument(
            "--format", choices=["table", "json", "csv"], default="table", help=_("tabel til skærmen, JSON eller CSV")
        )
        asked.add_day(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        programme = asked.programme(options["programme"])
        as_of = asked.day(programme, options["as_of"])
        found = figure_table.rows(programme, as_of)
        if options["format"] == "json":
            text = figure_table.as_json(programme, as_of, found)
        elif options["format"] == "csv":
            text = figure_table.as_csv(found)
        else:
            text = figure_table.as_table(found)
        self.stdout.write(text, ending="")
