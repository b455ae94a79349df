"""Two people who change the same thing: the later is told what became different, and neither is lost.

A form carries, signed, what the row said when it was shown (`stamp`). The action that saves is given that back as
``seen`` (`read`) and asks `demand_unchanged` under the programme's lock. Where somebody else was quicker it raises
`ChangedMeanwhile`, which names every field that differs; the page shows them, keeps what was typed and carries a new
stamp, so that the next press is a decision. No row needs a column for it, and a file loaded meanwhile counts too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.core import signing
from django.db import models

SALT = "core.meanwhile"

Values = Mapping[str, Any]
Plain = dict[str, Any]
"""Field name -> what JSON can hold: keys of rows, ISO dates, numbers as text."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that somebody else changed: what it said when the form was shown, and what it says now."""

    name: str
    seen: Any
    now: Any


class ChangedMeanwhile(Exception):
    """The row is no longer what the person saw; nothing was saved."""

    def __init__(self, differences: Iterable[Difference]) -> None:
        self.differences = tuple(differences)
        super().__init__(", ".join(difference.name for difference in self.differences))


def of_row(row: models.Model, names: Iterable[str]) -> Plain:
    """What the row says now in these fields, many-to-many ones too."""
    return {name: _of_field(row, name) for name in names}


def of_values(values: Values) -> Plain:
    """The same form for values that are to be saved."""
    return {name: plain(value) for name, value in values.items()}


def _of_field(row: models.Model, name: str) -> Any:
    field = row._meta.get_field(name)
    if field.many_to_many:
        return plain(getattr(row, name).all()) if row.pk else []
    return plain(getattr(row, getattr(field, "attname", name)))


def plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, models.QuerySet | list | tuple | set | frozenset):
        return sorted((plain(each) for each in value), key=str)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | float):
        return format(Decimal(str(value)).normalize(), "f")
    return value


def stamp(seen: Plain) -> str:
    """For a hidden field: what was shown, signed so that it comes back as it was given."""
    return signing.dumps(seen, salt=SALT, compress=True)


def read(token: str) -> Plain | None:
    """What `stamp` was given; None for no stamp or one that is not ours."""
    try:
        found: Plain = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return found


def demand_unchanged(seen: Plain | None, now: Plain, wanted: Plain) -> None:
    """Raise ChangedMeanwhile unless the row says what was seen, or already what is wanted (the same press twice).

    Only fields that are to be saved are asked about. Without ``seen`` nobody looked first, and nothing is asked.
    """
    if seen is None:
        return
    differing = [
        Difference(name, seen[name], now[name])
        for name, value in wanted.items()
        if name in seen and seen[name] != now[name] and value != now[name]
    ]
    if differing:
        raise ChangedMeanwhile(differing)
