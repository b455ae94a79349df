"""What is in use stays: who refers to a row of the agreement, in words, criteria's definitions included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from measure_engine.plain import DefinitionError
from traedesten.core.reference import users_of
from traedesten.programme.models import Criterion, Programme, Topic
from traedesten.programme.promise import definition_of

NOUNS: dict[str, Callable[[int], str]] = {
    # Not how many: who sets a programme up may be one who sees no figures, and one entry may be one person's.
    "journal.Entry": lambda _n: _("registreringer"),
    "measures.FrozenFigure": lambda n: ngettext("%d frosset tal", "%d frosne tal", n),
    "journal.BoxCount": lambda n: ngettext("%d kassetælling", "%d kassetællinger", n),
    "journal.NewGuestWeek": lambda n: ngettext("%d uges nye gæster", "%d ugers nye gæster", n),
    "schedule.Session": lambda n: ngettext("%d åbning eller mødegang", "%d åbninger eller mødegange", n),
    "schedule.Rhythm": lambda n: ngettext("%d rytme", "%d rytmer", n),
    "schedule.RhythmTurn": lambda n: ngettext("%d gang i en rytme", "%d gange i rytmer", n),
    "schedule.CourseRun": lambda n: ngettext("%d forløb", "%d forløb", n),
    "schedule.Initiative": lambda n: ngettext("%d initiativ", "%d initiativer", n),
    "offers.Offer": lambda n: ngettext("%d tilbud", "%d tilbud", n),
    "programme.Activity": lambda n: ngettext("%d aktivitet", "%d aktiviteter", n),
    "programme.BudgetLine": lambda n: ngettext("%d budgetlinje", "%d budgetlinjer", n),
    "programme.Expense": lambda n: ngettext("%d udgift", "%d udgifter", n),
    "programme.Criterion": lambda n: ngettext("%d succeskriterium", "%d succeskriterier", n),
    "programme.Milestone": lambda n: ngettext("%d milepæl", "%d milepæle", n),
    "programme.Partner": lambda n: ngettext("%d aftale om timer", "%d aftaler om timer", n),
    "programme.Position": lambda n: ngettext("%d stilling", "%d stillinger", n),
    "programme.PositionHolder": lambda n: ngettext("%d, der har stillingen", "%d, der har stillingen", n),
    "programme.RoleGrant": lambda n: ngettext("%d rolle, nogen har", "%d roller, nogen har", n),
    "programme.GrantArea": lambda n: ngettext("%d rolle, nogen har", "%d roller, nogen har", n),
    "programme.Target": lambda n: ngettext("%d mål", "%d mål", n),
    "places.Area": lambda n: ngettext("%d område", "%d områder", n),
    "places.Venue": lambda n: ngettext("%d sted", "%d steder", n),
    "places.Staff": lambda n: ngettext("%d medarbejder", "%d medarbejdere", n),
}
MEASURED = {
    "Activity": "activity", "Area": "area", "FocusArea": "focus_area", "Organisation": "organisation",
    "Tag": "tag", "Venue": "venue", "Offer": "offer",
}  # fmt: skip


def demand_unused(row: models.Model, *, within: Programme | None = None) -> None:
    """ValidationError that names everything that refers to the row; ``within`` a programme for what several share."""
    told = Counter[str]()
    for users in users_of(row):
        rows = _of(within, users) if within else users
        if rows is not None and (number := rows.count()):
            told[users.model._meta.label] += number
    measured = criteria_that_measure(row, within)
    if measured:
        told["programme.Criterion"] = max(told["programme.Criterion"], len(measured))
    if told:
        words = ", ".join(NOUNS[label](number).replace("%d", str(number)) for label, number in told.items())
        text = _("»%(row)s« er i brug og kan ikke fjernes: %(users)s hører til den. Ret dem først.")
        raise ValidationError(text % {"row": row, "users": words})


def _of(programme: Programme, users: models.QuerySet[Any]) -> models.QuerySet[Any] | None:
    """Those of one programme; None for rows that belong to no programme."""
    names = {field.name for field in users.model._meta.fields}
    if "programme" in names:
        return users.filter(programme=programme)
    paths = {"programme.Target": "criterion__programme", "programme.GrantArea": "rolegrant__programme"}
    path = paths.get(users.model._meta.label) or ("area__programmes" if "area" in names else None)
    return users.filter(**{path: programme}) if path else None


def criteria_that_measure(row: models.Model, programme: Programme | None = None) -> list[Criterion]:
    """Criteria whose definition speaks of the row by its code."""
    programme = programme or getattr(row, "programme", None)
    kind = MEASURED.get(type(row).__name__)
    if programme is None or not (kind or isinstance(row, Topic)):
        return []
    code = str(row.code)  # type: ignore[attr-defined]
    return [criterion for criterion in programme.criteria.all() if _speaks_of(criterion, kind, code)]


def _speaks_of(criterion: Criterion, kind: str | None, code: str) -> bool:
    try:
        definition = definition_of(criterion)
    except DefinitionError:
        return False
    if kind:
        return code in definition.codes().get(kind, set())
    return any(code == word or (word.endswith(".") and code.startswith(word)) for word in definition.topics())
