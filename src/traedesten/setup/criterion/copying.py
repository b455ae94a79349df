"""A criterion counted somewhere else: the same measure in another area or activity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from traedesten.programme.models import Criterion, Programme
from traedesten.setup.criterion.composition import Composition, preset_of


def measure_of(programme: Programme, criterion: Criterion, asked: Mapping[str, str]) -> dict[str, Any]:
    """The criterion's measure with the area and the activity asked for, where the programme has them."""
    measure, preset = dict(criterion.measure), preset_of(criterion.measure)
    names = {each.name for each in preset.parameters} if preset else set()
    for name, code, rows in (
        ("areas", asked.get("omraade", ""), programme.areas),
        ("activities", asked.get("aktivitet", ""), programme.activities),
    ):
        if code and name in names and rows.filter(code=code).exists():
            measure[name] = [code]
    return measure


def asked(composition: Composition) -> Composition:
    """The composition as it would be sent just as it is shown, so that a page never sent can be previewed."""
    return composition if composition.data is not None else composition.bound_to(as_sent(composition))


def as_sent(composition: Composition) -> QueryDict:
    """What a browser would send of the forms as they stand."""
    sent = QueryDict(mutable=True)
    for form in composition.forms:
        for field in form:
            value = field.field.prepare_value(field.value()) if hasattr(field.field, "prepare_value") else field.value()
            if isinstance(value, list | tuple):
                sent.setlist(field.html_name, [str(each) for each in value])
            elif value is True:
                sent[field.html_name] = "on"
            elif value not in (None, False):
                sent[field.html_name] = field.field.widget.format_value(value) if _is_text(field) else str(value)
    sent["maal-antal"] = str(len(composition.targets))
    return sent


def _is_text(field: Any) -> bool:
    return getattr(field.field.widget, "input_type", "") == "text"
