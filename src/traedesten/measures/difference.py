"""A frozen figure held against the same figure as it is worked out now, with every reason for a difference.

Reasons are worked out, not guessed: the entries known then are counted anew beside those known now, and what else the
figure rests on is compared with what was noted when it was frozen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from measure_engine import target as target_data
from measure_engine.definition import Definition
from measure_engine.figure import Figure
from measure_engine.judgement import Verdict, assess
from measure_engine.plain import DefinitionError
from measure_engine.preset import definition_of
from measure_engine.vocabulary import PEOPLE_UNITS, Unit
from traedesten.core.writing import written_date
from traedesten.journal import vocabulary
from traedesten.measures import area_figure, board, card, compass_page, foundation
from traedesten.measures.board import Reading, translator
from traedesten.measures.freezing import exact, key_of, key_of_area
from traedesten.measures.known_then import KnownThen, Since
from traedesten.measures.models import FrozenFigure, Snapshot
from traedesten.programme import promise
from traedesten.programme.models import CriterionChange
from traedesten.programme.rules import AreaIds

NUMBERS = ("value", "numerator", "denominator", "interval_low", "interval_high")
TOUCHED_BY_TALLIES = frozenset({"visit", "session", "rating"})
Kind = CriterionChange.Kind


class Why(StrEnum):
    LATE = "late"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    PEOPLE = "people"
    TALLIES = "tallies"
    PLAN = "plan"
    DEFINITION = "definition"
    TARGET = "target"
    BASELINE = "baseline"
    CRITERION = "criterion"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    why: Why
    text: str


@dataclass(frozen=True, slots=True)
class Now:
    """The same cell as it is worked out now."""

    reading: Reading
    figure: Figure
    verdict: Verdict | None
    area_code: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell, frozen and live. Without `frozen` it is new since; with blank `shown` it is no more."""

    frozen: FrozenFigure | None
    code: str
    text: str
    scope: str
    shown: str
    status: str
    status_name: str
    wanted: str
    is_same_figure: bool
    is_same_status: bool
    reasons: tuple[Reason, ...] = ()

    @property
    def is_same(self) -> bool:
        return self.is_same_figure and self.is_same_status and not self.reasons


def of(snapshot: Snapshot, area_ids: AreaIds) -> list[Difference]:
    """Every cell of a snapshot that lies in the areas (None: all), and what has come since; in the snapshot's order."""
    return list(_Comparison(snapshot, area_ids).cells())


