"""What was held, published, begun and told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from demo.truth.amount import Amount, count, mean, share
from demo.truth.observer import FIRST_DAY, Fact, Item, Observer, Span
from demo.truth.person import TAKING_PART, selection


def sessions_held(observer: Observer, asked: Item, span: Span) -> Amount:
    return count(fact.session for fact in observer.held(selection(asked), span))


def visits(observer: Observer, asked: Item, span: Span) -> Amount:
    """Of each session the head count, or the people known to have been there where they are more."""
    wanted, heads, known = selection(asked), defaultdict[str, int](int), defaultdict[str, set[str]](set)
    for fact in observer.held(wanted, span):
        heads[fact.session] = max(heads[fact.session], fact.get("people") or 0)
    for fact in observer.select(TAKING_PART, wanted, span):
        known[fact.session or f"{fact.run or fact.activity}/{fact.on}"].add(fact.subject)
    return Amount(sum(max(heads.get(key, 0), len(known.get(key, ()))) for key in {*heads, *known}))


def conversations(observer: Observer, asked: Item, span: Span) -> Amount:
    return count(
        (fact.subject, fact.on, fact.step) for fact in observer.select(["conversation"], selection(asked), span)
    )


def runs_held(observer: Observer, asked: Item, span: Span) -> Amount:
    ever = observer.held(selection(asked, "ended_only"), Span(FIRST_DAY, span.end))
    begun: dict[str, date] = {}
    for fact in ever:
        if fact.run:
            begun.setdefault(fact.run, fact.on)
    if asked.get("ended_only"):
        return count(run for run in begun if _ended(observer, run, span))
    return count(run for run, first in begun.items() if first in span)


def runs_with_session(observer: Observer, asked: Item, span: Span) -> Amount:
    ever = Span(FIRST_DAY, span.end)
    held = observer.held(selection(asked, "session_tags", "at_least"), ever)
    tagged = observer.held({"tags": asked["session_tags"]}, ever)
    return share((fact.run for fact in tagged), {fact.run for fact in held if _ended(observer, fact.run, span)})


def publications(observer: Observer, asked: Item, span: Span) -> Amount:
    covering = asked.get("covering")
    wanted = selection(asked, "covering", *(["areas"] if covering is not None else []))
    issues = {fact.thread or fact.row["id"]: fact for fact in reversed(observer.select(["publication"], wanted, span))}
    if covering is None:
        return count(issues)
    return count(key for key, fact in issues.items() if _covers(observer, key, fact.on, asked, span.end))


def regular_sessions(observer: Observer, asked: Item, span: Span) -> Amount:
    """Whole weeks that were not planned closed."""
    weeks = set(_weeks(observer, span))
    held = {_week(fact.on) for fact in observer.held(selection(asked, "every"), span)}
    return Amount(bottom=len(weeks), keys=frozenset(held & weeks), is_sum_of_bottoms=False)


def areas_with_session(observer: Observer, asked: Item, span: Span) -> Amount:
    return Amount(keys=frozenset(fact.area for fact in observer.held(selection(asked), span) if fact.area))


def mean_per_session(observer: Observer, asked: Item, span: Span) -> Amount:
    held = observer.held(selection(asked, "of"), span)
    return mean(fact.get(asked["of"]) for fact in held if fact.get(asked["of"]) is not None)


def mean_people_per_run(observer: Observer, asked: Item, span: Span) -> Amount:
    wanted, here = selection(asked), defaultdict[str, set[str]](set)
    for fact in observer.select(TAKING_PART, wanted, span):
        here[fact.run].add(fact.subject)
    return mean(len(here.get(run, ())) for run in {fact.run for fact in observer.held(wanted, span) if fact.run})


def mean_people_per_initiative(observer: Observer, asked: Item, span: Span) -> Amount:
    wanted, here = selection(asked), defaultdict[str, set[str]](set)
    for fact in observer.select(TAKING_PART, wanted, span):
        here[observer.initiative_of(fact)].add(fact.subject)
    begun = {fact.thread for fact in observer.select(["initiative"], {**wanted, "steps": ["started"]}, span)}
    return mean(len(here.get(each, ())) for each in begun)


def initiatives(observer: Observer, asked: Item, span: Span) -> Amount:
    first, *others = asked.get("require", ["started"])
    wanted = {**selection(asked, "require", "with_log_entry"), "steps": [first]}
    begun: dict[str, date] = {}
    for fact in observer.select(["initiative"], wanted, Span(FIRST_DAY, span.end)):
        begun.setdefault(fact.thread, fact.on)
    found = {thread for thread, on in begun.items() if on in span}
    for step in others:
        found &= {fact.thread for fact in observer.of("initiative") if fact.step == step and fact.on <= span.end}
    if asked.get("with_log_entry"):
        found &= {fact.thread for fact in observer.of("log_entry") if fact.on <= span.end}
    return count(found)


def themes(observer: Observer, asked: Item, span: Span) -> Amount:
    wanted = {**selection(asked, "require", "as_share"), "steps": ["identified"]}
    found = {fact.thread for fact in observer.select(["theme"], wanted, span)}
    for step in asked.get("require", ("evidence", "addressed")):
        found &= {fact.thread for fact in observer.of("theme") if fact.step == step and fact.on <= span.end}
    return count(found)


def referrals(observer: Observer, asked: Item, span: Span) -> Amount:
    wanted = {**selection(asked), "steps": asked.get("steps") or ["offered"]}
    return Amount(len(observer.select(["referral"], wanted, span)))


def stories(observer: Observer, asked: Item, span: Span) -> Amount:
    wanted = {**selection(asked, "step"), "steps": [asked.get("step", "published")]}
    return count(fact.thread for fact in observer.select(["story"], wanted, span))


def activities_held(observer: Observer, asked: Item, span: Span) -> Amount:
    return Amount(keys=frozenset(fact.activity for fact in observer.held(selection(asked), span) if fact.activity))


def partners_taking_part(observer: Observer, asked: Item, span: Span) -> Amount:
    wanted = selection(asked)
    facts = [*observer.held(wanted, span), *observer.select(["contribution", "training"], wanted, span)]
    return Amount(keys=frozenset(partner for fact in facts for partner in fact.where.partners))


def enrolments(observer: Observer, asked: Item, span: Span) -> Amount:
    wanted = {**selection(asked, "by_channel"), "steps": ["joined"]}
    return Amount(len(observer.select(["enrolment"], wanted, span)))


def _ended(observer: Observer, run: str, span: Span) -> bool:
    end = observer.plans.runs.get(run, {}).get("ends_on")
    return bool(end) and end in span


def _covers(observer: Observer, issue: str, on: date, asked: Item, until: date) -> bool:
    """Brought to so many of the dwellings of every area."""
    brought = defaultdict[str, int](int)
    for fact in _deliveries(observer):
        if fact.thread == issue and fact.on <= until:
            brought[fact.area] += fact.get("people") or 0
    areas = asked.get("areas") or [each["code"] for each in observer.plans.programme["areas"]]
    return all(brought[area] >= asked["covering"] * observer.plans.figures(area, on)["dwellings"] for area in areas)


def _deliveries(observer: Observer) -> Iterator[Fact]:
    return observer.of("delivery")


def _weeks(observer: Observer, span: Span) -> Iterator[str]:
    monday = span.start + timedelta(days=-span.start.weekday() % 7)
    while monday + timedelta(days=6) <= span.end:
        if _week(monday) not in observer.plans.programme["closed_weeks"]:
            yield _week(monday)
        monday += timedelta(days=7)


def _week(day: date) -> str:
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}"
