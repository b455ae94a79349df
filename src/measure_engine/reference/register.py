"""The world made ready to ask: blanks filled from sessions and runs, aliases applied, rows by kind, codes to ids."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import date, time
from functools import cached_property
from typing import Any

from ..definition import Definition
from ..language import gettext_noop
from ..name import Names
from ..plain import DefinitionError
from ..selection import Codes, Selection
from ..vocabulary import STEPS
from ..world import (
    UNKNOWN,
    ActivityRow,
    AreaRow,
    Id,
    InitiativeRow,
    OfferRow,
    OrganisationRow,
    Row,
    RunRow,
    SessionRow,
    World,
)

Test = Callable[[Row], bool]

INITIATIVE_KINDS = ("initiative", "log_entry", "story")


class Register:
    """One world's rows, complete and in order. What had happened by a date is the Reader's business."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.areas: dict[Id, AreaRow] = {row.id: row for row in world.areas}
        self.activities: dict[Id, ActivityRow] = {row.id: row for row in world.activities}
        self.organisations: dict[Id, OrganisationRow] = {row.id: row for row in world.organisations}
        self.offers: dict[Id, OfferRow] = {row.id: row for row in world.offers}
        self.runs: dict[Id, RunRow] = {row.id: row for row in world.runs}
        self.sessions: dict[Id, SessionRow] = {row.id: row for row in world.sessions}
        self.initiatives: dict[Id, InitiativeRow] = {row.id: row for row in world.initiatives}
        self._codes = self._code_tables()
        self._tags: dict[tuple[Id, ...], frozenset[str]] = {}
        self.households = self._households()
        self.checked: set[Definition] = set()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(sorted((self.complete(row) for row in self.world.rows), key=in_order))

    @cached_property
    def tally_rows(self) -> tuple[Row, ...]:
        """A row for every session with a tally of guests or families, as if its being held had been written down."""
        tallied = dict.fromkeys((*self.world.tallies, *self.world.family_tallies))
        plans = [self.sessions[session] for session in tallied if session in self.sessions]
        bare = (Row(("tally", plan.id), "session", plan.on, session=plan.id, step="held") for plan in plans)
        return tuple(sorted((self.complete(row) for row in bare), key=in_order))

    @cached_property
    def tally_visits(self) -> dict[Id, Row]:
        """The same rows asked as if they were visits, by their ids."""
        return {row.id: replace(row, kind="visit", step="") for row in self.tally_rows}

    @cached_property
    def planned_rows(self) -> tuple[Row, ...]:
        """A row for every session planned, whatever came of it."""
        bare = (Row(("plan", each.id), "session", each.on, session=each.id) for each in self.world.sessions)
        return tuple(self.complete(row) for row in bare)

    # What a row is about

    def person(self, subject: Id | None) -> Id | None:
        """The subject it turned out to be, at the end of the chain of merges; in a circle all are the same one."""
        walked: list[Id] = []
        while subject in self.world.aliases and subject not in walked:
            walked.append(subject)
            subject = self.world.aliases[subject]
        return min(walked[walked.index(subject) :], key=str) if subject in walked else subject

    def _households(self) -> dict[Id | None, Id]:
        """The household of each person: their own before that of somebody who turned out to be them."""
        known = self.world.households
        merged = {self.person(subject): known[subject] for subject in sorted(known, key=str)}
        return {person: known.get(person, household) for person, household in merged.items()}

    def complete(self, row: Row) -> Row:
        """Blanks filled from what the row points at: its session, then its run, its initiative, its activity."""
        filled: dict[str, Any] = {}
        session = self.sessions.get(row.session)
        run = self.runs.get(row.run or (session.run if session else None))
        initiative = self.initiatives.get(row.thread) if row.kind in INITIATIVE_KINDS else None
        for name in ("run", "activity", "area", "venue", "offer", "partner"):
            if getattr(row, name) is None:
                filled[name] = _first(name, session, run if name != "run" else None, initiative)
        if row.run is None and session is not None:
            filled["run"] = session.run
        if row.area is None and filled.get("area") is None:
            filled["area"] = self.only_area(row.activity or filled.get("activity"))
        filled["subject"] = self.person(row.subject)
        filled["linked_subject"] = self.person(row.linked_subject)
        filled["household"] = row.household or self.households.get(filled["subject"])
        changed = {name: value for name, value in filled.items() if value != getattr(row, name)}
        return replace(row, **changed) if changed else row

    def only_area(self, activity: Id | None) -> Id | None:
        """The area of an activity that has just one, its own or its nearest parent's."""
        for row in self.lineage(activity):
            if row.areas:
                return next(iter(row.areas)) if len(row.areas) == 1 else None
        return None

    def lineage(self, activity: Id | None) -> Iterable[ActivityRow]:
        """The activity and its parents, nearest first."""
        seen: set[Id] = set()
        while activity in self.activities and activity not in seen:
            seen.add(activity)
            row = self.activities[activity]
            yield row
            activity = row.parent

    def offer_of(self, row: Row) -> OfferRow | None:
        return self.offers.get(row.offer)

    def initiative_of(self, row: Row) -> Id | None:
        """The initiative's thread, from the entry itself, its session or its run."""
        if row.kind in INITIATIVE_KINDS and (row.kind == "initiative" or row.thread in self.initiatives):
            return row.thread
        session, run = self.sessions.get(row.session), self.runs.get(row.run)
        return (session.initiative if session else None) or (run.initiative if run else None)

    def partners_of(self, row: Row) -> frozenset[Id]:
        run = self.runs.get(row.run)
        own = {row.partner, run.partner if run else None} - {None}
        return frozenset(own).union(*(each.partners for each in self.lineage(row.activity)))

    def tags_of(self, row: Row) -> frozenset[str]:
        key = (row.session, row.run, row.activity)
        if key not in self._tags:
            session, run = self.sessions.get(row.session), self.runs.get(row.run)
            own = (session.tags if session else frozenset()) | (run.tags if run else frozenset())
            self._tags[key] = own.union(*(each.tags for each in self.lineage(row.activity)))
        return self._tags[key]

    # Codes

    def known(self, kind: str) -> Collection[str] | None:
        """The codes there are of a kind; None where the world does not say."""
        return self._codes[kind] if kind in self._codes else self.world.known_codes.get(kind)

    def ids(self, kind: str, codes: Codes) -> frozenset[Id]:
        """The ids of codes; an activity brings its sub-activities."""
        table = self._codes[kind]
        for code in codes:
            if code not in table:
                raise DefinitionError(
                    gettext_noop("»%(code)s« findes ikke i programmet. Kendte koder: %(options)s."),
                    field=kind, code=code, options=", ".join(sorted(table)) or "-",
                )  # fmt: skip
        found = {table[code] for code in codes}
        if kind == "activity":
            found |= {row.id for row in self.world.activities if found & {each.id for each in self.lineage(row.id)}}
        return frozenset(found)

    def code(self, kind: str, id_: Id | None) -> str:
        """The code of an id, as definitions and files write it."""
        tables: dict[str, dict[Id, Any]] = {
            "area": self.areas, "activity": self.activities, "organisation": self.organisations,
        }  # fmt: skip
        row = tables[kind].get(id_)
        return (row.code or str(row.id)) if row else ""

    def _code_tables(self) -> dict[str, dict[str, Id]]:
        world = self.world
        rows: Mapping[str, Iterable[Any]] = {
            "activity": world.activities, "area": world.areas, "run": world.runs, "offer": world.offers,
            "organisation": world.organisations, "initiative": world.initiatives, "venue": world.venues,
        }  # fmt: skip
        return {kind: {row.code or str(row.id): row.id for row in found} for kind, found in rows.items()}