class _Comparison:
    def __init__(self, snapshot: Snapshot, area_ids: AreaIds) -> None:
        self.snapshot, self.area_ids = snapshot, area_ids
        self.programme, self.day = snapshot.programme, snapshot.last_day
        self.evaluator = board.evaluator_of(self.programme)
        self.areas = list(self.programme.areas.all())
        self.readings = board.of_areas(self.programme, self.day, area_ids)
        self.now = dict(self._now())
        self._then: dict[tuple[int, bool], dict[str, Figure]] = {}

    def cells(self) -> Iterator[Difference]:
        known = set()
        for frozen in self.snapshot.figures.select_related("area"):
            known.add(frozen.key)
            if frozen.area_id is None or self.area_ids is None or frozen.area_id in self.area_ids:
                yield self._against(frozen)
        for key, now in self.now.items():
            if key not in known:
                yield self._new(now)

    # What there is now

    def _now(self) -> Iterator[tuple[str, Now]]:
        per_area = compass_page.per_area_of(self.programme, self.day, self.area_ids)
        for reading in self.readings:
            for verdict in reading.verdicts:
                yield key_of(reading, verdict), Now(reading, verdict.figure, verdict)
            for each in per_area.get(reading.criterion.code, ()):
                if each.verdict is None and (self.area_ids is None or each.area.pk in self.area_ids):
                    key = key_of_area(reading, each.area.code)
                    yield key, Now(reading, each.figure, None, each.area.code)

    @cached_property
    def faults(self) -> dict[int, Reading]:
        return {each.criterion.pk: each for each in self.readings if each.assessment is None}

    @cached_property
    def parts_changed(self) -> list[str]:
        live = foundation.of(self.evaluator.register.world, self.programme, self.day)
        return foundation.changed(self.snapshot.foundation, live)

    @cached_property
    def changes(self) -> dict[int, list[CriterionChange]]:
        """What was changed about the criteria after the snapshot was made, by criterion."""
        rows = CriterionChange.objects.filter(
            criterion__programme=self.programme, changed_at__gt=self.snapshot.made_at
        ).order_by("changed_at")
        found: dict[int, list[CriterionChange]] = {}
        for row in rows:
            found.setdefault(row.criterion_id, []).append(row)
        return found

    @cached_property
    def then(self) -> KnownThen:
        kinds = {kind for each in self.readings if each.definition for kind in _kinds(each.definition)}
        return KnownThen(self.snapshot, kinds, self.evaluator.names)

    # One cell

    def _against(self, frozen: FrozenFigure) -> Difference:
        now = self.now.get(frozen.key)
        if now is None:
            return self._gone(frozen)
        line, same_figure = _line(now), not _differs(frozen, now.figure)
        same_status = now.verdict is None or frozen.status == line.status
        promised = list(self._promised(frozen, now))
        reasons = promised if same_figure and same_status else [*promised, *self._counted(frozen, now, same_figure)]
        if not (same_figure and same_status) and not reasons:
            reasons = [Reason(Why.UNKNOWN, _UNKNOWN())]
        return Difference(
            frozen, frozen.code, frozen.text, frozen.scope, line.shown, line.status, line.status_name, line.wanted,
            same_figure, same_status, tuple(reasons),
        )  # fmt: skip

    def _gone(self, frozen: FrozenFigure) -> Difference:
        fault = self.faults.get(frozen.criterion_id)
        if fault is not None:
            shown, status = card.card(fault), fault.status
            is_same = bool(frozen.fault)
            reasons = () if is_same else (Reason(Why.DEFINITION, fault.fault), *self._changed(frozen.criterion_id))
            return Difference(
                frozen, frozen.code, frozen.text, frozen.scope, shown.shown, status, shown.status_name, "",
                is_same, is_same, reasons,
            )  # fmt: skip
        reasons = tuple(self._changed(frozen.criterion_id))
        nothing = Reason(Why.TARGET, _("Det tælles ikke længere for sig: målet eller kriteriet er et andet nu."))
        return Difference(
            frozen, frozen.code, frozen.text, frozen.scope, "", "", "", "", False, False, reasons or (nothing,)
        )

    def _new(self, now: Now) -> Difference:
        criterion, line = now.reading.criterion, _line(now)
        scope = next((area.name for area in self.areas if area.code == now.area_code), line.scope)
        reasons = tuple(self._changed(criterion.pk))
        since = Reason(Why.CRITERION, _("Det blev ikke talt, da tallene blev frosset."))
        return Difference(
            None, criterion.code, criterion.text, scope, line.shown, line.status, line.status_name, line.wanted,
            False, False, reasons or (since,),
        )  # fmt: skip

    # Why: what was promised

    def _promised(self, frozen: FrozenFigure, now: Now) -> Iterator[Reason]:
        changes = self.changes.get(frozen.criterion_id, [])
        measure = promise.measure_on(now.reading.criterion, board.told_on(now.reading, self.day))
        if not _means_the_same(frozen.measure, measure):
            yield from _told(changes, Kind.MEASURE) or [
                Reason(Why.DEFINITION, _("Det tælles på en anden måde nu. Før: %(told)s") % {"told": frozen.definition})
            ]
        target = target_data.write(now.verdict.target) if now.verdict and now.verdict.target else None
        if now.verdict is not None and _promises(frozen.target) != _promises(target):
            yield _target_changed(frozen, now, changes)
        if changes and frozen.status != _line(now).status:
            yield from _told(changes, Kind.BASELINE)

    def _changed(self, criterion: int) -> Iterator[Reason]:
        """Everything that was decided about a criterion since."""
        changes = self.changes.get(criterion, [])
        for kind in (Kind.MADE, Kind.MEASURE, Kind.TARGET, Kind.RETIRED, Kind.RESTORED):
            yield from _told(changes, kind)

    # Why: what was counted

    def _counted(self, frozen: FrozenFigure, now: Now, same_figure: bool) -> Iterator[Reason]:
        """What entries since have done, and what people, tallies and plans have."""
        definition = now.reading.definition
        if definition is None:
            return
        before = self._figure_then(frozen.key, now) if self.then.written else now.figure
        if before is None or _numbers(exact(before)) != _numbers(exact(now.figure)):
            since = self.then.since(_entries(before), _entries(now.figure), _kinds(definition))
            yield from _entries_told(since)
        if before is not None and _differs(frozen, before):
            yield from self._others(frozen, now, before, definition)
        elif same_figure and "ahead" in self.parts_changed:
            yield Reason(Why.PLAN, _("Tallet er det samme. Det, der er planlagt efter dagen, er ændret siden."))

    def _others(self, frozen: FrozenFigure, now: Now, before: Figure, definition: Definition) -> Iterator[Reason]:
        changed = self.parts_changed
        if self._by_people(frozen.key, now, before, definition):
            yield _people_told(self.then.merges)
        tallied = before.estimate is not None or bool(definition.kinds & TOUCHED_BY_TALLIES)
        for name in ("tallies", "controls"):
            if tallied and name in changed:
                text = _("%(what)s er rettet eller kommet til siden.") % {"what": _capital(foundation.NAMES[name])}
                yield Reason(Why.TALLIES, text)
        rest = [name for name in changed if name not in ("people", "tallies", "controls", "ahead")]
        rest = [name for name in rest if name != "households" or definition.unit is Unit.FAMILY]
        if rest:
            what = ", ".join(str(foundation.NAMES[name]) for name in rest)
            yield Reason(Why.PLAN, _("Det, tallet regnes ud fra, er ændret siden: %(what)s.") % {"what": what})

    def _by_people(self, key: str, now: Now, before: Figure, definition: Definition) -> bool:
        if "people" not in self.parts_changed:
            return False
        if not self.then.merges:  # somebody was parted again, which leaves no row to count without
            return definition.unit in PEOPLE_UNITS
        unmerged = self._figure_then(key, now, unmerged=True)
        return unmerged is None or _numbers(exact(unmerged)) != _numbers(exact(before))

    def _figure_then(self, key: str, now: Now, *, unmerged: bool = False) -> Figure | None:
        """The cell over the entries known then (and without the merges since)."""
        criterion = now.reading.criterion
        if (criterion.pk, unmerged) not in self._then:
            self._then[criterion.pk, unmerged] = self._figures_then(now.reading, unmerged)
        return self._then[criterion.pk, unmerged].get(key)

    def _figures_then(self, reading: Reading, unmerged: bool) -> dict[str, Figure]:
        evaluator = self.then.evaluator_unmerged if unmerged else self.then.evaluator
        criterion, told_on, definition = reading.criterion, board.told_on(reading, self.day), reading.definition
        if definition is None:
            return {}
        try:
            found = assess(
                definition, promise.targets_of(criterion), evaluator, as_of=told_on,
                baseline=promise.baseline_of(criterion), translator=translator(),
            )  # fmt: skip
        except DefinitionError:
            return {}
        then = Reading(criterion, definition, found, is_ended=reading.is_ended)
        figures = {key_of(then, verdict): verdict.figure for verdict in found.verdicts}
        per_area = area_figure.per_area(then, self.areas, evaluator, told_on)
        return figures | {key_of_area(then, each.area.code): each.figure for each in per_area if each.verdict is None}


