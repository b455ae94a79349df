"""The form of one kind of entry, made from the catalogue: a field for every column, with the person's own choices.

What it gives on is a row of words as the journal takes them; the journal's own rules have the last say, and their
problems come back to the field they are about (`show`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from traedesten.core import form_field
from traedesten.core.form import Form
from traedesten.core.ids import new_id
from traedesten.desk import layout, subject, thread
from traedesten.desk.choice import Choices, Pairs
from traedesten.journal.catalogue import DetailColumn, KindSpec
from traedesten.journal.rules import cell
from traedesten.journal.rules.problem import Problem

CHIPS_AT_MOST = 14
LONG_NAME = 34  # characters; longer ones read better in a list
# What a session knows itself: a default of the form steps back for it, what a person typed does not.
FROM_SESSION = ("on", "activity", "area", "run")
SUBJECTS = ("subject", "linked_subject")
PEOPLE_COLUMNS = ("subject", "linked_subject", "household", "sex", "age_band")


class EntryForm(Form):
    """``id`` is made when the form is shown, so that sending twice is one entry."""

    id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        choices: Choices,
        initial: Mapping[str, Any],
        leave_out: Iterable[str] = (),
    ) -> None:
        super().__init__(data, initial=dict(initial), label_suffix="")
        self.choices, self.spec = choices, choices.spec
        skipped = set(leave_out) | (set() if choices.workplace.sees_people else set(PEOPLE_COLUMNS))
        for column in layout.columns(self.spec):
            pairs = None if column in skipped else self.choices.of(column)
            if column not in skipped and (pairs is None or pairs or column in self.spec.required):
                self._add(column, pairs)

    # --- Fields --------------------------------------------------------------------------------------------

    def _add(self, column: str, pairs: Pairs | None) -> None:
        field = self._field(column, pairs)
        field.label = layout.label(self.spec, column)
        field.help_text = field.help_text or layout.help_text(self.spec, column)
        if field.required:
            field.error_messages["required"] = _missing(field)
        self.fields[column] = field
        if isinstance(field, SubjectField):
            field.sure = str((self.data if self.is_bound else self.initial).get(f"{column}_sure") or "")

    def _field(self, column: str, pairs: Pairs | None) -> forms.Field:
        detail = next((detail for detail in self.spec.detail_columns if detail.name == column), None)
        if detail:
            return _detail_field(detail)
        needed = column in self.spec.required
        if pairs == []:
            return forms.ChoiceField(choices=[("", _("Vælg"))], help_text=_nothing_to_choose())
        if pairs:
            return self._choice_field(column, pairs, needed)
        return self._typed_field(column, needed)

    def _choice_field(self, column: str, pairs: Pairs, needed: bool) -> forms.Field:
        is_short = len(pairs) <= CHIPS_AT_MOST and max(len(name) for _code, name in pairs) <= LONG_NAME
        if column in ("thread", "session", "run", "source", "venue") or not is_short:
            blank = [("", _("Vælg"))] if needed or column != "thread" else [("", _("Ingen"))]
            return forms.ChoiceField(choices=blank + pairs, required=needed)
        has_blank = "unknown" in dict(pairs) or (column == "area" and self.choices.area_ids is not None)
        if not needed and not has_blank:
            pairs = [*pairs, ("", _("Ikke valgt"))]
        return forms.ChoiceField(choices=pairs, required=needed, widget=forms.RadioSelect(attrs={"class": "chips"}))

    def _typed_field(self, column: str, needed: bool) -> forms.Field:
        if column == "on":
            is_asked = not layout.date_follows_session(self.spec)
            return form_field.PastDateField(required=is_asked, help_text="" if is_asked else _session_day())
        if column == "at":
            return form_field.TimeField(required=False)
        if column in ("people", "families"):
            return form_field.WholeNumberField(required=needed, least=0, most=1_000_000)
        if column == "value" and self.spec.value:
            return _number_field(self.spec, needed)
        if column in SUBJECTS:
            return SubjectField(self.choices.workplace.programme.code, self.spec.code, column, required=needed)
        return forms.CharField(required=needed, max_length=60, widget=forms.TextInput(attrs={"class": "input-width-s"}))

    # --- What the page shows -------------------------------------------------------------------------------

    @property
    def first_fields(self) -> list[BoundField]:
        return [self[name] for name in self._columns() if layout.is_first(self.spec, name)]

    @property
    def folded_fields(self) -> list[BoundField]:
        return [self[name] for name in self._columns() if not layout.is_first(self.spec, name)]

    @property
    def is_unfolded(self) -> bool:
        """Whether the fold stands open: something in it is wrong or filled."""
        return any(field.errors or field.value() not in (None, "") for field in self.folded_fields)

    def _columns(self) -> list[str]:
        known = set(layout.columns(self.spec))
        return [name for name in self.fields if name in known]

    # --- What is asked of the row --------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for group in self.spec.one_of:
            names = [name for name in group if name in self.fields]
            if names and not any(cleaned.get(name) not in (None, "") or name in self.errors for name in names):
                self.add_error(names[0], _one_of([str(self.fields[name].label) for name in names]))
        self._demand_area(cleaned)
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and name not in self.errors and cell.holds_cpr(value):
                self.add_error(name, _cpr())
        for name in SUBJECTS:
            if cleaned.get(name) and name not in self.errors:
                self._recognise(name, cleaned)
        return cleaned

    def _demand_area(self, cleaned: dict[str, Any]) -> None:
        """Who works in some areas says which; a session or a run says it too."""
        is_told = any(cleaned.get(name) or name in self.errors for name in ("area", "session", "run"))
        if self.choices.area_ids is not None and "area" in self.fields and not is_told:
            self.add_error("area", _("Vælg det område, det skete i."))

    def _recognise(self, column: str, cleaned: dict[str, Any]) -> None:
        """Take a code the person knows or has confirmed; ask about any other."""
        workplace, code = self.choices.workplace, cleaned[column]
        doubt = subject.doubt(workplace, code)
        field = self.fields[column]
        assert isinstance(field, SubjectField)
        if doubt and field.sure != code:
            field.doubt = doubt[1]
            self.add_error(column, doubt[0])
        else:
            cleaned[column] = subject.stored_code(workplace, code) or code

    def row(self) -> dict[str, Any]:
        """The entry in words. Valid forms only."""
        row: dict[str, Any] = {"kind": self.spec.code, "id": self.uid}
        for name in self._columns():
            value = self.cleaned_data.get(name)
            if value not in (None, ""):
                row[name] = float(value) if isinstance(value, Decimal) else value
        if row.get("thread") == thread.NEW:
            row["thread"] = thread.code(self.spec, self.uid)
        return _session_decides(row, self)

    @property
    def uid(self) -> UUID:
        uid: UUID = self.cleaned_data["id"]
        return uid

    def renew(self) -> None:
        """A new id, so that the next press is a new entry."""
        assert isinstance(self.data, QueryDict)
        self.data = self.data.copy()
        self.data["id"] = str(new_id())

    def show(self, problems: Iterable[Problem]) -> None:
        """Put the journal's problems beside the fields they are about, or over the form."""
        for problem in problems:
            column = problem.column if problem.column in self.fields and problem.column != "id" else None
            self.add_error(column, problem.message)


