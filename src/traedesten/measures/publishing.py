"""The one way out of the team: a snapshot's figures through disclosure control, audited before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from measure_engine import disclosure
from measure_engine import target as target_data
from measure_engine.disclosure import (
    Assessed,
    PublishedAssessment,
    PublishedFigure,
    PublishedStanding,
    Rule,
    Stated,
)
from measure_engine.name import Names
from measure_engine.period import Period
from measure_engine.plain import DefinitionError
from measure_engine.preset import definition_of
from measure_engine.target import Target
from traedesten.measures.models import FrozenFigure, Snapshot

FEWEST_CORRECTED = 5
"""What was published is corrected only where that changes it by so many; shares in points (definitions.md)."""


@dataclass(slots=True)
class Raw:
    """A cell of the snapshot to be, and which standing of which assessment it is; without one it cannot be counted."""

    frozen: FrozenFigure
    assessed: Assessed | None = None
    place: int = 0


def control(cells: Sequence[Raw], names: Names, beside: Sequence[Snapshot] = ()) -> list[str]:
    """Fill in what is published of every cell, all at once, so that no cell gives another away.

    ``beside`` are the snapshots nearest in time, which a reader holds it against: nothing may follow from both, and a
    period that was told is told the same again. Returns in words what had to be told more coarsely.
    """
    assessed = list({id(cell.assessed): cell.assessed for cell in cells if cell.assessed is not None}.values())
    known = {snapshot: list(snapshot.figures.select_related("area")) for snapshot in beside}
    stated = [each for snapshot, figures in known.items() for each in stated_of(snapshot, figures)]
    made = disclosure.publish_assessments(assessed, earlier=stated, names=names, translator=translation)
    found = {id(each): published for each, published in zip(assessed, made, strict=True)}
    for cell in cells:
        if cell.assessed is not None:
            _publish(cell.frozen, found[id(cell.assessed)].standings[cell.place])
    for figures in known.values():
        _tell_periods_again(cells, {figure.key: figure for figure in figures})
    return coarsened(cells)


def coarsened(cells: Iterable[Raw]) -> list[str]:
    """Which criteria are told more coarsely than asked; their own lines say how."""
    codes = [cell.frozen.code for cell in cells if (cell.frozen.published or {}).get("withheld")]
    if not codes:
        return []
    text = _("%(codes)s vises grovere, fordi tallene ellers kunne pege på nogen.")
    return [text % {"codes": ", ".join(dict.fromkeys(codes))}]


def demand_safe(snapshot: Snapshot, cells: Sequence[Raw], beside: Sequence[Snapshot]) -> None:
    """Audit what is about to be published as it stands, old numbers and new together.

    Raises ValidationError that names what a reader could work out.
    """
    own = stated_of(snapshot, [cell.frozen for cell in cells])
    others = [each for one in beside for each in stated_of(one, list(one.figures.select_related("area")))]
    for finding in disclosure.audit([*own, *others], translator=translation):
        if any(place < len(own) for place in finding.stated):
            told = {"why": finding.sentence(translation)}
            raise ValidationError(_("Tallene kan ikke offentliggøres sammen. %(why)s") % told)


def stated_of(snapshot: Snapshot, figures: Sequence[FrozenFigure]) -> list[Stated]:
    """What a snapshot says to a reader, for the audit of what is published beside it."""
    programme = snapshot.programme
    whole = Period(programme.starts_on, programme.ends_on)
    targets = {each.criterion_id: each.target for each in figures if each.sort == FrozenFigure.Sort.TARGET}
    found: list[Stated] = []
    for figure in figures:
        if not figure.published or (figure.published_standing or {}).get("periods"):
            continue
        try:
            definition, target = definition_of(figure.measure), _target(figure.target)
            period = whole
            if figure.sort == FrozenFigure.Sort.AREA and figure.area is not None:
                about = _target(targets.get(figure.criterion_id))
                definition = definition.within(areas=(figure.area.code,))
                period = about.interval(whole) if about else whole
        except DefinitionError:
            continue
        as_of = figure.ended_on or snapshot.last_day
        found += disclosure.stated_by(_alone(figure.published), definition, [target], period, as_of)[1:]
    return found


def _target(plain: Mapping[str, Any] | None) -> Target | None:
    return target_data.read(plain) if plain else None


def _alone(figure: Mapping[str, Any]) -> PublishedAssessment:
    """A frozen figure as an assessment of itself alone, which is how the audit takes it; it needs no words."""
    words = {"status": "", "status_text": "", "reason": ""}
    standing = {"figure": figure, **words, "target": "", "expected": "", "forecast": "", "periods": []}
    return disclosure.read_assessment({"figure": figure, "standings": [standing], **words})


def _publish(frozen: FrozenFigure, standing: PublishedStanding) -> None:
    frozen.published = standing.figure.plain()
    frozen.published_standing = {
        "status": standing.status,
        "status_text": standing.status_text,
        "reason": standing.reason,
        "expected": standing.expected,
        "forecast": standing.forecast,
        "periods": [
            {
                "code": each.code,
                "label": each.label,
                "text": each.figure.text,
                "value": each.figure.value,
                "status": each.status,
                "status_text": each.status_text,
                "is_over": not each.running,
            }
            for each in standing.periods
        ],
    }


# The same cell is the same text


def _tell_periods_again(cells: Sequence[Raw], earlier: Mapping[str, FrozenFigure]) -> None:
    """A period that was over when the snapshot before was made stays as told there, unless it changes by 5 or more."""
    for cell in cells:
        before = earlier.get(cell.frozen.key)
        now = cell.frozen.published_standing
        if before is None or not now or not before.published_standing or before.measure != cell.frozen.measure:
            continue
        told = {each["code"]: each for each in before.published_standing["periods"] if each["is_over"]}
        is_share = cell.frozen.shape == "share"
        now["periods"] = [_standing_period(told.get(each["code"]), each, is_share) for each in now["periods"]]


def _standing_period(before: Mapping[str, Any] | None, now: dict[str, Any], is_share: bool) -> Mapping[str, Any]:
    if before is None or _moved(before["value"], now["value"], is_share) >= FEWEST_CORRECTED:
        return now
    return {**now, "text": before["text"], "value": before["value"]}


def _moved(before: float | None, now: float | None, is_share: bool) -> float:
    """How far a published number has moved; one that is too small to be told counts as none."""
    return abs((now or 0.0) - (before or 0.0)) * (100 if is_share else 1)


# Corrections


def stand_where_close(cells: Sequence[Raw], before: Mapping[str, FrozenFigure]) -> int:
    """Let what was published stand in every cell where the new number is less than 5 away; how many are corrected."""
    corrected = 0
    for cell in cells:
        old, new = before.get(cell.frozen.key), cell.frozen
        if old is None or is_corrected(_read(old), _read(new)):
            corrected += 1
        else:
            new.published, new.published_standing = old.published, old.published_standing
    return corrected + len(set(before) - {cell.frozen.key for cell in cells})


def _read(frozen: FrozenFigure) -> PublishedFigure | None:
    return disclosure.read(frozen.published) if frozen.published else None


def is_corrected(old: PublishedFigure | None, new: PublishedFigure | None) -> bool:
    """Whether a number in it changes by 5 or more. What is under no control is corrected whenever it is another."""
    if old is None or new is None:
        return old is not new
    if new.rule is Rule.OPEN:
        return old.text != new.text or any(is_corrected(_part(old, part.key), part.figure) for part in new.parts)
    if _moved(old.value, new.value, new.shape == "share") >= FEWEST_CORRECTED:
        return True
    cells = [(old.numerator, new.numerator), (old.denominator, new.denominator)]
    if any(before and now and disclosure.correct(before, now) is now for before, now in cells):
        return True
    keys = {part.key for part in (*old.parts, *new.parts)}
    return any(is_corrected(_part(old, key), _part(new, key)) for key in keys)


def _part(figure: PublishedFigure, key: str) -> PublishedFigure | None:
    return next((part.figure for part in figure.parts if part.key == key), None)
