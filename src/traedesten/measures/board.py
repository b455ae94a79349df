"""Where every criterion of a programme stands on a day: worked out when asked for, kept under the programme's version.

What is kept lives in this process's memory. A page reads the version first (one row); when it has moved, every figure
is worked out anew over the entries' columns: nothing shown is stale, two workers never disagree with the database.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Generic, TypeVar

from django.db.models import Prefetch
from django.utils import translation

from measure_engine.columns import ColumnEvaluator, ColumnRegister
from measure_engine.definition import Definition
from measure_engine.judgement import Assessment, Status, Verdict, assess
from measure_engine.name import WORDS, Names
from measure_engine.plain import DefinitionError
from measure_engine.reference import Evaluator
from measure_engine.target import Target
from traedesten.core import afterwards, clock
from traedesten.core.access import Permission
from traedesten.journal import catalogue
from traedesten.measures import surroundings, table
from traedesten.places.models import Staff
from traedesten.programme import former, promise, queries
from traedesten.programme.models import Criterion, Part, Programme, Version
from traedesten.programme.models import Target as TargetRecord
from traedesten.programme.rules import AreaIds, areas_of

KEPT_WORLDS = 8
KEPT_BOARDS = 64
KEPT_MORE = 512
MOST_VERSIONS = 16

# What no row of the field reads (measurements, small-step goals) stays in the database unless a criterion asks.
ALWAYS_READ = frozenset(code for code, spec in catalogue.KINDS.items() if spec.rows)

V = TypeVar("V")
Texts = dict[tuple[str, str], str]
Key = tuple[Any, ...]


class Kept(Generic[V]):
    """The values made last, by key; the one not asked for longest goes first. Safe between threads.

    A key begins with the programme and its version: what was kept of an earlier version goes when there is a later
    one, because figures hold on to the columns they were counted over.
    """

    def __init__(self, size: int) -> None:
        self._size, self._lock = size, threading.Lock()
        self._values: OrderedDict[Key, V] = OrderedDict()

    def get(self, key: Key, make: Callable[[], V]) -> V:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            self._values[key] = value
            for old in [each for each in self._values if each[0] == key[0] and each[1] < key[1]]:
                del self._values[old]
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return value

    def before(self, key: Key) -> tuple[int, V] | None:
        """What is kept of the newest earlier version of the same, and which version that is."""
        with self._lock:
            same = [each for each in self._values if (each[0], *each[2:]) == (key[0], *key[2:]) and each[1] < key[1]]
            newest = max(same, key=lambda each: each[1], default=None)
            return (newest[1], self._values[newest]) if newest else None

    def has(self, key: Key) -> bool:
        with self._lock:
            return key in self._values

    def clear(self) -> None:
        with self._lock:
            self._values.clear()


@dataclass(frozen=True, slots=True)
class Reading:
    """One criterion on the day. ``fault`` says in words why it cannot be counted; then there is no assessment."""

    criterion: Criterion
    definition: Definition | None
    assessment: Assessment | None
    fault: str = ""
    # The criterion was ended before the day; it is told as it stood on its last day.
    is_ended: bool = False
    # The kinds of entry it rests on, and the version it was worked out at or after.
    rests_on: frozenset[str] = frozenset()
    version: int = 0

    @property
    def status(self) -> Status:
        return self.assessment.status if self.assessment else Status.NO_DATA

    @property
    def target(self) -> Target | None:
        """The target the reading is told by: the first one that holds."""
        return next((verdict.target for verdict in self.verdicts if verdict.target), None)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        return self.assessment.verdicts if self.assessment else ()


NOTHING_RIGHT: Mapping[int, Reading] = {}

_registers: Kept[ColumnRegister] = Kept(KEPT_WORLDS)
_evaluators: Kept[ColumnEvaluator] = Kept(KEPT_WORLDS)
_promised: Kept[tuple[_Promised, ...]] = Kept(KEPT_BOARDS)
_boards: Kept[tuple[Reading, ...]] = Kept(KEPT_BOARDS)
_more: Kept[Any] = Kept(KEPT_MORE)
_kinds: Kept[set[str]] = Kept(KEPT_BOARDS)
_names: Kept[tuple[Texts, Texts]] = Kept(KEPT_BOARDS)


def forget() -> None:
    """Drop everything kept: after a restore, and between tests, where version numbers begin again."""
    table.forget()
    surroundings.forget()
    for kept_values in (_registers, _evaluators, _promised, _boards, _more, _kinds, _names):
        kept_values.clear()


def day_for(programme: Programme, asked: date | None = None) -> date:
    """The day to show: the one asked for, else today, and never after the programme's end."""
    return asked or min(clock.today(), programme.ends_on)


def told_on(reading: Reading, as_of: date) -> date:
    """The day the reading is of: the one asked for, or the last day of a criterion that was ended before it."""
    return min(as_of, reading.criterion.ends_on or as_of)


