"""Which criteria count an activity, and through what: by its own name, its parent, its focus area or a tag."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from measure_engine.plain import DefinitionError
from measure_engine.selection import Selection
from traedesten.programme.models import Activity, Criterion
from traedesten.programme.promise import definition_of


class Way(StrEnum):
    OWN = "own"
    PARENT = "parent"
    FOCUS_AREA = "focus_area"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Through:
    """What an activity is counted by. ``name`` is for people: of the activity, its parent, focus area or tag."""

    way: Way
    code: str
    name: str

    @property
    def told(self) -> str:
        """What it means for an activity started in its place; nothing to say where it is named itself."""
        texts = {
            Way.OWN: "",
            Way.PARENT: _("Den tælles med som en del af »%(name)s«. En ny delaktivitet dér tælles med af sig selv."),
            Way.FOCUS_AREA: _("Den tælles med, fordi den ligger i indsatsområdet »%(name)s«. En ny aktivitet dér tælles med af sig selv."),  # noqa: E501
            Way.TAG: _("Den tælles med, fordi den har mærket »%(name)s«. En ny aktivitet med mærket tælles med af sig selv."),  # noqa: E501
        }  # fmt: skip
        text = texts[self.way]
        return text % {"name": self.name} if text else ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A criterion that is about the activity or counts its entries. ``through`` is empty where it only is about it."""

    criterion: Criterion
    through: tuple[Through, ...]

    @property
    def told(self) -> str:
        return " ".join(filter(None, (each.told for each in self.through)))

    def by(self, *ways: Way) -> Through | None:
        return next((each for each in self.through if each.way in ways), None)


@dataclass(frozen=True, slots=True)
class Reached:
    """Everything an activity can be counted by, its parents' included: what the engine asks of an entry on it."""

    activities: dict[str, Through]
    focus_areas: dict[str, Through]
    tags: dict[str, Through]

    def by(self, selection: Selection) -> set[Through]:
        """What a selection takes the activity by; empty where it does not, or takes everything alike."""
        found: set[Through] = set()
        for asked, own in ((selection.activities, self.activities), (selection.focus_areas, self.focus_areas)):
            named = {own[code] for code in asked if code in own}
            if asked and not named:
                return set()  # it asks for something else; the fields of a selection must all hold
            found |= named
        return found | {self.tags[code] for code in selection.tags if code in self.tags}


def reached(activity: Activity) -> Reached:
    activities: dict[str, Through] = {}
    focus_areas: dict[str, Through] = {}
    tags: dict[str, Through] = {}
    each: Activity | None = activity
    while each is not None and each.code not in activities:
        activities[each.code] = Through(Way.PARENT if activities else Way.OWN, each.code, each.name)
        if focus := each.focus_area:
            focus_areas.setdefault(focus.code, Through(Way.FOCUS_AREA, focus.code, focus.name))
        for tag in each.tags.all():
            tags.setdefault(tag.code, Through(Way.TAG, tag.code, tag.name))
        each = each.parent
    return Reached(activities, focus_areas, tags)


def criteria_of_activity(activity: Activity) -> list[Counted]:
    """Criteria in use that lose something when the activity is closed, in their order."""
    known = reached(activity)
    found = []
    for criterion in activity.programme.criteria.filter(ends_on=None):
        through = _through(criterion, known)
        if through or criterion.activity_id == activity.pk:
            found.append(Counted(criterion, through))
    return found


def _through(criterion: Criterion, known: Reached) -> tuple[Through, ...]:
    """Its ways, the nearest first; none for a criterion that can no longer be read."""
    try:
        definition = definition_of(criterion)
    except DefinitionError:
        return ()
    found = {through for selection in definition.selections() for through in known.by(selection)}
    ways = list(Way)
    return tuple(sorted(found, key=lambda each: (ways.index(each.way), each.name)))
