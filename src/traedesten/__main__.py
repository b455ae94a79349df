"""The `traedesten` command: Django's own commands and ours under one name."""

from __future__ import annotations

import os
import sys

from environs.exceptions import EnvError

NOT_SET_UP = """\
Opsætningen mangler noget: {}.
I en udviklingskopi laver `make run` det, der mangler; i drift står det i miljøet (se src/traedesten/settings.py).
The set-up lacks something. In a development copy `make run` makes it; in production it is in the environment."""


def _named(arguments: list[str]) -> list[str]:
    """Commands are typed with hyphens and are modules with underscores: import-entries is import_entries."""
    named = 2 if arguments[:1] == ["help"] else 1
    return [one if one.startswith("-") else one.replace("-", "_") for one in arguments[:named]] + arguments[named:]


def _told(arguments: list[str]) -> bool:
    """Whether it was for us to answer: our own list of commands, or a command that there is not."""
    import django  # why inside: both imports need the settings named, and read, first

    django.setup()
    from traedesten.core import command

    if arguments in ([], ["help"], ["--help"], ["-h"]):
        sys.stdout.write(command.overview())
        return True
    asked = "".join(arguments[1:2] if arguments[0] == "help" else arguments[:1])
    if asked and not asked.startswith("-") and asked != "version" and (refusal := command.unknown(asked)):
        sys.stderr.write(refusal + "\n")
        sys.exit(command.USAGE_EXIT)
    return False


PIPE_CLOSED = 141  # as a shell tells of a program that ended because nobody read on


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "traedesten.settings")
    from django.core.management import execute_from_command_line  # why inside: settings must be named first

    arguments = sys.argv[1:]
    try:
        if not _told(arguments):
            shown = ["help"] if arguments == ["help", "--all"] else _named(arguments)
            execute_from_command_line(["traedesten", *shown])
    except EnvError as error:
        sys.exit(NOT_SET_UP.format(error))
    except BrokenPipeError:
        # Whoever read along (head, less) has seen enough; what is still buffered must not be tried again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(PIPE_CLOSED)


if __name__ == "__main__":
    main()
