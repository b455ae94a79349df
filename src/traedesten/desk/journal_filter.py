"""What somebody looks for in the journal.

All of it may stand in an address but a person's code: that is sent, kept encrypted in the session, and the address
gets a mark that means nothing to others. So a search can be gone back to and turned over without a code in any history
or log.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from cryptography.fernet import InvalidToken
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Manager
from django.http import HttpRequest, QueryDict
from django.utils.crypto import get_random_string
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core.encryption import decrypt, encrypt
from traedesten.core.form import Form
from traedesten.core.form_field import DateField
from traedesten.core.writing import written_day
from traedesten.desk import layout
from traedesten.desk.workplace import Workplace
from traedesten.journal.catalogue import KINDS
from traedesten.journal.models.entry import EntryQuerySet
from traedesten.journal.queries import authors
from traedesten.journal.rules.cell import holds_cpr
from traedesten.people.queries import ids_of_person

PERSON = "person"  # what the mark is called in an address
SESSION_KEY = "journal_persons"
MOST_KEPT = 8


class FilterForm(Form):
    """What to look for; empty fields do not restrict."""

    kind = forms.ChoiceField(label=gettext_lazy("Slags"), required=False)
    activity = forms.ChoiceField(label=gettext_lazy("Aktivitet"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("Område"), required=False)
    starts_on = DateField(label=gettext_lazy("Fra"), required=False)
    ends_on = DateField(label=gettext_lazy("Til"), required=False)
    by = forms.ChoiceField(label=gettext_lazy("Registreret af"), required=False)
    subject = forms.CharField(
        label=gettext_lazy("Persons kode"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "input-width-s", "autocomplete": "off"}),
    )
    all = forms.BooleanField(label=gettext_lazy("Også rettede og tilbagetrukne"), required=False)

    def __init__(self, *args: Any, workplace: Workplace, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.workplace = workplace
        self.offered: dict[str, dict[str, str]] = {}
        visible = [kind for kind in layout.all_kinds() if kind in workplace.visible]
        self._offer("kind", [(kind, KINDS[kind].name) for kind in visible])
        self._offer("activity", list(workplace.programme.activities.values_list("code", "name")))
        ids = workplace.area_ids
        areas = workplace.programme.areas.all() if ids is None else workplace.programme.areas.filter(pk__in=ids)
        self._offer("area", list(areas.values_list("code", "name")))
        colleagues = authors(workplace.programme).exclude(pk=workplace.staff.pk)
        everybody = [(str(pk), name) for pk, name in colleagues.values_list("pk", "name")]
        self._offer("by", [(str(workplace.staff.pk), _("Mig selv")), *everybody])
        if not workplace.sees_people:
            del self.fields["subject"]

    def _offer(self, name: str, pairs: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Alle")), *pairs]
        self.offered[name] = {code: str(said) for code, said in pairs}

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

    @property
    def said(self) -> list[tuple[str, str, str]]:
        """What was asked for, in words: the field, its label and the choice by name."""
        return [(name, str(self.fields[name].label), self._say(name, value)) for name, value in self.wanted.items()]

    def _say(self, name: str, value: Any) -> str:
        if name in self.offered:
            return self.offered[name][str(value)]
        if isinstance(value, date):
            return written_day(value)
        return _("ja") if value is True else str(value)

    def narrow(self, entries: EntryQuerySet) -> EntryQuerySet:
        """Only the entries that match; those that stand now unless old ones are asked for."""
        wanted = self.wanted
        found = entries.filter(is_withdrawal=False) if wanted.get("all") else entries.current()
        code = wanted.get("subject")
        programme = self.workplace.programme
        # By id, not through joins: then an index answers, whichever of them is asked for together.
        conditions = {
            "kind": wanted.get("kind"),
            "activity": _id_of(programme.activities, wanted.get("activity")),
            "area": _id_of(programme.areas, wanted.get("area")),
            "happened_on__gte": wanted.get("starts_on"),
            "happened_on__lte": wanted.get("ends_on"),
            "recorded_by": wanted.get("by"),
        }
        narrowed: EntryQuerySet = found.filter(**{name: value for name, value in conditions.items() if value})
        if not code:
            return narrowed
        of_person = narrowed.filter(subject__in=ids_of_person(programme, code))
        return of_person.in_areas(self.workplace.people_area_ids, recorded_by=self.workplace.staff)


def _id_of(rows: Manager[Any], code: str | None) -> int | None:
    """Of a code that the form has offered; None where none was chosen."""
    return rows.values_list("pk", flat=True).get(code=code) if code else None


def without(request: HttpRequest, name: str) -> str:
    """The query of the same search with one of its conditions taken off."""
    told = request.GET.copy()
    for key in (PERSON if name == "subject" else name, "side"):
        told.pop(key, None)
    return told.urlencode()


def address_of(request: HttpRequest, form: FilterForm) -> str:
    """The query of a search that was sent: what it asks for, and a mark in place of a person's code."""
    plain = {name: form[name].value() for name in form.wanted if name != "subject"}
    code = form.wanted.get("subject")
    return urlencode({**plain, **({PERSON: _keep(request, str(code))} if code else {})})


def asked(request: HttpRequest) -> QueryDict | None:
    """What the address asks for, with the person's code put back; None where it asks for nothing."""
    told = request.GET.copy()
    told.pop("subject", None)  # a code in an address searches for nobody
    code = _kept(request).get(told.pop(PERSON, [""])[-1], "")
    if code:
        told["subject"] = code
    return told if set(told) & set(FilterForm.base_fields) else None


def is_forgotten(request: HttpRequest) -> bool:
    """Whether the address means a person that this session does not remember: a link from another device or day."""
    mark = request.GET.get(PERSON)
    return bool(mark) and mark not in _kept(request)


def _kept(request: HttpRequest) -> dict[str, str]:
    """Mark -> code, the latest last. What was kept under keys that are gone is forgotten."""
    try:
        return {mark: decrypt(token.encode()) for mark, token in request.session.get(SESSION_KEY, {}).items()}
    except InvalidToken:
        return {}


def _keep(request: HttpRequest, code: str) -> str:
    """A mark for the code, the same while it is remembered; only the latest few are."""
    kept = _kept(request)
    known = {kept_code: mark for mark, kept_code in kept.items()}
    mark = known.get(code) or get_random_string(10)
    newest = {**{other: kept_code for other, kept_code in kept.items() if other != mark}, mark: code}
    request.session[SESSION_KEY] = {of: encrypt(each).decode() for of, each in list(newest.items())[-MOST_KEPT:]}
    return mark