class Reader:
    """The rows that had happened by a day, and which of them a selection takes."""

    def __init__(self, register: Register, as_of: date) -> None:
        self.register, self.as_of = register, as_of
        self.kept: dict[Hashable, Any] = {}
        self._tests: dict[Selection, Test] = {}

    @cached_property
    def _by_kind(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.register.rows:
            if row.on <= self.as_of:
                found[row.kind].append(row)
        return found

    @cached_property
    def from_need(self) -> set[Id]:
        return {row.thread for row in self.of_kind("initiative") if row.step == "from_need"}

    def of_kind(self, *kinds: str) -> list[Row]:
        return [row for kind in kinds for row in self._by_kind.get(kind, ())]

    def select(
        self, selections: tuple[Selection, ...], start: date, end: date, leaving_out: Test | None = None
    ) -> list[Row]:
        """Every row that one of the selections takes, once, in order of date; some rows qualify for nothing."""
        found: dict[Id, Row] = {}
        for each in selections:
            takes = self.test(each)
            found |= {
                row.id: row for row in self.of_kind(*each.kinds)
                if start <= row.on <= end and takes(row) and not (leaving_out and leaving_out(row))
            }  # fmt: skip
        return self.of_those_asked_for(selections, sorted(found.values(), key=in_order))

    def of_those_asked_for(self, selections: tuple[Selection, ...], taken: list[Row]) -> list[Row]:
        """Of rows taken by the selections, in order of date: those of people with the sex and age asked for.

        These are of the person: the latest row that knows decides, also for the rows that do not say.
        """
        if not any(each.sexes or each.age_bands for each in selections):
            return taken
        tests, latest = [(each, self.test(each)) for each in selections], latest_traits(taken)
        return [row for row in taken if any(_is_asked_for(each, row, latest) and takes(row) for each, takes in tests)]

    def test(self, selection: Selection) -> Test:
        """Whether a selection takes a row, leaving out the sex and age of a known person (of_those_asked_for)."""
        if selection not in self._tests:
            self._tests[selection] = self._make_test(selection)
        return self._tests[selection]

    def _make_test(self, selection: Selection) -> Test:
        tests = [*_value_tests(selection), *self._reference_tests(selection), *self._initiative_tests(selection)]
        kinds = frozenset(selection.kinds)
        return lambda row: row.kind in kinds and all(test(row) for test in tests)

    def _reference_tests(self, selection: Selection) -> list[Test]:
        """What is asked of the rows the entry points at."""
        register, tests = self.register, list[Test]()
        for name, kind, column in _REFERENCES:
            if codes := getattr(selection, name):
                tests.append(_among(column, register.ids(kind, codes)))
        if selection.tags:
            wanted = frozenset(selection.tags)
            tests.append(lambda row: bool(wanted & register.tags_of(row)))
        if selection.partners:
            partners = register.ids("organisation", selection.partners)
            tests.append(lambda row: bool(partners & register.partners_of(row)))
        if selection.with_partner is not None:
            tests.append(lambda row: bool(register.partners_of(row)) is selection.with_partner)
        if selection.focus_areas:
            tests.append(lambda row: any(a.focus_area in selection.focus_areas for a in register.lineage(row.activity)))
        return [*tests, *self._offer_tests(selection), *self._form_tests(selection)]

    def _offer_tests(self, selection: Selection) -> list[Test]:
        register, tests = self.register, list[Test]()
        if selection.providers:
            providers = register.ids("organisation", selection.providers)
            tests.append(lambda row: (offer := register.offer_of(row)) is not None and offer.provider in providers)
        if selection.offer_kinds:
            kinds = selection.offer_kinds
            tests.append(lambda row: (offer := register.offer_of(row)) is not None and offer.kind in kinds)
        return tests

    def _form_tests(self, selection: Selection) -> list[Test]:
        runs, sessions, tests = self.register.runs, self.register.sessions, list[Test]()
        if selection.run_forms:
            tests.append(lambda row: row.run in runs and runs[row.run].form in selection.run_forms)
        if selection.session_forms:
            forms = selection.session_forms
            tests.append(lambda row: row.session in sessions and sessions[row.session].form in forms)
        return tests

    def _initiative_tests(self, selection: Selection) -> list[Test]:
        register, tests = self.register, list[Test]()
        if selection.initiatives:
            wanted = register.ids("initiative", selection.initiatives)
            tests.append(lambda row: register.initiative_of(row) in wanted)
        if selection.with_civil_society is not None:
            civil = {row.id for row in register.world.initiatives if row.with_civil_society}
            tests.append(lambda row: (register.initiative_of(row) in civil) is selection.with_civil_society)
        if selection.from_need is not None:
            born = self.from_need | {row.id for row in register.world.initiatives if row.need is not None}
            tests.append(lambda row: (register.initiative_of(row) in born) is selection.from_need)
        return tests


_REFERENCES = (
    ("activities", "activity", "activity"),
    ("areas", "area", "area"),
    ("venues", "venue", "venue"),
    ("runs", "run", "run"),
    ("offers", "offer", "offer"),
)

_WORDS = (
    ("channels", "channel"),
    ("sources", "source"),
    ("first_times", "first_time"),
)

_TRAITS = (("sexes", "sex"), ("age_bands", "age_band"))

UNLESS_ASKED = {"contact": "no_answer", "session": "cancelled"}


def in_order(row: Row) -> tuple[date, time, int, str]:
    """By date, time and id, so that "the latest" is the same whatever order rows come in."""
    number = row.id if isinstance(row.id, int) else 0
    return row.on, row.at or time.min, number, str(row.id)


def latest_traits(rows: list[Row]) -> dict[tuple[str, Id], str]:
    """The sex and age of each person by the latest row that knows; rows in order of date."""
    return {
        (column, row.subject): value for row in rows if row.subject is not None
        for _name, column in _TRAITS if (value := getattr(row, column)) not in UNKNOWN
    }  # fmt: skip


def _is_asked_for(selection: Selection, row: Row, latest: dict[tuple[str, Id], str]) -> bool:
    return row.subject is None or all(
        latest.get((column, row.subject), "unknown") in asked
        for name, column in _TRAITS if (asked := getattr(selection, name))
    )  # fmt: skip


def check(definition: Definition, register: Register, names: Names) -> None:
    """Refuse codes the programme does not have, before anything is counted; what was there once is called by name."""
    if definition in register.checked:
        return
    for kind, codes in definition.codes().items():
        known = register.known(kind)
        _demand_known(kind, [code for code in sorted(codes) if known is not None and code not in known], known, names)
    topics = register.known("topic")
    if topics is not None:
        _demand_known(
            "topic", [each for each in sorted(definition.topics()) if not _is_topic(each, topics)], topics, names
        )
    register.checked.add(definition)


def _is_topic(topic: str, known: Collection[str]) -> bool:
    return any(each.startswith(topic) for each in known) if topic.endswith(".") else topic in known


def _demand_known(kind: str, lost: list[str], known: Collection[str] | None, names: Names) -> None:
    for code in lost:
        name = names(kind, code)
        if name != code:
            raise DefinitionError(_LOST[kind], name=name)
        options = sorted(known or ())
        raise DefinitionError(
            gettext_noop("»%(code)s« findes ikke i programmet. Kendte koder: %(options)s."), field=kind, code=code,
            options=", ".join(options[:MOST_OPTIONS]) + (" …" if len(options) > MOST_OPTIONS else "") or "-",
        )  # fmt: skip


_LOST = {
    "activity": gettext_noop("Aktiviteten »%(name)s« findes ikke mere. Vælg en anden i kriteriet, eller afslut det."),
    "area": gettext_noop("Området »%(name)s« findes ikke mere i programmet. Vælg et andet, eller afslut kriteriet."),
    "focus_area": gettext_noop("Indsatsområdet »%(name)s« findes ikke mere. Vælg et andet, eller afslut kriteriet."),
    "organisation": gettext_noop("Organisationen »%(name)s« findes ikke mere. Vælg en anden, eller afslut kriteriet."),
    "tag": gettext_noop("Mærket »%(name)s« findes ikke mere. Vælg et andet i kriteriet, eller afslut det."),
    "venue": gettext_noop("Stedet »%(name)s« findes ikke mere. Vælg et andet i kriteriet, eller afslut det."),
    "offer": gettext_noop("Tilbuddet »%(name)s« findes ikke mere. Vælg et andet i kriteriet, eller afslut det."),
    "topic": gettext_noop("Emnet »%(name)s« findes ikke mere. Vælg et andet i kriteriet, eller afslut det."),
    "run": gettext_noop("Forløbet »%(name)s« findes ikke mere. Vælg et andet i kriteriet, eller afslut det."),
    "initiative": gettext_noop("Initiativet »%(name)s« findes ikke mere. Vælg et andet, eller afslut kriteriet."),
}
MOST_OPTIONS = 12


def _among(column: str, wanted: frozenset[Any]) -> Test:
    return lambda row: getattr(row, column) in wanted


def _of_nobody_known(column: str, wanted: frozenset[Any]) -> Test:
    return lambda row: row.subject is not None or getattr(row, column) in wanted


def _value_tests(selection: Selection) -> list[Test]:
    tests = [_among(column, frozenset(words)) for name, column in _WORDS if (words := getattr(selection, name))]
    tests += [
        _of_nobody_known(column, frozenset(words)) for name, column in _TRAITS if (words := getattr(selection, name))
    ]
    tests.append(_step_test(selection))
    if selection.topics:
        whole = frozenset(selection.topics)
        beginnings = tuple(topic for topic in selection.topics if topic.endswith("."))
        tests.append(lambda row: row.topic in whole or bool(beginnings and row.topic.startswith(beginnings)))
    low, high = selection.value_min, selection.value_max
    if low is not None or high is not None:
        tests.append(lambda row: row.value is not None and (low is None or row.value >= low))
        tests.append(lambda row: row.value is not None and (high is None or row.value <= high))
    elif "outcome" in selection.kinds:
        tests.append(lambda row: row.kind != "outcome" or row.value != 0)
    return tests


def _step_test(selection: Selection) -> Test:
    steps = frozenset(selection.steps)
    if steps:
        return lambda row: row.step in steps or not STEPS[row.kind]
    return lambda row: UNLESS_ASKED.get(row.kind) != row.step or not row.step


def _first(name: str, *rows: Any) -> Any:
    values = (getattr(row, name, None) for row in rows if row is not None)
    return next((value for value in values if value is not None), None)
