"""When an activity closes: what becomes of the criteria that count it, said for each before anybody decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy

from measure_engine.plain import DefinitionError
from measure_engine.preset import definition_of
from traedesten.measures import board
from traedesten.measures.words import sentence_of
from traedesten.places.models import Staff
from traedesten.programme import promise
from traedesten.programme.actions import criterion as criteria
from traedesten.programme.models import Activity, Criterion, Programme
from traedesten.programme.queries import criteria_visible_to

FIELDS = ("activities", "first_activities")


class Fate(StrEnum):
    BOTH = "both"
    MOVE = "move"
    END = "end"
    KEEP = "keep"


SAID = {
    Fate.BOTH: gettext_lazy("Tæl videre med den nye aktivitet. Det, der er talt i den gamle, bliver stående."),
    Fate.MOVE: gettext_lazy("Tæl kun den nye aktivitet fra da af. Det, der er talt i den gamle, tæller ikke længere."),
    Fate.END: gettext_lazy("Afslut kriteriet. Det bliver stående, som det er på den sidste dag."),
    Fate.KEEP: gettext_lazy("Lad kriteriet være, som det er."),
}


@dataclass(frozen=True, slots=True)
class Affected:
    """A criterion that counts the activity. ``counts_only`` is whether it counts nothing else."""

    criterion: Criterion
    sentence: str
    counts_only: bool
    has_choice: bool


def affected(staff: Staff, programme: Programme, activity: Activity) -> list[Affected]:
    """Criteria in use that name the activity, or a parent that it is the only child of; in their order."""
    names = board.evaluator_of(programme).names
    found = []
    for criterion in criteria_visible_to(staff, programme).filter(ends_on=None).prefetch_related("targets", "changes"):
        if criterion.activity_id != activity.pk and activity.code not in _named(criterion.measure):
            continue
        named = _named(criterion.measure)
        found.append(
            Affected(criterion, _sentence(criterion, names), set(named) <= {activity.code}, activity.code in named)
        )
    return found


def _named(measure: Any) -> list[str]:
    """Codes of activities that the plain measure names at the top."""
    if not isinstance(measure, dict):
        return []
    return [code for name in FIELDS for code in _several(measure.get(name))]


def _several(value: Any) -> list[str]:
    return list(value) if isinstance(value, list | tuple) else [value] if value else []


def _sentence(criterion: Criterion, names: Any) -> str:
    try:
        return sentence_of(promise.definition_of(criterion), names)
    except DefinitionError:
        return ""


def measure_after(measure: dict[str, Any], old: str, new: str, fate: Fate) -> dict[str, Any]:
    """The measure when the old activity is followed by the new: both, or the new in the old one's place."""
    made = dict(measure)
    for name in FIELDS:
        codes = _several(measure.get(name))
        if old in codes:
            if fate is Fate.MOVE:
                codes = [new if code == old else code for code in codes]
            elif new not in codes:
                codes.insert(codes.index(old) + 1, new)
            made[name] = list(dict.fromkeys(codes))
    definition_of(made)  # loud where the change would not be a measure
    return made


def decide(
    staff: Staff, fates: Iterable[tuple[Affected, Fate]], *, old: Activity, new: Activity | None, last_day: date,
    reason: str,
) -> int:  # fmt: skip
    """Carry the choices out, all or none by the caller's transaction; how many criteria became something else."""
    changed = 0
    for each, fate in fates:
        criterion = each.criterion
        if fate is Fate.END:
            criteria.retire(by=staff, criterion=criterion, last_day=last_day, reason=reason)
        elif fate in (Fate.BOTH, Fate.MOVE) and new is not None:
            criteria.measure_from(
                by=staff, criterion=criterion, measure=measure_after(criterion.measure, old.code, new.code, fate),
                valid_from=last_day + timedelta(days=1), reason=reason, told=each.sentence,
            )  # fmt: skip
        else:
            continue
        changed += 1
    return changed
