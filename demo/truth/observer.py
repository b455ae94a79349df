"""Somebody who saw everything: the facts of a story up to a day, each with all that it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Item = Mapping[str, Any]
Asked = list[tuple[str, Any]]
FILLED_FROM_PLANS = ("activity", "area", "venue", "run", "offer", "partner")
# What a measure may ask of where a fact belongs, and of nothing else about it.
OF_PLACE = frozenset(
    ("own_activities", "areas", "venues", "runs", "offers", "activities", "tags", "partners", "focus_areas",
     "with_partner", "run_forms", "providers", "offer_kinds")
)  # fmt: skip
INITIATIVE_KINDS = ("initiative", "log_entry", "story")
FIRST_DAY = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Span:
    """An interval asked about, both ends counted."""

    start: date
    end: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Where:
    """All that a fact belongs to by its session, run and activity; many facts share one."""

    activity: str = ""
    area: str = ""
    venue: str = ""
    run: str = ""
    offer: str = ""
    partner: str = ""
    tags: frozenset[str] = frozenset()
    focus_areas: frozenset[str] = frozenset()
    partners: frozenset[str] = frozenset()
    lineage: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class Fact:
    """One thing that happened: the row of it, its day, and where."""

    row: Item
    on: date
    kind: str
    number: int
    where: Where
    step: str
    subject: str
    thread: str
    session: str

    def get(self, name: str) -> Any:
        return self.row.get(name)

    @property
    def activity(self) -> str:
        return self.where.activity

    @property
    def area(self) -> str:
        return self.where.area

    @property
    def run(self) -> str:
        return self.where.run

    @property
    def offer(self) -> str:
        return self.where.offer


@dataclass(slots=True)
class Plans:
    """The agreement and the calendar by code."""

    programme: Item
    runs: dict[str, Item]
    sessions: dict[str, Item]
    initiatives: dict[str, Item]
    activities: dict[str, Item] = field(init=False)
    offers: dict[str, Item] = field(init=False)
    _lines: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.activities = {each["code"]: each for each in self.programme["activities"]}
        self.offers = {each["code"]: each for each in self.programme.get("offers", ())}

    def line(self, activity: str) -> tuple[str, ...]:
        """The activity and those it is part of, nearest first."""
        if activity not in self._lines:
            found, at = list[str](), activity
            while at in self.activities and at not in found:
                found.append(at)
                at = self.activities[at].get("parent", "")
            self._lines[activity] = tuple(found)
        return self._lines[activity]

    def only_area(self, activity: str) -> str:
        for code in self.line(activity):
            areas = self.activities[code].get("areas", ())
            if areas:
                return str(areas[0]) if len(areas) == 1 else ""
        return ""

    def of_line(self, activity: str, name: str) -> frozenset[str]:
        return frozenset(word for code in self.line(activity) for word in self.activities[code].get(name, ()))

    def focus_of(self, activity: str) -> frozenset[str]:
        return frozenset(self.activities[code].get("focus_area", "") for code in self.line(activity)) - {""}

    def figures(self, area: str, day: date) -> Item:
        rows = next(each["figures"] for each in self.programme["areas"] if each["code"] == area)
        valid = [each for each in rows if _day(each["from"]) <= day]
        return dict(valid[-1] if valid else rows[0])


class Observer:
    """Facts in order of time, and those of a kind quickly found."""

    def __init__(self, plans: Plans, rows: Iterable[Item], until: date, tallied: Collection[str] = ()) -> None:
        self.plans, self.until, self.tallied = plans, until, frozenset(tallied)
        self.kept: dict[Any, Any] = {}
        self._wheres: dict[tuple[Any, ...], Where] = {}
        self._days: dict[str, date] = {}
        self._made: dict[tuple[tuple[str, str], ...], Callable[[Fact], bool]] = {}
        last = until.isoformat()
        told = list(rows)
        self._told = {row["id"]: place for place, row in enumerate(told)}
        ordered = sorted((row for row in told if row["on"] <= last), key=lambda row: (row["on"], row["id"]))
        self.by_kind: dict[str, list[Fact]] = defaultdict(list)
        for number, row in enumerate(ordered):
            self.by_kind[row["kind"]].append(self._fact(row, number))

    @property
    def starts_on(self) -> date:
        return _day(self.plans.programme["programme"]["starts_on"])

    @property
    def ends_on(self) -> date:
        return _day(self.plans.programme["programme"]["ends_on"])

    def of(self, *kinds: str) -> Iterator[Fact]:
        return (fact for kind in kinds for fact in self.by_kind.get(kind, ()))

    def told_after(self, fact: Fact) -> tuple[date, str, int]:
        """Of one day the time it happened, and else the order it was written in, decides which is the latest."""
        return fact.on, str(fact.get("at") or ""), self._told[fact.row["id"]]

    def select(self, kinds: Collection[str], wanted: Item, span: Span) -> list[Fact]:
        """Facts of these kinds in the span that are what is wanted; parameters of a measure, in its own words."""
        start, end, fits = span.start, span.end, self._fitting(wanted)
        found = [fact for fact in self.of(*kinds) if start <= fact.on <= end and fits(fact)]
        return sorted(found, key=lambda fact: fact.number) if len(kinds) > 1 else found

    def is_wanted(self, fact: Fact, wanted: Item) -> bool:
        return self._fitting(wanted)(fact)

    def _fitting(self, wanted: Item) -> Callable[[Fact], bool]:
        """Whether a fact is what is wanted; made once for the same words, and each place is looked at once."""
        key = tuple((name, str(value)) for name, value in wanted.items())
        made = self._made.get(key)
        if made is None:
            asked = _asked(wanted)
            there = [(name, value) for name, value in asked if name in OF_PLACE]
            others = [(name, value) for name, value in asked if name not in OF_PLACE]
            made = self._made[key] = self._fits_there(there, others)
        return made

    def _fits_there(self, there: Asked, others: Asked) -> Callable[[Fact], bool]:
        known: dict[int, bool] = {}  # by the place's id: this observer keeps every place as long as it lives

        def fits(fact: Fact) -> bool:
            place = id(fact.where)
            found = known.get(place)
            if found is None:
                found = known[place] = all(self._fits(fact, name, value) for name, value in there)
            if found and others:
                return all(self._fits(fact, name, value) for name, value in others)
            return found

        return fits

    def _fits(self, fact: Fact, name: str, value: Any) -> bool:
        if name in _COLUMNS:
            column = _COLUMNS[name]
            return (getattr(fact.where, column) if column in FILLED_FROM_PLANS else fact.row.get(column, "")) in value
        if name == "activities":
            return not fact.where.lineage.isdisjoint(value)
        if name in ("tags", "partners", "focus_areas"):
            return not getattr(fact.where, name).isdisjoint(value)
        if name == "with_partner":
            return bool(fact.where.partners) is value
        return self._fits_plan(fact, name, value)

    def _fits_plan(self, fact: Fact, name: str, value: Any) -> bool:
        plans = self.plans
        if name == "run_forms":
            return fact.run in plans.runs and plans.runs[fact.run].get("form", "group") in value
        if name == "session_forms":
            return fact.session in plans.sessions and plans.sessions[fact.session].get("form", "open") in value
        if name == "providers":
            return fact.offer in plans.offers and plans.offers[fact.offer]["provider"] in value
        if name == "offer_kinds":
            return fact.offer in plans.offers and plans.offers[fact.offer]["kind"] in value
        initiative = self.initiative_of(fact)
        if name == "with_civil_society":
            return bool(plans.initiatives.get(initiative, {}).get("with_civil_society")) is value
        assert name == "from_need", name
        return (initiative in self._born() or bool(plans.initiatives.get(initiative, {}).get("need"))) is value

    def initiative_of(self, fact: Fact) -> str:
        if fact.kind == "initiative" or (fact.kind in INITIATIVE_KINDS and fact.thread in self.plans.initiatives):
            return fact.thread
        for table, code in ((self.plans.sessions, fact.session), (self.plans.runs, fact.run)):
            if found := table.get(code, {}).get("initiative"):
                return str(found)
        return ""

    def held(self, wanted: Item, span: Span) -> list[Fact]:
        return self.select(["session"], {**wanted, "steps": ["held"]}, span)

    def _born(self) -> set[str]:
        if "born" not in self.kept:
            self.kept["born"] = {fact.thread for fact in self.of("initiative") if fact.step == "from_need"}
        found: set[str] = self.kept["born"]
        return found

    def _fact(self, row: Item, number: int) -> Fact:
        get, kind, on = row.get, row["kind"], row["on"]
        thread = get("thread", "")
        key = (
            get("session"), get("run"), get("activity"), get("area"), get("venue"), get("offer"), get("partner"),
            thread if kind in INITIATIVE_KINDS else "",
        )  # fmt: skip
        where = self._wheres.get(key)
        if where is None:
            where = self._wheres[key] = self._where(row)
        day = self._days.get(on)
        if day is None:
            day = self._days[on] = _day(on)
        return Fact(row, day, kind, number, where, get("step", ""), get("subject", ""), thread, get("session", ""))

    def _where(self, row: Item) -> Where:
        """Blanks filled from the session, then its run, the initiative, and the activity's only area."""
        plans, session = self.plans, self.plans.sessions.get(row.get("session", ""), {})
        run = plans.runs.get(row.get("run") or session.get("run", ""), {})
        initiative = plans.initiatives.get(row.get("thread", ""), {}) if row["kind"] in INITIATIVE_KINDS else {}
        filled = {
            name: row.get(name) or session.get(name) or (run.get(name) if name != "run" else "") or initiative.get(name)
            for name in FILLED_FROM_PLANS
        }
        told = {name: str(value) for name, value in filled.items() if value}
        activity = told.get("activity", "")
        told["area"] = told.get("area") or plans.only_area(activity)
        own = {told.get("partner"), plans.runs.get(told.get("run", ""), {}).get("partner")} - {None, ""}
        return Where(
            **told,
            tags=frozenset([*session.get("tags", ()), *run.get("tags", ())]) | plans.of_line(activity, "tags"),
            focus_areas=plans.focus_of(activity),
            partners=frozenset(str(each) for each in own) | plans.of_line(activity, "partners"),
            lineage=frozenset(plans.line(activity)),
        )


_COLUMNS = {
    "own_activities": "activity",
    "areas": "area",
    "venues": "venue",
    "runs": "run",
    "offers": "offer",
    "steps": "step",
    "topics": "topic",
    "channels": "channel",
    "sources": "source",
    "sexes": "sex",
    "age_bands": "age_band",
}


def _asked(wanted: Item) -> Asked:
    return [(name, value) for name, value in wanted.items() if value not in (None, (), [])]


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def days_before(day: date, days: int) -> date:
    return day - timedelta(days=days)
