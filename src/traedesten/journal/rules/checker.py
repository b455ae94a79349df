"""The one way a raw row becomes a checked row: the single action, the forms and the file import all come here.

What one cell reads as, and how the columns of a row fit together, is remembered per distinct content, because the rows
of a file repeat themselves; the rules themselves are the same for one row and for a million.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from traedesten.journal.book import Book
from traedesten.journal.catalogue import COLUMN_NAMES, KINDS, KindSpec
from traedesten.journal.rules import column as columns
from traedesten.journal.rules import relation
from traedesten.journal.rules.cell import read_text
from traedesten.journal.rules.problem import CellError, Problem, did_you_mean, nearest_word

REFERENCES = ("activity", "area", "venue", "session", "run", "offer", "partner")
DETAIL_NAMES: dict[str, Any] = {d.name: d.label for spec in KINDS.values() for d in spec.detail_columns}
ALL_NAMES: dict[str, Any] = {**COLUMN_NAMES, **DETAIL_NAMES}
PLACES = {name: place for place, name in enumerate(ALL_NAMES)}
# Texts that seldom repeat are not worth remembering.
NEVER_CACHED = frozenset({"id", *DETAIL_NAMES})
MOST_REMEMBERED = 300_000


@dataclass(slots=True)
class Checked:
    """A row after the rules. ``given`` is what it says itself, ``row`` with what session and run add; references are
    ids, subjects, households, threads and topics are codes. Wrong rows have problems and may lack columns."""

    kind: str
    given: dict[str, Any] = field(default_factory=dict)
    row: dict[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def spec(self) -> KindSpec:
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class _Odd:
    """What a cell reads as when it is no value: a problem, or nothing at all."""

    problem: Problem | None = None


BLANK = _Odd()


@dataclass(slots=True)
class _Fit:
    """How the columns fit together, for all rows that are alike in what `relation` reads."""

    filled: dict[str, Any]
    problems: tuple[Problem, ...]


class Checker:
    def __init__(self, book: Book, today: date) -> None:
        self.book = book
        self.today = today
        self._kinds: dict[Any, str | Problem] = {}
        # Kind -> column -> text -> value; and the rows that references read as, by column and id.
        self._cells: dict[str, dict[str, dict[Any, Any]]] = {kind: {} for kind in KINDS}
        self._rows: dict[tuple[str, int], Any] = {}
        self._readers: dict[tuple[str, str], columns.Reader | None] = {}
        self._fits: dict[tuple[Any, ...], _Fit] = {}

    def check(self, raw: Mapping[str, Any]) -> Checked:
        """Read and check a row by itself. What is registered already is `past.problems`' business."""
        kind = self._kind(raw.get("kind"))
        if isinstance(kind, Problem):
            return Checked("", problems=(kind, *self._unknown(raw)))
        problems: list[Problem] = []
        given = self._read(kind, raw, problems)
        fit = self._fit(kind, given, problems)
        row = {**fit.filled, **given}
        problems += fit.problems
        for rule in relation.KIND_RULES.get(kind, ()):
            problems += rule(row, self.book)
        if len(problems) > 1:
            problems.sort(key=_place)
        return Checked(kind, given, row, tuple(problems))

    def _kind(self, raw: Any) -> str | Problem:
        known = self._kinds.get(raw)
        if known is None:
            known = self._kinds[raw] = self._read_kind(raw)
        return known

    def _read_kind(self, raw: Any) -> str | Problem:
        if not read_text(raw):
            return Problem("kind", "missing", _("Slags skal udfyldes: hvad er det, der skete?"))
        try:
            return columns.read_kind(raw)
        except CellError as error:
            return Problem("kind", error.code, error.message)

    def _read(self, kind: str, raw: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
        """Values by column, references as ids."""
        caches = self._cells[kind]
        given: dict[str, Any] = {}
        for name, text in raw.items():
            try:
                value = caches[name][text]
            except (KeyError, TypeError):
                value = self._remembered(kind, name, text)
            if value.__class__ is not _Odd:
                given[name] = value
            elif value.problem:
                problems.append(value.problem)
        return given

    def _remembered(self, kind: str, name: str, raw: Any) -> Any:
        """The cell's value, read the first time this text is met. Typed cells are kept by type, for True equals 1."""
        if name in NEVER_CACHED:
            return self._cell(kind, name, raw)
        cache = self._cells[kind].setdefault(name, {})
        key = raw if raw.__class__ is str else (raw.__class__, raw)
        if key not in cache:
            value = self._cell(kind, name, raw)
            if len(cache) >= MOST_REMEMBERED:
                return value
            cache[key] = value
        return cache[key]

    def _cell(self, kind: str, name: str, raw: Any) -> Any:
        if name == "kind" or not read_text(raw):
            return BLANK
        if (kind, name) not in self._readers:
            self._readers[kind, name] = columns.reader(KINDS[kind], name, self.book, self.today)
        reader = self._readers[kind, name]
        if reader is None:
            return _Odd(self._not_allowed(kind, name))
        try:
            value = reader(raw)
        except CellError as error:
            return _Odd(Problem(name, error.code, error.message))
        if name in REFERENCES:
            self._rows[name, value.id] = value
            return value.id
        return value

    def _not_allowed(self, kind: str, name: str) -> Problem:
        spec = KINDS[kind]
        if name not in ALL_NAMES:
            return unknown_column(name)
        if kind in columns.WORRIES and name in ("subject", "linked_subject", "household"):
            return Problem(
                name,
                "no_file_on_a_worry",
                _(
                    "En %(kind)s oprettes uden person, så der ikke bygges en sag på nogen, "
                    "der ikke selv har sagt ja. Lad feltet stå tomt."
                )
                % {"kind": spec.name.lower()},
            )
        return Problem(
            name,
            "not_allowed",
            _("Slagsen »%(kind)s« har ikke feltet »%(column)s«. Lad det stå tomt.")
            % {"kind": spec.name, "column": ALL_NAMES[name]},
        )

    def _unknown(self, raw: Mapping[str, Any]) -> list[Problem]:
        return [unknown_column(name) for name, text in raw.items() if name not in ALL_NAMES and read_text(text)]

    def _fit(self, kind: str, given: dict[str, Any], problems: list[Problem]) -> _Fit:
        """Remembered for rows that are alike in what `relation` reads. What is unreadable is not missing as well."""
        wrong = frozenset([problem.column for problem in problems]) if problems else None
        get = given.get
        names = tuple(given)
        key = (kind, names, get("on"), get("session"), get("activity"), get("area"), get("run"), wrong)
        fit = self._fits.get(key)
        if fit is None:
            fit = self._work_out(KINDS[kind], given, wrong or frozenset())
            if len(self._fits) < MOST_REMEMBERED:
                self._fits[key] = fit
        return fit

    def _work_out(self, spec: KindSpec, given: dict[str, Any], wrong: frozenset[str]) -> _Fit:
        rows = {name: self._rows[name, given[name]] for name in REFERENCES if name in given}
        filled, problems = relation.fill(spec, {**given, **rows}, self.book)
        problems += relation.presence(spec, {*given, *filled, *wrong})
        on = given.get("on", filled.get("on"))
        if on:
            activity = given.get("activity", filled.get("activity"))
            problems += relation.period(spec, on, activity, self.book)
        if on and "on" not in given and on > self.today:
            problems.append(_session_lies_ahead())
        return _Fit(filled, tuple(problems))


def _place(problem: Problem) -> int:
    """The order of the columns, whatever order a file or a form has."""
    return PLACES.get(problem.column, len(PLACES))


def _session_lies_ahead() -> Problem:
    return Problem("session", "future", _("Åbningen ligger i fremtiden. Registrér den, når den har været der."))


def unknown_column(name: str) -> Problem:
    found = nearest_word(name, ALL_NAMES)
    return Problem(
        name, "unknown_column", _("Kolonnen »%(name)s« findes ikke.") % {"name": name[:60]} + did_you_mean(found)
    )
