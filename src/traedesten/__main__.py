"""The `traedesten` command: Django's own commands and ours under one name."""

from __future__ import annotations

import os
import sys

from environs.exceptions import EnvError

NOT_SET_UP = """\
Opsætningen mangler noget: {}.
I en udviklingskopi laver `make run` det, der mangler; i drift står det i miljøet (se src/traedesten/settings.py).
The set-up lacks something. In a development copy `make run` makes it; in production it is in the environment."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "traedesten.settings")
    from django.core.management import execute_from_command_line  # why inside: settings must be named first

    try:
        execute_from_command_line(["traedesten", *sys.argv[1:]])
    except EnvError as error:
        sys.exit(NOT_SET_UP.format(error))


if __name__ == "__main__":
    main()
