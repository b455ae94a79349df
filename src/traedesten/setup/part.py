"""A part of the agreement that is a list of rows: what it is called, its form, its actions, how a row is told.

One table drives list, form, removal and undo; each part stands in a module of its own under `parts/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.http import Http404

from traedesten.programme.models import Programme
from traedesten.setup.form import SetupForm
from traedesten.setup.site import Site

Action = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the list shows it. ``mark`` is a short word that stands out, ``is_warning`` says whether it is bad."""

    row: models.Model
    name: str
    details: tuple[str, ...] = ()
    mark: str = ""
    is_warning: bool = False
    is_quiet: bool = False
    href: str = ""


Groups = Sequence[tuple[Any, Sequence[Line]]]


@dataclass(frozen=True, kw_only=True)
class Part:
    """``key`` stands in addresses and is Danish. ``argument`` is what the actions call the row.

    ``rows`` are the rows of a programme and ``groups`` how the list shows them, under headings (or none). ``add`` takes
    ``programme`` and ``values``; ``change`` the row, ``values`` and ``seen``; ``remove`` the row. Rows that several
    programmes share are given with the programme. ``kept`` are fields beside the form's that a removed row needs to
    come back as it was. ``ways_back`` undo, by the verb that was done, where the opposite action would not.

    ``asks`` names fields that an address may fill in for a new row. ``after`` says which row of which part one goes to
    when it was saved, and back to from its page; ``after_add`` the same for a new one. ``row_view`` is the page of a
    row where it is not the common one. ``list_top`` and ``row_end`` are templates with more above the list and below
    the form, and ``top`` and ``end`` give what they show.
    """

    key: str
    title: Any
    lead: Any
    new: Any
    empty: Any
    argument: str
    model: type[models.Model]
    form: type[SetupForm]
    rows: Callable[[Programme], models.QuerySet[Any]]
    groups: Callable[[Site], Groups]
    add: Action
    change: Action | None = None
    remove: Action | None = None
    is_shared: bool = False
    kept: tuple[str, ...] = ("code",)
    asks: tuple[str, ...] = ()
    list_top: str = ""
    top: Callable[[Site], dict[str, Any]] | None = None
    row_end: str = ""
    end: Callable[[Site, Any], dict[str, Any]] | None = None
    after: Callable[[Any], tuple[str, int] | None] | None = None
    after_add: Callable[[Any], tuple[str, int] | None] | None = None
    ways_back: Mapping[str, Callable[[Site, dict[str, Any]], Any]] = field(default_factory=dict)
    row_view: str = "setup:row"

    @property
    def is_removable(self) -> bool:
        return self.remove is not None

    def row(self, site: Site, key: int) -> Any:
        """A row of the programme, or Http404."""
        found = self.find(site, key)
        if found is None:
            raise Http404
        return found

    def find(self, site: Site, key: int) -> Any:
        return self.rows(site.programme).filter(pk=key).first()

    def named(self, site: Site, row: models.Model) -> dict[str, Any]:
        """The arguments by which an action is told which row."""
        return {self.argument: row, **({"programme": site.programme} if self.is_shared else {})}


PARTS: dict[str, Part] = {}


def register(part: Part) -> Part:
    PARTS[part.key] = part
    return part


def get(key: str) -> Part:
    """The part of an address, or Http404."""
    if key not in PARTS:
        raise Http404
    return PARTS[key]


def plain_list(lines: Iterable[Line]) -> Groups:
    """One list without a heading."""
    return [("", list(lines))]
