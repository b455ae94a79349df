"""The page where it is decided what the criteria of a closing activity are to do."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from measure_engine.plain import DefinitionError
from traedesten.core import draft
from traedesten.core.access import Permission
from traedesten.core.form_field import DateField
from traedesten.measures import board
from traedesten.programme.models import Activity, Programme
from traedesten.programme.queries import in_programme
from traedesten.setup.criterion import closing
from traedesten.setup.criterion.closing import Affected, Fate
from traedesten.setup.criterion.ending_form import ReasonForm
from traedesten.setup.criterion.views import ANY, REFUSED, staff_of


class ClosingForm(ReasonForm):
    """``fate-…`` is asked for each criterion; the activity that takes over is asked once for all."""

    last_day = DateField(label=gettext_lazy("Aktivitetens sidste dag"))
    successor = forms.ModelChoiceField(
        Activity.objects.none(), label=gettext_lazy("Aktiviteten, der tager over"), required=False,
        empty_label=gettext_lazy("Ingen"),
    )  # fmt: skip
    field_order = ("last_day", "successor", "reason")

    def __init__(self, *args: Any, activity: Activity, affected: list[Affected], today: date, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.affected = affected
        self.initial = {"last_day": activity.ends_on or today, **self.initial}
        chosen: dict[str, Any] = dict(self.fields)
        chosen["successor"].queryset = activity.programme.activities.exclude(pk=activity.pk)
        for each in affected:
            self.fields[self.name_of(each)] = forms.ChoiceField(
                label=f"{each.criterion.code} {each.criterion.text}",
                choices=[(fate.value, closing.SAID[fate]) for fate in each.fates],
                initial=Fate.KEEP.value, widget=forms.RadioSelect, help_text=f"{each.sentence} {each.why}".strip(),
            )  # fmt: skip

    @staticmethod
    def name_of(each: Affected) -> str:
        return f"fate-{each.criterion.pk}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        takes_over = {Fate.BOTH.value, Fate.MOVE.value}
        needs = any(cleaned.get(self.name_of(each)) in takes_over for each in self.affected)
        if needs and not cleaned.get("successor") and "successor" not in self.errors:
            self.add_error("successor", _("Vælg den aktivitet, der tager over, eller lad kriterierne afslutte."))
        return cleaned

    def fates(self) -> list[tuple[Affected, Fate]]:
        return [(each, Fate(self.cleaned_data[self.name_of(each)])) for each in self.affected]


@draft.keeps_typed
@require_http_methods(ANY)
@in_programme(Permission.EDIT_CRITERIA)
def fates(request: HttpRequest, programme: Programme, activity: str) -> HttpResponse:
    """Every criterion that counts the activity, and what it is to do from the day after its last."""
    found = get_object_or_404(programme.activities, code=activity)
    affected = closing.affected(staff_of(request), programme, found)
    form = ClosingForm(request.POST or None, activity=found, affected=affected, today=board.day_for(programme))
    if request.method == "POST" and form.is_valid() and (number := _decided(request, form)) is not None:
        told = ngettext("%d kriterium er ændret.", "%d kriterier er ændret.", number) % number
        messages.success(request, told)
        return redirect("setup:criteria", programme=programme.code)
    draft.give_back(request, form)
    context = {"programme": programme, "activity": found, "form": form, "affected": affected}
    context["writer"] = draft.writer_of(staff_of(request))
    return render(request, "setup/criterion/closing.html", context, status=REFUSED if form.errors else 200)


def _decided(request: HttpRequest, form: ClosingForm) -> int | None:
    """How many criteria were changed; None where something stood in the way, and then nothing was."""
    said = form.cleaned_data
    try:
        with transaction.atomic():
            return closing.decide(
                staff_of(request), form.fates(), new=said["successor"], last_day=said["last_day"],
                reason=said["reason"],
            )  # fmt: skip
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            error.error_dict = {
                {"valid_from": "last_day"}.get(name, name): told for name, told in error.error_dict.items()
            }
        form.refuse(error)
    except DefinitionError as error:
        form.add_error("successor", error.sentence())
    return None
