"""Dates of the agreement lie in order and inside the programme; a period may shrink only around what is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from traedesten.core.writing import written_day
from traedesten.programme.models import Programme

Held = tuple[str, date]
"""Something with a date that must lie in the programme's period: what it is called, and the date."""

_kept_inside: list[Callable[[Programme], Iterator[Held]]] = []


def keep_inside(dates_of: Callable[[Programme], Iterator[Held]]) -> None:
    """Add what an app above knows of; called from its `AppConfig.ready`."""
    _kept_inside.append(dates_of)


def demand_order(values: Mapping[str, Any], first: str = "starts_on", last: str = "ends_on") -> None:
    """ValidationError at the last day where it lies before the first."""
    begins, ends = values.get(first), values.get(last)
    if begins and ends and ends < begins:
        text = _("Slutter %(last)s, før det begynder %(first)s. Byt om på datoerne, eller ret den ene.")
        raise ValidationError({last: text % {"first": written_day(begins), "last": written_day(ends)}})


def demand_inside(programme: Programme, values: Mapping[str, Any], *names: str) -> None:
    """ValidationError at every one of these dates that lies outside the programme."""
    outside = {name: values[name] for name in names if values.get(name) and not _is_inside(programme, values[name])}
    if outside:
        text = _("%(day)s ligger uden for programmet, der går fra %(first)s til %(last)s.")
        told = {"first": written_day(programme.starts_on), "last": written_day(programme.ends_on)}
        raise ValidationError({name: text % {"day": written_day(day), **told} for name, day in outside.items()})


def _is_inside(programme: Programme, day: date) -> bool:
    return programme.starts_on <= day <= programme.ends_on


def demand_all_inside(programme: Programme) -> None:
    """ValidationError where the programme's period, as it is about to be, leaves something it holds outside."""
    early = [held for held in _held(programme) if held[1] < programme.starts_on]
    late = [held for held in _held(programme) if held[1] > programme.ends_on]
    told: dict[str, str] = {}
    if early:
        told["starts_on"] = _outside(early, _("begynder før"))
    if late:
        told["ends_on"] = _outside(late, _("ligger efter"))
    if told:
        raise ValidationError(told)


def _outside(held: list[Held], where: str) -> str:
    what, day = held[0]
    more = len(held) - 1
    text = _("%(what)s (%(day)s) %(where)s. Flyt det først, eller vælg en anden dato.")
    if more:
        text = _("%(what)s (%(day)s) og %(more)d mere %(where)s. Flyt dem først, eller vælg en anden dato.")
    return text % {"what": what, "day": written_day(day), "more": more, "where": where}


def _held(programme: Programme) -> Iterator[Held]:
    for activity in programme.activities.all():
        yield from ((activity.name, day) for day in (activity.starts_on, activity.ends_on) if day)
    for phase in programme.phases.all():
        yield from ((phase.name, day) for day in (phase.starts_on, phase.ends_on))
    for criterion in programme.criteria.prefetch_related("targets"):
        if criterion.ends_on:
            yield _("%(code)s, der er afsluttet") % {"code": criterion.code}, criterion.ends_on
        for target in criterion.targets.all():
            days = (target.starts_on, target.ends_on, target.valid_from, target.valid_until)
            yield from ((_("Et mål i %(code)s") % {"code": criterion.code}, day) for day in days if day)
    for week in programme.closed_weeks.all():
        yield from _of_week(programme, week.year, week.week)
    years = {line.year for line in programme.budget_lines.all() if line.year is not None}
    for year in sorted(years):
        yield _("Budget for %(year)d") % {"year": year}, _nearest_day(programme, date(year, 1, 1), date(year, 12, 31))
    for dates_of in _kept_inside:
        yield from dates_of(programme)


def _of_week(programme: Programme, year: int, week: int) -> Iterator[Held]:
    monday = date.fromisocalendar(year, week, 1)
    name = _("Lukkeuge %(week)d i %(year)d") % {"week": week, "year": year}
    yield name, _nearest_day(programme, monday, monday + timedelta(days=6))


def _nearest_day(programme: Programme, first: date, last: date) -> date:
    """The day of a stretch that lies nearest to the programme: a stretch is outside only as a whole."""
    if last < programme.starts_on:
        return last
    return max(first, programme.starts_on) if first <= programme.ends_on else first


def demand_year(programme: Programme, year: int | None) -> None:
    """ValidationError for a year outside the programme; None is the whole period."""
    if year is not None and not programme.starts_on.year <= year <= programme.ends_on.year:
        text = _("%(year)d ligger uden for programmet, der går fra %(first)d til %(last)d.")
        told = {"year": year, "first": programme.starts_on.year, "last": programme.ends_on.year}
        raise ValidationError({"year": text % told})


MOST_MONEY = 1_000_000_000_000


def demand_amount(amount: int | None) -> None:
    if amount is not None and not 0 <= amount <= MOST_MONEY:
        raise ValidationError({"amount": _("Skriv et beløb i hele kroner mellem 0 og 1.000.000.000.000.")})
