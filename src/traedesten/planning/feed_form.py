"""Which calendar somebody wants to subscribe to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core.form import Form
from traedesten.planning.plan_field import RowField
from traedesten.planning.planner import Planner
from traedesten.schedule.models import Feed


class FeedForm(Form):
    what = forms.ChoiceField(
        label=gettext_lazy("Hvad vil du have i din kalender"),
        choices=Feed.About.choices,
        initial=Feed.About.OWN,
        widget=forms.RadioSelect(),
    )
    venue = RowField(label=gettext_lazy("Hvilket sted"), required=False)
    activity = RowField(label=gettext_lazy("Hvilken aktivitet"), required=False)

    def __init__(self, *args: Any, planner: Planner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("venue", planner.venues), ("activity", planner.activities)):
            pairs = [(row, row.name) for row in rows]
            self.fields[name].offer(pairs, _("Vælg"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        what = told.get("what")
        if what in ("venue", "activity") and told.get(what) is None:
            self.add_error(what, _("Vælg, hvad kalenderen skal vise."))
        return told

    def about(self) -> dict[str, Any]:
        """What the action is given; only asked when it is valid."""
        what = self.cleaned_data["what"]
        chosen = {what: self.cleaned_data[what]} if what in ("venue", "activity") else {}
        return {"about": what, **chosen}