def of_staff(staff: Staff, programme: Programme, as_of: date) -> tuple[Reading, ...]:
    """The criteria a person may see, judged against the targets of the areas whose figures they see."""
    return of_areas(programme, as_of, areas_of(staff, programme, Permission.SEE_FIGURES))


def of_areas(programme: Programme, as_of: date, area_ids: AreaIds = None) -> tuple[Reading, ...]:
    """The criteria with a target for the whole programme or for one of the areas; None stands for every area."""
    version = _version(programme)
    key = (programme.pk, version.number, as_of, area_ids, translation.get_language())
    return _boards.get(key, lambda: _worked_out(programme, version, key))


def _worked_out(programme: Programme, version: Version, key: Key) -> tuple[Reading, ...]:
    from traedesten.measures import kept_board  # why inside: what is kept is made of this module's readings

    _pk, number, as_of, area_ids, _language = key
    right = _still_right(programme, version, key)
    readings = readings_by(evaluator_of(programme), programme, as_of, area_ids, right)
    afterwards.do(lambda: kept_board.keep_if_of_the_day(programme, number, as_of, area_ids, readings))
    return readings


def _still_right(programme: Programme, version: Version, key: Key) -> dict[int, Reading]:
    """Of an earlier version's readings those that rest on nothing that was touched since, by criterion.

    None older than some versions: what lies behind a figure is held by the columns of the version it was counted over.
    """
    found = _boards.before(key)
    touched = touched_since(programme, found[0], version) if found else None
    if found is None or touched is None:
        return {}
    oldest = version.number - MOST_VERSIONS
    return {
        each.criterion.pk: each
        for each in found[1]
        if each.assessment and each.version >= oldest and not each.rests_on & touched
    }


def evaluator_of(programme: Programme, also: Iterable[str] = ()) -> ColumnEvaluator:
    """The evaluator over the programme's world as it stands now, with names in the language of the page.

    ``also`` are kinds of entry that must be there even if no criterion of the programme reads them yet.
    """
    more = frozenset(also) - ALWAYS_READ
    version = _version(programme)
    key = (programme.pk, version.number, translation.get_language(), more)
    return _evaluators.get(key, lambda: _evaluator(programme, version, more))


def kept(programme: Programme, key: Hashable, make: Callable[[], V]) -> V:
    """Something else worked out from the programme as it stands now, in the language of the page."""
    found: V = _more.get((programme.pk, _version(programme).number, translation.get_language(), key), make)
    return found


def is_kept(programme: Programme, key: Hashable) -> bool:
    """Whether `kept` would answer at once."""
    return _more.has((programme.pk, _version(programme).number, translation.get_language(), key))


def touched_since(programme: Programme, version: int, now: Version, also: Iterable[str] = ()) -> frozenset[str] | None:
    """The kinds of entry that were written, superseded or withdrawn after a version and until now; None where anything
    may have been touched: plans, people, tallies, what is written down, or what is not known any more.

    A figure that was right at the version, and that reads none of the kinds, is right at `now`.
    """
    if any(number > version for part, number in now.told.items() if part is not Part.ENTRIES):
        return None
    kinds = _read_kinds(programme, now, frozenset(also) - ALWAYS_READ)
    table.table_of(programme, now.number, kinds)
    return table.kinds_touched_after(programme, version, kinds)


def _version(programme: Programme) -> Version:
    return Version.objects.of(programme.pk)


def _evaluator(programme: Programme, version: Version, more: frozenset[str]) -> ColumnEvaluator:
    """One register serves every language."""
    register = _registers.get((programme.pk, version.number, more), lambda: _register(programme, version, more))
    setup = (programme.pk, clock.today(), translation.get_language(), version.told[Part.SETUP])
    before, now = _names.get(setup, lambda: (former.names_of(programme), _more_names(programme)))
    gone = {key: name for key, name in before.items() if not _is_known(register, *key)}
    names = Names.of(register.world, {**gone, **now}, translator())
    return ColumnEvaluator(register.world, register=register, names=names, translator=translator())


def _is_known(register: ColumnRegister, kind: str, code: str) -> bool:
    return code in (register.known(kind) or ())


def _register(programme: Programme, version: Version, more: frozenset[str]) -> ColumnRegister:
    """The entries are those kept, told what is new; the rows they refer to are read anew where they were touched."""
    entries = table.table_of(programme, version.number, _read_kinds(programme, version, more)).lent()
    return ColumnRegister(surroundings.world_of(programme, version, entries.domains["organisation"].values), entries)


def _read_kinds(programme: Programme, version: Version, more: frozenset[str]) -> frozenset[str]:
    key = (programme.pk, clock.today(), version.told[Part.SETUP])
    return ALWAYS_READ | more | _kinds.get(key, lambda: _kinds_of(programme))


def _kinds_of(programme: Programme) -> set[str]:
    """The kinds of entry that the programme's own definitions read."""
    return {
        kind
        for criterion in programme.criteria.prefetch_related("changes")
        for definition in _definitions(criterion)
        for each in definition.selections()
        for kind in each.kinds
    }


