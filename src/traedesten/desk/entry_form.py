"""The form of one kind of entry, made from the catalogue: a field for every column, with the person's own choices.

What it gives on is a row of words as the journal takes them; the journal's own rules have the last say, and their
problems come back to the field they are about (`show`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.form import NOT_OFFERED, Form, set_is_either_or, set_is_needed
from traedesten.core.ids import new_id
from traedesten.desk import choice, entry_field, known, layout, subject, thread
from traedesten.desk.choice import Choices, Pairs
from traedesten.desk.deed import Part
from traedesten.desk.entry_field import SUBJECTS, SubjectField
from traedesten.journal.models import Entry
from traedesten.journal.rules import cell
from traedesten.journal.rules.problem import Problem

# What a session knows itself: a default of the form steps back for it, what a person typed does not.
FROM_SESSION = ("on", "activity", "area", "run")
PEOPLE_COLUMNS = ("subject", "linked_subject", "household", "sex", "age_band")


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that belong together below the first ones; folded ones wait until they are wanted."""

    code: str
    heading: Any
    fields: Sequence[BoundField]
    hint: Any = ""
    is_folded: bool = False

    @property
    def is_open(self) -> bool:
        return any(field.errors or field.value() for field in self.fields)


class EntryForm(Form):
    """``id`` is made when the form is shown, so that sending twice is one entry.

    A kind whose form writes more than its one entry has a form of its own in `desk.sheet`: it leaves out columns it
    asks for in another way (``replaced``), adds fields and sections, and says which entries it writes (``parts``).
    """

    replaced: ClassVar[tuple[str, ...]] = ()
    settles = True  # whether where and when may wait in one line
    known_sends = False  # whether a tap on a person one knows is all there is to say

    id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        choices: Choices,
        initial: Mapping[str, Any],
        leave_out: Iterable[str] = (),
        usual: Mapping[str, Any] | None = None,
        is_shown: bool = True,
    ) -> None:
        """``usual`` are defaults that nobody chose for this entry: they need not be shown unfolded.

        ``is_shown`` False is for checking what was sent: lists nobody chose from are then not read.
        """
        super().__init__(data, initial=dict(initial), label_suffix="")
        self.choices, self.spec, self.is_shown = choices, choices.spec, is_shown
        self.usual = usual or {}
        self.none_of_them: dict[str, str] = {}  # columns where that was the choice
        skipped = {*leave_out, *self.replaced} | (set() if choices.workplace.sees_people else set(PEOPLE_COLUMNS))
        for column in layout.columns(self.spec):
            pairs = None if column in skipped else self._pairs(column)
            if column not in skipped and (pairs is None or pairs or column in self.spec.required):
                self._add(column, pairs)
        self.add_more()
        self._tell_either_or()

    def _pairs(self, column: str) -> Pairs | None:
        if self.is_shown or column not in choice.READ_FROM_TABLES or self.data.get(column):
            return self.choices.of(column)
        return []

    # --- For the sheets ------------------------------------------------------------------------------------

    def add_more(self) -> None:
        """Add the fields that are no columns of the kind."""

    def clean_more(self, cleaned: dict[str, Any]) -> None:
        """Check the fields that `add_more` added."""

    def parts(self) -> list[Part]:
        """The entries this form writes, the first of them under the form's own id. Valid forms only."""
        return [Part(self.row())]

    def write_more(self) -> None:
        """Write what is no entry, in the same transaction."""

    @property
    def known_label(self) -> str:
        return _("Dem, du sidst skrev om")

    @cached_property
    def known(self) -> list[str]:
        """Codes of persons to tap instead of typing, offered above the field for the person."""
        shown = "subject" in self.fields and layout.is_first(self.spec, "subject")
        return self.find_known() if shown and self.is_shown and self.choices.workplace.sees_people else []

    def find_known(self) -> list[str]:
        return known.recent(self.choices.workplace) if self.spec.code in layout.ABOUT_ONE_KNOWN else []

    @property
    def persons_shown(self) -> int:
        """How many persons the form shows by code before anybody asked."""
        return len(self.known)

    @property
    def sections(self) -> list[Section]:
        return []

    @classmethod
    def values_of_others(cls, entries: Sequence[Entry]) -> dict[str, Any]:
        """What the fields of `add_more` held, from all entries the press wrote, the first among them."""
        return {}

    # --- Fields --------------------------------------------------------------------------------------------

    def _add(self, column: str, pairs: Pairs | None) -> None:
        field = entry_field.of(self.choices, column, pairs)
        field.label = layout.label(self.spec, column)
        field.help_text = field.help_text or layout.help_text(self.spec, column)
        if field.required:
            field.error_messages["required"] = entry_field.missing(field)
        if isinstance(field, forms.ChoiceField):
            field.error_messages["invalid_choice"] = NOT_OFFERED
            set_is_needed(field, choice.NONE in dict(pairs or ()))
        self._offer_taps(column, field)
        self.fields[column] = field
        if isinstance(field, SubjectField):
            told = self.data if self.is_bound else self.initial
            field.sure, field.made = (str(told.get(f"{column}_{name}") or "") for name in ("sure", "made"))

    def _offer_taps(self, column: str, field: forms.Field) -> None:
        """Numbers that are counted up, and the usual answers of others."""
        field.counts = column in ("people", "families") and self.spec.code in layout.COUNTED  # type: ignore[attr-defined]
        field.quick = layout.QUICK.get((self.spec.code, column), ())  # type: ignore[attr-defined]
        if column == "due_on":
            days = ((_("I morgen"), 1), (_("Om en uge"), 7), (_("Om en måned"), 30))
            today = clock.today()
            told = [((today + timedelta(days=ahead)).strftime("%d.%m.%Y"), name) for name, ahead in days]
            field.quick = tuple(told)  # type: ignore[attr-defined]

    def _tell_either_or(self) -> None:
        """Of each group of which one is needed, every field names the others that stand in this form."""
        for group in self.spec.one_of:
            names = [name for name in group if name in self.fields]
            for name in names:
                field, others = self.fields[name], [str(self.fields[n].label) for n in names if n != name]
                set_is_needed(field, not others)
                set_is_either_or(field, bool(others))
                if others:
                    told = _("Udfyld denne eller %(others)s.") % {"others": _several(others)}
                    field.help_text = f"{field.help_text} {told}".strip()

    # --- What the page shows -------------------------------------------------------------------------------

    @property
    def first_fields(self) -> list[BoundField]:
        settled = {field.name for field in self.settled_fields}
        shown = [name for name in self._columns() if layout.is_first(self.spec, name)]
        return [self[name] for name in shown if name not in settled]

    @cached_property
    def settled_fields(self) -> list[BoundField]:
        """Where and when, once all of it is known beforehand: told in one line and unfolded by who wants another."""
        fields = [self[name] for name in layout.SETTLED if name in self.fields and layout.is_first(self.spec, name)]
        is_known = len(fields) > 1 and all(field.value() and not field.errors for field in fields)
        return fields if self.settles and is_known else []

    @property
    def settled_told(self) -> str:
        """Where and when in words: "Opsøgende arbejde · Havtornen · i dag"."""
        return " · ".join(filter(None, (self._in_words(field) for field in self.settled_fields)))

    def _in_words(self, field: BoundField) -> str:
        value = field.value()
        if isinstance(field.field, forms.ChoiceField):
            return next((str(name) for code, name in list(field.field.choices) if code == value), "")  # type: ignore[arg-type]
        day = value if isinstance(value, date) else None
        return choice.day_name(day, clock.today()) if day else str(value)

    @property
    def folded_fields(self) -> list[BoundField]:
        return [self[name] for name in self._columns() if not layout.is_first(self.spec, name)]

    @property
    def is_unfolded(self) -> bool:
        """Whether the fold stands open: something in it is wrong, or filled with more than the usual."""
        return any(field.errors or self._is_filled(field) for field in self.folded_fields)

    def _is_filled(self, field: BoundField) -> bool:
        value = field.value()
        return value not in (None, "", self.usual.get(field.name))

    def _columns(self) -> list[str]:
        known = set(layout.columns(self.spec))
        return [name for name in self.fields if name in known]

    # --- What is asked of the row --------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for group in self.spec.one_of:
            names = [name for name in group if name in self.fields]
            if not any(cleaned.get(name) not in (None, "") or name in self.errors for name in names):
                self.add_error(names[0] if names else None, _one_of([str(self.fields[n].label) for n in names]))
        self._take_area_of_activity(cleaned)
        self._demand_choices(cleaned)
        self._demand_area(cleaned)
        self.none_of_them = {name: choice.NONE for name in choice.NONE_OF_THEM if cleaned.get(name) == choice.NONE}
        cleaned.update(dict.fromkeys(self.none_of_them, ""))
        if self.begins_initiative(cleaned) and not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", _("Skriv, hvad initiativet hedder."))
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and name not in self.errors and cell.holds_cpr(value):
                self.add_error(name, _cpr())
        for name in SUBJECTS:
            if cleaned.get(name) and name not in self.errors:
                self._recognise(name, cleaned)
        self.clean_more(cleaned)
        return cleaned

    def begins_initiative(self, cleaned: Mapping[str, Any]) -> bool:
        return self.spec.code == "initiative" and cleaned.get("thread") == thread.NEW

    def _take_area_of_activity(self, cleaned: dict[str, Any]) -> None:
        """What belongs to one area only happened there; a session or a run knows its own."""
        is_told = any(cleaned.get(name) or name in self.errors for name in ("area", "session", "run"))
        if cleaned.get("activity", choice.NONE) != choice.NONE and "area" in self.spec.columns and not is_told:
            cleaned["area"] = self.choices.area_of(cleaned["activity"])

    def _demand_choices(self, cleaned: dict[str, Any]) -> None:
        """Not chosen is to be a choice, or the entry counts nowhere by accident; a session or a run says it too."""
        if any(cleaned.get(name) or name in self.errors for name in ("session", "run")):
            return
        for column, none in choice.NONE_OF_THEM.items():
            if not cleaned.get(column) and column not in self.errors and self.choices.asks(column):
                told = _("Vælg et svar under »%(label)s«, eller vælg »%(none)s«.")
                self.add_error(
                    column if column in self.fields else None,
                    told % {"label": layout.label(self.spec, column), "none": none},
                )

    def _demand_area(self, cleaned: dict[str, Any]) -> None:
        """Who works in some areas says which; a session or a run says it too."""
        is_told = any(cleaned.get(name) or name in self.errors for name in ("area", "session", "run"))
        if self.choices.area_ids is not None and "area" in self.spec.columns and not is_told:
            self.add_error("area" if "area" in self.fields else None, _("Vælg det område, det skete i."))

    def _recognise(self, column: str, cleaned: dict[str, Any]) -> None:
        """Take a code the person knows or has confirmed; ask about any other."""
        workplace, code = self.choices.workplace, cleaned[column]
        field, stored = self.fields[column], subject.stored_code(workplace, code)
        assert isinstance(field, SubjectField)
        if stored is None and subject.looks_like_name(code):
            self.add_error(column, subject.no_names())
            return
        doubt = None if field.sure == code else subject.doubt(workplace, code, stored)
        if doubt:
            field.doubt = doubt[1]
            self.add_error(column, doubt[0])
        else:
            cleaned[column] = stored or code

    def row(self) -> dict[str, Any]:
        """The entry in words. Valid forms only."""
        row: dict[str, Any] = {"kind": self.spec.code, "id": self.uid}
        for name in layout.columns(self.spec):
            value = self.cleaned_data.get(name)
            if value not in (None, ""):
                row[name] = float(value) if isinstance(value, Decimal) else value
        if row.get("thread") == thread.NEW:
            row["thread"] = thread.of_new(self.choices.workplace, self.spec, row)
        return _session_decides(row, self)

    @property
    def uid(self) -> UUID:
        uid: UUID = self.cleaned_data["id"]
        return uid

    def renew(self) -> None:
        """A new id, so that the next press is a new entry."""
        assert isinstance(self.data, QueryDict)
        self.data = self.data.copy()
        self.data["id"] = str(new_id())

    def show(self, problems: Iterable[Problem]) -> None:
        """Put the journal's problems beside the fields they are about, or over the form."""
        for problem in problems:
            column = problem.column if problem.column in self.fields and problem.column != "id" else None
            self.add_error(column, problem.message)


def _session_decides(row: dict[str, Any], form: EntryForm) -> dict[str, Any]:
    if "session" not in row:
        is_default = "run" in row and "activity" not in form.changed_data
        return {name: value for name, value in row.items() if not (is_default and name == "activity")}
    kept = {name for name in FROM_SESSION if name in form.changed_data}
    return {name: value for name, value in row.items() if name not in FROM_SESSION or name in kept}


def _one_of(labels: list[str]) -> str:
    if len(labels) < 2:
        return _("Udfyld »%(label)s«.") % {"label": "".join(labels)}
    return _("Udfyld mindst én: %(columns)s.") % {"columns": _several(labels)}


def _several(labels: list[str]) -> str:
    return _(" eller ").join(_("»%(title)s«") % {"title": label} for label in labels)


def _cpr() -> str:
    return _("Her står noget, der ligner et CPR-nummer. Slet det, og brug personens kode i stedet.")
