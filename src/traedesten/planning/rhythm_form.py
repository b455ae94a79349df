"""A rhythm composed with taps: how often, which weekday, and where each time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core.form import set_is_needed
from traedesten.core.form_field import TimeField
from traedesten.core.writing import written_day
from traedesten.planning import words
from traedesten.planning.plan_field import PlanForm, PlannedDateField, RowField, StaffField
from traedesten.planning.planner import Planner
from traedesten.schedule.models import Rhythm
from traedesten.schedule.pattern import WEEKDAYS
from traedesten.schedule.plan import RhythmPlan, TurnPlan

PLACES = 5
NO_VENUE = "."  # held, and where is not settled; no code can look like this
WEEKLY, FORTNIGHTLY, ROTATING, MONTHLY = "weekly", "fortnightly", "rotating", "monthly"
EVERY = (
    (WEEKLY, gettext_lazy("Hver uge")),
    (FORTNIGHTLY, gettext_lazy("Hver anden uge")),
    (ROTATING, gettext_lazy("Hver uge, på skift mellem steder")),
    (MONTHLY, gettext_lazy("Bestemte uger i måneden")),
)


def _chips(several: bool = False) -> forms.Widget:
    return forms.CheckboxSelectMultiple() if several else forms.RadioSelect()


class RhythmForm(PlanForm):
    activity = RowField(label=gettext_lazy("Aktivitet"))
    every = forms.ChoiceField(label=gettext_lazy("Hvor tit"), choices=EVERY, widget=_chips())
    days = forms.MultipleChoiceField(label=gettext_lazy("Ugedag"), widget=_chips(several=True))
    starts_at = TimeField(
        label=gettext_lazy("Begynder kl."), required=False, help_text=gettext_lazy("For eksempel 10.00.")
    )  # fmt: skip
    ends_at = TimeField(
        label=gettext_lazy("Slutter kl."), required=False, help_text=gettext_lazy("For eksempel 12.00.")
    )  # fmt: skip
    starts_on = PlannedDateField(label=gettext_lazy("Første dag"), help_text=gettext_lazy("For eksempel 5.1.2027."))
    ends_on = PlannedDateField(
        label=gettext_lazy("Sidste dag"), required=False,
        help_text=gettext_lazy("Tomt betyder, så længe aktiviteten løber."),
    )  # fmt: skip
    when_closed = forms.ChoiceField(
        label=gettext_lazy("På helligdage og i lukkede uger"), choices=Rhythm.WhenClosed.choices, widget=_chips()
    )
    rests_on_customary = forms.BooleanField(
        label=gettext_lazy("Hold også fri Grundlovsdag, juleaftensdag og nytårsaften"), required=False,
        widget=forms.CheckboxInput(),
    )  # fmt: skip
    run = RowField(label=gettext_lazy("Forløb"), required=False)
    staff = StaffField(label=gettext_lazy("Hvem er på"), required=False)

    def __init__(self, *args: Any, planner: Planner, rhythm: Rhythm | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.planner, self.rhythm = planner, rhythm
        self.fields["days"].choices = [  # type: ignore[attr-defined]
            (code, words.weekday(code).capitalize()) for code in WEEKDAYS
        ]
        self._offer("activity", [(row, row.name) for row in planner.activities], _("Vælg aktivitet"))
        runs = planner.programme.runs.select_related("activity")
        self._offer("run", [(row, f"{row.name} ({row.activity.name})") for row in runs], _("Intet"))
        self.fields["staff"].offer(planner.team)  # type: ignore[attr-defined]
        self.places = {venue.code: venue for venue in self._venues()}
        for number in range(1, PLACES + 1):
            self._add_place(number)
        self.initial.setdefault("when_closed", "skip")
        self.initial.setdefault("rests_on_customary", True)
        if rhythm is not None:
            self.fields["activity"].disabled = True
            self.fields["starts_on"].label = _("Ændres fra og med")

    def _offer(self, name: str, pairs: list[tuple[Any, str]], empty: str) -> None:
        self.fields[name].offer(pairs, empty)  # type: ignore[attr-defined]

    def _venues(self) -> list[Any]:
        own = [turn.venue for turn in self.rhythm.turns.all() if turn.venue] if self.rhythm else []
        return [*self.planner.venues_to_plan_at, *(row for row in own if row not in self.planner.venues_to_plan_at)]

    def _add_place(self, number: int) -> None:
        first = _("Vælg sted") if number == 1 else _("Ingen gang")
        anywhere = [(NO_VENUE, _("Stedet er ikke aftalt"))] if self.planner.plans_everywhere else []
        choices = [("", first), *((code, row.name) for code, row in self.places.items()), *anywhere]
        select = forms.Select()
        place, theme = _("Sted %(number)d. gang"), _("Tema %(number)d. gang, hvis der er et")
        self.fields[f"place_{number}"] = forms.ChoiceField(
            label=_turn_label(number, _("Sted"), place), choices=choices, required=False, widget=select
        )
        set_is_needed(self.fields[f"place_{number}"], number == 1)
        self.fields[f"theme_{number}"] = forms.CharField(
            label=_turn_label(number, _("Tema, hvis der er et"), theme), required=False, max_length=200,
            widget=forms.TextInput(),
        )  # fmt: skip

    def turn_fields(self) -> list[tuple[int, Any, Any]]:
        """Number, place and theme of each turn, for the template."""
        return [(number, self[f"place_{number}"], self[f"theme_{number}"]) for number in range(1, PLACES + 1)]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        every, days = told.get("every"), told.get("days") or []
        if every in (ROTATING, MONTHLY) and len(days) > 1:
            self.add_error("days", _("Vælg én ugedag, når gangene er på skift eller bestemt af uger i måneden."))
        must = self._numbers(every or WEEKLY) if every == MONTHLY else range(1, 2)
        if every and not any(told.get(f"place_{number}") for number in must):
            self.add_error("place_1", _("Vælg, hvor den holdes."))
        return told

    def _numbers(self, every: str) -> range:
        return range(1, 2) if every in (WEEKLY, FORTNIGHTLY) else range(1, PLACES + 1)

    def plan(self) -> RhythmPlan:
        """What the form says; only asked when it is valid."""
        told = self.cleaned_data
        columns = {name: told[name] for name in RhythmPlan.COLUMNS if name in told}
        form = self.rhythm.form if self.rhythm else {"open": "open", "event": "event", "course": "course"}.get(
            told["activity"].form, "other"
        )  # fmt: skip
        return RhythmPlan(
            **columns,
            turns=tuple(self._turns(told)),
            form="course" if told["run"] else form,
            staff=told["staff"],
        )

    def _turns(self, told: dict[str, Any]) -> Iterator[TurnPlan]:
        every, days = told["every"], sorted(told["days"], key=WEEKDAYS.index)
        held = [number for number in self._numbers(every) if told[f"place_{number}"]]
        for week, number in enumerate(held):
            venue = self.places.get(told[f"place_{number}"])
            more = {"venue": venue, "area": venue.area if venue else None, "name": told[f"theme_{number}"].strip()}
            if every == MONTHLY:
                yield TurnPlan(f"FREQ=MONTHLY;BYDAY={number}{days[0]}", 0, **more)
            elif every == ROTATING:
                yield TurnPlan(f"FREQ=WEEKLY;INTERVAL={len(held)};BYDAY={days[0]}", week, **more)
            else:
                often = "" if every == WEEKLY else ";INTERVAL=2"
                yield TurnPlan(f"FREQ=WEEKLY{often};BYDAY={','.join(days)}", 0, **more)


def initial(rhythm: Rhythm, first: date) -> dict[str, Any]:
    """The rhythm in the form's own words, to be changed from a day on; empty for one no taps can say."""
    turns = list(rhythm.turns.all())
    shape = _shape([turn.rule for turn in turns])
    if shape is None:
        return {}
    every, days = shape
    told: dict[str, Any] = {"activity": rhythm.activity.code, "every": every, "days": days, "starts_on": first}
    for place, turn in enumerate(turns, start=1):
        number = int(turn.rule.split("BYDAY=")[1][:-2]) if every == MONTHLY else place
        told[f"place_{number}"] = turn.venue.code if turn.venue else NO_VENUE
        told[f"theme_{number}"] = turn.name
    plain = ("starts_at", "ends_at", "ends_on", "when_closed", "rests_on_customary")
    told |= {name: getattr(rhythm, name) for name in plain}
    return {**told, "run": rhythm.run.code if rhythm.run else "", "staff": [str(row.pk) for row in rhythm.staff.all()]}


