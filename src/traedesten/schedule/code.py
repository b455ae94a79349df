"""Codes that the calendar gives its own rows: readable, and free."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from traedesten.programme.models import Programme
from traedesten.schedule.models import Rhythm, Session
from traedesten.schedule.plan import SessionPlan

NO_DIGITS = str.maketrans("0123456789", "ghijklmnop")  # a day and digits of an id could be taken for a CPR number
STEM = 40  # characters of the activity's code that fit with a day or a number behind


def of_session(programme: Programme, plan: SessionPlan) -> str:
    """The activity and the day, and a number where that is taken."""
    stem = f"{plan.activity.code[:STEM]}-{plan.planned_on.isoformat()}"
    return free(
        stem, set(Session.objects.filter(programme=programme, code__startswith=stem).values_list("code", flat=True))
    )


def of_told(plan: SessionPlan, uid: UUID) -> str:
    """The activity and the day, and letters of the form's id: the same form sent twice tells of one session."""
    stem = f"{plan.activity.code[: STEM - 7]}-{plan.planned_on.isoformat()}"
    return f"{stem}-{uid.hex[-6:].translate(NO_DIGITS)}"


def of_rhythm(programme: Programme, activity_code: str) -> str:
    stem = f"{activity_code[: STEM - 7]}-rytme"
    return free(
        stem, set(Rhythm.objects.filter(programme=programme, code__startswith=stem).values_list("code", flat=True))
    )


def of_occurrence(rhythm: Rhythm, due_on: date, taken: set[str]) -> str:
    return free(f"{rhythm.code}-{due_on.isoformat()}", taken)


def free(stem: str, taken: set[str]) -> str:
    number, found = 1, stem
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found
