"""What a control of the tallies must be, said in the words of the engine that will count on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from measure_engine.estimate import CountingError
from traedesten.journal.rules import past
from traedesten.journal.rules.cell import read_whole
from traedesten.journal.rules.problem import CellError, Problem
from traedesten.programme.models import Programme
from traedesten.schedule.models import Session

MOST = 1_000_000  # no café has handed out more cards or seen more guests at an opening


def read_numbers(given: Mapping[str, Any]) -> tuple[dict[str, int | None], list[Problem]]:
    """Whole numbers by name; what is not one is told. None and an empty text stay None."""
    numbers: dict[str, int | None] = dict.fromkeys(given)
    problems = []
    for name, raw in given.items():
        if raw is None or raw == "":
            continue
        try:
            number = read_whole(raw)
        except CellError as error:
            problems.append(Problem(name, error.code, error.message))
            continue
        if number > MOST:
            problems.append(Problem(name, "range", _("%(value)s er for meget. Skriv højst %(limit)s.") % {
                "value": number, "limit": MOST}))  # fmt: skip
            continue
        numbers[name] = number
    return numbers, problems


def sums_of(given: Mapping[str, Any]) -> tuple[dict[str, int], list[Problem]]:
    """The same where nothing written means none; what is below zero is told."""
    numbers, problems = read_numbers(given)
    for name, number in numbers.items():
        if number is not None and number < 0:
            message = _("%(value)s er under nul. Skriv 0 eller mere.") % {"value": number}
            problems.append(Problem(name, "range", message))
    return {name: number or 0 for name, number in numbers.items()}, problems


def session_problems(session: Session, today: date) -> list[Problem]:
    """A session that has not been, was before the programme, or was cancelled has nobody to count."""
    problems = on_problems("session", session.planned_on, session.programme, today)
    if not problems and past.Asked(session.programme_id).session_step(session.pk) == "cancelled":
        message = _("Åbningen er aflyst, så ingen kom ind ad døren. Vælg en åbning, der blev holdt.")
        problems.append(Problem("session", "cancelled_session", message))
    return problems


def counted(make: Callable[[], object]) -> Iterable[Problem]:
    """Whether the engine takes the control; otherwise its own sentence."""
    try:
        make()
    except CountingError as error:
        return [Problem(error.field, "disagrees", error.sentence(translation))]
    return []


def on_problems(name: str, on: date, programme: Programme, today: date) -> list[Problem]:
    if on > today:
        return [Problem(name, "future", _("Datoen ligger i fremtiden. Vælg i dag eller en dag før."))]
    if on < programme.starts_on:
        message = _("Programmet begynder først %(day)s. Vælg den dag eller senere.")
        return [Problem(name, "range", message % {"day": f"{programme.starts_on:%d.%m.%Y}"})]
    return []


def missing(numbers: Mapping[str, int | None], names: Iterable[str]) -> list[Problem]:
    return [
        Problem(name, "missing", _("Antallet mangler. Skriv 0, hvis der ingen var."))
        for name in names
        if numbers.get(name) is None
    ]
