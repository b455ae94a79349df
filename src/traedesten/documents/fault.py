"""What is wrong with a file: where, what, and what would be right; all of it at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from measure_engine import shape

Path = tuple[str | int, ...]

SHOWN = 100
NEAR = 0.6
"""How like a known word must be to be what was meant."""
COMPARED = 1000
"""Known words looked through for a near one."""
NAMED_BY = ("code", "organisation", "funder")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. ``path`` is keys and list positions (from 0) down to the place."""

    path: Path
    text: str
    line: int | None = None
    place: str = ""

    def sentence(self) -> str:
        line = _("linje %(line)d") % {"line": self.line} if self.line else ""
        where = ", ".join(part for part in (line, self.place) if part)
        return f"{where}: {self.text}" if where else self.text


class FileRefused(Exception):
    """A file that cannot be taken in; nothing of it is saved."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.sentences())

    def sentences(self) -> str:
        """Every fault on a line of its own, the first hundred of them."""
        lines = [fault.sentence() for fault in self.faults[:SHOWN]]
        if len(self.faults) > SHOWN:
            lines.append(_("… og mindst %(count)d fejl mere.") % {"count": len(self.faults) - SHOWN})
        return "\n".join(lines)


def placed(fault: Fault, plain: Any) -> Fault:
    """The fault with its place in words people recognise: ("criteria", 1, "text") -> "criteria › T2 › text"."""
    return fault if fault.place else replace(fault, place=describe(fault.path, plain))


def describe(path: Path, plain: Any) -> str:
    words = []
    for step in path:
        plain = _inside(plain, step)
        words.append(_name_of(plain, step) if isinstance(step, int) else str(step))
    meaning = shape.FIELDS.get(str(path[-1])) if "definition" in path else None
    return " › ".join(words) + (f" ({_(meaning)})" if meaning else "")


def _inside(plain: Any, step: str | int) -> Any:
    try:
        return plain[step]
    except (KeyError, IndexError, TypeError):
        return None


def _name_of(item: Any, position: int) -> str:
    """An item of a list by its code, else by its number counted from 1."""
    names = [item.get(key) for key in NAMED_BY] if isinstance(item, dict) else []
    return next((name for name in names if isinstance(name, str) and name), str(position + 1))


def why(error: OSError) -> str:
    """Why a file could not be reached, as the rest of a sentence."""
    if isinstance(error, FileNotFoundError):
        return _("den findes ikke")
    if isinstance(error, PermissionError):
        return _("der er ikke adgang til den")
    return _("det er en mappe") if isinstance(error, IsADirectoryError) else str(error.strerror)


def nearest(word: str, known: Iterable[str]) -> str:
    """The question " Mente du »x«?" where a known word is near, else nothing."""
    found = get_close_matches(word, sorted(known)[:COMPARED], n=1, cutoff=NEAR)
    return _(" Mente du »%(word)s«?") % {"word": found[0]} if found else ""