def _line(now: Now) -> card.Line:
    return card.line(now.verdict, now.reading) if now.verdict else card.line_of_figure(now.figure)


def _kinds(definition: Definition) -> set[str]:
    return {kind for each in definition.selections() for kind in each.kinds}


def _entries(figure: Figure | None) -> set[int]:
    return {int(str(pk)) for pk in (*figure.entries, *figure.denominator_entries)} if figure else set()


def _differs(frozen: FrozenFigure, figure: Figure) -> bool:
    return _numbers(vars(frozen)) != _numbers(exact(figure))


def _numbers(columns: Mapping[str, Any]) -> list[Any]:
    """What is compared: numbers and not words, which follow the language of the page."""
    parts = {part["key"]: (part["value"], part["numerator"], part["denominator"]) for part in columns["parts"]}
    return [*(columns[name] for name in NUMBERS), [each["count"] for each in columns["missing"]], parts]


def _means_the_same(then: Any, now: Any) -> bool:
    try:
        return then == now or definition_of(then) == definition_of(now)
    except DefinitionError:
        return bool(then == now)


def _promises(target: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What a target asks for; when and by whom it was decided is no difference."""
    return {name: each for name, each in target.items() if name not in ("decision", "valid_from")} if target else None


# Reasons in words


def _UNKNOWN() -> str:
    return _(
        "Hverken registreringer, personer, plan, mål eller definition er ændret. Forskellen kommer af, at programmet "
        "selv regner på en anden måde nu."
    )


def _capital(text: Any) -> str:
    return f"{str(text)[:1].upper()}{str(text)[1:]}"


WHY_OF_CHANGE = {
    Kind.MEASURE: Why.DEFINITION,
    Kind.TARGET: Why.TARGET,
    Kind.BASELINE: Why.BASELINE,
}


def _told(changes: list[CriterionChange], kind: Kind) -> list[Reason]:
    """Each change of one sort, with its day, what it said before and the decision."""
    return [Reason(WHY_OF_CHANGE.get(kind, Why.CRITERION), _change_text(each)) for each in changes if each.kind == kind]


def _change_text(change: CriterionChange) -> str:
    on = written_date(timezone.localdate(change.changed_at))
    what = {"what": str(Kind(change.kind).label), "day": on, "from": written_date(change.valid_from)}
    text = _("%(what)s den %(day)s; gælder fra %(from)s.") % what
    text += f" {_('Før: %(told)s') % {'told': change.told}}." if change.told else ""
    return f"{text} {_('Hvorfor: %(reason)s') % {'reason': change.reason}}" if change.reason else text


def _target_changed(frozen: FrozenFigure, now: Now, changes: list[CriterionChange]) -> Reason:
    target = now.verdict.target if now.verdict else None
    ends = {"old": frozen.wanted or _("intet mål"), "new": card.wanted(target) if target else _("intet mål")}
    text = _("Målet var %(old)s og er nu %(new)s.") % ends
    if target is not None and target.decision:
        text += " " + _("Besluttet: %(decision)s.") % {"decision": target.decision.rstrip(".")}
    else:
        text += "".join(f" {each.text}" for each in _told(changes, Kind.TARGET))
    return Reason(Why.TARGET, text)


def _entries_told(since: Since) -> Iterator[Reason]:
    when = _when(since.days)
    if late := since.late.total():
        text = ngettext(
            "%(count)d registrering er skrevet ind siden: %(kinds)s.",
            "%(count)d registreringer er skrevet ind siden: %(kinds)s.",
            late,
        )
        yield Reason(Why.LATE, f"{text % _amounts(since.late)} {when}".strip())
    if corrected := since.corrected.total():
        text = ngettext(
            "%(count)d registrering er rettet siden: %(kinds)s.",
            "%(count)d registreringer er rettet siden: %(kinds)s.",
            corrected,
        )
        yield Reason(Why.CORRECTED, text % _amounts(since.corrected))
    if withdrawn := since.withdrawn.total():
        text = ngettext(
            "%(count)d registrering er trukket tilbage siden: %(kinds)s.",
            "%(count)d registreringer er trukket tilbage siden: %(kinds)s.",
            withdrawn,
        )
        yield Reason(Why.WITHDRAWN, text % _amounts(since.withdrawn))


def _amounts(found: Counter[str]) -> dict[str, Any]:
    named = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    kinds = ", ".join(f"{vocabulary.KINDS.name(kind).lower()} ({count})" for kind, count in named)
    return {"count": found.total(), "kinds": kinds}


def _when(days: list[date]) -> str:
    if not days:
        return ""
    first, last = min(days), max(days)
    if first == last:
        return _("Skrevet den %(day)s.") % {"day": written_date(first)}
    return _("Skrevet mellem den %(first)s og den %(last)s.") % {
        "first": written_date(first), "last": written_date(last)
    }  # fmt: skip


def _people_told(merges: int) -> Reason:
    if not merges:
        return Reason(Why.PEOPLE, _("Personer, der var lagt sammen, er skilt ad igen siden."))
    text = ngettext(
        "%(count)d person er siden vist sig at være en anden og er lagt sammen med den.",
        "%(count)d personer er siden vist sig at være andre og er lagt sammen med dem.",
        merges,
    )
    return Reason(Why.PEOPLE, text % {"count": merges})
