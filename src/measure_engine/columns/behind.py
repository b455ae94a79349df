"""The entries behind a figure, found when somebody asks which they are: most figures are looked at without."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, overload

from ..world import Id
from .domain import Array


class Behind(Sequence[Id]):
    """Equal to the tuple of ids it becomes, each id once."""

    __slots__ = ("_find", "_found")

    def __init__(self, find: Callable[[], tuple[Id, ...]]) -> None:
        self._find = find
        self._found: tuple[Id, ...] | None = None

    @classmethod
    def of_rows(cls, ids: Array, rows: Callable[[], Array]) -> Behind:
        """The ids of these rows, in their order."""
        return cls(lambda: _once(ids, rows()))

    def _all(self) -> tuple[Id, ...]:
        if self._found is None:
            self._found = self._find()
        return self._found

    @overload
    def __getitem__(self, place: int) -> Id: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Id, ...]: ...
    def __getitem__(self, place: int | slice) -> Any:
        return self._all()[place]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Id]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return self._all() == (other._all() if isinstance(other, Behind) else other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())


def _once(ids: Array, rows: Array) -> tuple[Id, ...]:
    places = list(dict.fromkeys(rows.tolist())) if (rows[1:] <= rows[:-1]).any() else rows
    return tuple(ids[places].tolist())
