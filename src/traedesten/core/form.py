"""Renders every Django form with the design system's markup, allauth's included."""

from django.forms import BaseForm, BoundField
from django.forms.renderers import TemplatesSetting


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
    if marks_optional(field.form):
        return "" if field.field.required else "optional"
    return "required" if field.field.required else ""
