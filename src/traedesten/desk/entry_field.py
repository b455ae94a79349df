"""One field of the form of an entry: chips, a list, a number, a day, a person's code, a text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from traedesten.core import form_field
from traedesten.core.access import Permission
from traedesten.core.writing import written_number
from traedesten.desk import layout
from traedesten.desk.choice import NONE, Choices, Pairs
from traedesten.journal.catalogue import DetailColumn, KindSpec

CHIPS_AT_MOST = 14
LONG_NAME = 34  # characters; longer ones read better in a list
ALWAYS_LISTED = ("thread", "session", "run", "source", "venue")
SUBJECTS = ("subject", "linked_subject")


class SubjectField(forms.CharField):
    """A person's code, with suggestions among those one has met and a button for somebody new."""

    doubt = ""  # what the box says that confirms an unknown code
    sure = ""  # the code that was made or confirmed
    made = ""  # the code that was made here for a new person

    def __init__(self, programme: str, kind: str, column: str, **kwargs: Any) -> None:
        asked = {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "class": "input-width-s",
            "hx-post": reverse("desk:subjects", kwargs={"programme": programme}) + f"?field={column}",
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#id_{column}_found",
            "hx-sync": "this:replace",
        }
        super().__init__(max_length=40, widget=forms.TextInput(attrs=asked), **kwargs)
        self.template_name = "desk/_components/subject.html"
        self.column = column
        self.new_href = reverse("desk:new_subject", kwargs={"programme": programme, "kind": kind}) + f"?field={column}"


class WrittenField(forms.CharField):
    """What people write, in any script: a paste that is too long stays whole, and one is told by how much."""

    def __init__(self, limit: int, **kwargs: Any) -> None:
        shape = {"dir": "auto", "data-limit": limit}
        widget = forms.Textarea(attrs={**shape, "rows": 3}) if limit > 500 else forms.TextInput(attrs=shape)
        super().__init__(widget=widget, **kwargs)
        self.limit = limit

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.limit:
            counts = {"length": written_number(len(value)), "limit": written_number(self.limit)}
            told = _("Teksten er på %(length)s tegn, og der er plads til %(limit)s. Forkort den, eller del den i to.")
            raise forms.ValidationError(told % counts, "too_long")


def of(choices: Choices, column: str, pairs: Pairs | None) -> forms.Field:
    """The field of a column; ``pairs`` are its options, None where it is not chosen from a list."""
    detail = next((detail for detail in choices.spec.detail_columns if detail.name == column), None)
    if detail:
        return _detail_field(detail)
    needed = column in choices.spec.required
    if pairs == []:
        return forms.ChoiceField(choices=[("", _("Vælg"))], help_text=_nothing_to_choose(choices))
    if pairs:
        return _choice_field(choices, column, pairs, needed)
    return _typed_field(choices, column, needed)


def _choice_field(choices: Choices, column: str, pairs: Pairs, needed: bool) -> forms.Field:
    is_short = len(pairs) <= CHIPS_AT_MOST and max(len(name) for _code, name in pairs) <= LONG_NAME
    if column in ALWAYS_LISTED or not is_short:
        blank = [("", _("Vælg"))] if needed or column != "thread" else [("", _("Ingen"))]
        return forms.ChoiceField(choices=blank + pairs, required=needed)
    has_blank = {"unknown", NONE} & set(dict(pairs)) or choices.is_bound_to_one_of(column)
    if not needed and not has_blank:
        pairs = [*pairs, ("", _("Ikke valgt"))]
    return forms.ChoiceField(choices=pairs, required=needed, widget=forms.RadioSelect(attrs={"class": "chips"}))


def _typed_field(choices: Choices, column: str, needed: bool) -> forms.Field:
    if column == "on":
        is_asked = not layout.date_follows_session(choices.spec)
        return form_field.PastDateField(required=is_asked, help_text="" if is_asked else _session_day())
    if column == "at":
        return form_field.TimeField(required=False)
    if column in ("people", "families"):
        return form_field.WholeNumberField(required=needed, least=0, most=1_000_000)
    if column == "value" and choices.spec.value:
        return _number_field(choices.spec, needed)
    if column in SUBJECTS:
        return SubjectField(choices.workplace.programme.code, choices.spec.code, column, required=needed)
    return forms.CharField(required=needed, max_length=60, widget=forms.TextInput(attrs={"class": "input-width-s"}))


def _detail_field(detail: DetailColumn) -> forms.Field:
    if detail.is_ahead:
        return form_field.DateField(required=detail.required)
    if detail.is_date:
        return form_field.PastDateField(required=detail.required)
    return WrittenField(detail.max_length, required=detail.required)


def _number_field(spec: KindSpec, needed: bool) -> forms.Field:
    rule = spec.value
    assert rule is not None
    least, most = Decimal(str(rule.minimum)), Decimal(str(rule.maximum))
    if rule.whole:
        return form_field.WholeNumberField(required=needed, least=least, most=most)
    return form_field.NumberField(required=needed, least=least, most=most)


def missing(field: forms.Field) -> str:
    if isinstance(field, forms.ChoiceField):
        return _("Vælg et svar under »%(label)s«.") % {"label": field.label}
    return _("Udfyld »%(label)s«.") % {"label": field.label}


def _nothing_to_choose(choices: Choices) -> str:
    if choices.workplace.standing.may(Permission.EDIT_PROGRAMME):
        return _("Der er ikke noget at vælge endnu. Du kan få det lagt ind med programmets fil.")
    return _("Der er ikke noget at vælge endnu. Projektlederen kan lægge det ind i programmet.")


def _session_day() -> str:
    return _("Lad feltet stå tomt, så bruges åbningens dag.")
