"""Fields the sheets share: several choices as chips, a number with its unit and a doubt that can be confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse

from traedesten.core.form_field import NumberField
from traedesten.desk.entry_form import EntryForm

Choice = tuple[Any, Any]


def chips(label: Any, choices: Iterable[Choice], **more: Any) -> forms.MultipleChoiceField:
    """Any number of a few choices, one tap each; groups are given as Django's choices give them."""
    widget = forms.CheckboxSelectMultiple(attrs={"class": "chips"})
    return forms.MultipleChoiceField(label=label, choices=list(choices), required=False, widget=widget, **more)


def kept(form: forms.Form, name: str, known: Iterable[str]) -> list[str]:
    """What was chosen before and is not among what is offered now: it is to stay chosen."""
    if isinstance(form.data, QueryDict) and form.is_bound:
        return []  # what somebody sends must have been offered
    told = form.initial.get(name) or ()
    return [code for code in ([told] if isinstance(told, str) else told) if code not in set(known)]


def shown_anew(form: EntryForm, part: str) -> dict[str, str]:
    """Attributes of a list whose choice decides what another part of the page offers: that part is fetched anew."""
    kind = {"programme": form.choices.workplace.programme.code, "kind": form.spec.code}
    target = f"#section-part-{part}"
    asked = {"hx-get": reverse("desk:register_kind", kwargs=kind), "hx-trigger": "change"}
    return {**asked, "hx-target": target, "hx-select": target, "hx-swap": "outerHTML"}


class MeasureField(NumberField):
    """A number in a unit, small beside others; an unusual one is asked about once, an impossible one refused."""

    def __init__(self, *, unit: str, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.template_name = "desk/_components/measure.html"
        self.unit = unit
        self.doubt = ""  # what the box says that confirms an unusual number
        self.sure = ""  # the number that was confirmed
