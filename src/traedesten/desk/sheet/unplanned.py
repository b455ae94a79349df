"""A session nobody had planned: what, where and which day told in one line, then the head count as for any other."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from traedesten.core.form import NOT_OFFERED, set_is_needed
from traedesten.core.form_field import PastDateField
from traedesten.desk.choice import NONE, NONE_OF_THEM, Pairs
from traedesten.desk.entry_field import WrittenField
from traedesten.desk.sheet.session import SessionForm
from traedesten.journal.rules.problem import Problem
from traedesten.places.models import Area, Venue
from traedesten.schedule.models import Session
from traedesten.schedule.plan import SessionPlan
from traedesten.schedule.queries import venues_of

IN_AREA = "omraade."  # before the code of an area; no code of a venue has a dot in it
FORM_OF = {"open": Session.Form.OPEN, "course": Session.Form.COURSE, "event": Session.Form.EVENT}
# The plan's own words for what this form asks.
COLUMNS = {"planned_on": "on", "area": "where", "venue": "where", "run": "activity"}


class UnplannedForm(SessionForm):
    """``alike`` are sessions that may be the same one: then the form asks whether it was another."""

    replaced: ClassVar = ("session", "step", "on", "at", "activity", "area", "venue", "run")
    alike: tuple[Session, ...] = ()
    is_learned = False  # what and where begin with what the person did last, and may wait in one line

    def add_more(self) -> None:
        activities = self.choices.of("activity") or []
        self.fields["activity"] = self._list(_("Hvad blev holdt"), activities)
        self.fields["where"] = self._list(_("Hvor"), self._where())
        self.fields["on"] = PastDateField(label=_("Hvilken dag"), help_text=_("I dag eller en dag før."))
        self.fields["name"] = WrittenField(
            200, label=_("Navn, hvis det havde et"), required=False,
            help_text=_("For eksempel »Sommerfest«. Skriv ikke navne på beboere."),
        )  # fmt: skip
        self.fields["another"] = forms.BooleanField(label=_("Nej, det var en anden åbning"), required=False)
        super().add_more()

    def _list(self, label: str, pairs: Pairs) -> forms.ChoiceField:
        field = forms.ChoiceField(label=label, choices=[("", _("Vælg")), *pairs])
        field.error_messages["required"] = _("Vælg et svar under »%(label)s«.") % {"label": label}
        field.error_messages["invalid_choice"] = NOT_OFFERED
        set_is_needed(field, True)
        return field

    # --- Where ---------------------------------------------------------------------------------------------

    @cached_property
    def venues(self) -> dict[str, Venue]:
        """Those in the areas where the person registers sessions; for who has all of them the others too."""
        ids = self.choices.area_ids
        rows = venues_of(self.choices.workplace.programme)
        return {row.code: row for row in rows if ids is None or row.area_id in ids}

    @cached_property
    def areas(self) -> dict[str, Area]:
        ids = self.choices.area_ids
        return {f"{IN_AREA}{row.code}": row for row in self.choices.areas if ids is None or row.pk in ids}

    def _where(self) -> Pairs:
        other = _("Et andet sted i %(area)s")
        elsewhere = [(NONE, str(NONE_OF_THEM["area"]))] if self.choices.area_ids is None else []
        return [
            *((code, row.name) for code, row in self.venues.items()),
            *((code, other % {"area": row.name}) for code, row in self.areas.items()),
            *elsewhere,
        ]

    # --- What the page shows -------------------------------------------------------------------------------

    @cached_property
    def settled_fields(self) -> list[BoundField]:
        fields = [self[name] for name in ("activity", "where", "on")]
        return fields if self.is_learned and all(field.value() for field in fields) else []

    @property
    def first_fields(self) -> list[BoundField]:
        settled = {field.name for field in self.settled_fields}
        names = ("activity", "where", "on", "another", "people", "families")
        return [self[name] for name in names if name not in settled and (name != "another" or self.alike)]

    @property
    def folded_fields(self) -> list[BoundField]:
        return [self[name] for name in ("name", "partner") if name in self.fields]

    # --- What it says --------------------------------------------------------------------------------------

    def _demand_area(self, cleaned: dict[str, Any]) -> None:
        """Where it was is a field of its own here."""

    def _chosen(self) -> Session | None:
        """No session is known yet, and so no length of it."""
        return None

    def plan(self) -> SessionPlan:
        """The session as it was held. Valid forms only."""
        told = self.cleaned_data
        activity = next(row for row in self.choices.activities if row.code == told["activity"])
        venue = self.venues.get(told["where"])
        area = venue.area if venue else self.areas.get(told["where"])
        form = FORM_OF.get(activity.form, Session.Form.OTHER)
        return SessionPlan(activity, told["on"], area=area, venue=venue, form=form, name=told["name"].strip())

    def belongs_to(self, session: Session) -> None:
        """The row that the entries are written about, once it is there."""
        self.cleaned_data["session"] = session.code

    def row(self) -> dict[str, Any]:
        kept = {name: self.cleaned_data.get(name) for name in ("people", "families", "partner")}
        told = {name: value for name, value in kept.items() if value not in (None, "")}
        return {"kind": "session", "id": self.uid, "session": self.cleaned_data["session"], "step": "held", **told}

    def show(self, problems: Any) -> None:
        super().show([Problem(COLUMNS.get(each.column, each.column), each.code, each.message) for each in problems])
