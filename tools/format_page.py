"""docs/formats.md: every file format the product reads and writes, written from the tables the code reads by.

To add a format: write a function that returns its section (`## ...`), and name it in SECTIONS.
"""

from __future__ import annotations

import importlib

SECTIONS = ("tools.programme_format:section", "tools.entry_format:section")

INTRODUCTION = """# Filformater

De filer, Trædesten læser og skriver. Tabellerne er skrevet af de samme beskrivelser, som koden læser filerne efter."""


def page() -> str:
    return "\n\n".join([INTRODUCTION, *(_write(name) for name in SECTIONS)])


def _write(name: str) -> str:
    module, _, function = name.partition(":")
    text: str = getattr(importlib.import_module(module), function)()
    return text.rstrip("\n")
