"""The form on the gallery page: one field of every kind."""

from django import forms
from django.utils.translation import gettext_lazy as _

from traedesten.core.form import Form
from traedesten.core.form_field import DateField, NumberField, PastDateField, TimeField, WholeNumberField

PLACES = [("cafe", _("Caféen")), ("yard", _("Gården")), ("door", _("Ved døren"))]


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
    on = PastDateField(label=_("Dato"), help_text=_("For eksempel 20.11.2026 eller “i går”."))
    ends_on = DateField(label=_("Slutter"), required=False)
    at = TimeField(label=_("Klokkeslæt"), required=False, help_text=_("For eksempel 14.30."))
    people = WholeNumberField(label=_("Antal personer"), least=1, most=500)
    hours = NumberField(label=_("Timer"), required=False, least=0, decimals=2, help_text=_("For eksempel 2,5."))
    agreed = forms.BooleanField(label=_("Det er aftalt med beboeren"), required=False)
