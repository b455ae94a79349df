"""The smileys at the door: how many pressed each of the five, with one press of ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from traedesten.core.form_field import WholeNumberField
from traedesten.desk.choice import SMILEYS
from traedesten.desk.deed import Part
from traedesten.desk.entry_form import EntryForm, Section
from traedesten.journal.models import Entry

PREFIX = "smiley_"


class RatingForm(EntryForm):
    replaced = ("value", "people")

    def add_more(self) -> None:
        for code, name in SMILEYS:
            self.fields[PREFIX + code] = WholeNumberField(label=name, required=False, least=0, most=10_000)
            self.fields[PREFIX + code].counts = True  # type: ignore[attr-defined]

    @property
    def _names(self) -> list[str]:
        return [name for name in self.fields if name.startswith(PREFIX)]

    @property
    def sections(self) -> list[Section]:
        hint = _("Skriv, hvor mange der trykkede på hver. Lad resten stå tomme.")
        return [Section("smileys", _("Antal tryk"), [self[name] for name in self._names], hint)]

    def clean_more(self, cleaned: dict[str, Any]) -> None:
        if not any(cleaned.get(name) or name in self.errors for name in self._names):
            self.add_error(self._names[0], _("Skriv, hvor mange der trykkede på mindst én smiley."))

    def parts(self) -> list[Part]:
        row = self.row()
        counted = [(name, self.cleaned_data.get(name)) for name in self._names]
        return [
            Part({**row, "value": int(name.removeprefix(PREFIX)), "people": count}, own=frozenset(row))
            for name, count in counted
            if count
        ]

    @classmethod
    def values_of_others(cls, entries: Sequence[Entry]) -> dict[str, Any]:
        return {f"{PREFIX}{int(entry.value or 0)}": entry.people or 1 for entry in entries}
