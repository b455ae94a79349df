"""A known person came: those who usually do are one tap each."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from traedesten.desk import known
from traedesten.desk.entry_form import EntryForm
from traedesten.desk.sheet.field import shown_anew
from traedesten.schedule.models import Session


class VisitForm(EntryForm):
    known_sends = True

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        if data is not None and data.get("pick"):
            data = data.copy()
            data["subject"] = str(data["pick"])
        super().__init__(data, **kwargs)

    def add_more(self) -> None:
        self.fields["session"].widget.attrs.update(shown_anew(self, "known"))

    @property
    def known_label(self) -> str:
        return _("Kommer tit her. Et tryk registrerer")

    def find_known(self) -> list[str]:
        session = self._session()
        return known.regulars(self.choices.workplace, session) if session else []

    def _session(self) -> Session | None:
        code = str(self["session"].value() or "")
        return next((row for row in self.choices.sessions if row.code == code), None)
