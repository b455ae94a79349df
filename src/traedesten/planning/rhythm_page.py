"""Rhythms as their page shows them, and what a rhythm will come to before it is saved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from traedesten.core import clock
from traedesten.core.writing import written_day
from traedesten.planning import words
from traedesten.planning.planner import Planner
from traedesten.schedule import laying, queries
from traedesten.schedule.laying import Draft, Laid
from traedesten.schedule.models import Rhythm, Session
from traedesten.schedule.plan import RhythmPlan
from traedesten.schedule.use import used

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Line:
    rhythm: Rhythm
    title: str
    said: str
    span: str
    is_over: bool
    next_days: str
    may_change: bool


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time of the preview. ``note`` says what is special: moved, left out and why, planned already."""

    day: str
    place: str
    note: str
    is_made: bool


@dataclass(frozen=True, slots=True)
class Preview:
    said: str
    occasions: tuple[Occasion, ...]
    more: int
    mark: str
    is_empty: bool


def lines(planner: Planner) -> list[Line]:
    """The programme's rhythms, those that go on first."""
    today = clock.today()
    rows = list(queries.rhythms_visible_to(planner.staff, planner.programme))
    ahead: dict[int, list[date]] = {}
    sessions = Session.objects.filter(rhythm__in=rows, planned_on__gte=today, is_called_off=False)
    for pk, on in sessions.order_by("planned_on").values_list("rhythm", "planned_on"):
        ahead.setdefault(int(pk or 0), []).append(on)
    found = [_line(planner, row, ahead.get(row.pk, []), today) for row in rows]
    return sorted(found, key=lambda line: line.is_over)


def _line(planner: Planner, row: Rhythm, ahead: list[date], today: date) -> Line:
    is_over = (row.ends_on is not None and row.ends_on < today) or (not ahead and row.laid_until is not None)
    told = words.listed(words.short_day(on) for on in ahead[:3])
    return Line(
        row, row.activity.name, words.rhythm(row), words.span(row.starts_on, row.ends_on), is_over, told,
        planner.may_change_rhythm(row),
    )  # fmt: skip


def preview(planner: Planner, plan: RhythmPlan, rhythm: Rhythm | None = None) -> Preview:
    """What saving would come to, and a mark of it: another mark means that it has changed since it was shown."""
    kept = _kept(rhythm, plan.starts_on) if rhythm else set()
    if rhythm:
        plan = _in_step(plan, rhythm)
    draft = laying.draft(planner.programme, plan, kept=kept, instead_of=rhythm)
    laid = sorted((*draft.made, *draft.skipped, *draft.there), key=lambda each: each.occurrence.due_on)
    occasions = tuple(_occasion(each, draft) for each in laid[:SHOWN])
    text = "|".join(f"{each.occurrence.due_on}{each.occurrence.on}{each.turn}" for each in laid) + repr(plan)
    mark = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Preview(_summary(draft, len(kept)), occasions, max(0, len(laid) - SHOWN), mark, not draft.made)


def _in_step(plan: RhythmPlan, rhythm: Rhythm) -> RhythmPlan:
    return replace(plan, anchor_on=plan.anchor_on or rhythm.anchor_on or rhythm.starts_on)


def _kept(rhythm: Rhythm, first: date) -> set[date]:
    """The days due of the rhythm's sessions that a change from ``first`` would leave: registered or adjusted."""
    rows = dict(rhythm.sessions.filter(rhythm_on__gte=first).values_list("pk", "rhythm_on"))
    adjusted = set(rhythm.sessions.filter(rhythm_on__gte=first, is_adjusted=True).values_list("pk", flat=True))
    return {day for pk in used(rows) | adjusted if (day := rows.get(pk))}


def _occasion(each: Laid, draft: Draft) -> Occasion:
    due, on = each.occurrence.due_on, each.occurrence.on
    place = each.turn.venue.name if each.turn.venue else _("Sted ikke aftalt")
    place = f"{place}: {each.turn.name}" if each.turn.name else place
    why = each.holiday or _("lukket uge")
    if on is None:
        return Occasion(written_day(due), place, _("Springes over: %(why)s") % {"why": why}, False)
    if each in draft.there:
        return Occasion(written_day(on), place, _("Står i kalenderen allerede"), False)
    if each.occurrence.is_moved:
        told = {"day": words.short_day(due), "why": why}
        return Occasion(written_day(on), place, _("Flyttet fra %(day)s: %(why)s") % told, True)
    return Occasion(written_day(on), place, "", True)


def _summary(draft: Draft, kept: int) -> str:
    """42 gange. 3 falder på helligdage: springes over. 6 falder i lukkede uger: springes over."""
    count = len(draft.made)
    parts = [ngettext("%(count)d gang.", "%(count)d gange.", count) % {"count": count}]
    parts += _closed(draft.skipped, _("springes over"))
    parts += _closed(draft.moved, _("flyttes"))
    if draft.there:
        text = _("%(count)d står i kalenderen allerede.")
        parts.append(text % {"count": len(draft.there)})
    if kept:
        text = _("%(count)d er registreret eller ændret i hånden og bliver stående.")
        parts.append(text % {"count": kept})
    return " ".join(parts)


def _closed(laid: Iterable[Laid], what: str) -> list[str]:
    found = list(laid)
    days = sum(bool(each.holiday) for each in found)
    weeks = len(found) - days
    told = []
    if days:
        text = ngettext(
            "%(count)d falder på en helligdag: %(what)s.", "%(count)d falder på helligdage: %(what)s.", days
        )
        told.append(text % {"count": days, "what": what})
    if weeks:
        text = ngettext(
            "%(count)d falder i en lukket uge: %(what)s.", "%(count)d falder i lukkede uger: %(what)s.", weeks
        )
        told.append(text % {"count": weeks, "what": what})
    return told
