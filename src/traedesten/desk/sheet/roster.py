"""Who was there: the list of a run or a group, one tap each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from traedesten.desk import known
from traedesten.desk.deed import MOST, Part
from traedesten.desk.entry_form import EntryForm, Section
from traedesten.desk.sheet.field import chips, kept, shown_anew
from traedesten.journal.models import Entry
from traedesten.schedule.models import CourseRun, Session


class RosterForm(EntryForm):
    """``present`` are those on the list; ``subject`` is one who is not on it."""

    def add_more(self) -> None:
        self.session = self._session()
        self.run = None if self.session else self._run()
        workplace = self.choices.workplace
        listed = known.on_list(workplace, self.session, self.run) if workplace.sees_people else []
        there = known.present(workplace, "attendance", self.session) if self.session else []
        self.there = [code for code in there if workplace.sees_people]
        self.listed = [code for code in listed if code not in there]
        codes = [*self.listed, *kept(self, "present", self.listed)]
        self.fields["present"] = chips(_("Hvem var der"), [(code, code) for code in codes[: MOST - 1]])
        if self.there:
            self.fields["present"].help_text = _("Registreret allerede: %(codes)s.") % {"codes": ", ".join(self.there)}
        for name in ("session", "run"):
            if name in self.fields:
                self.fields[name].widget.attrs.update(shown_anew(self, "roster"))
        if "subject" in self.fields:
            self.fields["subject"].required = False
            self.fields["subject"].label = _("En, der ikke står på listen") if codes else _("Person")

    @property
    def persons_shown(self) -> int:
        return len({*self.listed, *self.there})

    def _session(self) -> Session | None:
        code = str(self["session"].value() or "") if "session" in self.fields else ""
        return next((row for row in self.choices.sessions if row.code == code), None) if code else None

    def _run(self) -> CourseRun | None:
        code = str(self["run"].value() or "") if "run" in self.fields else ""
        return self.choices.workplace.programme.runs.filter(code=code).first() if code else None

    @property
    def sections(self) -> list[Section]:
        return [Section("roster", "", [self["present"]] if self.listed or self.there else [])]

    def clean_more(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("present") and not cleaned.get("subject") and not {"present", "subject"} & set(self.errors):
            name = "present" if self.listed else "subject"
            self.add_error(name, _("Tryk på dem, der var der, eller skriv en persons kode."))
        if cleaned.get("subject") in (cleaned.get("present") or ()):
            cleaned["subject"] = ""

    def parts(self) -> list[Part]:
        row = self.row()
        codes = [*(self.cleaned_data.get("present") or ()), *filter(None, [row.pop("subject", "")])]
        known_columns = frozenset({*row, "session", "on", "area", "activity", "run"})
        return [
            Part({**row, "subject": code}, "present" if code in self.listed else "subject", own=known_columns)
            for code in codes
        ]

    @classmethod
    def values_of_others(cls, entries: Sequence[Entry]) -> dict[str, Any]:
        return {"present": [entry.subject.code for entry in entries if entry.subject], "subject": ""}
