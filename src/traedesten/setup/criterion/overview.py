"""The list of criteria in their order, and the choice of what a new one counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from measure_engine.plain import DefinitionError
from measure_engine.preset import guide
from traedesten.core.access import Permission
from traedesten.measures import board, handbook
from traedesten.measures.board import translator
from traedesten.measures.words import sentence_of
from traedesten.places.models import Staff
from traedesten.programme import promise
from traedesten.programme.models import Criterion, Programme, Target
from traedesten.programme.queries import criteria_visible_to
from traedesten.setup import hub
from traedesten.setup.criterion.composition import preset_of
from traedesten.setup.hub import Card, Facts
from traedesten.setup.site import Site


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion of the list. ``fault`` is why it cannot be counted; ``has_form`` whether a preset can change it."""

    criterion: Criterion
    sentence: str
    targets: tuple[str, ...]
    fault: str
    has_form: bool
    is_first: bool
    is_last: bool


def rows(staff: Staff, programme: Programme) -> tuple[list[Row], list[Row]]:
    """Those in use in their order, and those that are ended."""
    names = board.evaluator_of(programme).names
    found = criteria_visible_to(staff, programme).select_related("focus_area", "activity")
    criteria = list(found.prefetch_related("targets__area", "targets__activity", "changes"))
    today = board.day_for(programme)
    used = [each for each in criteria if each.ends_on is None or each.ends_on >= today]
    made = {each.pk: _row(each, names, used) for each in criteria}
    return [made[each.pk] for each in used], [made[each.pk] for each in criteria if each not in used]


def _row(criterion: Criterion, names: Any, used: list[Criterion]) -> Row:
    sentence, fault = "", ""
    try:
        sentence = sentence_of(promise.definition_of(criterion), names)
    except DefinitionError as error:
        fault = error.sentence(translator())
    targets = tuple(_told(row) for row in criterion.targets.all() if row.valid_until is None and _holds(row, criterion))
    has_form = preset_of(criterion.measure) is not None
    is_first, is_last = criterion == used[:1][0] if used else False, bool(used) and criterion == used[-1]
    return Row(criterion, sentence, targets, fault, has_form, is_first, is_last)


def _told(row: Target) -> str:
    """A target with what it is for: "Lyngtoppen: 400"."""
    scope = ", ".join(each.name for each in (row.area, row.activity) if each)
    return f"{scope}: {promise.told(promise.target_of(row))}" if scope else promise.told(promise.target_of(row))


def _holds(row: Target, criterion: Criterion) -> bool:
    """Whether no newer one has taken its place."""
    mine = (row.area_id, row.activity_id, row.part)
    same = [each for each in criterion.targets.all() if (each.area_id, each.activity_id, each.part) == mine]
    return all((each.valid_from or date.min, each.pk) <= (row.valid_from or date.min, row.pk) for each in same)


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    label: str
    explanation: str
    example: str
    handbook: str


def choices(asked: str) -> list[tuple[str, str, list[Choice]]]:
    """Groups (code, heading) of what can be counted; only those that mention every word asked for."""
    _t = translator().gettext
    return [
        (group.code, _t(group.label), [
            Choice(
                preset.name, _t(preset.label), _t(preset.explanation), _t(group.examples[preset.name]),
                handbook.address({"preset": preset.name}),
            ) for preset in presets
        ])
        for group, presets in guide.search(asked, translator())
    ]  # fmt: skip


def _facts(site: Site) -> Facts:
    criteria: Iterable[Criterion] = site.programme.criteria.prefetch_related("targets")
    used = [each for each in criteria if each.ends_on is None]
    bare = sum(not each.targets.all() for each in used)
    told = ngettext("%d kriterium", "%d kriterier", len(used)) % len(used)
    missing = (ngettext("%d mål", "%d mål", bare) % bare,) if bare else ()
    return Facts(told, missing if used else (_("det første kriterium"),), is_done=bool(used))


CARD = Card(
    key="criteria",
    order=40,
    group=gettext_lazy("Aftalen"),
    title=gettext_lazy("Kriterier og mål"),
    text=gettext_lazy("Hvad der skal vises, hvordan det tælles, og hvad der er lovet."),
    facts=_facts,
    address=hub.at("setup:criteria"),
    step=gettext_lazy("Skriv succeskriterierne ned"),
    icon="flag",
    needs=Permission.EDIT_CRITERIA,
)
