"""What our commands share: help, usage and refusals in Danish, with the command's own arguments and not Django's."""

from __future__ import annotations

import re
import sys
from argparse import SUPPRESS
from difflib import get_close_matches
from typing import Any, NoReturn

from django.core.management import get_commands, load_command_class
from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    DjangoHelpFormatter,
    SystemCheckError,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ORDER = (
    "load",
    "dump",
    "import_entries",
    "export_entries",
    "figures",
    "explain",
    "freeze_quarters",
    "keep_boards",
    "demo",
    "simulate",
)
USAGE_EXIT = 2

# What argparse says of a line it cannot read, and what we say. It has no public way to be told other words.
USAGE_FAULTS: tuple[tuple[str, Any], ...] = (
    (r"the following arguments are required: (?P<names>.+)", gettext_lazy("Der mangler: %(names)s.")),
    (r"unrecognized arguments: (?P<names>.+)", gettext_lazy("Kommandoen kender ikke: %(names)s.")),
    (r"argument (?P<name>.+?): expected .*arguments?", gettext_lazy("%(name)s skal følges af en værdi.")),
    (
        r"argument (?P<name>.+?): invalid choice: '?(?P<value>.*?)'? \(choose from (?P<choices>.+)\)",
        gettext_lazy("%(name)s kan ikke være »%(value)s«. Vælg en af: %(choices)s."),
    ),
    (
        r"argument (?P<name>.+?): invalid int value: '(?P<value>.*)'",
        gettext_lazy("%(name)s skal være et helt tal, ikke »%(value)s«."),
    ),
    (
        r"argument (?P<name>.+?): ignored explicit argument '(?P<value>.*)'",
        gettext_lazy("%(name)s tager ingen værdi, men fik »%(value)s«."),
    ),
    (
        r"ambiguous option: (?P<name>\S+) could match (?P<choices>.+)",
        gettext_lazy("%(name)s kan være flere. Skriv en af: %(choices)s."),
    ),
)


def usage_fault(message: str) -> str:
    """A message of argparse as a Danish sentence; one that is not known stays as it is."""
    for pattern, text in USAGE_FAULTS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return str(text) % {name: value.replace("'", "") for name, value in found.groupdict().items()}
    return message


class _Formatter(DjangoHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, prefix or _("brug: "))


class _Parser(CommandParser):
    def error(self, message: str) -> NoReturn:
        text = usage_fault(message)
        if not self.called_from_command_line:
            raise CommandError(text)
        self.print_usage(sys.stderr)
        self.exit(USAGE_EXIT, text + " " + _("Se %(command)s --help.") % {"command": self.prog} + "\n")


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
        typed = subcommand.replace("_", "-")
        parser = super().create_parser(prog_name, typed, formatter_class=_Formatter, **options)
        parser.__class__ = _Parser  # Django names its own class and has no way to be told another
        # argparse has no public way to name its two groups or to word its own -h.
        parser._positionals.title = _("argumenter")
        parser._optionals.title = _("valg")
        parser._actions[0].help = _("vis denne hjælp")
        for each in parser._actions:
            if "--skip-checks" in each.option_strings:  # Django adds this one without asking the set above
                each.help = SUPPRESS
        return parser

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Typed at a prompt, a refusal is our sentence alone, without the name of Django's exception before it."""
        try:
            done: str | None = super().execute(*args, **options)
        except SystemCheckError:
            raise
        except CommandError as refusal:
            if options.get("traceback") or not getattr(self, "_called_from_command_line", False):
                raise
            self.stderr.write(str(refusal))
            sys.exit(refusal.returncode)
        return done


def overview() -> str:
    """Our own commands, one line each, and where to find Django's."""
    apps = {name: app for name, app in get_commands().items() if app.startswith("traedesten.")}
    names = sorted(apps, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))
    lines = [f"  {name.replace('_', '-'):<16}{_first_sentence(load_command_class(apps[name], name))}" for name in names]
    return "\n".join(
        [
            _("brug: traedesten KOMMANDO …"),
            "",
            *lines,
            "",
            _("traedesten KOMMANDO --help forklarer en kommando. Djangos egne vises med traedesten help --all."),
            "",
        ]
    )


def _first_sentence(command: BaseCommand) -> str:
    return str(command.help).split(". ")[0].rstrip(".") + "."


def unknown(name: str) -> str:
    """A sentence for a command that does not exist, or nothing for one that does."""
    known = [each.replace("_", "-") for each in get_commands()]
    typed = name.replace("_", "-")
    if typed in known:
        return ""
    near = get_close_matches(typed, known, n=1, cutoff=0.6)
    return (
        _("Kommandoen »%(name)s« findes ikke.") % {"name": name}
        + (" " + _("Mente du »%(found)s«?") % {"found": near[0]} if near else "")
        + " "
        + _("Se dem med traedesten --help.")
    )
