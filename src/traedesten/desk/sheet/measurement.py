"""Several measurements of one person with one press. Blood pressure is a pair, an unusual number is asked about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from traedesten.core.writing import written_number
from traedesten.desk.choice import Choices
from traedesten.desk.deed import Part
from traedesten.desk.entry_form import EntryForm, Section
from traedesten.desk.sheet.field import MeasureField
from traedesten.journal.catalogue import KINDS, MEASUREMENTS
from traedesten.journal.models import Entry

PREFIX = "measured_"
UPPER, LOWER = f"{PREFIX}bp_systolic", f"{PREFIX}bp_diastolic"
# Beside an entry of the same person: where and when are the same.
SHARED = ("on", "at", "activity", "area", "venue", "session", "subject", "sex", "age_band", "household")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The measurements of a form: its fields, what they say, the entries they become."""

    form: EntryForm

    def add_fields(self, choices: Choices) -> None:
        listed = choices.book.topics.get("measurement", {})
        for code in (*MEASUREMENTS, *(code for code in listed if code not in MEASUREMENTS)):
            name = str(MEASUREMENTS[code].name) if code in MEASUREMENTS else listed[code].name
            self._add(code, name)

    def _add(self, code: str, name: str) -> None:
        rule, general = MEASUREMENTS.get(code), KINDS["measurement"].value
        assert general is not None
        least = rule.minimum if rule else general.minimum
        most = rule.maximum if rule else general.maximum
        field = MeasureField(
            unit=rule.unit if rule else "", label=name, least=Decimal(str(least)), most=Decimal(str(most))
        )
        sure = f"{PREFIX}{code}_sure"
        field.sure = str((self.form.data if self.form.is_bound else self.form.initial).get(sure) or "")
        self.form.fields[PREFIX + code] = field

    @property
    def names(self) -> list[str]:
        return [name for name in self.form.fields if name.startswith(PREFIX)]

    def is_filled(self, cleaned: Mapping[str, Any]) -> bool:
        return any(cleaned.get(name) is not None or name in self.form.errors for name in self.names)

    def clean(self, cleaned: Mapping[str, Any]) -> None:
        self._clean_pair(cleaned.get(UPPER), cleaned.get(LOWER))
        for name in self.names:
            field, value = self.form.fields[name], cleaned.get(name)
            assert isinstance(field, MeasureField)
            if value is not None and name not in self.form.errors:
                self._ask_about(name, field, value)

    def _clean_pair(self, upper: Decimal | None, lower: Decimal | None) -> None:
        if (upper is None) != (lower is None) and not {UPPER, LOWER} & set(self.form.errors):
            missing = UPPER if upper is None else LOWER
            self.form.add_error(missing, _("Blodtryk er to tal. Skriv også det andet."))
        elif upper is not None and lower is not None and upper <= lower:
            self.form.add_error(UPPER, _("Det øverste tal skal være større end det nederste. Er de byttet om?"))

    def _ask_about(self, name: str, field: MeasureField, value: Decimal) -> None:
        rule, shown = MEASUREMENTS.get(name.removeprefix(PREFIX)), written_number(value)
        if rule is None or rule.usual[0] <= value <= rule.usual[1] or field.sure == shown:
            return
        field.doubt = _("%(value)s %(unit)s er rigtigt") % {"value": shown, "unit": rule.unit}
        field.sure = shown
        told = _("%(value)s er usædvanligt. Mål eventuelt igen. Er det rigtigt, så sæt kryds.")
        self.form.add_error(name, told % {"value": shown})

    def parts(self, shared: Mapping[str, Any]) -> Iterator[Part]:
        for name in self.names:
            value = self.form.cleaned_data.get(name)
            if value is not None:
                row = {**shared, "kind": "measurement", "topic": name.removeprefix(PREFIX), "value": float(value)}
                yield Part(row, name, own=frozenset((*SHARED, "on")))

    def section(self, *, is_folded: bool) -> Section:
        heading = _("Målinger") if is_folded else ""
        hint = _("Skriv kun det, der er målt.") if not is_folded else _("Vægt, blodtryk og andet, der er målt")
        return Section("measured", heading, [self.form[name] for name in self.names], hint, is_folded)


def values_of(entries: Iterable[Entry]) -> dict[str, Any]:
    measured = [entry for entry in entries if entry.kind == "measurement" and entry.topic]
    return {PREFIX + str(entry.topic.code): entry.value for entry in measured if entry.topic}


class MeasurementForm(EntryForm):
    replaced = ("topic", "value")

    def add_more(self) -> None:
        self.sheet = Sheet(self)
        self.sheet.add_fields(self.choices)

    @property
    def sections(self) -> list[Section]:
        return [self.sheet.section(is_folded=False)]

    def clean_more(self, cleaned: dict[str, Any]) -> None:
        if not self.sheet.is_filled(cleaned):
            self.add_error(self.sheet.names[0], _("Skriv mindst ét tal, der er målt."))
        self.sheet.clean(cleaned)

    def parts(self) -> list[Part]:
        return list(self.sheet.parts(self.row()))

    @classmethod
    def values_of_others(cls, entries: Sequence[Entry]) -> dict[str, Any]:
        return values_of(entries)