class SubjectField(forms.CharField):
    """A person's code, with suggestions among those one has met and a button for somebody new."""

    doubt = ""  # what the box says that confirms an unknown code
    sure = ""  # the code that was made or confirmed

    def __init__(self, programme: str, kind: str, column: str, **kwargs: Any) -> None:
        asked = {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "class": "input-width-s",
            "hx-get": reverse("desk:subjects", kwargs={"programme": programme}) + f"?field={column}",
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#id_{column}_found",
            "hx-sync": "this:replace",
        }
        super().__init__(max_length=40, widget=forms.TextInput(attrs=asked), **kwargs)
        self.template_name = "desk/_components/subject.html"
        self.column = column
        self.new_href = reverse("desk:new_subject", kwargs={"programme": programme, "kind": kind}) + f"?field={column}"


def _session_decides(row: dict[str, Any], form: EntryForm) -> dict[str, Any]:
    if "session" not in row:
        return row
    kept = {name for name in FROM_SESSION if name in form.changed_data}
    return {name: value for name, value in row.items() if name not in FROM_SESSION or name in kept}


def _detail_field(detail: DetailColumn) -> forms.Field:
    if detail.is_date:
        return form_field.PastDateField(required=detail.required)
    if detail.max_length <= 500:
        return forms.CharField(required=detail.required, max_length=detail.max_length)
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(required=detail.required, max_length=detail.max_length, widget=area)


def _number_field(spec: KindSpec, needed: bool) -> forms.Field:
    rule = spec.value
    assert rule is not None
    least, most = Decimal(str(rule.minimum)), Decimal(str(rule.maximum))
    if rule.whole:
        return form_field.WholeNumberField(required=needed, least=least, most=most)
    return form_field.NumberField(required=needed, least=least, most=most)


def _missing(field: forms.Field) -> str:
    if isinstance(field, forms.ChoiceField):
        return _("Vælg et svar under “%(label)s”.") % {"label": field.label}
    return _("Udfyld “%(label)s”.") % {"label": field.label}


def _one_of(labels: list[str]) -> str:
    several = _(" eller ").join(f"“{label}”" for label in labels)
    return _("Udfyld mindst én: %(columns)s.") % {"columns": several}


def _nothing_to_choose() -> str:
    return _("Der er ikke noget at vælge endnu. Projektlederen kan lægge det ind i programmet.")


def _session_day() -> str:
    return _("Lad feltet stå tomt, så bruges åbningens dag.")


def _cpr() -> str:
    return _("Her står noget, der ligner et CPR-nummer. Slet det, og brug personens kode i stedet.")