def _definitions(criterion: Criterion) -> list[Definition]:
    """Those it has or had that can be read."""
    try:
        return list(promise.definitions_of(criterion))
    except DefinitionError:
        return []


def translator() -> Spoken:
    """The texts of the language of the page."""
    return _spoken(translation.get_language() or "")


@cache
def _spoken(language: str) -> Spoken:
    return Spoken(language)


class Spoken:
    """One language's texts, each looked up once: figures say the same few words over and over."""

    def __init__(self, language: str) -> None:
        self._language, self._known = language, dict[str | tuple[str, str], str]()

    def gettext(self, message: str, /) -> str:
        if message not in self._known:
            with translation.override(self._language):
                self._known[message] = translation.gettext(message)
        return self._known[message]

    def ngettext(self, singular: str, plural: str, n: int, /) -> str:
        if translation.get_language() == self._language:
            return translation.ngettext(singular, plural, n)
        with translation.override(self._language):
            return translation.ngettext(singular, plural, n)

    def pgettext(self, context: str, message: str, /) -> str:
        if (context, message) not in self._known:
            with translation.override(self._language):
                self._known[context, message] = translation.pgettext(context, message)
        return self._known[context, message]


def _more_names(programme: Programme) -> dict[tuple[str, str], str]:
    """Names the world has no rows of: topics (those the engine has words for aside), tags, focus areas."""
    topics = {name: str(topic) for topic in programme.topics.all() if (name := ("topic", topic.code)) not in WORDS}
    tags = {("tag", tag.code): tag.name for tag in programme.tags.all()}
    focus = {("focus_area", row.code): row.name for row in programme.focus_areas.all()}
    return {**topics, **tags, **focus}


def readings_by(
    evaluator: Evaluator, programme: Programme, as_of: date, area_ids: AreaIds = None,
    right: Mapping[int, Reading] = NOTHING_RIGHT,
) -> tuple[Reading, ...]:  # fmt: skip
    """Worked out by this evaluator, those already ``right`` aside, and not kept; what was promised is."""
    version = _version(programme)
    key = (programme.pk, version.told[Part.SETUP], clock.today(), area_ids)
    promised = _promised.get(key, lambda: _read(programme, area_ids))
    return tuple(
        right.get(each.criterion.pk) or replace(_reading(each, evaluator, as_of), version=version.number)
        for each in promised
    )


class _Promised:
    """A criterion as the engine reads it."""

    def __init__(self, criterion: Criterion) -> None:
        self.criterion = criterion
        self.targets, self.baseline = promise.targets_of(criterion), promise.baseline_of(criterion)
        self._definitions: dict[int, tuple[Definition | None, DefinitionError | None]] = {}
        self._rests_on: dict[int, frozenset[str]] = {}

    def definition(self, on: date) -> tuple[Definition | None, DefinitionError | None]:
        """The one valid on a day, or what is wrong with it."""
        measure = promise.measure_on(self.criterion, on)
        if id(measure) not in self._definitions:  # the criterion keeps its measures as long as this is kept
            try:
                self._definitions[id(measure)] = promise.definition_on(self.criterion, on), None
            except DefinitionError as error:
                self._definitions[id(measure)] = None, error
        return self._definitions[id(measure)]

    def rests_on(self, definition: Definition) -> frozenset[str]:
        """The kinds of entry that one of its definitions rests on."""
        if id(definition) not in self._rests_on:
            self._rests_on[id(definition)] = definition.reads()
        return self._rests_on[id(definition)]


def _read(programme: Programme, area_ids: AreaIds) -> tuple[_Promised, ...]:
    targets = TargetRecord.objects.select_related("area", "activity")
    criteria = queries.criteria_in_areas(programme, area_ids).select_related("focus_area", "activity", "responsible")
    found = criteria.prefetch_related(Prefetch("targets", queries.targets_in_areas(targets, area_ids)), "changes")
    return tuple(map(_Promised, found))


def reading_by(criterion: Criterion, evaluator: Evaluator, as_of: date) -> Reading:
    """One criterion by another evaluator, and not kept: what it would say if something were otherwise."""
    return _reading(_Promised(criterion), evaluator, as_of)


def _reading(promised: _Promised, evaluator: Evaluator, as_of: date) -> Reading:
    criterion = promised.criterion
    is_ended = criterion.ends_on is not None and criterion.ends_on < as_of
    as_of = min(as_of, criterion.ends_on or as_of)
    definition, error = promised.definition(as_of)
    if definition is None:
        return Reading(criterion, None, None, error.sentence(evaluator.translator) if error else "", is_ended)
    try:
        found = assess(
            definition, promised.targets, evaluator, as_of=as_of, baseline=promised.baseline,
            translator=evaluator.translator,
        )  # fmt: skip
    except DefinitionError as fault:
        return Reading(criterion, definition, None, fault.sentence(evaluator.translator), is_ended)
    return Reading(criterion, definition, found, is_ended=is_ended, rests_on=promised.rests_on(definition))
