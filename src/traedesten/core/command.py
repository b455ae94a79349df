"""What our commands share: a `--help` in Danish that shows the command's own arguments and not Django's."""

from __future__ import annotations

from argparse import SUPPRESS
from typing import Any

from django.core.management.base import BaseCommand, CommandParser, DjangoHelpFormatter
from django.utils.translation import gettext as _


class _Formatter(DjangoHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, prefix or _("brug: "))


class Command(BaseCommand):
    """Django's own options still work; they are only not shown."""

    suppressed_base_arguments = {
        "--version",
        "--verbosity",
        "--settings",
        "--pythonpath",
        "--traceback",
        "--no-color",
        "--force-color",
    }

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, formatter_class=_Formatter, **options)
        # argparse has no public way to name its two groups or to word its own -h.
        parser._positionals.title = _("argumenter")
        parser._optionals.title = _("valg")
        parser._actions[0].help = _("vis denne hjælp")
        for each in parser._actions:
            if "--skip-checks" in each.option_strings:  # Django adds this one without asking the set above
                each.help = SUPPRESS
        return parser
