"""Documents that are written by the code they describe: `make docs` writes them, `--check` says which are out of step.

To add one: write a function without arguments that returns the page as text, and name it below.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.place import ROOT, say

# the page, and "module:function" that writes it
GENERATORS: dict[str, str] = {
    "docs/roles.md": "tools.role_page:page",
    "docs/data-dictionary.md": "tools.data_page:page",
    "docs/formats.md": "tools.format_page:page",
    "docs/schemas/programme.schema.json": "tools.programme_format:schema_text",
    "docs/schemas/entry.schema.json": "tools.entry_format:schema_text",
    "src/traedesten/measures/handbook.json": "tools.handbook.markdown:packaged",
}

# the folder, and "module:function" that writes every file in it, by name; what it does not name is removed
FOLDERS: dict[str, str] = {"docs/handbook": "tools.handbook.markdown:files"}

MARK = "<!-- Skrevet af koden med `make docs`; ret ikke her.  /  Written by `make docs`; do not edit. -->\n\n"


def text_of(generator: str) -> str:
    write: Callable[[], str] = _named(generator)
    return write().rstrip("\n") + "\n"


def _named(generator: str) -> Any:
    module, _, name = generator.partition(":")
    return getattr(importlib.import_module(module), name)


def page(path: str, generator: str) -> str:
    """The whole file: a mark that it is generated, where its format knows comments, and the text."""
    return (MARK if path.endswith(".md") else "") + text_of(generator)


def folder(generator: str) -> dict[str, str]:
    """The files of a folder, by name, each whole."""
    write: Callable[[], dict[str, str]] = _named(generator)
    return {name: MARK + text.rstrip("\n") + "\n" for name, text in write().items()}


def difference(path: Path, wanted: str) -> str:
    """What must change in the file for it to be in step; empty when nothing must."""
    found = path.read_text(encoding="utf-8") if path.is_file() else ""
    return "".join(
        difflib.unified_diff(
            found.splitlines(keepends=True), wanted.splitlines(keepends=True), path.name, "generated", n=1
        )
    )


def run(*, check: bool, generators: dict[str, str], root: Path = ROOT) -> list[str]:
    """Write every page that is out of step, or only say so; the names of those that were."""
    return [name for name, generator in generators.items() if _put(root / name, page(name, generator), check=check)]


def run_folders(*, check: bool, folders: dict[str, str], root: Path = ROOT) -> list[str]:
    """The same for whole folders: files that nothing writes any more are out of step too."""
    changed = []
    for place, generator in folders.items():
        wanted = folder(generator)
        changed += [f"{place}/{name}" for name, text in wanted.items() if _put(root / place / name, text, check=check)]
        for old in sorted((root / place).glob("*")):
            if old.name not in wanted:
                changed.append(f"{place}/{old.name}")
                if not check:
                    old.unlink()
    return changed


def _put(path: Path, wanted: str, *, check: bool) -> bool:
    """Write the file, or show what is wrong with it; whether it was out of step."""
    gap = difference(path, wanted)
    if gap and check:
        say(gap[:4000])
    elif gap:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted, encoding="utf-8")
    return bool(gap)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when a page is out of step")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django  # why inside: the settings must be named first

    django.setup()
    changed = run(check=options.check, generators=GENERATORS)
    changed += run_folders(check=options.check, folders=FOLDERS)
    for name in changed:
        say(f"{name}: {'ude af trit; kør make docs  /  out of step; run make docs' if options.check else 'skrevet'}")
    return 1 if changed and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
