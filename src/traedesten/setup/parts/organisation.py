"""Organisations: who takes part, with the hours a year they have promised."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core import meanwhile
from traedesten.core.action import Actor
from traedesten.core.form_field import NumberField
from traedesten.core.writing import written_number
from traedesten.documents.outline import BY_NAME
from traedesten.documents.queries import rows_of
from traedesten.places.models import Organisation
from traedesten.programme.actions import organisation as organisation_actions
from traedesten.programme.actions import partner as actions
from traedesten.programme.models import Partner, Programme, Version
from traedesten.programme.use import demand_unused
from traedesten.setup.form import SetupForm, name_field
from traedesten.setup.part import Groups, Line, Part, register
from traedesten.setup.site import Site


class OrganisationForm(SetupForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("En organisation, der findes i forvejen"),
        required=False,
        empty_label=gettext_lazy("Nej, det er en ny"),
        help_text=gettext_lazy("Fra dine andre programmer."),
    )
    name = name_field(required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Slags"), choices=Organisation.Kind.choices)
    takes_part = forms.BooleanField(label=gettext_lazy("Er med som samarbejdspartner"), required=False, initial=True)
    agreed_hours_a_year = NumberField(
        label=gettext_lazy("Aftalte timer om året"),
        required=False,
        least=0,
        most=actions.MOST_HOURS,
        decimals=2,
        help_text=gettext_lazy("Hvis de har lovet et antal, for eksempel 20."),
    )

    def scope(self) -> None:
        others = Organisation.objects.filter(partnerships__programme__in=self.known_programmes)
        others = others.exclude(partnerships__programme=self.programme).distinct()
        if self.row is not None or not others:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = others  # type: ignore[attr-defined]
        if self.row is None:
            del self.fields["takes_part"]

    def shown_of(self, row: Any) -> dict[str, Any]:
        assert self.programme is not None
        return shown_of(self.programme, row)

    def clean(self) -> dict[str, Any]:
        if (
            not self.cleaned_data.get("name")
            and not self.cleaned_data.get("organisation")
            and "name" not in self.errors
        ):
            self.add_error("name", _("Udfyld »%(label)s«.") % {"label": _("Navn")})
        if self.cleaned_data.get("agreed_hours_a_year") and self.cleaned_data.get("takes_part") is False:
            self.add_error("takes_part", _("Sæt kryds her, når der er aftalt timer."))
        return super().clean()


def shown_of(programme: Programme, organisation: Organisation) -> dict[str, Any]:
    partner = programme.partners.filter(organisation=organisation).first()
    return {
        "name": organisation.name,
        "kind": organisation.kind,
        "takes_part": partner is not None,
        "agreed_hours_a_year": partner.agreed_hours_a_year if partner else None,
    }


def add(*, by: Actor, programme: Programme, values: dict[str, Any]) -> Organisation:
    """One that is known already takes part too, or a new one does."""
    told = {name: value for name, value in values.items() if name != "takes_part"}
    if told.get("organisation") is not None:
        told = {"organisation": told["organisation"], "agreed_hours_a_year": told.get("agreed_hours_a_year")}
    return actions.add(by=by, programme=programme, values=told).organisation


@transaction.atomic
def change(
    *, by: Actor, programme: Programme, organisation: Organisation, values: dict[str, Any], seen: Any
) -> Organisation:
    """The organisation itself where it differs, and its part in the programme."""
    Version.objects.next_for(programme.pk)
    now = shown_of(programme, organisation)
    meanwhile.demand_unchanged(seen, meanwhile.of_values(now), meanwhile.of_values(values))
    about = {name: values[name] for name in ("name", "kind")}
    if about != {name: now[name] for name in about}:
        if not about["name"]:
            raise ValidationError({"name": _("Udfyld »%(label)s«.") % {"label": _("Navn")}})
        organisation_actions.change(by=by, programme=programme, organisation=organisation, values=about)
    _change_part(by, programme, organisation, values)
    return organisation


def _change_part(by: Actor, programme: Programme, organisation: Organisation, values: dict[str, Any]) -> None:
    partner = programme.partners.filter(organisation=organisation).first()
    told = values.get("agreed_hours_a_year")
    hours = Decimal(told) if isinstance(told, str) else told
    if values["takes_part"] and partner is None:
        told = {"organisation": organisation, "agreed_hours_a_year": hours}
        actions.add(by=by, programme=programme, values=told)
    elif partner is not None and not values["takes_part"]:
        actions.remove(by=by, takes_part=partner)
    elif partner is not None and partner.agreed_hours_a_year != hours:
        actions.change(by=by, takes_part=partner, values={"agreed_hours_a_year": hours})


def remove(*, by: Actor, programme: Programme, organisation: Organisation) -> Programme:
    """It no longer takes part; refused while something else in the programme names it."""
    partner = programme.partners.filter(organisation=organisation).first()
    if partner is None:
        demand_unused(organisation, within=programme)
        raise ValidationError(_("Organisationen er ikke længere med."))
    return actions.remove(by=by, takes_part=partner)


def restore(site: Site, kept: dict[str, Any]) -> Partner:
    organisation = Organisation.objects.filter(pk=kept["row"]).first()
    if organisation is None:
        raise ValidationError(_("Organisationen findes ikke længere."))
    hours = kept["before"].get("agreed_hours_a_year")
    told = {"organisation": organisation, "agreed_hours_a_year": Decimal(hours) if hours is not None else None}
    return actions.add(by=site.staff, programme=site.programme, values=told)


def rows(programme: Programme) -> Any:
    return rows_of(BY_NAME["organisations"], programme).order_by("name")


def groups(site: Site) -> Groups:
    hours = dict(site.programme.partners.values_list("organisation", "agreed_hours_a_year"))
    found = list(rows(site.programme))
    partners = [Line(each, each.name, _details(each, hours[each.pk])) for each in found if each.pk in hours]
    others = [Line(each, each.name, _details(each, None)) for each in found if each.pk not in hours]
    return [(_("Samarbejdspartnere"), partners), (_("Nævnes andre steder i aftalen"), others)]


def _details(organisation: Organisation, hours: Any) -> tuple[str, ...]:
    kind = str(organisation.get_kind_display())
    if hours is None:
        return (kind,)
    return kind, _("%(hours)s timer om året er aftalt") % {"hours": written_number(hours)}


PART = register(
    Part(
        key="organisationer",
        title=gettext_lazy("Organisationer"),
        lead=gettext_lazy("Kommunen, boligorganisationerne, foreninger og andre, der er med eller betaler."),
        new=gettext_lazy("Ny organisation"),
        empty=gettext_lazy("Skriv dem ned, der er med: kommunen, boligorganisationen, den, der giver pengene."),
        argument="organisation",
        model=Organisation,
        form=OrganisationForm,
        rows=rows,
        groups=groups,
        add=add,
        change=change,
        remove=remove,
        ways_back={"remove": restore},
        is_shared=True,
    )
)
