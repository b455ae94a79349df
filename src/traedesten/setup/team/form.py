"""What an administrator fills in: a new colleague, and one more role for somebody who is here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core.form import Form
from traedesten.journal.rules.cell import holds_cpr
from traedesten.places.models import Area, Organisation, Staff
from traedesten.programme.models import Programme
from traedesten.programme.roles import choices
from traedesten.setup.choice import organisations as organisations_of


class RoleForm(Form):
    """A role, in all of the programme or in some of its areas."""

    role = forms.ChoiceField(label=gettext_lazy("Rolle"))
    areas = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Kun i disse områder"),
        queryset=Area.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Vælg ingen, hvis rollen gælder hele programmet."),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        role, areas = self.fields["role"], self.fields["areas"]
        assert isinstance(role, forms.ChoiceField)
        assert isinstance(areas, forms.ModelMultipleChoiceField)
        role.choices = [("", _("Vælg en rolle")), *choices()]
        areas.queryset = programme.areas.all()
        if programme.areas.count() < 2:
            del self.fields["areas"]

    def areas_chosen(self) -> list[Area]:
        return list(self.cleaned_data.get("areas", ()))


class InviteForm(RoleForm):
    """A colleague who is new here; one who has an access already is only given the role."""

    name = forms.CharField(label=gettext_lazy("Navn"), max_length=200, widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Skriv e-mailen med @ og punktum, for eksempel navn@kommune.dk.")},
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Ansat i"), queryset=Organisation.objects.none(), required=False
    )
    field_order = ("name", "email", "role", "areas", "organisation")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, programme=programme, **kwargs)
        organisations = self.fields["organisation"]
        assert isinstance(organisations, forms.ModelChoiceField)
        organisations.queryset = organisations_of(programme).order_by("name")
        organisations.empty_label = _("Vælg, hvis det er kendt")

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if holds_cpr(name):
            raise ValidationError(_("Her står noget, der ligner et CPR-nummer. Skriv kun navnet."))
        return name

    def known(self) -> Staff | None:
        """The colleague who has this e-mail already."""
        return Staff.objects.filter(email=str(self.cleaned_data["email"]).lower()).first()
