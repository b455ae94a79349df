"""What somebody wants to see in the calendar: read from the address, and written into every link of the page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core import clock
from traedesten.core.form import Form
from traedesten.planning.planner import Planner
from traedesten.schedule import queries
from traedesten.schedule.models import Session

WEEK, MONTH = "uge", "maaned"
MINE = "mig"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Names as they stand in the address; empty ones do not restrict. ``who`` is "mig", or a colleague's number."""

    view: str
    day: date
    activity: str = ""
    area: str = ""
    venue: str = ""
    who: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.activity or self.area or self.venue or self.who)

    def link(self, **changes: Any) -> str:
        """The query of the same page with something else."""
        other = replace(self, **changes)
        told = {"vis": other.view, "dag": other.day.isoformat(), "aktivitet": other.activity, "omraade": other.area,
                "sted": other.venue, "hvem": other.who}  # fmt: skip
        return "?" + urlencode({name: value for name, value in told.items() if value})

    def span(self) -> tuple[date, date]:
        """First and last day of the page: whole weeks, Monday to Sunday."""
        first = self.day if self.view == WEEK else self.day.replace(day=1)
        last = self.day if self.view == WEEK else _last_of_month(self.day)
        return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())

    def beside(self, step: int) -> date:
        """The same view one step on (1) or back (-1)."""
        if self.view == WEEK:
            return self.day + timedelta(days=7 * step)
        first = self.day.replace(day=1)
        return _last_of_month(first) + timedelta(days=1) if step > 0 else (first - timedelta(days=1)).replace(day=1)


def read(query: QueryDict, default_view: str) -> Wanted:
    """What the address asks for; what cannot be read is today's week."""
    view = query.get("vis", default_view)
    told = {name: query.get(key, "")[:60] for name, key in
            (("activity", "aktivitet"), ("area", "omraade"), ("venue", "sted"), ("who", "hvem"))}  # fmt: skip
    return Wanted(view if view in (WEEK, MONTH) else WEEK, _day(query.get("dag", "")), **told)


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return clock.today()
    return found if date(1950, 1, 1) <= found <= date(2150, 1, 1) else clock.today()


def _last_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def narrowed(rows: QuerySet[Session], wanted: Wanted, planner: Planner) -> QuerySet[Session]:
    named = {"activity__code": wanted.activity, "area__code": wanted.area, "venue__code": wanted.venue}
    rows = rows.filter(**{name: value for name, value in named.items() if value})
    if wanted.who == MINE:
        return queries.on_duty(rows, planner.staff)
    if wanted.who.isdecimal() and planner.sees_how_it_went:
        return queries.on_duty(rows, int(wanted.who[:9]))
    return rows


class FilterForm(Form):
    """The choices of the page; sent by GET, so that a page can be kept as a bookmark."""

    aktivitet = forms.ChoiceField(label=gettext_lazy("Aktivitet"), required=False)
    omraade = forms.ChoiceField(label=gettext_lazy("Område"), required=False)
    sted = forms.ChoiceField(label=gettext_lazy("Sted"), required=False)
    hvem = forms.ChoiceField(label=gettext_lazy("Hvem er på"), required=False)

    def __init__(self, wanted: Wanted, planner: Planner) -> None:
        initial = {"aktivitet": wanted.activity, "omraade": wanted.area, "sted": wanted.venue, "hvem": wanted.who}
        super().__init__(initial=initial)
        everyone = [(MINE, _("Mig"))]
        if planner.sees_how_it_went:
            everyone += [(str(row.pk), row.name) for row in planner.team if row != planner.staff]
        for name, pairs in (
            ("aktivitet", [(row.code, row.name) for row in planner.activities]),
            ("omraade", [(row.code, row.name) for row in planner.areas]),
            ("sted", [(row.code, row.name) for row in planner.venues]),
            ("hvem", everyone),
        ):
            self.fields[name].choices = [("", _("Alle")), *pairs]  # type: ignore[attr-defined]
