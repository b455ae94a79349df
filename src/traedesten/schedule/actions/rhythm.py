"""Rhythms: begun, changed from a day on, ended, made longer. Nothing before the day is touched, nor what was held."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission, Reach
from traedesten.core.action import Actor, action
from traedesten.programme.models import Part, Programme, Version
from traedesten.schedule import code, laying, rules
from traedesten.schedule.models import Rhythm, RhythmTurn, Session
from traedesten.schedule.plan import PlanOutdated, PlanRefused, Problem, RhythmPlan
from traedesten.schedule.use import used

DAY = timedelta(days=1)


def _reach(arguments: Mapping[str, Any]) -> Reach:
    """The programme and every area a turn lies in, before and after; a turn in no area is for who has all."""
    programme, rhythm, plan = (arguments.get(name) for name in ("programme", "rhythm", "plan"))
    programmes = {programme.pk} if programme else {rhythm.programme_id} if rhythm else set()
    areas = {turn.area.pk if turn.area else 0 for turn in (plan.turns if plan else ())}
    areas |= {pk or 0 for pk in rhythm.turns.values_list("area", flat=True)} if rhythm else set()
    return Reach(frozenset(programmes), frozenset(areas))


@action("rhythm.begin", needs=Permission.PLAN_SESSIONS, reach=_reach)
def begin(*, by: Actor, programme: Programme, plan: RhythmPlan) -> Rhythm:
    """A new rhythm with its sessions laid out. The same rhythm again is the one there is, and nothing new is made."""
    Version.objects.next_for(programme.pk, Part.PLANS)
    _demand(list(rules.rhythm_problems(programme, plan)))
    same = _same(programme, plan)
    return same or _create(programme, plan, after=None)


@action("rhythm.change", needs=Permission.PLAN_SESSIONS, reach=_reach)
def change(*, by: Actor, rhythm: Rhythm, plan: RhythmPlan, seen: int) -> Rhythm:
    """From ``plan.starts_on`` the rhythm is as the plan says: the old one ends the day before, a new one follows it.

    Sessions after that day which somebody has registered or adjusted stay as they are.
    """
    Version.objects.next_for(rhythm.programme_id, Part.PLANS)
    old = _newest(rhythm, seen)
    plan = replace(plan, anchor_on=plan.anchor_on or old.anchor_on or old.starts_on)
    _demand(list(rules.change_problems(old, plan)))
    kept = _clear(old, plan.starts_on)
    if plan.starts_on <= old.starts_on:
        return _rewrite(old, plan, kept)
    old.ends_on = plan.starts_on - DAY
    old.laid_until = min(old.laid_until or old.ends_on, old.ends_on)
    _saved(old)
    return _create(old.programme, plan, after=None, kept=kept, replaces=old)


@action("rhythm.end", needs=Permission.PLAN_SESSIONS, reach=_reach)
def end(*, by: Actor, rhythm: Rhythm, on: date, seen: int) -> Rhythm:
    """``on`` is its last day. Later sessions go, but for those that somebody has registered or adjusted."""
    Version.objects.next_for(rhythm.programme_id, Part.PLANS)
    row = _newest(rhythm, seen)
    problems = list(_day_problems(on + DAY))
    if on < row.starts_on:
        problems.append(Problem("on", _("Rytmen er ikke begyndt den dag. Vælg en dag, efter den begyndte.")))
    _demand([Problem("on", each.text) for each in problems])
    _clear(row, on + DAY)
    row.ends_on, row.laid_until = on, min(row.laid_until or on, on)
    return _saved(row)


@action("rhythm.extend", needs=Permission.PLAN_SESSIONS, reach=_reach)
def extend(*, by: Actor, rhythm: Rhythm, on: date, seen: int) -> Rhythm:
    """``on`` is its new, later last day; the sessions up to it are laid out."""
    Version.objects.next_for(rhythm.programme_id, Part.PLANS)
    row = _newest(rhythm, seen)
    last = rules.period_of(row.programme, row.activity)[1]
    if row.ends_on is None or on <= row.ends_on or on > last:
        _demand(
            [Problem("on", _("Vælg en dag efter den sidste nu, og senest %(last)s.") % {"last": f"{last:%d.%m.%Y}"})]
        )
    row.ends_on = on
    _lay(row, after=row.laid_until)
    return _saved(row)


@action("rhythm.lay", needs=Permission.PLAN_SESSIONS, reach=_reach)
def lay(*, by: Actor, rhythm: Rhythm) -> Rhythm:
    """Lay out what has not been yet: of a rhythm that came as a file. Again, it makes nothing new."""
    Version.objects.next_for(rhythm.programme_id, Part.PLANS)
    row = Rhythm.objects.select_for_update(of=("self",)).get(pk=rhythm.pk)
    _lay(row, after=row.laid_until)
    row.save(update_fields=["laid_until"])
    return row


def _same(programme: Programme, plan: RhythmPlan) -> Rhythm | None:
    alike = Rhythm.objects.filter(
        programme=programme, activity=plan.activity, starts_on=plan.starts_on, starts_at=plan.starts_at,
        ends_at=plan.ends_at, ends_on=plan.ends_on, run=plan.run, form=plan.form, when_closed=plan.when_closed,
        rests_on_customary=plan.rests_on_customary,
    )  # fmt: skip
    return next((row for row in alike if RhythmPlan.of(row).turns == plan.turns), None)


def _create(
    programme: Programme,
    plan: RhythmPlan,
    *,
    after: date | None,
    kept: Collection[date] = (),
    replaces: Rhythm | None = None,
) -> Rhythm:
    columns = {name: getattr(plan, name) for name in plan.COLUMNS}
    row = Rhythm.objects.create(
        programme=programme,
        code=code.of_rhythm(programme, plan.activity.code),
        replaces=replaces,
        **{**columns, "anchor_on": plan.anchor_on or plan.starts_on},
    )
    _write_turns(row, plan)
    _lay(row, after=after, kept=kept)
    row.save(update_fields=["laid_until"])
    return row


def _rewrite(row: Rhythm, plan: RhythmPlan, kept: Collection[date]) -> Rhythm:
    """A rhythm that had not begun is simply another one."""
    for name in plan.COLUMNS:
        setattr(row, name, getattr(plan, name))
    row.turns.all().delete()
    _write_turns(row, plan)
    _lay(row, after=None, kept=kept)
    return _saved(row)


def _write_turns(row: Rhythm, plan: RhythmPlan) -> None:
    RhythmTurn.objects.bulk_create(
        RhythmTurn(
            programme_id=row.programme_id, rhythm=row, number=number, rule=turn.rule, week=turn.week,
            area=turn.area, venue=turn.venue, name=turn.name,
        )
        for number, turn in enumerate(plan.turns, start=1)
    )  # fmt: skip
    row.staff.set(plan.staff)


def _lay(row: Rhythm, *, after: date | None, kept: Collection[date] = ()) -> None:
    """Make the sessions of the rhythm that are due after a day, and note how far it has been laid."""
    plan = RhythmPlan.of(row)
    own = {day for day in row.sessions.values_list("rhythm_on", flat=True) if day}
    draft = laying.draft(row.programme, plan, after=after, kept={*kept, *own})
    taken = set(
        Session.objects.filter(programme=row.programme_id, code__startswith=row.code).values_list("code", flat=True)
    )
    made = Session.objects.bulk_create([_session(row, each, taken) for each in draft.made], 500)
    through = Session.staff.through
    through.objects.bulk_create(
        [through(session_id=session.pk, staff_id=member.pk) for session in made for member in plan.staff], 500
    )
    row.laid_until = laying.period(row.programme, plan)[1]


def _session(row: Rhythm, laid: laying.Laid, taken: set[str]) -> Session:
    on = laid.occurrence.on or laid.occurrence.due_on
    own = code.of_occurrence(row, laid.occurrence.due_on, taken)
    taken.add(own)
    return Session(
        programme_id=row.programme_id, code=own, name=laid.turn.name, activity_id=row.activity_id,
        planned_on=on, starts_at=row.starts_at, ends_at=row.ends_at, area=laid.turn.area,
        venue=laid.turn.venue, run_id=row.run_id, form=row.form, rhythm=row, rhythm_on=laid.occurrence.due_on,
    )  # fmt: skip


def _clear(row: Rhythm, first: date) -> set[date]:
    """Take away the rhythm's sessions from a day on; the days due of those that stay, registered or adjusted."""
    ahead = dict(row.sessions.filter(rhythm_on__gte=first).values_list("pk", "rhythm_on"))
    before = set(row.sessions.filter(rhythm_on__gte=first, planned_on__lt=clock.today()).values_list("pk", flat=True))
    adjusted = set(row.sessions.filter(rhythm_on__gte=first, is_adjusted=True).values_list("pk", flat=True))
    stay = used(ahead) | adjusted | before
    Session.objects.filter(pk__in=set(ahead) - stay).delete()
    return {day for pk in stay if (day := ahead[pk])}


def _day_problems(first: date) -> list[Problem]:
    if first < clock.today():
        return [Problem("starts_on", _("Det, der har været, ændres ikke. Vælg i dag eller en senere dag."))]
    return []


def _newest(rhythm: Rhythm, seen: int) -> Rhythm:
    row = Rhythm.objects.select_for_update(of=("self",)).select_related("programme", "activity").get(pk=rhythm.pk)
    if row.revision != seen:
        raise PlanOutdated
    return row


def _saved(row: Rhythm) -> Rhythm:
    row.revision += 1
    row.save()
    return row


def _demand(problems: list[Problem]) -> None:
    if problems:
        raise PlanRefused(problems)
