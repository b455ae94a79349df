"""Form fields that plans have in common: days ahead, who is on duty, where."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.form import Form
from traedesten.core.form_field import DAY_MONTH, DAY_NAMED_MONTH, DateField
from traedesten.journal.rules.cell import holds_cpr
from traedesten.schedule.plan import Problem

SALT = "planning.seen"


class PlannedDateField(DateField):
    """A day that is planned: without a year it is the nearest such day, behind or ahead."""

    def to_python(self, value: Any) -> date | None:
        text = " ".join(str(value).casefold().split())
        found = super().to_python(value)
        has_no_year = DAY_MONTH.fullmatch(text) or ((match := DAY_NAMED_MONTH.fullmatch(text)) and not match[3])
        if value in EMPTY_VALUES or isinstance(value, date) or found is None or not has_no_year:
            return found
        return self._nearest(found)

    def _nearest(self, found: date) -> date:
        today = clock.today()
        years = (_in_year(found, today.year + step) for step in (-1, 0, 1))
        return min((day for day in years if day), key=lambda day: abs((day - today).days), default=found)


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None


class RowField(forms.ChoiceField):
    """One of some rows, chosen by code and given back as the row; None where nothing is chosen."""

    def __init__(self, **kwargs: Any) -> None:
        self.rows: dict[str, Any] = {}
        super().__init__(**kwargs)

    def offer(self, pairs: Iterable[tuple[Any, str]], empty: str = "") -> None:
        """Rows with the names they are shown by."""
        listed = [(row, name) for row, name in pairs]
        self.rows = {row.code: row for row, _name in listed}
        first = [("", empty)] if empty or not self.required else [("", "")]
        self.choices = [*first, *((row.code, name) for row, name in listed)]

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))


class StaffField(forms.MultipleChoiceField):
    """Colleagues, ticked; given back as rows."""

    def __init__(self, **kwargs: Any) -> None:
        self.rows: dict[str, Any] = {}
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)

    def offer(self, team: Iterable[Any]) -> None:
        self.rows = {str(row.pk): row for row in team}
        self.choices = [(key, row.name) for key, row in self.rows.items()]

    def clean(self, value: Any) -> Any:
        return tuple(self.rows[key] for key in super().clean(value))


class PlanForm(Form):
    """A form for something that others may change meanwhile: it carries what the person saw.

    ``differences`` are label and present value of what became different; the page shows them above the fields.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    differences: tuple[tuple[str, str], ...] = ()

    def clean(self) -> dict[str, Any]:
        """What is written here stands in everybody's calendar, and in those that are subscribed to."""
        told = super().clean() or self.cleaned_data
        for name, value in list(told.items()):
            if name != "seen" and isinstance(value, str) and holds_cpr(value):
                self.add_error(name, _("Her står noget, der ligner et CPR-nummer. Slet det."))
        return told

    def show(self, problems: Iterable[Problem]) -> None:
        """The reasons a plan was refused, each at its field."""
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, ValidationError(problem.text))


def stamp(revision: int, said: dict[str, str]) -> str:
    """What the person is shown, signed: the revision and each field in words."""
    return signing.dumps([revision, said], salt=SALT, compress=True)


def read_stamp(token: str) -> tuple[int, dict[str, str]]:
    """The same back; revision 0, which is nobody's, for a stamp that is not ours."""
    try:
        revision, said = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return 0, {}
    return int(revision), dict(said)


def differences(before: dict[str, str], now: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Label and present words of what is no longer as it was shown."""
    return tuple((label, said) for label, said in now.items() if before.get(label) != said)
