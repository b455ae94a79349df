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
from traedesten.programme.counted import Counted, Way, criteria_of_activity, reached
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


NAMED = (Way.OWN, Way.PARENT)
FATES: dict[Way | None, tuple[Fate, ...]] = {
    Way.OWN: tuple(Fate),
    Way.PARENT: (Fate.BOTH, Fate.END, Fate.KEEP),
    None: (Fate.END, Fate.KEEP),
}


@dataclass(frozen=True, slots=True)
class Affected:
    """A criterion that counts the activity, in one sentence, and why where it does not name it.

    ``named_as`` is the code its measure names that can be followed by another: the activity's own or its parent's;
    empty where it counts a focus area or a tag, or is a free definition.
    """

    criterion: Criterion
    sentence: str
    why: str
    named_as: str
    fates: tuple[Fate, ...]


def affected(staff: Staff, programme: Programme, activity: Activity) -> list[Affected]:
    """Criteria in use that lose something when the activity closes, in their order."""
    names = board.evaluator_of(programme).names
    seen = {each.pk: each for each in criteria_visible_to(staff, programme).prefetch_related("targets", "changes")}
    return [
        _affected(seen[each.criterion.pk], each, _sentence(seen[each.criterion.pk], names))
        for each in criteria_of_activity(activity)
        if each.criterion.pk in seen
    ]


def _affected(criterion: Criterion, counted: Counted, sentence: str) -> Affected:
    """Moving to the new one alone is offered for a criterion that names the activity: of a parent it would also take
    the other sub-activities away."""
    named = _named(criterion.measure)
    through = next((each for each in counted.through if each.way in NAMED and each.code in named), None)
    code = through.code if through else ""
    return Affected(criterion, sentence, counted.told, code, FATES[through.way if through else None])


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
    staff: Staff, fates: Iterable[tuple[Affected, Fate]], *, new: Activity | None, last_day: date,
    reason: str,
) -> int:  # fmt: skip
    """Carry the choices out, all or none by the caller's transaction; how many criteria became something else."""
    changed = 0
    for each, fate in fates:
        criterion = each.criterion
        if fate is Fate.END:
            criteria.retire(by=staff, criterion=criterion, last_day=last_day, reason=reason)
        elif fate in (Fate.BOTH, Fate.MOVE) and new is not None and not _counts_already(each, fate, new):
            criteria.measure_from(
                by=staff, criterion=criterion, measure=measure_after(criterion.measure, each.named_as, new.code, fate),
                valid_from=last_day + timedelta(days=1), reason=reason, told=each.sentence,
            )  # fmt: skip
        else:
            continue
        changed += 1
    return changed


def _counts_already(each: Affected, fate: Fate, new: Activity) -> bool:
    """Whether the new one is part of what is named, so that counting on with it changes nothing."""
    return fate is Fate.BOTH and each.named_as in reached(new).activities
