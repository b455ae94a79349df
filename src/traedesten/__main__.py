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


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "traedesten.settings")
    from django.core.management import execute_from_command_line  # why inside: settings must be named first

    try:
        execute_from_command_line(["traedesten", *_named(sys.argv[1:])])
    except EnvError as error:
        sys.exit(NOT_SET_UP.format(error))


if __name__ == "__main__":
    main()
