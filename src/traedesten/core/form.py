"""Renders every Django form with the design system's markup, allauth's included."""

import copy
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import Field
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from traedesten.core import form_markup


class DesignSystemRenderer(TemplatesSetting):
    """`{{ form }}` gives error summary and fields; `{{ field.as_field_group }}` one field."""

    form_template_name = "core/_components/form.html"
    field_template_name = form_markup.FIELD

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """By the functions of ``form_markup``; by a template what they do not know, as a field with one of its own."""
        if template_name == form_markup.FIELD:
            return form_markup.group(context["field"])
        if (draw := form_markup.OF_WIDGET.get(template_name)) is not None:
            return draw(context["widget"])
        return super().render(template_name, context, request)


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


def by_field(error: ValidationError) -> list[tuple[str, str]]:
    """Field and sentence of everything an action found wrong; an empty field stands for the whole."""
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return [(name, sentence) for name, sentences in told.items() for sentence in sentences]


class Form(NamedErrors, forms.Form):
    """The form to start from: errors name their field."""

    def refuse(self, error: ValidationError) -> None:
        """What an action found wrong, at the fields it names that are here."""
        for name, sentence in by_field(error):
            self.add_error(name if name in self.fields else None, sentence)

    def bound_to(self, data: QueryDict) -> Self:
        """The same fields with ``data`` in them, and nothing checked yet; they are shared, not built again."""
        made = copy.copy(self)
        made.data, made.is_bound = data, True
        made._errors, made._bound_fields_cache = None, {}  # type: ignore[attr-defined]
        return made


class ModelForm(NamedErrors, forms.ModelForm):
    """The same for a form that stands for a model."""
