"""The design system's markup of a form's field: label, mark, hint, error and input.

Written here and not in templates, for one page may have fifty fields and five hundred options to tick, and a template
for each of them took most of that page's time. A field with a template of its own uses the filters made of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from django.forms import BaseForm, BoundField, CheckboxInput
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

ICONS = "dkfds/img/all-svg-icons.svg"
LEFT_OUT = ("class", "placeholder")
Told = Mapping[str, Any]  # what Django tells of a widget


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


def escaped(value: Any) -> str:
    """As a template writes a value: what is marked as safe stays as it is."""
    if isinstance(value, Promise):
        value = str(value)
    return str(value.__html__()) if hasattr(value, "__html__") else escape(str(value))


# --- The label's mark ---------------------------------------------------------------------------------------------


def marks_optional(form: BaseForm) -> bool:
    """Whether to mark what may be left out rather than what must be filled: the fewer get the mark."""
    fields = [field.required for field in form.fields.values() if not field.widget.is_hidden]
    return sum(fields) * 2 > len(fields)


def mark(field: BoundField) -> str:
    """'required', 'optional' or '' for the label of a field."""
    is_needed = field.field.required or getattr(field.field, "is_needed", False)
    is_tick = isinstance(field.field.widget, CheckboxInput)  # free to leave out, and looks it
    if marks_optional(field.form):
        return "" if is_needed or is_tick or getattr(field.field, "is_either_or", False) else "optional"
    return "required" if is_needed else ""


def label_mark(field: BoundField) -> SafeString:
    """What follows the label's text: that the field must be filled, that it may be left out, or nothing."""
    said = {"required": _("*skal udfyldes"), "optional": _("frivilligt")}.get(mark(field))
    return mark_safe(f'<span class="weight-normal"> ({escaped(said)})</span>' if said else "")


# --- A field ------------------------------------------------------------------------------------------------------


def notes(field: BoundField) -> SafeString:
    """The hint and the error, with the ids that the input names."""
    found = ""
    if field.help_text:
        found = f'<div class="form-hint" id="{escaped(field.auto_id)}_helptext">{field.help_text}</div>'
    if errors := field.errors:
        told = " ".join(map(escaped, errors))
        word = f'<span class="sr-only">{escaped(_("Fejl:"))} </span>'
        found += f'<span class="form-error-message" id="{escaped(field.auto_id)}_error">{word}{told}</span>'
    return mark_safe(found)


def group(field: BoundField) -> SafeString:
    """A field with all that belongs to it."""
    label = f"{escaped(field.label)}{label_mark(field)}"
    if field.use_fieldset:
        described = field.aria_describedby
        by = f' aria-describedby="{escaped(described)}"' if described else ""
        inner = f'<fieldset{by}><legend class="form-label">{label}</legend>\n{notes(field)}\n{field}\n</fieldset>'
    else:
        label = f'<label class="form-label" for="{escaped(field.id_for_label)}">{label}</label>'
        is_tick = getattr(field.field.widget, "input_type", None) == "checkbox"
        inner = (
            f'<div class="form-group-checkbox">{field}{label}\n{notes(field)}</div>'
            if is_tick
            else f"{label}\n{notes(field)}\n{field}"
        )
    css = field.css_classes()
    classes = "form-group" + (" form-error" if field.errors else "") + (f" {escaped(css)}" if css else "")
    return mark_safe(f'<div class="{classes}">\n{inner}\n</div>')


# --- The input ----------------------------------------------------------------------------------------------------


def attributes(told: Told) -> SafeString:
    """The attributes of a form's element as they stand in its tag.

    A hint stands above the field, where it stays: no placeholders. The class is written with the element.
    """
    return mark_safe("".join(_attribute(name, value) for name, value in told.items() if name not in LEFT_OUT))


def _attribute(name: str, value: Any) -> str:
    if value is False:
        return ""
    return f" {escaped(name)}" + ("" if value is True else f'="{escaped(str(value))}"')


