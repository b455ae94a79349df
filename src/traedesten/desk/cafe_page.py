"""What the page of a café shows beside its figures: the picture of its openings, and what was written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from traedesten.core.access import Permission
from traedesten.core.writing import written_day
from traedesten.desk.cafe_place import Place
from traedesten.desk.control_form import (
    BoxForm,
    ControlForm,
    DoorForm,
    PromptForm,
    SiteAuditForm,
    WeekForm,
)
from traedesten.desk.sheet_form import FamilySheetForm, SheetForm
from traedesten.journal.models import NewGuestWeek
from traedesten.journal.models.control import Control
from traedesten.journal.models.new_guest_week import AGES, SEXES
from traedesten.measures.cafe import Check, Opening

FORMS: dict[str, type[ControlForm]] = {
    form.code: form for form in (BoxForm, DoorForm, PromptForm, SheetForm, FamilySheetForm, WeekForm, SiteAuditForm)
}
WRITTEN_SHOWN = 8
BAR, GAP, HIGH = 8, 2, 100


@dataclass(frozen=True, slots=True)
class Button:
    href: str
    icon: str
    title: Any
    sentence: Any


@dataclass(frozen=True, slots=True)
class Bar:
    """One opening as a column of three parts, from the foot: known, second time, new."""

    x: int
    known_y: float
    known: float
    second_y: float
    second: float
    new_y: float
    new: float


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    most: int
    bars: tuple[Bar, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Written:
    """Something written by hand: what it says now, who wrote it, and what became of it."""

    said: str
    by: str
    when: str
    reason: str
    before: str
    is_gone: bool
    correct_href: str
    withdraw_href: str
    undo_href: str


@dataclass(frozen=True, slots=True)
class ToDo:
    """A check with the way to what mends it, for who may."""

    check: Check
    href: str


def href(place: Place, name: str, **more: Any) -> str:
    here = {"programme": place.programme.code, "activity": place.site.activity.code, "area": place.site.slug}
    return reverse(f"desk:{name}", kwargs={**here, **more})


def buttons(place: Place, codes: Iterable[str] = tuple(FORMS)) -> list[Button]:
    forms = [FORMS[code] for code in codes if place.may_write(FORMS[code].model)]
    return [Button(href(place, "control", what=form.code), form.icon, form.title, form.sentence) for form in forms]


def with_way(place: Place, checks: Iterable[Check]) -> list[ToDo]:
    return [ToDo(each, href(place, "control", what=each.form) if _may(place, each) else "") for each in checks]


def _may(place: Place, check: Check) -> bool:
    return bool(check.form) and place.may_write(FORMS[check.form].model)


def picture(openings: Sequence[Opening]) -> Picture | None:
    """The openings as columns; None before there are any."""
    if not openings:
        return None
    most = max(max(each.visits for each in openings), 1)
    new, visits = sum(each.new for each in openings), sum(each.visits for each in openings)
    label = ngettext(
        "%(visits)s besøg ved én åbning, heraf %(new)s nye.",
        "%(visits)s besøg ved %(openings)s åbninger, heraf %(new)s nye; flest på én gang %(most)s.",
        len(openings),
    ) % {"visits": visits, "openings": len(openings), "new": new, "most": most}
    bars = tuple(_bar(number, each, most) for number, each in enumerate(openings))
    return Picture(len(openings) * (BAR + GAP), most, bars, label)


def _bar(number: int, opening: Opening, most: int) -> Bar:
    scale = HIGH / most
    known, second, new = (round(scale * part, 1) for part in (opening.known, opening.second, opening.new))
    foot = [HIGH - known, HIGH - known - second, HIGH - known - second - new]
    return Bar(number * (BAR + GAP), round(foot[0], 1), known, round(foot[1], 1), second, round(foot[2], 1), new)


# What was written by hand


def form_of(control: Control) -> type[ControlForm]:
    found = [form for form in FORMS.values() if form.model is type(control)]
    return next((form for form in found if getattr(form, "card", "") == getattr(control, "card", "")), found[0])


def written(place: Place) -> list[Written]:
    """The newest of every sort, with who and why; what has been replaced stands with its successor."""
    rows: list[Control] = []
    for model in dict.fromkeys(form.model for form in FORMS.values()):
        newest = place.all_controls(model).filter(superseded_by=None).select_related("recorded_by", "supersedes")
        rows += newest.order_by("-recorded_at", "-pk")[:WRITTEN_SHOWN]
    rows.sort(key=lambda row: (row.recorded_at, row.pk), reverse=True)
    return [_written(place, row) for row in rows[:WRITTEN_SHOWN]]


def _written(place: Place, row: Control) -> Written:
    form, at = form_of(row), timezone.localtime(row.recorded_at)
    stands = not row.is_withdrawal
    may_correct = stands and place.may_change(row, Permission.CORRECT_OWN, Permission.CORRECT_ANY)
    may_withdraw = stands and place.may_change(row, Permission.WITHDRAW_OWN, Permission.WITHDRAW_ANY)
    address = {"what": form.code, "uid": row.uid}
    return Written(
        said=form.said(row),
        by=row.recorded_by.name if row.recorded_by else _("et andet system"),
        when=f"{written_day(at.date())} {at:%H.%M}",
        reason=str(row.reason or ""),
        before=form.said(row.supersedes) if row.supersedes is not None and stands else "",
        is_gone=row.is_withdrawal,
        correct_href=href(place, "control_correct", **address) if may_correct else "",
        withdraw_href=href(place, "control_withdraw", **address) if may_withdraw else "",
        undo_href=href(place, "control_undo", **address) if place.may_undo(row) else "",
    )


# Ages and sexes: never so finely that a guest could be known


def ages(place: Place) -> list[tuple[Any, list[str]]]:
    """New guests by age and sex since the beginning; 0-4 as "under 5", the rest to the nearest 5."""
    weeks = list(place.controls(NewGuestWeek))
    if not weeks:
        return []
    form = WeekForm(place=place)
    sums = {cell: sum(getattr(week, cell) for week in weeks) for cell in (f"{s}_{a}" for a in AGES for s in SEXES)}
    return [(age, [_protected(sums[field.name]) for field in fields]) for age, fields in form.rows]


def _protected(count: int) -> str:
    return _("under 5") if count < 5 else str(5 * ((count + 2) // 5))
