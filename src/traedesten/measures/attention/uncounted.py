"""Criteria that cannot be counted, or count nothing, and why: what is lost, closed, never written, or not planned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from measure_engine.aggregate import StampCard
from measure_engine.definition import Definition
from measure_engine.estimate import Card
from measure_engine.language import day
from measure_engine.period import PeriodKind
from measure_engine.series import AT_SESSIONS
from traedesten.journal import vocabulary as v
from traedesten.measures import board
from traedesten.measures.attention.leap import _mark
from traedesten.measures.attention.touched import Readers
from traedesten.measures.board import Reading, translator
from traedesten.programme.models import Activity, Criterion, Programme, RoleGrant
from traedesten.programme.roles import ROLES

NOT_TOLD = 3  # the harm of a figure that cannot be told at all
PATIENCE = timedelta(days=60)  # from the programme's beginning until somebody should have written something


class Where(StrEnum):
    """The page where it is put right."""

    CRITERION = "criterion"
    TARGET = "target"
    ACTIVITY = "activity"
    CAFE = "cafe"
    CALENDAR = "calendar"
    TEAM = "team"
    REGISTER = "register"


@dataclass(frozen=True, slots=True)
class Uncounted:
    """``harm`` is 3 where nothing is told, 2 where what is told cannot grow, 1 where it is only less sure."""

    code: str
    fingerprint: str
    criterion: Criterion
    said: str
    right: str
    harm: int
    where: Where
    activity: Activity | None = None
    kind: str = ""

    @property
    def may_stay(self) -> bool:
        """Whether it can be right as it is: a figure that cannot be told never is."""
        return self.harm < 3


def found(programme: Programme, readings: tuple[Reading, ...], today: date) -> list[Uncounted]:
    """Of the criteria a person may see, the most harmful first."""
    look = _Look(programme, today)
    made = [one for reading in readings if not reading.is_ended for one in look.at(reading)]
    return sorted(made, key=lambda each: -each.harm)


class _Look:
    def __init__(self, programme: Programme, today: date) -> None:
        self.programme, self.today = programme, today
        self.register = board.evaluator_of(programme).register
        self.readers = Readers.of(programme, self.register, today)
        self.activities = {each.code: each for each in programme.activities.all()}
        self.names = board.evaluator_of(programme).names
        roles = RoleGrant.objects.filter(programme=programme, staff__is_active=True).values_list("role", flat=True)
        self.recorded = {kind for code in set(roles) & set(ROLES) for kind in ROLES[code].records}

    def at(self, reading: Reading) -> Iterator[Uncounted]:
        definition = self.readers.definitions.get(reading.criterion.code)
        if reading.fault or definition is None:
            right = _("Ret kriteriet, så det tæller noget, der findes, eller afslut det.")
            yield self._told("fault", reading, reading.fault, right, 3, Where.CRITERION)
            return
        figure = reading.assessment.figure if reading.assessment else None
        if figure is not None and figure.not_measurable:
            text = reading.assessment.reason if reading.assessment else ""
            yield self._told("not_measurable", reading, text, _("Se på caféens side, hvad der mangler."), 3, Where.CAFE)
        yield from self._phases(reading)
        yield from self._closed(reading, definition)
        yield from self._nobody_may(reading, definition)
        yield from self._never(reading, definition)
        yield from self._no_box(reading, definition)
        yield from self._nothing_planned(reading, definition)

    def _told(
        self, code: str, reading: Reading, said: str, right: str, harm: int, where: Where, **more: Any
    ) -> Uncounted:
        mark = _mark(code, reading.criterion.code, said)
        return Uncounted(code, mark, reading.criterion, said, right, harm, where, **more)

    def _phases(self, reading: Reading) -> Iterator[Uncounted]:
        targets = [verdict.target for verdict in reading.verdicts if verdict.target]
        if not self.register.world.phases and any(each.period is PeriodKind.PHASE for each in targets):
            text = _("Målet gælder hver fase, men programmet har ingen faser.")
            right = _("Skriv programmets faser, eller giv kriteriet et andet mål.")
            yield self._told("no_phases", reading, text, right, 3, Where.TARGET)

    def _closed(self, reading: Reading, definition: Definition) -> Iterator[Uncounted]:
        """Every activity it names is closed: what is counted stands, and nothing can come to it."""
        asked = [each.activities for each in definition.select]
        rows = [self.activities[code] for codes in asked for code in codes if code in self.activities]
        ended = [row for row in rows if row.ends_on and row.ends_on < self.today]
        if rows and all(asked) and len(ended) == len(rows):
            last = max(rows, key=lambda row: row.ends_on or date.min)
            values = {"activity": last.name, "day": day(last.ends_on, translator()) if last.ends_on else ""}
            text = _("»%(activity)s« er lukket %(day)s. Tallet står, som det var, og der kan ikke komme mere til.")
            right = _("Vælg, hvad kriteriet skal tælle nu, eller afslut det.")
            yield self._told("closed", reading, text % values, right, 2, Where.ACTIVITY, activity=last)

    def _nobody_may(self, reading: Reading, definition: Definition) -> Iterator[Uncounted]:
        if not definition.kinds & (self.recorded | ({"visit"} if "tally" in self.recorded else set())):
            kinds = ", ".join(sorted(v.KINDS.name(kind).lower() for kind in definition.kinds))
            text = _("Ingen på holdet har en rolle, der registrerer det: %(kinds)s.") % {"kinds": kinds}
            right = _("Giv en kollega rollen, eller ret kriteriet.")
            yield self._told("nobody_may", reading, text, right, 2, Where.TEAM)

    def _never(self, reading: Reading, definition: Definition) -> Iterator[Uncounted]:
        """Nothing it reads has ever been written, though there has been time for it."""
        world = self.register.world
        begun = min(self.today, world.ends_on) - world.starts_on >= PATIENCE
        is_tallied = isinstance(definition.aggregate, StampCard) or ("visit" in definition.kinds and world.tallies)
        if not begun or is_tallied or self.readers.count_of(reading.criterion.code):
            return
        kinds = sorted(definition.kinds)
        present = any(len(self.register.sheet.of_kinds((kind,))) for kind in kinds)
        values = {"kinds": ", ".join(v.KINDS.name(kind).lower() for kind in kinds), "why": self._tags(definition)}
        text = (
            _("Intet af det registrerede passer med det, kriteriet tæller (%(kinds)s).%(why)s")
            if present
            else _("Der er aldrig registreret noget af det, kriteriet tæller: %(kinds)s.")
        )
        right = _("Registrér det, der er sket, eller ret, hvad kriteriet tæller.")
        kind = next((each for each in kinds if each in self.recorded), "")
        yield self._told("never", reading, text % values, right, 2, Where.REGISTER, kind=kind)

    def _tags(self, definition: Definition) -> str:
        """That a tag is on nothing, where that is why."""
        world = self.register.world
        carried = {tag for rows in (world.sessions, world.runs, world.activities) for row in rows for tag in row.tags}
        idle = sorted(definition.codes().get("tag", set()) - carried)
        if not idle:
            return ""
        return " " + _("Mærket »%(tag)s« sidder ikke på noget.") % {"tag": self.names("tag", idle[0])}

    def _no_box(self, reading: Reading, definition: Definition) -> Iterator[Uncounted]:
        counted = any(each.card is Card.GUEST for each in self.register.world.box_counts)
        if isinstance(definition.aggregate, StampCard) and self.register.world.tallies and not counted:
            text = _("Kortene i kassen er aldrig talt, så skønnet over gæster hviler på trykkene alene.")
            yield self._told("no_box", reading, text, _("Tæl kortene i kassen."), 1, Where.CAFE)

    def _nothing_planned(self, reading: Reading, definition: Definition) -> Iterator[Uncounted]:
        """What comes at sessions has none ahead, so what to expect is reckoned by open days alone."""
        target = reading.target
        ahead = target is not None and target.ends_on is not None and target.ends_on > self.today
        if not ahead or not definition.kinds <= AT_SESSIONS:
            return
        codes = {code for each in definition.select for code in each.activities}
        ids = {row.pk for code, row in self.activities.items() if code in codes}
        days = [row.on for row in self.register.world.sessions if row.activity in ids]
        if days and max(days) <= self.today:
            text = _("Der ligger ingen gange i kalenderen efter %(day)s, så det, der ventes, regnes efter åbne dage.")
            said = text % {"day": day(max(days), translator())}
            yield self._told("nothing_planned", reading, said, _("Læg gangene i kalenderen."), 1, Where.CALENDAR)
