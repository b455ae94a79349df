"""One planned session as its page shows it, and the memory of one that was just taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from traedesten.planning import calendar_page, session_form, words
from traedesten.planning.planner import Planner
from traedesten.schedule.models import Session
from traedesten.schedule.plan import SessionPlan
from traedesten.schedule.use import used

REMOVED = "planning_removed"


@dataclass(frozen=True, slots=True)
class Page:
    item: calendar_page.Item
    facts: Mapping[str, str]
    may_change: bool
    is_registered: bool
    rhythm: str


def page(planner: Planner, session: Session) -> Page:
    item = calendar_page.lines(planner, [session])[0]
    facts = session_form.said(session)
    facts = {label: told for label, told in facts.items() if told != _("Intet")}
    facts[_("Tilstand")] = item.state_name
    if not planner.sees_how_it_went:
        facts.pop(_("Hvem er på"))
    rhythm = words.rhythm(session.rhythm) if session.rhythm else ""
    return Page(item, facts, planner.may_change(session), bool(used([session.pk])), rhythm)


def remember(request: HttpRequest, planner: Planner, session: Session) -> None:
    """Keep what a removed session said, until the next one or the log-out, so that it can be taken back."""
    told = session_form.initial(session)
    for name in ("planned_on", "starts_at", "ends_at"):
        told[name] = str(told[name] or "")
    kept = {**told, "form": session.form, "programme": planner.programme.pk}
    request.session[REMOVED] = {**kept, "said": calendar_page.lines(planner, [session])[0].title}


def removed(request: HttpRequest, planner: Planner) -> Any:
    """What was just taken away in this programme; None for nothing."""
    kept = request.session.get(REMOVED)
    return kept if kept and kept["programme"] == planner.programme.pk else None


def plan_of_removed(planner: Planner, kept: Mapping[str, Any]) -> SessionPlan | None:
    """The plan again; None where its activity is gone meanwhile."""
    by_code = {row.code: row for row in planner.activities}
    if kept["activity"] not in by_code:
        return None
    team = {str(row.pk): row for row in planner.team}
    return SessionPlan(
        by_code[kept["activity"]],
        date.fromisoformat(kept["planned_on"]),
        time.fromisoformat(kept["starts_at"]) if kept["starts_at"] else None,
        time.fromisoformat(kept["ends_at"]) if kept["ends_at"] else None,
        next((row for row in planner.areas if row.code == kept["area"]), None),
        next((row for row in planner.venues if row.code == kept["venue"]), None),
        planner.programme.runs.filter(code=kept["run"]).first(),
        kept["form"],
        kept["name"],
        tuple(team[key] for key in kept["staff"] if key in team),
    )
