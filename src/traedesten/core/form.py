"""Renders every Django form with the design system's markup, allauth's included."""

from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.forms.fields import Field
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy


class DesignSystemRenderer(TemplatesSetting):
    """`{{ form }}` gives error summary and fields; `{{ field.as_field_group }}` one field."""

    form_template_name = "core/_components/form.html"
    field_template_name = "core/_components/field.html"


def marks_optional(form: BaseForm) -> bool:
    """Whether to mark what may be left out rather than what must be filled: the fewer get the mark."""
    fields = [field.field.required for field in form.visible_fields()]
    return sum(fields) * 2 > len(fields)


def mark(field: BoundField) -> str:
    """'required', 'optional' or '' for the label of a field."""
    is_needed = field.field.required or getattr(field.field, "is_needed", False)
    is_tick = isinstance(field.field.widget, forms.CheckboxInput)  # free to leave out, and looks it
    if marks_optional(field.form):
        return "" if is_needed or is_tick or getattr(field.field, "is_either_or", False) else "optional"
    return "required" if is_needed else ""


def set_is_needed(field: Field, value: bool) -> None:
    """Mark as needed a field that Django is not to demand by itself, because something else may answer for it."""
    field.is_needed = value  # type: ignore[attr-defined]


def set_is_either_or(field: Field, value: bool) -> None:
    """Do not call optional a field of which one among several is needed; its hint says which."""
    field.is_either_or = value  # type: ignore[attr-defined]


NOT_OFFERED = _lazy("Det, der var valgt, kan ikke vælges her. Måske er det ændret imens. Vælg et af svarene i listen.")
OF_DJANGO = (forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField)


class NamedErrors:
    """Lets every field of a form say what to do about itself when it was left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            if field.error_messages.get("required") == Field.default_error_messages["required"]:
                label = name if field.label is None else field.label
                field.error_messages["required"] = _what_is_missing(field).format(label=label)
            if isinstance(field, OF_DJANGO):
                field.error_messages["invalid_choice"] = NOT_OFFERED


def _what_is_missing(field: Field) -> str:
    if isinstance(field, forms.MultipleChoiceField):
        return _("Vælg mindst ét svar under »{label}«.")
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("Vælg et svar under »{label}«.")
    if isinstance(field, forms.BooleanField):
        return _("Sæt kryds ved »{label}« for at gå videre.")
    return _("Udfyld »{label}«.")


class Form(NamedErrors, forms.Form):
    """The form to start from: errors name their field."""


class ModelForm(NamedErrors, forms.ModelForm):
    """The same for a form that stands for a model."""
