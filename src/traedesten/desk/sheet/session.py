"""A session was held or cancelled: how many came, which words describe it, who gave a hand. One press."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from traedesten.core.form_field import NumberField, WholeNumberField
from traedesten.desk import known, tagging
from traedesten.desk.deed import MOST, Part
from traedesten.desk.entry_form import EntryForm, Section
from traedesten.desk.sheet.field import chips, kept
from traedesten.journal.models import Entry
from traedesten.programme.models import Tag
from traedesten.schedule.models import Session

HELP_FIELDS = ("helpers", "more_helpers", "partners", "hours")


class SessionForm(EntryForm):
    """Beside the head count: tags of the session, and a contribution for each who helped."""

    tagged: tuple[str, ...] = ()  # tags that this press put on the session
    helpers_shown = 0

    @property
    def persons_shown(self) -> int:
        return self.helpers_shown

    def add_more(self) -> None:
        self._add_tags()
        if "contribution" in self.choices.workplace.recordable:
            self._add_help()

    def _add_tags(self) -> None:
        tags = [(tag.code, tag.name) for tag in Tag.objects.filter(programme=self.choices.workplace.programme)]
        if tags:
            self.fields["tags"] = chips(_("Hvad åbningen handlede om"), tags)
            self.fields["tags"].help_text = _("Kun hvis et af ordene passer. Åbningen kan så findes og tælles på det.")

    def _add_help(self) -> None:
        workplace = self.choices.workplace
        codes = known.helpers(workplace) if workplace.sees_people else []
        self.helpers_shown = len(codes)
        if codes:
            pairs = [(code, code) for code in [*codes, *kept(self, "helpers", codes)]]
            self.fields["helpers"] = chips(_("Frivillige, der hjalp"), pairs)
        self.fields["more_helpers"] = WholeNumberField(
            label=_("Frivillige uden kode") if codes else _("Hvor mange frivillige hjalp"),
            required=False,
            least=0,
            most=200,
        )
        partners = self.choices.of("partner") or []
        if partners:
            self.fields["partners"] = chips(_("Samarbejdspartnere, der var med"), partners)
        self.fields["hours"] = NumberField(
            label=_("Timer hver"), required=False, least=Decimal("0.25"), most=24, initial=self._length()
        )
        self.fields["hours"].help_text = _("Det samme for alle, der hjalp. Lad det stå tomt, hvis I ikke tæller timer.")
        self.fields["hours"].quick = tuple((hours, hours) for hours in ("1", "2", "3", "4"))  # type: ignore[attr-defined]

    def _chosen(self) -> Session | None:
        code = str(self["session"].value() or "")
        return next((row for row in self.choices.sessions if row.code == code), None)

    def _length(self) -> Decimal | None:
        """Planned hours of the session that is chosen."""
        found = self._chosen()
        if not found or not found.starts_at or not found.ends_at:
            return None
        day = date.min
        length = datetime.combine(day, found.ends_at) - datetime.combine(day, found.starts_at)
        hours = Decimal(length.seconds) / 3600
        return hours.quantize(Decimal("0.25")) if hours else None

    @property
    def sections(self) -> list[Section]:
        found = []
        if "tags" in self.fields:
            found.append(Section("tags", "", [self["tags"]]))
        helped = [self[name] for name in HELP_FIELDS if name in self.fields]
        if helped:
            found.append(HelpSection("help", _("Hvem hjalp til?"), helped, _("Frivillige og partnere"), is_folded=True))
        return found

    def clean_more(self, cleaned: dict[str, Any]) -> None:
        helped = [name for name in HELP_FIELDS[:3] if cleaned.get(name)]
        if cleaned.get("step") == "cancelled" and helped:
            self.add_error(helped[0], _("Åbningen er aflyst, så ingen kan have hjulpet. Fjern valget."))
        count = len(cleaned.get("helpers") or ()) + len(cleaned.get("partners") or ())
        if count > MOST - 2:
            self.add_error("helpers", _("Vælg højst %(most)s på én gang.") % {"most": MOST - 2})

    def parts(self) -> list[Part]:
        return [*super().parts(), *self._contributions()]

    def _contributions(self) -> Iterable[Part]:
        told, session = self.cleaned_data, self.cleaned_data["session"]
        hours = float(told["hours"]) if told.get("hours") else None
        for field, column in (("helpers", "subject"), ("partners", "partner")):
            for code in told.get(field) or ():
                yield Part(_hand(session, {column: code}, hours), field)
        many = told.get("more_helpers")
        if many:
            yield Part(_hand(session, {"people": many}, hours and hours * many), "more_helpers")

    def write_more(self) -> None:
        told = self.cleaned_data
        self.tagged = tagging.put_on(self.choices.workplace, told["session"], told.get("tags") or ())

    @classmethod
    def values_of_others(cls, entries: Sequence[Entry]) -> dict[str, Any]:
        hands = [entry for entry in entries if entry.kind == "contribution"]
        many = next((entry.people for entry in hands if entry.people), None)
        each = next((entry.value / (entry.people or 1) for entry in hands if entry.value), None)
        return {
            "helpers": [entry.subject.code for entry in hands if entry.subject],
            "partners": [entry.partner.code for entry in hands if entry.partner],
            "more_helpers": many,
            "hours": each,
        }


class HelpSection(Section):
    """Hours alone, filled in beforehand, are no reason to stand open."""

    @property
    def is_open(self) -> bool:
        return any(field.errors or (field.value() and field.name != "hours") for field in self.fields)


def _hand(session: str, who: dict[str, Any], hours: float | None) -> dict[str, Any]:
    row = {"kind": "contribution", "session": session, **who}
    return row if hours is None else {**row, "value": hours}
