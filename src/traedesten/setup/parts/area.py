"""Areas of the programme, with their people and dwellings by date."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core import clock
from traedesten.core.action import Actor
from traedesten.core.writing import written_date, written_number
from traedesten.places.models import Area, AreaFigure, Organisation
from traedesten.programme.actions import area as actions
from traedesten.programme.models import Programme
from traedesten.setup.choice import organisations
from traedesten.setup.form import SetupForm, name_field
from traedesten.setup.part import Groups, Line, Part, plain_list, register
from traedesten.setup.site import Site


class AreaForm(SetupForm):
    joining = forms.ModelChoiceField(
        Area.objects.none(),
        label=gettext_lazy("Et område, der findes i forvejen"),
        required=False,
        empty_label=gettext_lazy("Nej, det er et nyt område"),
        help_text=gettext_lazy("Fra dine andre programmer. Så deles navn, beboere og boliger."),
    )
    name = name_field(required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Slags"), choices=Area.Kind.choices)
    organisation = forms.ModelChoiceField(
        Area.objects.none(),
        label=gettext_lazy("Boligorganisation"),
        required=False,
        empty_label=gettext_lazy("Ikke valgt"),
    )
    municipality = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Kommune"),
        required=False,
        empty_label=gettext_lazy("Ikke valgt"),
        help_text=gettext_lazy("Den, området ligger i. Skriv den først under »Organisationer«, hvis den mangler."),
    )

    def scope(self) -> None:
        assert self.programme is not None
        known = organisations(self.programme)
        self.fields["organisation"].queryset = known  # type: ignore[attr-defined]
        self.fields["municipality"].queryset = known.filter(kind=Organisation.Kind.MUNICIPALITY)  # type: ignore[attr-defined]
        others = self.others()
        if self.row is not None or not others:
            del self.fields["joining"]
        else:
            self.fields["joining"].queryset = others  # type: ignore[attr-defined]

    def others(self) -> Any:
        """Areas of the other programmes of whoever fills the form in."""
        known = Programme.objects.filter(pk__in=self.known_programmes)
        return Area.objects.filter(programmes__in=known).exclude(programmes=self.programme).distinct()

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("name") and not self.cleaned_data.get("joining") and "name" not in self.errors:
            self.add_error("name", _("Udfyld »%(label)s«.") % {"label": _("Navn")})
        return super().clean()


def add(*, by: Actor, programme: Programme, values: dict[str, Any]) -> Area:
    """A new area, or one that is known already."""
    told = dict(values)
    joining = told.pop("joining", None)
    if joining is not None:
        return actions.join(by=by, programme=programme, joining=joining)
    return actions.add(by=by, programme=programme, values=told)


def restore(site: Site, kept: dict[str, Any]) -> Area:
    """An area that left the programme still exists; it only has to join again."""
    area = Area.objects.filter(pk=kept["row"]).first()
    if area is None:
        raise ValidationError(_("Området findes ikke længere."))
    return actions.join(by=site.staff, programme=site.programme, joining=area)


def groups(site: Site) -> Groups:
    areas = site.programme.areas.select_related("organisation", "municipality").prefetch_related("figures")
    return plain_list(Line(area, area.name, _details(area), **_mark(area)) for area in areas)


def figure_on(area: Area, day: Any) -> AreaFigure | None:
    """The newest numbers that hold on a day."""
    return max(
        (each for each in area.figures.all() if each.valid_from <= day), key=lambda each: each.valid_from, default=None
    )


def _details(area: Area) -> tuple[str, ...]:
    told = [str(area.get_kind_display()), *(each.name for each in (area.organisation, area.municipality) if each)]
    figure = figure_on(area, clock.today())
    if figure:
        told.append(said(figure))
    return tuple(told)


def said(figure: AreaFigure) -> str:
    """People and dwellings in words."""
    parts = []
    if figure.people is not None:
        parts.append(_("%(number)s beboere") % {"number": written_number(figure.people)})
    if figure.dwellings is not None:
        parts.append(_("%(number)s boliger") % {"number": written_number(figure.dwellings)})
    return _(" og ").join(parts)


def _mark(area: Area) -> dict[str, Any]:
    if area.figures.all():
        return {}
    return {"mark": _("mangler beboertal"), "is_warning": True}


def end(site: Site, area: Area) -> dict[str, Any]:
    """Under the form: the numbers, newest first."""
    figures = [
        (figure, written_date(figure.valid_from), said(figure)) for figure in area.figures.order_by("-valid_from")
    ]
    return {"figures": figures}


PART = register(
    Part(
        key="omraader",
        title=gettext_lazy("Boligområder"),
        lead=gettext_lazy("Hvor I arbejder. Beboere og boliger skrives med dato, så andele bliver rigtige bagud."),
        new=gettext_lazy("Nyt område"),
        empty=gettext_lazy("Skriv den første boligafdeling eller det første boligområde ned."),
        argument="area",
        model=Area,
        form=AreaForm,
        rows=lambda programme: programme.areas.all(),
        groups=groups,
        add=add,
        change=actions.change,
        remove=actions.leave,
        ways_back={"remove": restore},
        is_shared=True,
        row_end="setup/_components/area_end.html",
        end=end,
        after_add=lambda area: ("omraader", area.pk),
    )
)
