"""Something was published, and where copies were handed out: one press."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from traedesten.core.form_field import WholeNumberField
from traedesten.core.writing import written_number
from traedesten.desk import thread
from traedesten.desk.deed import Part
from traedesten.desk.entry_form import EntryForm, Section
from traedesten.journal.models import Entry

PREFIX = "homes_"
SHARED = ("on", "at", "activity", "channel", "thread")


class PublicationForm(EntryForm):
    """How many dwellings of each area got it becomes a delivery each, on the publication's thread."""

    def add_more(self) -> None:
        workplace = self.choices.workplace
        if "delivery" not in workplace.recordable:
            return
        reach = workplace.areas_for("delivery")
        for area in self.choices.areas:
            if reach is None or area.pk in reach:
                self._ask(area.code, area.name, self.choices.book.dwellings(area.pk, self.choices.on))

    def _ask(self, code: str, name: str, dwellings: int | None) -> None:
        field = WholeNumberField(label=name, required=False, least=1, most=dwellings or 1_000_000)
        if dwellings:
            shown = written_number(dwellings)
            field.help_text = _("af %(dwellings)s boliger") % {"dwellings": shown}
            field.quick = ((shown, _("Alle %(dwellings)s") % {"dwellings": shown}),)  # type: ignore[attr-defined]
        self.fields[PREFIX + code] = field

    @property
    def _names(self) -> list[str]:
        return [name for name in self.fields if name.startswith(PREFIX)]

    @property
    def sections(self) -> list[Section]:
        if not self._names:
            return []
        hint = _("Hvor mange boliger fik den? Områder, der står tomme, tæller ikke med.")
        homes = [self[name] for name in self._names]
        return [Section("homes", _("Blev den delt ud til boliger?"), homes, hint, is_folded=True)]

    def parts(self) -> list[Part]:
        row = self.row()
        row.setdefault("thread", thread.code(self.spec, self.uid))  # what was handed out must find its publication
        shared: dict[str, Any] = {
            name: row[name] for name in ("on", "at", "activity", "channel", "thread") if name in row
        }
        counted = [(name, self.cleaned_data.get(name)) for name in self._names]
        deliveries = [
            Part({**shared, "kind": "delivery", "area": name.removeprefix(PREFIX), "people": count}, name)
            for name, count in counted
            if count
        ]
        return [Part(row), *deliveries]

    @classmethod
    def values_of_others(cls, entries: Sequence[Entry]) -> dict[str, Any]:
        homes = [entry for entry in entries if entry.kind == "delivery" and entry.area]
        return {PREFIX + entry.area.code: entry.people for entry in homes if entry.area}
