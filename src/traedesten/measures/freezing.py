"""A programme's figures on a day made ready to be frozen: worked out and controlled before anything is written.

Nothing here holds a lock: whoever registers meanwhile does not wait. What was written while the figures were worked out
is found by the version, and they are worked out again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from measure_engine import target as target_data
from measure_engine.definition import Definition
from measure_engine.disclosure import Assessed
from measure_engine.figure import Figure, Part, show, show_interval
from measure_engine.judgement import Assessment, Status, Verdict
from measure_engine.language import day
from measure_engine.name import Names
from measure_engine.period import Period, PeriodKind, containing
from measure_engine.reference import Evaluator
from traedesten.core import clock
from traedesten.measures import area_figure, board, card, foundation, publishing
from traedesten.measures.board import Reading
from traedesten.measures.models import FrozenFigure, Snapshot
from traedesten.measures.publishing import Raw
from traedesten.measures.words import sentence_of
from traedesten.places.models import Area
from traedesten.programme import promise
from traedesten.programme.models import Programme, Version

LANGUAGE = "da"  # what is frozen is one text for everybody
TRIES = 5


@dataclass(slots=True)
class Draft:
    """Everything a snapshot will hold, not yet in the database."""

    programme: Programme
    last_day: date
    name: str
    version: int
    cells: list[Raw]
    foundation: foundation.Foundation
    coarsened: list[str] = field(default_factory=list)


def demand_over(programme: Programme, last_day: date) -> None:
    """Raises ValidationError unless the day is over and lies in the programme."""
    if last_day >= clock.today():
        yesterday = clock.today() - timedelta(days=1)
        text = _("Dagen er ikke slut endnu. Vælg %(yesterday)s eller en dag før.")
        raise ValidationError({"last_day": text % {"yesterday": day(yesterday, translation)}})
    if not programme.starts_on <= last_day <= programme.ends_on:
        text = _("Dagen ligger uden for programmet. Vælg en dag fra %(first)s til %(last)s.")
        ends = {"first": day(programme.starts_on, translation), "last": day(programme.ends_on, translation)}
        raise ValidationError({"last_day": text % ends})


def name_of(programme: Programme, last_day: date) -> str:
    """ "3. kvartal 2026" where the day ends a quarter, or the programme in it; else the day."""
    with translation.override(LANGUAGE):
        quarter = containing(last_day, PeriodKind.QUARTER, translation)
        if last_day == min(quarter.end, programme.ends_on):
            return str(quarter.label)
        return _("Til og med %(day)s") % {"day": day(last_day, translation)}


def draft(programme: Programme, last_day: date) -> Draft:
    """Raises ValidationError where the day is not over, and where the figures cannot be published safely."""
    demand_over(programme, last_day)
    with translation.override(LANGUAGE):
        for _attempt in range(TRIES):
            made = _drafted(programme, last_day)
            if _version(programme) == made.version:
                names = board.evaluator_of(programme).names
                made.coarsened = publishing.control(made.cells, names, beside(programme, last_day))
                return made
    raise ValidationError(_("Der bliver registreret så meget lige nu, at tallene ikke står stille. Prøv igen om lidt."))


def _drafted(programme: Programme, last_day: date) -> Draft:
    version = _version(programme)
    evaluator = board.evaluator_of(programme)
    areas = list(programme.areas.all())
    cells: list[Raw] = []
    for reading in board.of_areas(programme, last_day):
        cells += _of_reading(reading, evaluator, areas, board.told_on(reading, last_day))
    for position, cell in enumerate(cells):
        cell.frozen.position = position
    basis = foundation.of(evaluator.register.world, programme, last_day)
    return Draft(programme, last_day, name_of(programme, last_day), version, cells, basis)


def beside(programme: Programme, last_day: date) -> list[Snapshot]:
    """The snapshots of the nearest days before and after, by their newest editions: what a reader holds it against."""
    rows = Snapshot.objects.filter(programme=programme, corrected_by__isnull=True).select_related("programme")
    before = rows.filter(last_day__lt=last_day).order_by("-last_day").first()
    after = rows.filter(last_day__gt=last_day).order_by("last_day").first()
    return [each for each in (before, after) if each is not None]


def _version(programme: Programme) -> int:
    return Version.objects.filter(programme=programme).values_list("number", flat=True).first() or 0


def _of_reading(reading: Reading, evaluator: Evaluator, areas: list[Area], told_on: date) -> Iterator[Raw]:
    names, by_code, definition = evaluator.names, {area.code: area for area in areas}, reading.definition
    if reading.assessment is None or definition is None:
        yield Raw(_unreadable(reading, names, told_on))
        return
    assessed = Assessed(reading.assessment, definition, evaluator.whole, told_on, key_of(reading, None))
    for place, verdict in enumerate(reading.verdicts):
        yield Raw(_of_verdict(verdict, reading, names, told_on, by_code), assessed, place)
    period = area_figure.period_of(reading.verdicts[0], evaluator)
    for each in area_figure.per_area(reading, areas, evaluator, told_on):
        if each.verdict is None:
            yield Raw(_of_area(each, reading, names, told_on), _alone(each, definition, period, told_on))


def _alone(found: area_figure.AreaFigure, definition: Definition, period: Period, told_on: date) -> Assessed:
    """A figure of one area as if it were a criterion without a target: that is how it is told."""
    verdict = Verdict(None, found.figure, Status.JUDGED_BY_HAND, "")
    assessment = Assessment(found.figure, (verdict,), verdict.status, "")
    return Assessed(assessment, definition.within(areas=(found.area.code,)), period, told_on, found.area.code)


def key_of(reading: Reading, verdict: Verdict | None) -> str:
    """The same for the same cell in every snapshot."""
    scope = verdict.target.scope if verdict and verdict.target else ("", "", "")
    return "|".join((str(reading.criterion.pk), *scope))


def key_of_area(reading: Reading, area_code: str) -> str:
    return f"{reading.criterion.pk}|*{area_code}||"


def _about(reading: Reading, names: Names, told_on: date) -> dict[str, Any]:
    criterion = reading.criterion
    return {
        "criterion": criterion,
        "code": criterion.code,
        "text": criterion.text,
        "focus_area": criterion.focus_area.name if criterion.focus_area else "",
        "activity": criterion.activity.name if criterion.activity else "",
        "ended_on": criterion.ends_on if reading.is_ended else None,
        "measure": promise.measure_on(criterion, told_on),
        "definition": sentence_of(reading.definition, names, reading.target),
    }


def _unreadable(reading: Reading, names: Names, told_on: date) -> FrozenFigure:
    shown = card.card(reading)
    return FrozenFigure(
        **_about(reading, names, told_on),
        key=key_of(reading, None), status=shown.status, status_name=shown.status_name, fault=reading.fault,
        reason=reading.fault, shown=shown.shown,
    )  # fmt: skip


def _of_verdict(
    verdict: Verdict, reading: Reading, names: Names, told_on: date, areas: dict[str, Area]
) -> FrozenFigure:
    line, target = card.line(verdict, reading), verdict.target
    judged = [each.period.label for each in verdict.periods if each.status is not None]
    return FrozenFigure(
        **_about(reading, names, told_on),
        **exact(verdict.figure),
        key=key_of(reading, verdict),
        area=areas.get(target.area) if target else None,
        scope=line.scope,
        period=judged[-1] if judged else "",
        status=line.status,
        status_name=line.status_name,
        reason=verdict.reason,
        wanted=line.wanted,
        decision=target.decision if target else "",
        target=target_data.write(target) if target else None,
    )


def _of_area(found: area_figure.AreaFigure, reading: Reading, names: Names, told_on: date) -> FrozenFigure:
    line = card.line_of_figure(found.figure)
    return FrozenFigure(
        **_about(reading, names, told_on),
        **exact(found.figure),
        sort=FrozenFigure.Sort.AREA,
        key=key_of_area(reading, found.area.code),
        area=found.area,
        scope=found.area.name,
        status=line.status,
        status_name=line.status_name,
    )


def exact(figure: Figure) -> dict[str, Any]:
    """The columns of a figure as the team knows it."""
    between = figure.interval
    return {
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "unit": str(figure.unit),
        "shape": str(figure.shape),
        "missing": [{"count": each.count, "what": each.what} for each in figure.missing if each.count],
        "interval_low": between.low if between else None,
        "interval_high": between.high if between else None,
        "interval_level": between.level if between else None,
        "shown": show(figure, translation),
        "interval": show_interval(figure, translation),
        "parts": [_part(part) for part in figure.parts],
        "entry_count": len({*figure.entries, *figure.denominator_entries}),
    }


def _part(part: Part) -> dict[str, Any]:
    told = part.figure
    numbers = {"value": told.value, "numerator": told.numerator, "denominator": told.denominator}
    return {"key": part.key, "label": part.label, **numbers, "shown": show(told, translation)}