def _shape(rules: list[str]) -> tuple[str, list[str]] | None:
    """How often and on which weekdays, where the form can say it."""
    days = {rule.split("BYDAY=")[1] for rule in rules}
    if all(rule.startswith("FREQ=MONTHLY;BYDAY=") for rule in rules):
        named = {day[-2:] for day in days}
        sound = all("," not in day and day[0] in "12345" for day in days) and len(named) == 1
        return (MONTHLY, list(named)) if sound else None
    if len(days) != 1:
        return None
    listed = next(iter(days)).split(",")
    if len(rules) == 1 and ";INTERVAL=2;" in rules[0]:
        return FORTNIGHTLY, listed
    if len(rules) == 1 and "INTERVAL" not in rules[0]:
        return WEEKLY, listed
    rotates = all(f";INTERVAL={len(rules)};" in rule for rule in rules) and len(listed) == 1
    return (ROTATING, listed) if 1 < len(rules) <= PLACES and rotates else None


def _turn_label(number: int, alone: str, counted: str) -> Any:
    """The first turn is no "1. gang" where it is the only one: both are there, and the style shows the right one."""
    said = counted % {"number": number}
    if number > 1:
        return said
    both = '<span class="turn-alone">{}</span><span class="turn-counted">{}</span>'
    return format_html(both, alone, said)


class EndForm(PlanForm):
    """The last day of a rhythm: sooner, and it ends; later, and it goes on."""

    on = PlannedDateField(label=gettext_lazy("Sidste dag"), help_text=gettext_lazy("For eksempel 18.12.2026."))


def said(rhythm: Rhythm) -> dict[str, str]:
    """Label and words of a rhythm, to show what became different."""
    return {
        _("Rytme"): words.rhythm(rhythm),
        _("Periode"): words.span(rhythm.starts_on, rhythm.ends_on),
        _("På helligdage og i lukkede uger"): rhythm.get_when_closed_display(),
        _("Hvem er på"): words.listed(row.name for row in rhythm.staff.all()) or _("Ingen endnu"),
        _("Lagt frem til"): written_day(rhythm.laid_until) if rhythm.laid_until else _("Ikke lagt endnu"),
    }
