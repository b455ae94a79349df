"""The form every part of the set-up starts from: what was typed as values, and what others changed meanwhile."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core import meanwhile
from traedesten.core.form import Form
from traedesten.core.ids import new_id
from traedesten.core.writing import written_day, written_number
from traedesten.journal.rules.cell import holds_cpr
from traedesten.programme.models import Programme
from traedesten.programme.queries import visible_to

LONG_TEXT = 20_000


NAME = gettext_lazy("Navn")
TOO_LONG = gettext_lazy("Der er plads til %(limit_value)d tegn, og her er %(show_value)d. Skriv det kortere.")


def refuse_cpr(text: str) -> str:
    """The text again. Raises ValidationError for one that holds what looks like a CPR number."""
    if holds_cpr(text):
        raise ValidationError(_("Her står noget, der ligner et CPR-nummer. Slet det."))
    return text


def name_field(label: Any = NAME, *, most: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, error_messages={"max_length": TOO_LONG}, **more)


def text_field(label: Any, *, rows: int = 4, most: int = LONG_TEXT, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=most, required=False, widget=widget, error_messages={"max_length": TOO_LONG}, **more
    )


class SetupForm(Form):
    """Fields are named as the model's. ``row`` is what is being changed, None for a new one.

    ``seen`` is what the row said when the form was shown; ``key`` tells two presses of the same new form from two rows.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(
        self,
        *args: Any,
        programme: Programme | None,
        row: models.Model | None = None,
        staff: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.programme, self.row, self.staff = programme, row, staff
        self.differences: list[tuple[str, str]] = []
        self.scope()
        if row is not None:
            shown = self.shown_of(row)
            self.initial = {**shown, "seen": meanwhile.stamp(meanwhile.of_values(shown)), **self.initial}
        else:
            self.initial.setdefault("key", str(new_id()))

    def scope(self) -> None:
        """Narrow what can be chosen to what the programme has; each form says how."""

    def shown_of(self, row: models.Model) -> dict[str, Any]:
        """What the row says in the form's fields."""
        return {name: _value_of(row, name) for name in self.names()}

    @property
    def known_programmes(self) -> models.QuerySet[Programme]:
        """Every programme the person who fills the form in works in."""
        return visible_to(self.staff)

    def names(self) -> list[str]:
        return [name for name, field in self.fields.items() if not isinstance(field.widget, forms.HiddenInput)]

    def values(self) -> dict[str, Any]:
        """What is to be saved: rows for chosen rows, lists of them where several were chosen."""
        cleaned = {name: self.cleaned_data[name] for name in self.names()}
        return {name: list(value) if isinstance(value, models.QuerySet) else value for name, value in cleaned.items()}

    def seen_values(self) -> meanwhile.Plain | None:
        return meanwhile.read(self.cleaned_data.get("seen") or "")

    def clean(self) -> dict[str, Any]:
        for name in self.names():
            value = self.cleaned_data.get(name)
            if isinstance(value, str) and holds_cpr(value):
                self.add_error(name, _("Her står noget, der ligner et CPR-nummer. Slet det."))
        return self.cleaned_data

    # --- what did not work ---------------------------------------------------------------------------------------

    def tell(self, changed: meanwhile.ChangedMeanwhile, row: models.Model) -> None:
        """Somebody else was quicker: what they changed, what was typed kept, and their words where nothing was typed.

        The form then stands as if it had been opened now, so the next press is a decision.
        """
        now, typed = self.shown_of(row), cast(QueryDict, self.data).copy()
        wanted = meanwhile.of_values(self.values())
        for difference in changed.differences:
            if difference.name in self.fields:
                label = str(self.fields[difference.name].label)
                self.differences.append((label, self.said(difference.name, now[difference.name])))
                if wanted.get(difference.name) == difference.seen:
                    _put(typed, self.fields[difference.name], difference.name, now[difference.name])
        typed["seen"] = meanwhile.stamp(meanwhile.of_values(now))
        self.data = typed

    def said(self, name: str, value: Any) -> str:
        """A value of a field in words."""
        field = self.fields[name]
        if isinstance(value, list | models.QuerySet):
            return ", ".join(str(each) for each in value) or _("intet")
        if isinstance(value, bool):
            return _("ja") if value else _("nej")
        if value in (None, ""):
            return _("intet")
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            return str(dict(_flat(field.choices)).get(value, value))
        if hasattr(value, "isoformat"):
            return written_day(value)
        return written_number(value) if isinstance(value, int | float) or hasattr(value, "as_tuple") else str(value)


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    return [pair for pair in choices if not isinstance(pair[1], list | tuple)]


def _value_of(row: models.Model, name: str) -> Any:
    field = row._meta.get_field(name)
    return list(getattr(row, name).all()) if field.many_to_many else getattr(row, name)


def _put(typed: Any, field: forms.Field, name: str, value: Any) -> None:
    """Write a value into posted data as the form would have posted it."""
    if isinstance(value, list):
        typed.setlist(name, [str(each.pk) for each in value])
    elif isinstance(value, bool):
        typed.setlist(name, ["on"] if value else [])
    elif isinstance(value, models.Model):
        typed[name] = str(value.pk)
    else:
        typed[name] = "" if value is None else field.widget.format_value(value) or ""
