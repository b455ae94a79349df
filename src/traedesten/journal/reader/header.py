"""The row of column names on top of a CSV file or a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from traedesten.journal.reader.table import MOST_COLUMNS, FileRefused
from traedesten.journal.rules.cell import read_text
from traedesten.journal.rules.checker import ALL_NAMES
from traedesten.journal.rules.problem import listed, nearest_word


def read_header(cells: Iterable[Any]) -> tuple[str, ...]:
    """Column names in order, blank ones at the end left out. Refuses what no row could be read under."""
    names = [read_text(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise FileRefused(
            "no_header", _("Filen er tom, eller den første række er. Skriv kolonnernes navne i første række.")
        )
    if len(names) > MOST_COLUMNS:
        raise FileRefused(
            "many_columns",
            _("Filen har %(many)s kolonner; der kan højst være %(most)s.") % {"many": len(names), "most": MOST_COLUMNS},
        )
    _refuse_blank(names)
    _refuse_twice(names)
    _refuse_unknown(names)
    return tuple(names)


def _refuse_blank(names: Sequence[str]) -> None:
    if "" in names:
        message = _("Kolonne %(number)s har intet navn i første række. Giv den et navn, eller slet den.")
        raise FileRefused("unnamed_column", message % {"number": names.index("") + 1})


def _refuse_twice(names: Sequence[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        message = _("Kolonnen »%(name)s« står der to gange. Slet den ene.")
        raise FileRefused("column_twice", message % {"name": twice[0]})


def _refuse_unknown(names: Sequence[str]) -> None:
    unknown = [name for name in names if name not in ALL_NAMES]
    if not unknown:
        return
    hints = [
        f"»{name[:60]}«" + (f" (→ {found})" if (found := nearest_word(name, ALL_NAMES)) else "") for name in unknown
    ]
    raise FileRefused(
        "unknown_column",
        _("Filen har kolonner, der ikke findes: %(unknown)s. Ret navnene i første række. Kolonnerne er: %(known)s.")
        % {"unknown": listed(hints, 10), "known": listed(ALL_NAMES, 60)},
    )
