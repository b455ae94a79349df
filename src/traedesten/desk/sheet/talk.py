"""A conversation: what it was about, what was agreed, and in the same press a goal set and what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _

from traedesten.desk import layout, thread
from traedesten.desk.deed import Part
from traedesten.desk.entry_field import WrittenField
from traedesten.desk.entry_form import EntryForm, Section
from traedesten.desk.sheet import measurement
from traedesten.desk.sheet.field import chips
from traedesten.journal.catalogue import KINDS, TALK_TOPICS
from traedesten.journal.catalogue.spec import NOTE
from traedesten.journal.models import Entry
from traedesten.journal.store import details

BETWEEN = "; "
GOAL_FIELDS = ("goal_words", "goal_topic")


class TalkForm(EntryForm):
    """Topics are chips in groups; the one it was mostly about is the programme's own list and is counted."""

    def add_more(self) -> None:
        self._ask_topics()
        recordable = self.choices.workplace.recordable
        if "goal" in recordable:
            self._ask_goal()
        self.sheet = measurement.Sheet(self) if "measurement" in recordable else None
        if self.sheet:
            self.sheet.add_fields(self.choices)

    def _ask_topics(self) -> None:
        if "also" not in self.fields:
            return
        told = self.initial.get("also") or ()
        chosen = told.split(BETWEEN) if isinstance(told, str) else list(told)
        with translation.override("da"):  # kept in Danish, whoever's page it was chosen on
            groups = [(heading, [(str(name), name) for name in names]) for heading, names in TALK_TOPICS]
        listed = {code for _heading, pairs in groups for code, _name in pairs}
        more = [(name, name) for name in chosen if name not in listed]
        self.initial["also"] = chosen
        label = self.fields["also"].label
        self.fields["also"] = chips(label, [*groups, *([(_("Andet"), more)] if more else [])])
        self.fields["also"].help_text = layout.help_text(self.spec, "also")

    def _ask_goal(self) -> None:
        topics = self.choices.book.topics.get("goal", {})
        self.fields["goal_words"] = WrittenField(
            NOTE.max_length,
            label=_("Målet med egne ord"),
            required=False,
            help_text=_("Et lille skridt, for eksempel »gå en tur hver dag efter frokost«."),
        )
        if topics:
            pairs = [(row.code, row.name) for row in topics.values()]
            radio = forms.RadioSelect(attrs={"class": "chips"})
            self.fields["goal_topic"] = forms.ChoiceField(
                label=_("Hvad målet handler om"), choices=[*pairs, ("", _("Ikke valgt"))], required=False, widget=radio
            )

    @property
    def sections(self) -> list[Section]:
        found = []
        goal = [self[name] for name in GOAL_FIELDS if name in self.fields]
        if goal:
            hint = _("Det bliver til en registrering for sig, som kan følges op")
            found.append(Section("goal", _("Satte I et mål?"), goal, hint, is_folded=True))
        if self.sheet:
            found.append(self.sheet.section(is_folded=True))
        return found

    def clean_more(self, cleaned: dict[str, Any]) -> None:
        if isinstance(cleaned.get("also"), list):
            cleaned["also"] = BETWEEN.join(cleaned["also"])
        if self.sheet:
            self.sheet.clean(cleaned)

    def parts(self) -> list[Part]:
        row = self.row()
        shared = {name: row[name] for name in measurement.SHARED if name in row}
        return [Part(row), *self._goal(shared), *(self.sheet.parts(shared) if self.sheet else ())]

    def _goal(self, shared: dict[str, Any]) -> list[Part]:
        words, topic = (self.cleaned_data.get(name) or "" for name in GOAL_FIELDS)
        if not words and not topic:
            return []
        more = {"note": words, "topic": topic}
        row = {**shared, "kind": "goal", "step": "set", **{name: value for name, value in more.items() if value}}
        return [Part({**row, "thread": thread.code(KINDS["goal"], self.uid)}, "goal_words" if words else "goal_topic")]

    @classmethod
    def values_of_others(cls, entries: Sequence[Entry]) -> dict[str, Any]:
        goal = next((entry for entry in entries if entry.kind == "goal"), None)
        said = {"goal_words": details(goal).get("note"), "goal_topic": goal.topic and goal.topic.code} if goal else {}
        return {**measurement.values_of(entries), **said}
