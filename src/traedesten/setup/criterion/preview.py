"""What a criterion being written says today: the sentence, the figure, where it stands; and what it said before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from measure_engine.definition import Definition
from measure_engine.figure import show
from measure_engine.judgement import Assessment, PeriodResult, Verdict, assess
from measure_engine.language import number
from measure_engine.plain import DefinitionError
from measure_engine.reference import Evaluator
from measure_engine.target import Baseline, Target
from traedesten.core.access import Permission
from traedesten.measures import board, card
from traedesten.measures.board import translator
from traedesten.measures.words import sentence_of
from traedesten.places.models import Staff
from traedesten.programme import promise
from traedesten.programme.models import Criterion, Programme
from traedesten.programme.models import Target as TargetRecord
from traedesten.programme.rules import may
from traedesten.setup.criterion.composition import Composition

MOST_PERIODS = 6


@dataclass(frozen=True, slots=True)
class PeriodLine:
    label: str
    shown: str
    status: str
    status_name: str
    remark: str


@dataclass(frozen=True, slots=True)
class Line:
    """One target against the figure."""

    scope: str
    wanted: str
    shown: str
    status: str
    status_name: str
    reason: str
    periods: tuple[PeriodLine, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A definition in words and the figure of today, or why there is none."""

    sentence: str
    shown: str = ""
    fault: str = ""
    missing: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """``waits_for`` is what must be chosen first. ``before`` is there when the meaning changes."""

    now: Told | None
    waits_for: tuple[str, ...] = ()
    before: Told | None = None
    day: Any = None


def preview(staff: Staff, composition: Composition) -> Preview:
    """As much as what is chosen so far allows to say; nothing is saved."""
    composition.is_valid()
    form, programme = composition.measure, composition.programme
    as_of = board.day_for(programme)
    if form.errors:
        return Preview(None, tuple(_waiting(form)), day=as_of)
    definition = form.definition()
    targets = _targets(composition)
    teller = _Teller(staff, programme, definition)
    now = teller.told(definition, targets, composition.wording.baseline())
    before = _before(teller, composition, definition)
    return Preview(now, before=before, day=as_of)


def _waiting(form: Any) -> Iterable[str]:
    for name, errors in form.errors.items():
        for error in errors:
            label = str(form.fields[name].label) if name in form.fields else ""
            yield f"{label}: {error}" if label and label not in str(error) else str(error)


def _targets(composition: Composition) -> tuple[Target, ...]:
    """Targets that can be read already; one without a fault in it."""
    if composition.criterion is not None:
        with_scope = TargetRecord.objects.select_related("area", "activity")
        prefetch_related_objects([composition.criterion], Prefetch("targets", with_scope))
        return promise.targets_of(composition.criterion)
    found = [form.target() for form in composition.targets if form.is_bound and not form.errors]
    return tuple(target for target in found if target is not None)


def _before(teller: _Teller, composition: Composition, definition: Definition) -> Told | None:
    """What it said before, when what is chosen now means something else."""
    criterion = composition.criterion
    if criterion is None:
        return None
    try:
        old = promise.definition_of(criterion)
    except DefinitionError as error:
        return Told(error.sentence(translator()))
    if old == definition:
        return None
    return teller.told(old, promise.targets_of(criterion), promise.baseline_of(criterion))


class _Teller:
    """Tells definitions about one programme, to somebody who may see its figures or only its words."""

    def __init__(self, staff: Staff, programme: Programme, definition: Definition) -> None:
        kinds = {kind for each in definition.selections() for kind in each.kinds}
        self.programme = programme
        self.evaluator: Evaluator = board.evaluator_of(programme, kinds)
        self.shows_figures = may(staff, Permission.SEE_FIGURES, programme)

    def told(self, definition: Definition, targets: tuple[Target, ...], baseline: Baseline | None) -> Told:
        words = sentence_of(definition, self.evaluator.names, targets[0] if targets else None)
        words = words[:1].upper() + words[1:]
        if not self.shows_figures:
            return Told(words)
        try:
            found = assess(
                definition, targets, self.evaluator, as_of=board.day_for(self.programme), baseline=baseline,
                translator=translator(),
            )  # fmt: skip
        except DefinitionError as error:
            return Told(words, fault=error.words(translator()))
        if found.figure.not_measurable:
            return Told(words, fault=found.figure.not_measurable)
        return self._of(words, found)

    def _of(self, words: str, found: Assessment) -> Told:
        figure = found.figure
        missing = tuple(f"{number(each.count)} {each.what}" for each in figure.missing if each.count)
        parts = tuple((part.label, show(part.figure, translator())) for part in figure.parts)
        lines = tuple(self._line(verdict) for verdict in found.verdicts if verdict.target)
        large = card.in_large(figure, found.verdicts[0].target)
        return Told(words, large, figure.note, missing, lines, parts)

    def _line(self, verdict: Verdict) -> Line:
        assert verdict.target is not None
        names, target = self.evaluator.names, verdict.target
        scopes = (("area", target.area), ("activity", target.activity))
        scope = [names(kind, code) for kind, code in scopes if code]
        if target.part and (part := next((p.label for p in verdict.figure.parts if p.key == target.part), "")):
            scope.append(part)
        return Line(
            scope=", ".join(scope),
            wanted=card.wanted(target),
            shown=card.in_large(verdict.figure, verdict.target),
            status=verdict.status.value,
            status_name=card.status_name(verdict.status, verdict.label),
            reason=verdict.reason,
            periods=tuple(_period(each) for each in reversed(verdict.periods[-MOST_PERIODS:])),
        )


def _period(result: PeriodResult) -> PeriodLine:
    remark = _("kun en del af perioden; vurderes ikke") if result.cut else _("i gang") if result.running else ""
    name = card.status_name(result.status, result.label) if result.status else ""
    shown = show(result.figure, translator())
    return PeriodLine(result.period.label, shown, result.status.value if result.status else "", name, remark)


def told_of(staff: Staff, criterion: Criterion) -> Told:
    """What a criterion says as it stands, for the pages where something else is to be decided about it."""
    definition = promise.definition_of(criterion)
    teller = _Teller(staff, criterion.programme, definition)
    return teller.told(definition, promise.targets_of(criterion), promise.baseline_of(criterion))
