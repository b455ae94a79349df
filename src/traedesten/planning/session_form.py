"""The form of one planned session, and the same in words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core.form_field import TimeField
from traedesten.core.writing import written_day
from traedesten.planning import words
from traedesten.planning.plan_field import PlanForm, PlannedDateField, RowField, StaffField
from traedesten.planning.planner import Planner
from traedesten.schedule.models import Session
from traedesten.schedule.plan import SessionPlan

# What a session of an activity is, when nothing else is said.
FORM_OF = {"open": "open", "course": "course", "event": "event"}


class SessionForm(PlanForm):
    activity = RowField(label=gettext_lazy("Aktivitet"))
    planned_on = PlannedDateField(label=gettext_lazy("Dag"), help_text=gettext_lazy("For eksempel 3.12.2026."))
    starts_at = TimeField(
        label=gettext_lazy("Begynder kl."), required=False, help_text=gettext_lazy("For eksempel 10.00.")
    )
    ends_at = TimeField(
        label=gettext_lazy("Slutter kl."), required=False, help_text=gettext_lazy("For eksempel 12.00.")
    )
    venue = RowField(label=gettext_lazy("Sted"), required=False)
    area = RowField(label=gettext_lazy("Område"), required=False)
    name = forms.CharField(
        label=gettext_lazy("Tema eller navn"), required=False, max_length=200,
        help_text=gettext_lazy("Kun hvis den har sit eget, for eksempel »Temadag om søvn«."),
    )  # fmt: skip
    run = RowField(label=gettext_lazy("Forløb"), required=False)
    staff = StaffField(label=gettext_lazy("Hvem er på"), required=False)

    def __init__(self, *args: Any, planner: Planner, session: Session | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.planner, self.session = planner, session
        self._offer("activity", [(row, row.name) for row in planner.activities], _("Vælg aktivitet"))
        self._offer("venue", [(row, row.name) for row in _with(planner.venues_to_plan_at, session and session.venue)],
                    _("Ikke aftalt"))  # fmt: skip
        everywhere = _("Hele programmet") if planner.plans_everywhere else _("Følger stedet")
        self._offer("area", [(row, row.name) for row in planner.areas_to_plan_in], everywhere)
        runs = planner.programme.runs.select_related("activity")
        self._offer("run", [(row, f"{row.name} ({row.activity.name})") for row in runs], _("Intet"))
        self.fields["staff"].offer(planner.team)  # type: ignore[attr-defined]

    def _offer(self, name: str, pairs: list[tuple[Any, str]], empty: str) -> None:
        self.fields[name].offer(pairs, empty)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        venue = told.get("venue")
        if venue is not None and venue.area_id:
            told["area"] = venue.area
        if not self.planner.plans_everywhere and "area" in told and told["area"] is None:
            self.add_error("area", _("Vælg et af dine områder, eller et sted, der ligger i et af dem."))
        return told

    def plan(self) -> SessionPlan:
        """What the form says; only asked when it is valid."""
        told = {name: self.cleaned_data[name] for name in SessionPlan.COLUMNS if name in self.cleaned_data}
        form = self.session.form if self.session else FORM_OF.get(told["activity"].form, "other")
        if told["run"] is not None and self.session is None:
            form = Session.Form.COURSE
        return SessionPlan(**told, form=form, staff=self.cleaned_data["staff"])


def _with(rows: list[Any], own: Any) -> list[Any]:
    return rows if own is None or own in rows else [own, *rows]


def initial(session: Session) -> dict[str, Any]:
    """The session in the form's own words."""
    codes = {name: row.code if (row := getattr(session, name)) else "" for name in ("activity", "venue", "area", "run")}
    plain = {name: getattr(session, name) for name in ("planned_on", "starts_at", "ends_at", "name")}
    return {**codes, **plain, "staff": [str(row.pk) for row in session.staff.all()]}


def said(session: Session) -> dict[str, str]:
    """Label and words of everything a plan says, to show what became different."""
    return {
        _("Aktivitet"): session.activity.name,
        _("Dag"): written_day(session.planned_on),
        _("Tid"): words.hours(session.starts_at, session.ends_at) or _("Ikke aftalt"),
        _("Sted"): session.venue.name if session.venue else _("Ikke aftalt"),
        _("Område"): session.area.name if session.area else _("Hele programmet"),
        _("Tema eller navn"): session.name or _("Intet"),
        _("Forløb"): session.run.name if session.run else _("Intet"),
        _("Hvem er på"): words.listed(row.name for row in session.staff.all()) or _("Ingen endnu"),
        _("Tilstand"): _("Aflyst") if session.is_called_off else _("Planlagt"),
    }
