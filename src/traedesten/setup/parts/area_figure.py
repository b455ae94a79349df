"""People and dwellings of an area from a day on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from traedesten.core.action import Actor
from traedesten.core.form_field import DateField, WholeNumberField
from traedesten.core.writing import written_date
from traedesten.places.models import Area, AreaFigure
from traedesten.programme.actions import area_figure as actions
from traedesten.programme.models import Programme
from traedesten.setup.form import SetupForm
from traedesten.setup.part import Groups, Line, Part, register
from traedesten.setup.parts.area import said
from traedesten.setup.site import Site

MOST = 2_147_483_647


class AreaFigureForm(SetupForm):
    area = forms.ModelChoiceField(
        Area.objects.none(), label=gettext_lazy("Område"), empty_label=gettext_lazy("Vælg område")
    )
    valid_from = DateField(label=gettext_lazy("Gælder fra"), help_text=gettext_lazy("For eksempel 1.1.2026."))
    people = WholeNumberField(label=gettext_lazy("Beboere"), required=False, least=0, most=MOST)
    dwellings = WholeNumberField(label=gettext_lazy("Boliger"), required=False, least=0, most=MOST)

    def scope(self) -> None:
        assert self.programme is not None
        if self.row is not None:
            del self.fields["area"]
        else:
            self.fields["area"].queryset = self.programme.areas.all()  # type: ignore[attr-defined]


def rows(programme: Programme) -> Any:
    return AreaFigure.objects.filter(area__programmes=programme).select_related("area")


def groups(site: Site) -> Groups:
    figures = list(rows(site.programme).order_by("-valid_from"))
    return [
        (
            area.name,
            [Line(each, written_date(each.valid_from), (said(each),)) for each in figures if each.area_id == area.pk],
        )
        for area in site.programme.areas.all()
    ]


def add(*, by: Actor, programme: Programme, values: dict[str, Any]) -> AreaFigure:
    told = dict(values)
    return actions.add(by=by, programme=programme, area=told.pop("area"), values=told)


PART = register(
    Part(
        key="beboertal",
        title=gettext_lazy("Beboere og boliger"),
        lead=gettext_lazy("Hvor mange der bor hvor, fra en dag og frem. Gamle tal bliver stående."),
        new=gettext_lazy("Nye tal"),
        empty=gettext_lazy("Skriv, hvor mange beboere og boliger området har."),
        argument="figure",
        model=AreaFigure,
        form=AreaFigureForm,
        rows=rows,
        groups=groups,
        add=add,
        change=actions.change,
        remove=actions.remove,
        is_shared=True,
        kept=("area",),
        asks=("area",),
        after=lambda figure: ("omraader", figure.area_id),
    )
)
