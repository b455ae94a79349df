"""What the criterion page and the entries page show beside the card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from measure_engine.explain import fact_text
from measure_engine.figure import Figure, Shape, half_up, show, show_interval
from measure_engine.language import day, number
from measure_engine.reference import Evaluator
from measure_engine.reference.evaluator import divides_people
from traedesten.journal.models import Entry
from traedesten.journal.queries import RELATED
from traedesten.measures import board, card
from traedesten.measures.board import Reading, translator
from traedesten.measures.words import sentence_of, steps_of
from traedesten.places.models import Staff
from traedesten.programme import promise
from traedesten.programme.models import Programme
from traedesten.programme.rules import seen_entries

KEPT = ("vis", "ansvarlig")


def query(programme: Programme, as_of: date, asked: Mapping[str, str] | None = None, **changed: str) -> str:
    """The day, and how the compass was looked at, from page to page; empty where all is usual."""
    day_asked = {} if as_of == board.day_for(programme) else {"dato": as_of.isoformat()}
    kept = {name: value for name in KEPT if (value := changed.get(name, (asked or {}).get(name, "")))}
    return "?" + urlencode({**day_asked, **kept}) if day_asked or kept else ""


def agreement(programme: Programme) -> dict[str, Any]:
    """The programme's promises without figures, for those who see published figures only."""
    criteria = list(programme.criteria.select_related("focus_area", "activity"))
    focus_areas = [*programme.focus_areas.all(), None]
    sections = [(focus, [each for each in criteria if each.focus_area == focus]) for focus in focus_areas]
    return {"promises": [(focus, found) for focus, found in sections if found]}


def worked(reading: Reading, evaluator: Evaluator) -> dict[str, Any]:
    """Definition in words, the worked figure, parts, periods and targets of one criterion."""
    figure = reading.assessment.figure if reading.assessment else None
    return {
        "sentence": sentence_of(reading.definition, evaluator.names, reading.target),
        "steps": steps_of(reading),
        "parts": _parts(reading, figure),
        "facts": _facts(figure),
        "measured_on": figure.measured_on if figure else None,
        "missing": [
            f"{number(each.count, translator=translator())} {each.what}" for each in figure.missing if each.count
        ]
        if figure
        else [],
        "interval": _interval(reading, figure),
        "interval_level": _level(figure),
        "parts_overlap": bool(figure and figure.parts and figure.estimate),
        "targets": _targets(reading),
        "baseline": promise.baseline_of(reading.criterion),
        "comparison": promise.comparison_of(reading.criterion),
    }


def _interval(reading: Reading, figure: Figure | None) -> str:
    """Where areas have lines of their own, the whole is said in one sentence with its likely range."""
    if figure is None or (figure.estimate and len(reading.verdicts) > 1):
        return ""
    return show_interval(figure, translator())


def _level(figure: Figure | None) -> int:
    """How sure the interval is, in per cent."""
    return half_up(100 * figure.interval.level) if figure and figure.interval else 0


def _facts(figure: Figure | None) -> list[tuple[str, str]]:
    return (
        [(fact.label, fact_text(fact, translator())) for fact in figure.facts if fact.value is not None]
        if figure
        else []
    )


def _parts(reading: Reading, figure: Figure | None) -> list[tuple[str, str]]:
    """The parts in order, and of people those without a value of the trait, so that a reader can add up."""
    if figure is None:
        return []
    shown = [(part.label, show(part.figure, translator())) for part in figure.parts]
    definition = reading.definition
    if shown and definition and figure.shape is Shape.COUNT and divides_people(definition):
        unknown = (figure.value or 0) - sum(part.figure.value or 0 for part in figure.parts)
        is_whole = definition.split is not None and not definition.split.values
        shown += [(_("Ikke oplyst"), number(unknown, translator=translator()))] if is_whole and unknown > 0 else []
    return shown


@dataclass(frozen=True, slots=True)
class TargetLine:
    scope: str
    wanted: str
    dates: str
    decision: str
    is_replaced: bool


def _targets(reading: Reading) -> list[TargetLine]:
    """Targets that hold, each followed by those it replaced."""
    found: list[TargetLine] = []
    for verdict in reading.verdicts:
        if verdict.target:
            older = [(old, True) for old in reversed(verdict.replaced)]
            found += [_target(target, reading, replaced) for target, replaced in [(verdict.target, False), *older]]
    return found


def _target(target: Any, reading: Reading, is_replaced: bool) -> TargetLine:
    dates = [
        _("fra %(day)s") % {"day": day(target.starts_on, translator())} if target.starts_on else "",
        _("senest %(day)s") % {"day": day(target.ends_on, translator())} if target.ends_on else "",
        _("besluttet fra %(day)s") % {"day": day(target.valid_from, translator())} if target.valid_from else "",
    ]
    scope = card.scope(target, reading)
    return TargetLine(scope, card.wanted(target), ", ".join(filter(None, dates)), target.decision, is_replaced)


@dataclass(frozen=True, slots=True)
class Behind:
    """The entries of one line of a criterion: how many there are, and those the person may see."""

    scope: str
    total: int
    visible: list[int]  # their keys, newest first
    hidden: int


def behind(staff: Staff, programme: Programme, reading: Reading, chosen: str) -> Behind:
    """Entries behind the chosen verdict (its number in order; the first where it is none)."""
    verdicts = reading.verdicts
    index = next((number for number in range(len(verdicts)) if str(number) == chosen), 0)
    figure = verdicts[index].figure if verdicts else None
    wanted = {int(str(pk)) for pk in (*figure.entries, *figure.denominator_entries)} if figure else set()
    # By their keys and the person's roles alone: asked for the programme too, SQLite reads all of it through.
    found = Entry.objects.filter(seen_entries(staff, programme), pk__in=wanted).order_by("-happened_on", "-seq")
    visible = [pk for pk, owner in found.values_list("pk", "programme") if owner == programme.pk]
    scope = card.scope(verdicts[index].target, reading) if verdicts else ""
    return Behind(scope, len(wanted), visible, len(wanted) - len(visible))


def read(keys: Iterable[int]) -> list[Entry]:
    """Entries with what a list shows of them, in the order of their keys."""
    wanted = list(keys)
    rows = Entry.objects.select_related(*RELATED).in_bulk(wanted)
    return [rows[pk] for pk in wanted]
