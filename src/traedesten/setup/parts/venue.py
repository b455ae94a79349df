"""Rooms and places."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from traedesten.documents.outline import BY_NAME
from traedesten.documents.queries import rows_of
from traedesten.places.models import Area, Organisation, Venue
from traedesten.programme.actions import venue as actions
from traedesten.programme.models import Programme
from traedesten.setup.choice import organisations
from traedesten.setup.form import SetupForm, name_field
from traedesten.setup.part import Groups, Line, Part, register
from traedesten.setup.site import Site


class VenueForm(SetupForm):
    name = name_field()
    area = forms.ModelChoiceField(
        Area.objects.none(), label=gettext_lazy("Område"), empty_label=gettext_lazy("Vælg område")
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Hvem ejer stedet"),
        required=False,
        empty_label=gettext_lazy("Ikke valgt"),
    )

    def scope(self) -> None:
        assert self.programme is not None
        self.fields["area"].queryset = self.programme.areas.all()  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = organisations(self.programme)  # type: ignore[attr-defined]


def rows(programme: Programme) -> Any:
    return rows_of(BY_NAME["venues"], programme).order_by("name").select_related("area", "organisation")


def groups(site: Site) -> Groups:
    found: dict[str, list[Line]] = {}
    for venue in rows(site.programme):
        details = (venue.organisation.name,) if venue.organisation else ()
        found.setdefault(venue.area.name if venue.area else "", []).append(Line(venue, venue.name, details))
    return sorted(found.items())


PART = register(
    Part(
        key="steder",
        title=gettext_lazy("Steder"),
        lead=gettext_lazy("Lokaler og steder, hvor noget foregår."),
        new=gettext_lazy("Nyt sted"),
        empty=gettext_lazy("Skriv det første sted ned, for eksempel beboerhuset. Områderne skal være der først."),
        argument="venue",
        model=Venue,
        form=VenueForm,
        rows=rows,
        groups=groups,
        add=actions.add,
        change=actions.change,
        remove=actions.remove,
        is_shared=True,
    )
)
