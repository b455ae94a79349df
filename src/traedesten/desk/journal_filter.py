"""What somebody looks for in the journal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core.form import Form
from traedesten.core.form_field import DateField
from traedesten.desk import layout
from traedesten.desk.workplace import Workplace
from traedesten.journal.catalogue import KINDS
from traedesten.journal.models.entry import EntryQuerySet
from traedesten.journal.rules.cell import holds_cpr


class FilterForm(Form):
    """What to look for; empty fields do not restrict."""

    kind = forms.ChoiceField(label=gettext_lazy("Slags"), required=False)
    activity = forms.ChoiceField(label=gettext_lazy("Aktivitet"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("Område"), required=False)
    starts_on = DateField(label=gettext_lazy("Fra"), required=False)
    ends_on = DateField(label=gettext_lazy("Til"), required=False)
    subject = forms.CharField(
        label=gettext_lazy("Persons kode"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "input-width-s", "autocomplete": "off"}),
    )
    own = forms.BooleanField(label=gettext_lazy("Kun mine egne"), required=False)
    all = forms.BooleanField(label=gettext_lazy("Også rettede og tilbagetrukne"), required=False)

    def __init__(self, *args: Any, workplace: Workplace, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.workplace = workplace
        visible = [kind for kind in layout.all_kinds() if kind in workplace.visible]
        self._offer("kind", [(kind, KINDS[kind].name) for kind in visible])
        self._offer("activity", list(workplace.programme.activities.values_list("code", "name")))
        ids = workplace.area_ids
        areas = workplace.programme.areas.all() if ids is None else workplace.programme.areas.filter(pk__in=ids)
        self._offer("area", list(areas.values_list("code", "name")))
        if not workplace.sees_people:
            del self.fields["subject"]

    def _offer(self, name: str, pairs: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Alle")), *pairs]

    def clean_subject(self) -> str:
        code = str(self.cleaned_data["subject"]).strip()
        if holds_cpr(code):
            raise ValidationError(_("Her står noget, der ligner et CPR-nummer. Søg på personens kode i stedet."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and starts_on > ends_on:
            self.add_error("ends_on", _("Slutdagen ligger før startdagen. Byt dem om."))
        return cleaned

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for, where it could be read."""
        if not self.is_bound or not self.is_valid():
            return {}
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, entries: EntryQuerySet) -> EntryQuerySet:
        """Only the entries that match; those that stand now unless old ones are asked for."""
        wanted = self.wanted
        found = entries.filter(is_withdrawal=False) if wanted.get("all") else entries.current()
        conditions = {
            "kind": wanted.get("kind"),
            "activity__code": wanted.get("activity"),
            "area__code": wanted.get("area"),
            "happened_on__gte": wanted.get("starts_on"),
            "happened_on__lte": wanted.get("ends_on"),
            "subject__code__iexact": wanted.get("subject"),
            "recorded_by": self.workplace.staff if wanted.get("own") else None,
        }
        narrowed: EntryQuerySet = found.filter(**{name: value for name, value in conditions.items() if value})
        return narrowed
