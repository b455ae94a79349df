"""The `traedesten` command: Django's own commands and ours under one name."""

from __future__ import annotations

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "traedesten.settings")
    from django.core.management import execute_from_command_line  # why inside: settings must be named first

    execute_from_command_line(["traedesten", *sys.argv[1:]])


if __name__ == "__main__":
    main()
