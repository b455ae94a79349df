"""Offers that residents can be bridged to."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.offers.actions import offer as actions
from traedesten.offers.models import Offer
from traedesten.places.models import Organisation
from traedesten.setup.choice import NOT_CHOSEN, organisations
from traedesten.setup.form import SetupForm, name_field
from traedesten.setup.part import Groups, Line, Part, register
from traedesten.setup.site import Site


class OfferForm(SetupForm):
    name = name_field()
    kind = forms.ChoiceField(label=gettext_lazy("Slags"), choices=Offer.Kind.choices)
    provider = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Hvem holder det"), required=False, empty_label=NOT_CHOSEN
    )
    is_external = forms.BooleanField(label=gettext_lazy("Holdes af andre end os"), required=False, initial=True)

    def scope(self) -> None:
        assert self.programme is not None
        self.fields["provider"].queryset = organisations(self.programme)  # type: ignore[attr-defined]


def groups(site: Site) -> Groups:
    offers = list(Offer.objects.filter(programme=site.programme).select_related("provider"))
    return [
        (kind.label, [Line(offer, offer.name, _details(offer)) for offer in offers if offer.kind == kind])
        for kind in Offer.Kind
    ]


def _details(offer: Offer) -> tuple[str, ...]:
    provider = (offer.provider.name,) if offer.provider else ()
    return provider if offer.is_external else (*provider, _("holdes af os selv"))


PART = register(
    Part(
        key="tilbud",
        title=gettext_lazy("Tilbud"),
        lead=gettext_lazy("Det, I kan hjælpe beboere videre til."),
        new=gettext_lazy("Nyt tilbud"),
        empty=gettext_lazy("Skriv det første tilbud ned, for eksempel kommunens motionshold."),
        argument="offer",
        model=Offer,
        form=OfferForm,
        rows=lambda programme: Offer.objects.filter(programme=programme),
        groups=groups,
        add=actions.add,
        change=actions.change,
        remove=actions.remove,
    )
)
