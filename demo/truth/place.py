"""Places on courses, and bridges to offers: each person's way from joining to the end, as it really went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from demo.truth.observer import FIRST_DAY, Fact, Observer

ON_A_COURSE = ("enrolment", "attendance", "conversation")
REFERRAL_ENDS = ("completed", "ended", "lapsed", "refused")
PART_OVER = ("", "as_planned", "no_more_need")
TWO_THIRDS = 2 / 3
NEARLY = 1e-9


@dataclass(slots=True)
class Place:
    """`over_on` is when it could be said whether they completed; someone may have ended before."""

    person: str
    facts: list[Fact] = field(default_factory=list)
    run: str = ""
    joined_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None
    over_on: date | None = None
    completed: bool = False
    active_on: list[date] = field(default_factory=list)

    @property
    def thread(self) -> str:
        return next((fact.thread for fact in self.facts if fact.thread), "")

    @property
    def household(self) -> str:
        return next((str(fact.get("household")) for fact in self.facts if fact.get("household")), "")

    @property
    def children(self) -> list[str]:
        return list(dict.fromkeys(str(fact.get("linked_subject")) for fact in self.facts if fact.get("linked_subject")))

    @property
    def offer(self) -> str:
        return next((fact.offer or fact.run or fact.activity for fact in self.facts), "")


def places(observer: Observer, until: date) -> list[Place]:
    """All of them as they stood on the day; kept, because many measures ask."""
    key = ("places", until)
    if key not in observer.kept:
        observer.kept[key] = [*_on_courses(observer, until), *_bridges(observer, until)]
    found: list[Place] = observer.kept[key]
    return found


def _on_courses(observer: Observer, until: date) -> list[Place]:
    by_key: dict[str, list[Fact]] = defaultdict(list)
    for fact in observer.of(*ON_A_COURSE):
        if fact.on <= until and fact.subject and (fact.thread or fact.kind == "attendance"):
            by_key[fact.thread or f"{fact.subject}/{fact.run or fact.activity}"].append(fact)
    held = _held(observer, until)
    everything = [_place(observer, facts, held, until) for facts in by_key.values()]
    return [place for place in everything if any(fact.kind != "conversation" for fact in place.facts)]


def _place(observer: Observer, facts: list[Fact], held: dict[str, list[Fact]], until: date) -> Place:
    facts.sort(key=lambda fact: (fact.on, fact.step != "joined", fact.number))
    place = Place(facts[0].subject, facts, facts[0].run)
    joined = [fact.on for fact in facts if fact.kind == "enrolment" and fact.step == "joined"]
    ends = [fact for fact in facts if fact.kind == "enrolment" and fact.step == "ended"]
    attended = [fact for fact in facts if fact.kind == "attendance"]
    place.active_on = [*(fact.on for fact in attended), *(fact.on for fact in facts if fact.kind == "conversation")]
    place.started_on = min(place.active_on, default=None)
    place.joined_on = joined[0] if joined else place.started_on
    own_end, reason = (ends[-1].on, str(ends[-1].get("topic") or "")) if ends else (None, "")
    run = observer.plans.runs.get(place.run, {})
    run_end = run.get("ends_on")
    run_ended = run_end if run_end and run_end <= until else None
    place.ended_on = min((day for day in (own_end, run_ended) if day), default=None)
    as_planned = own_end is not None and reason == "as_planned"
    place.over_on = own_end if not run_end or (as_planned and (not run_ended or own_end < run_ended)) else run_ended
    if place.over_on and place.started_on:
        theirs = {fact.session for fact in held[place.run] if (joined or [FIRST_DAY])[0] <= fact.on <= place.over_on}
        left = own_end is not None and reason not in PART_OVER and own_end <= place.over_on
        place.completed = _has_completed(theirs, {fact.session for fact in attended}, run, left)
    return place


def _has_completed(theirs: set[str], attended: set[str], run: object, left: bool) -> bool:
    if not theirs:
        return not left
    if left and not run:
        return False
    return len(theirs & attended) >= TWO_THIRDS * len(theirs) - NEARLY


def _held(observer: Observer, until: date) -> dict[str, list[Fact]]:
    """Held meetings of every run."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in observer.of("session"):
        if fact.step == "held" and fact.on <= until and fact.run:
            found[fact.run].append(fact)
    return found


def _bridges(observer: Observer, until: date) -> Iterator[Place]:
    by_thread: dict[str, list[Fact]] = defaultdict(list)
    for fact in observer.of("referral"):
        if fact.on <= until:
            by_thread[fact.thread or f"{fact.subject}/{fact.offer}"].append(fact)
    for facts in by_thread.values():
        first: dict[str, date] = {}
        for fact in sorted(facts, key=lambda fact: fact.on):
            first.setdefault(fact.step, fact.on)
        ended = min((fact.on for fact in facts if fact.step in REFERRAL_ENDS), default=None)
        started = first.get("started")
        yield Place(
            facts[0].subject,
            facts,
            joined_on=started,
            started_on=started,
            ended_on=ended,
            over_on=ended,
            completed=started is not None and "completed" in first,
            active_on=[fact.on for fact in facts if fact.step in ("started", "still_active")],
        )
