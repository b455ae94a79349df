"""What came of courses and bridges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from demo.truth.amount import Amount, mean, share
from demo.truth.observer import Fact, Item, Observer, Span, days_before
from demo.truth.person import selection
from demo.truth.place import Place, places

QUARTER_YEAR = 91
MONTHS_AFTER = {"at_end": 0, "m3": 3, "m6": 6, "m12": 12}


def completion_rate(observer: Observer, asked: Item, span: Span) -> Amount:
    over = [
        each for each in _on_courses(observer, selection(asked, "of"), span) if each.over_on and each.over_on in span
    ]
    of = [each for each in over if (each.joined_on if asked.get("of") == "joined" else each.started_on)]
    return Amount(sum(each.completed for each in of), len(of))


def outcome_share(observer: Observer, asked: Item, span: Span) -> Amount:
    """Of the places (or their children) that joined, started or ended in the span."""
    wanted, stage = selection(asked, "outcomes", "moments", "of", "per"), f"{asked.get('of', 'ended')}_on"
    found = [each for each in _on_courses(observer, wanted, span) if (on := getattr(each, stage)) and on in span]
    outcomes = [fact for fact in observer.of("outcome") if _is_asked(fact, asked) and fact.on <= span.end]
    yes = [fact for fact in outcomes if fact.get("value") is None or fact.get("value") > 0]
    if asked.get("per") == "child":
        return _of_children(found, yes)
    known = {fact.thread for fact in outcomes}
    due = [each for each in found if each.thread in known or _has_come(each, asked.get("moments"), span.end)]
    threads = {fact.thread: fact.on for fact in yes}
    return Amount(sum(_came(each, threads.get(each.thread)) for each in due), len(due))


def _has_come(place: Place, moments: list[str] | None, until: date) -> bool:
    """Nobody can tell of half a year after before half a year has gone."""
    if not moments:
        return True
    wait = min(MONTHS_AFTER[moment] for moment in moments)
    return place.ended_on is not None and place.ended_on + relativedelta(months=wait) <= until


def _came(place: Place, on: date | None) -> bool:
    return on is not None and (place.joined_on is None or on >= place.joined_on)


def _of_children(found: list[Place], yes: list[Fact]) -> Amount:
    begun = {str(fact.get("linked_subject") or fact.subject) for fact in yes}
    return share(begun, (child for place in found for child in place.children))


def _is_asked(fact: Fact, asked: Item) -> bool:
    moments = asked.get("moments")
    return fact.step in asked["outcomes"] and (not moments or fact.get("topic") in moments)


def took_part_afterwards(observer: Observer, asked: Item, span: Span) -> Amount:
    bridged = [each for each in _bridged(observer, asked, span) if each.started_on in span]
    return Amount(len({each.person for each in bridged}))


def completed_afterwards(observer: Observer, asked: Item, span: Span) -> Amount:
    over = [each for each in _bridged(observer, asked, span) if each.over_on and each.over_on in span]
    return share((each.person for each in over if each.completed), (each.person for each in over))


def retained_afterwards(observer: Observer, asked: Item, span: Span) -> Amount:
    in_time = [each for each in _bridged(observer, asked, span) if each.started_on in span]
    return _still_there(in_time, asked, span)


def retained(observer: Observer, asked: Item, span: Span) -> Amount:
    found = [each for each in _on_courses(observer, selection(asked, "days"), span) if each.joined_on]
    return _still_there([each for each in found if each.joined_on in span], asked, span)


def _still_there(found: list[Place], asked: Item, span: Span) -> Amount:
    since = days_before(span.end, asked.get("days", QUARTER_YEAR))
    members = [each for each in found if each.joined_on and each.joined_on <= since]
    there = [each for each in members if not each.ended_on and any(since < on <= span.end for on in each.active_on)]
    return share((each.person for each in there), (each.person for each in members))


def _on_courses(observer: Observer, wanted: Item, span: Span) -> list[Place]:
    """Places on courses of which something is what is wanted."""
    found = [each for each in places(observer, span.end) if each.facts[0].kind != "referral"]
    return [each for each in found if any(_is_wanted(observer, fact, wanted) for fact in each.facts)]


def _is_wanted(observer: Observer, fact: Fact, wanted: Item) -> bool:
    return fact.kind in ("enrolment", "attendance") and observer.is_wanted(fact, wanted)


def _bridged(observer: Observer, asked: Item, span: Span) -> Iterator[Place]:
    """Places begun by people who had been in the café before, or on the same day."""
    wanted = selection(asked, "first_activities", "first_areas", "within_days", "days")
    seen = _first_seen(observer, asked, span.end)
    started = [each for each in places(observer, span.end) if each.started_on]
    first: dict[tuple[str, str], date] = {}
    for each in started:
        key = (each.person, each.offer)
        first[key] = min(first.get(key, each.started_on or date.max), each.started_on or date.max)
    for each in started:
        there = [on for on in seen.get(each.person, []) if on <= first[each.person, each.offer]]
        if there and any(observer.is_wanted(fact, wanted) for fact in each.facts if fact.kind != "conversation"):
            yield each


def _first_seen(observer: Observer, asked: Item, until: date) -> dict[str, list[date]]:
    key = ("first seen", tuple(asked["first_activities"]), until)
    if key not in observer.kept:
        observer.kept[key] = _days_seen(observer, asked, until)
    seen: dict[str, list[date]] = observer.kept[key]
    return seen


def _days_seen(observer: Observer, asked: Item, until: date) -> dict[str, list[date]]:
    wanted, found = {"activities": asked["first_activities"]}, dict[str, list[date]]()
    for fact in observer.of("visit", "told_visit"):
        told = fact.kind == "visit" or fact.step == "yes"
        if told and fact.on <= until and observer.is_wanted(fact, wanted):
            found.setdefault(fact.subject, []).append(fact.on)
    return found


BEFORE, AFTER, END, APART = (timedelta(days=days) for days in (14, 14, 60, 42))
FEWEST = 10


def paired_change(observer: Observer, asked: Item, span: Span) -> Amount:
    by_course = asked.get("pairing", "course") == "course"
    changes = _by_course(observer, asked, span) if by_course else _by_wave(observer, asked, span)
    return mean(changes, least=FEWEST)


def _by_wave(observer: Observer, asked: Item, span: Span) -> Iterator[float]:
    wanted = {**selection(asked, "item", "pairing", "better_by"), "topics": [asked["item"]]}
    answers: dict[str, dict[str, list[Fact]]] = {}
    for fact in observer.select(["answer"], wanted, span):
        answers.setdefault(fact.subject or fact.thread, {}).setdefault(fact.step, []).append(fact)
    for waves in answers.values():
        before, after = waves.get("before", [])[:1], waves.get("after", [])[-1:]
        if before and after and after[0].on - before[0].on >= APART:
            yield after[0].get("value") - before[0].get("value")


def _by_course(observer: Observer, asked: Item, span: Span) -> Iterator[float]:
    done = set[str]()
    for place in _on_courses(observer, selection(asked, "item", "pairing", "better_by"), span):
        end, start = place.over_on or place.ended_on, place.started_on
        if place.person in done or not start or start < span.start or not end:
            continue
        mine = [
            fact
            for fact in observer.of("answer")
            if fact.subject == place.person
            and fact.get("topic") == asked["item"]
            and fact.get("run") in (None, place.run)
            and fact.on <= span.end
        ]
        first = [fact for fact in mine if start - BEFORE <= fact.on <= start + AFTER][:1]
        last = [fact for fact in mine if end - BEFORE <= fact.on <= end + END][-1:]
        if first and last and last[0].on - first[0].on >= APART:
            done.add(place.person)
            yield last[0].get("value") - first[0].get("value")
