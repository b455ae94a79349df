"""Small pieces of the design system that need more than an include."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BoundField
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from traedesten.core import form, writing

register = template.Library()

ICONS = "dkfds/img/all-svg-icons.svg"
LEFT_OUT = ("class", "placeholder")
ALERT_VARIANTS = ("error", "warning", "success", "info")


@register.simple_tag
def icon(name: str, classes: str = "", label: str = "") -> SafeString:
    """An icon of the design system; silent to screen readers unless it has a label."""
    told = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon-svg {}" focusable="false" {}><use href="{}#{}"></use></svg>',
        classes,
        told if label else SafeString(told),
        static(ICONS),
        name,
    )


@register.filter
def alert_variant(message: Message) -> str:
    """The alert a message of Django's levels is shown as."""
    return next((variant for variant in ALERT_VARIANTS if variant in message.tags), "info")


@register.filter
def field_mark(field: BoundField) -> str:
    """Whether the label says that the field must be filled or may be left out."""
    return form.mark(field)


@register.filter
def attributes(told: Mapping[str, Any]) -> SafeString:
    """The attributes of a form's element as they stand in its tag; one call, where lists have hundreds of options.

    A hint stands above the field, where it stays: no placeholders. The class is written by the widget's own template.
    """
    return mark_safe("".join(_attribute(name, value) for name, value in told.items() if name not in LEFT_OUT))


def _attribute(name: str, value: Any) -> str:
    if value is False:
        return ""
    return f" {conditional_escape(name)}" + ("" if value is True else f'="{conditional_escape(str(value))}"')


@register.filter
def options(choices: Iterable[Mapping[str, Any]]) -> SafeString:
    """The options of a list to choose from; written here, for a form may have hundreds of them."""
    return mark_safe("".join(map(_option, choices)))


def _option(told: Mapping[str, Any]) -> str:
    value = conditional_escape(str(told["value"]))
    return f'\n  <option value="{value}"{attributes(told["attrs"])}>{conditional_escape(told["label"])}</option>'


@register.filter
def ticks(choices: Iterable[Mapping[str, Any]]) -> SafeString:
    """The boxes or rings of a choice, each with its label; written here for the same reason."""
    return mark_safe("".join(map(_tick, choices)))


def _tick(told: Mapping[str, Any]) -> str:
    kind, attrs = conditional_escape(told["type"]), told["attrs"]
    tag = f'name="{conditional_escape(told["name"])}" value="{conditional_escape(str(told["value"]))}"'
    of = f' for="{conditional_escape(attrs["id"])}"' if attrs.get("id") else ""
    return (
        f'\n  <div class="form-group-{kind}"><input type="{kind}" {tag} class="form-{kind}"{attributes(attrs)}>'
        f'<label class="form-label"{of}>{conditional_escape(told["label"])}</label></div>'
    )


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
def faulty_fields(form: BaseForm) -> int:
    """How many fields the person can put right; an error of the whole form is none of them."""
    return sum(bool(field.errors) for field in form.visible_fields())