def _classes(base: str, widget: Told) -> str:
    own = widget["attrs"].get("class")
    return f'class="{base} {escaped(own)}"' if own else f'class="{base}"'


def form_input(widget: Told) -> SafeString:
    """A line to write in, a box to tick, a file, or what is sent unseen."""
    kind, value = widget["type"], widget["value"]
    told = f'<input type="{escaped(kind)}" name="{escaped(widget["name"])}"'
    if value is not None:
        told += f' value="{escaped(str(value))}"'
    if kind != "hidden":
        told += " " + _classes(f"form-{kind if kind in ('checkbox', 'radio') else 'input'}", widget)
    return mark_safe(f"{told}{attributes(widget['attrs'])}>")


def date_input(widget: Told) -> SafeString:
    """A line for a date, with the button that opens the browser's calendar where it has one."""
    said = f'<span class="sr-only">{escaped(_("Vælg dato i kalender"))}</span>'
    button = f'<button type="button" class="date-entry-button js-date-entry" hidden>{icon("calendar-month")}{said}'
    return mark_safe(f'<div class="date-entry">{form_input(widget)}{button}</button></div>')


def textarea(widget: Told) -> SafeString:
    name, value = escaped(widget["name"]), widget["value"]
    opened = f'<textarea name="{name}" {_classes("form-input", widget)}{attributes(widget["attrs"])}>'
    return mark_safe(f"{opened}\n{escaped(value) if value else ''}</textarea>")


def select(widget: Told) -> SafeString:
    """A list to choose from, under headings where it has parts."""
    told = f'<select name="{escaped(widget["name"])}" {_classes("form-select", widget)}{attributes(widget["attrs"])}>'
    for heading, choices, _index in widget["optgroups"]:
        inner = "".join(map(_option, choices))
        told += f'\n  <optgroup label="{escaped(heading)}">{inner}\n  </optgroup>' if heading else inner
    return mark_safe(f"{told}\n</select>")


def _option(told: Told) -> str:
    value = escaped(str(told["value"]))
    return f'\n  <option value="{value}"{attributes(told["attrs"])}>{escaped(told["label"])}</option>'


def choices(widget: Told) -> SafeString:
    """The boxes or rings of a choice, each with its label, under headings where it has parts."""
    own = widget["attrs"].get("id")
    told = (f'<div id="{escaped(own)}" ' if own else "<div ") + _classes("form-options", widget) + ">"
    for heading, found, _index in widget["optgroups"]:
        told += (f'\n  <p class="form-options-group">{escaped(heading)}</p>' if heading else "") + ticks(found)
    return mark_safe(f"{told}\n</div>")


def ticks(found: Iterable[Told]) -> str:
    """They share all but what they say: kind and name are written once."""
    told, opened, kind = [], "", ""
    for each in found:
        attrs = each["attrs"]
        if not opened:
            kind = escaped(each["type"])
            opened = f'\n  <div class="form-group-{kind}"><input type="{kind}" name="{escaped(each["name"])}" value="'
        of = f' for="{escaped(attrs["id"])}"' if attrs.get("id") else ""
        told.append(
            f'{opened}{escaped(str(each["value"]))}" class="form-{kind}"{attributes(attrs)}>'
            f'<label class="form-label"{of}>{escaped(each["label"])}</label></div>'
        )
    return "".join(told)


LINES = ("checkbox", "date", "datetime", "email", "file", "hidden", "number", "password", "text", "time", "url")
OF_WIDGET: dict[str, Callable[[Told], str]] = {
    **{f"django/forms/widgets/{name}.html": form_input for name in LINES},
    "django/forms/widgets/textarea.html": textarea,
    "django/forms/widgets/select.html": select,
    "django/forms/widgets/radio.html": choices,
    "django/forms/widgets/checkbox_select.html": choices,
    "core/_components/date_input.html": date_input,
}
"""By the name of the template that Django would draw the widget with."""
FIELD = "core/_components/field.html"
