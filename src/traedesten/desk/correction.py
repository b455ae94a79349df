"""The form that puts an entry right: what it says now, what one may not see left as it is, and a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from traedesten.core.ids import new_id
from traedesten.desk import thread
from traedesten.desk.choice import NONE, NONE_OF_THEM, Choices, session_name
from traedesten.desk.entry_form import EntryForm
from traedesten.desk.reason_form import reason_field, refuse_cpr
from traedesten.desk.registration import CODED, values_of
from traedesten.desk.workplace import Workplace
from traedesten.journal.catalogue import KINDS
from traedesten.journal.models import Entry
from traedesten.programme import rules


class CorrectionForm(EntryForm):
    """The kind's form and the reason."""

    settles = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = reason_field()

    @property
    def shows_note(self) -> bool:
        """Whether what somebody wrote stands in the form."""
        return any(self.initial.get(detail.name) for detail in self.spec.detail_columns)

    def clean_reason(self) -> str:
        return refuse_cpr(str(self.cleaned_data["reason"]))


def blank_form(workplace: Workplace, entry: Entry, typed: Mapping[str, str]) -> CorrectionForm:
    choices = _choices(workplace, entry)
    none = {name: NONE for name in NONE_OF_THEM if choices.asks(name)}
    initial = {"id": str(new_id()), **none, **_values(workplace, entry), **typed}
    return CorrectionForm(choices=choices, initial=initial, leave_out=_closed(workplace, entry))


def sent_form(request: HttpRequest, workplace: Workplace, entry: Entry) -> CorrectionForm:
    return CorrectionForm(
        request.POST,
        choices=_choices(workplace, entry),
        initial=_values(workplace, entry),
        leave_out=_closed(workplace, entry),
    )


def row(form: CorrectionForm, entry: Entry) -> dict[str, Any]:
    """The whole row: what the form shows as it was sent, and what it does not show as it was."""
    kept = {name: value for name, value in values_of(entry, with_notes=True).items() if name not in form.fields}
    return {**kept, **form.row()}


def _values(workplace: Workplace, entry: Entry) -> dict[str, Any]:
    return values_of(entry, with_notes=not _closed(workplace, entry))


def _closed(workplace: Workplace, entry: Entry) -> tuple[str, ...]:
    """Columns of the note, for who may not read it."""
    if rules.may_read_note(workplace.staff, entry):
        return ()
    return tuple(detail.name for detail in KINDS[entry.kind].detail_columns)


def _choices(workplace: Workplace, entry: Entry) -> Choices:
    """Near the entry's day, and all that the entry itself says, even where it could not be chosen any more."""
    keep = {name: (row.code, str(row)) for name in (*CODED, "topic") if (row := getattr(entry, name))}
    if entry.session:
        keep["session"] = (entry.session.code, session_name(entry.session))
    if entry.thread:
        keep["thread"] = (entry.thread.code, thread.name(entry, workplace))
    return Choices(workplace, KINDS[entry.kind], entry.happened_on, keep=keep)
