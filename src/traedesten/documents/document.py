"""A programme file that has been read and found sound in all it says by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from traedesten.documents import canonical, check, schema, sentence, source
from traedesten.documents.check.draft import draft_of
from traedesten.documents.fault import Fault, FileRefused, Path, placed

MOST = 300
"""Faults looked for; a file with more is not mended by reading on."""


@dataclass(frozen=True)
class Document:
    """``plain`` is in canonical form; ``given`` are the sections the file names, be it with an empty list."""

    plain: dict[str, Any]
    given: frozenset[str]

    @property
    def code(self) -> str:
        return str(self.plain["programme"]["code"])


def read(raw: bytes, *, name: str = "") -> Document:
    """Read a YAML or JSON file. Raises FileRefused with everything that is wrong with it, in the order it stands."""
    found = source.read(raw, name=name)
    faults = [*found.faults, *faults_of(found.plain)]
    if faults:
        lined = (replace(fault, line=fault.line or found.line_of(fault.path)) for fault in faults)
        told = [placed(fault, found.plain) for fault in lined]
        raise FileRefused(sorted(dict.fromkeys(told), key=lambda fault: fault.line or 0))
    return _made(found.plain)


def of(plain: dict[str, Any]) -> Document:
    """The same check for data that never was a file. Raises FileRefused."""
    faults = faults_of(plain)
    if faults:
        raise FileRefused([placed(fault, plain) for fault in faults])
    return _made(plain)


def faults_of(plain: Any) -> list[Fault]:
    """All that is wrong: with the shape, and with the sense of whatever has the right shape."""
    if not isinstance(plain, dict):
        return [Fault((), _("Filen er ikke en programfil. Den skal begynde med format: traedesten-programme/1."))]
    errors = list(islice(schema.validator().iter_errors(plain), MOST))
    faults = [fault for error in errors for fault in sentence.faults_of(error)]
    refused: list[Path] = [
        tuple(error.absolute_path) for error in errors if error.validator not in ("required", "additionalProperties")
    ]
    return [*faults, *islice(check.faults(draft_of(plain, refused)), MOST)]


def _made(plain: dict[str, Any]) -> Document:
    return Document(canonical.document(plain), frozenset(plain))
