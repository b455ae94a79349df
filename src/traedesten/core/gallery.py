"""The gallery page's own pieces: a form with one field of every kind, and a chart in the house's looks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from traedesten.core import chart
from traedesten.core.form import Form
from traedesten.core.form_field import DateField, NumberField, PastDateField, TimeField, WholeNumberField

PLACES = [("cafe", _("Caféen")), ("yard", _("Gården")), ("door", _("Ved døren"))]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The shared pieces of an app above: a heading, the template that shows them, its stylesheet and what it shows."""

    heading: Any
    template: str
    stylesheet: str
    shown: Mapping[str, Any] = field(default_factory=dict)


SHELVES: list[Shelf] = []


class GalleryForm(Form):
    """Exists to be looked at and tested; saves nothing."""

    title = forms.CharField(label=_("Overskrift"), max_length=40, help_text=_("Kort og genkendelig."))
    note = forms.CharField(label=_("Notat"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    place = forms.ChoiceField(label=_("Sted"), choices=[("", _("Vælg")), *PLACES])
    way = forms.ChoiceField(label=_("Måde"), choices=PLACES, widget=forms.RadioSelect)
    tile = forms.ChoiceField(
        label=_("Måde med store knapper"), choices=PLACES, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    several = forms.MultipleChoiceField(
        label=_("Flere valg"), choices=PLACES, widget=forms.CheckboxSelectMultiple, required=False
    )
    on = PastDateField(label=_("Dato"), help_text=_("For eksempel 20.11.2026 eller »i går«."))
    ends_on = DateField(label=_("Slutter"), required=False)
    at = TimeField(label=_("Klokkeslæt"), required=False, help_text=_("For eksempel 14.30."))
    people = WholeNumberField(label=_("Antal personer"), least=1, most=500)
    hours = NumberField(label=_("Timer"), required=False, least=0, decimals=2, help_text=_("For eksempel 2,5."))
    agreed = forms.BooleanField(label=_("Det er aftalt med beboeren"), required=False)


@lru_cache(maxsize=2)
def sample_chart(_language: str) -> dict[str, Any]:
    """A small chart: a line, dates and numbers as the language writes them, and a target. Drawn once a language."""
    import altair as alt  # why inside: it takes seconds, and only the gallery draws here

    rows = [{"dag": f"2026-{month:02d}-28", "tal": 140 * month, "vist": str(140 * month)} for month in range(1, 12)]
    x = alt.X("dag:T", title=None, axis=alt.Axis(format="%b %Y", tickCount=4), scale=alt.Scale(type="utc"))
    line = alt.Chart(alt.Data(values=rows)).mark_line(point=True, color=chart.BLUE)
    target = alt.Chart(alt.Data(values=[{"maal": 1500}])).mark_rule(color=chart.STONE, strokeWidth=2)
    drawn = line.encode(x=x, y=alt.Y("tal:Q", title=None), tooltip=[alt.Tooltip("vist:N")])
    made = alt.layer(drawn, target.encode(y="maal:Q")).properties(width="container", height=chart.WIDE[1])
    spec = chart.dressed(made)
    wide, narrow = chart.picture(spec, mark="gw"), chart.picture(spec, chart.NARROW, mark="gn")
    return {"wide": wide, "narrow": narrow, "spec": spec, "mark": "g"}
