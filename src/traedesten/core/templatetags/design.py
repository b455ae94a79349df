"""Small pieces of the design system that need more than an include."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BoundField

from traedesten.core import form_markup, writing

register = template.Library()

ALERT_VARIANTS = ("error", "warning", "success", "info")


register.simple_tag(form_markup.icon)


@register.filter
def alert_variant(message: Message) -> str:
    """The alert a message of Django's levels is shown as."""
    return next((variant for variant in ALERT_VARIANTS if variant in message.tags), "info")


register.filter("field_mark", form_markup.label_mark)
register.filter("field_notes", form_markup.notes)
register.filter("attributes", form_markup.attributes)
register.filter("form_input", form_markup.form_input)


@register.filter
def focus_id(field: BoundField) -> str:
    """The id of what an error in the field should lead to: the input itself, or the first of its options."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


@register.filter
def along(value: float | None, whole: float | None) -> str:
    """How far `value` is along a bar of 200 units that stands for `whole`, never past its end."""
    share = float(value or 0) / float(whole) if whole else 0.0
    return f"{max(0.0, min(1.0, share)) * 200:.1f}"


@register.filter
def number(value: Decimal | float | int | None, decimals: int | None = None) -> str:
    """A number with the language's separators, a dash for none. Plain {{ 2026 }} stays as it is, for years and ids."""
    return "–" if value is None else writing.written_number(value, decimals)


@register.filter
def day(value: date | None) -> str:
    """A day in words, empty for none."""
    return "" if value is None else writing.written_day(value)


@register.filter
def dated(value: date | None) -> str:
    """A date with its year and without its weekday, empty for none."""
    return "" if value is None else writing.written_date(value)


@register.filter
def names(error: str, label: str) -> bool:
    """Whether the error says itself which field it is about, so that the summary need not say it twice."""
    return f"»{label}«" in error or f"“{label}”" in error


@register.filter
def faulty_forms(asked: BaseForm | list[BaseForm | None] | tuple[BaseForm | None, ...] | None) -> list[BaseForm]:
    """Those with errors of one form or several."""
    several = asked if isinstance(asked, list | tuple) else [asked]
    return [form for form in several if form and form.errors]


@register.filter
def faulty_fields(forms: Sequence[BaseForm]) -> int:
    """How many fields the person can put right; an error of the whole form is none of them."""
    return sum(bool(field.errors) for form in forms for field in form.visible_fields())
