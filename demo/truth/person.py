"""People and families, as somebody who knows them all would count them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from demo.truth.amount import Amount, count, share
from demo.truth.observer import Fact, Item, Observer, Span, days_before
from demo.truth.place import places

TAKING_PART = ("visit", "attendance")
UNKNOWN = (None, "", "unknown")


def selection(asked: Item, *not_filters: str) -> dict[str, Any]:
    """The filters among a measure's parameters."""
    return {name: value for name, value in asked.items() if name not in {"preset", "split_by", "by_type", *not_filters}}


def _subjects(facts: Iterable[Fact]) -> set[str]:
    return {fact.subject for fact in facts if fact.subject}


def unique_people(observer: Observer, asked: Item, span: Span) -> Amount:
    return count(_subjects(qualifying(observer, asked.get("kinds", TAKING_PART), selection(asked, "kinds"), span)))


def qualifying(observer: Observer, kinds: Collection[str], wanted: Item, span: Span) -> list[Fact]:
    """Facts of people: no contact that nobody answered, and no visit where guests are only tapped."""
    facts = _answered(observer.select(kinds, wanted, span))
    return [fact for fact in facts if not _only_tallied(observer, fact)]


def people_contacted(observer: Observer, asked: Item, span: Span) -> Amount:
    facts = list(_answered(observer.select(["contact"], selection(asked, "of_population"), span)))
    strangers = [fact for fact in facts if not fact.subject and fact.get("first_time") == "yes"]
    return Amount(len(_subjects(facts)) + len(strangers))


def people_enrolled(observer: Observer, asked: Item, span: Span) -> Amount:
    wanted = selection(asked)
    joined = observer.select(["enrolment"], {**wanted, "steps": ["joined"]}, span)
    return count(_subjects([*joined, *observer.select(["attendance"], wanted, span)]))


def people_started(observer: Observer, asked: Item, span: Span) -> Amount:
    wanted = selection(asked)
    return count(
        place.person
        for place in places(observer, span.end)
        if place.run and place.started_on and place.started_on in span
        and any(observer.is_wanted(each, wanted) for each in place.facts)
    )  # fmt: skip


def people_with_plan(observer: Observer, asked: Item, span: Span) -> Amount:
    return count(_subjects(observer.select(["plan"], {**selection(asked), "steps": ["made"]}, span)))


def active_volunteers(observer: Observer, asked: Item, span: Span) -> Amount:
    """On the last day of the span: a hand given in the last year, or active by the latest word."""
    ever, wanted = Span(observer.starts_on, span.end), selection(asked, "days")
    since, latest = days_before(span.end, asked.get("days", 365)), dict[str, str]()
    for fact in observer.select(["volunteer_status"], wanted, ever):
        latest[fact.subject] = fact.step
    given = {fact.subject for fact in observer.select(["contribution"], wanted, ever) if fact.on > since}
    return count({each for each in given if each} | {each for each, step in latest.items() if step == "active"})


def unique_volunteers(observer: Observer, asked: Item, span: Span) -> Amount:
    return count(_subjects(observer.select(["contribution"], selection(asked), span)))


def unique_families(observer: Observer, asked: Item, span: Span) -> Amount:
    facts = observer.select(asked.get("kinds", ["conversation"]), selection(asked, "kinds"), span)
    return count(family for fact in facts if (family := family_of(observer, fact)))


def families_completing(observer: Observer, asked: Item, span: Span) -> Amount:
    wanted = selection(asked)
    return count(
        place.household
        for place in places(observer, span.end)
        if place.completed and place.over_on in span and place.household and place.run
        and any(observer.is_wanted(each, wanted) for each in place.facts)
    )  # fmt: skip


def people_share_of_population(observer: Observer, asked: Item, span: Span) -> Amount:
    facts = observer.select(asked.get("kinds", ["conversation"]), selection(asked, "kinds", "population"), span)
    return Amount(len(_subjects(facts)), asked["population"], is_sum_of_bottoms=False)


def people_share_by_trait(observer: Observer, asked: Item, span: Span) -> Amount:
    facts = observer.select(asked.get("kinds", ["conversation"]), selection(asked, "kinds", "trait", "values"), span)
    known = {fact.subject: fact.get(asked["trait"]) for fact in facts if fact.get(asked["trait"]) not in UNKNOWN}
    return share((each for each, value in known.items() if value in asked["values"]), known)


def trained_people(observer: Observer, asked: Item, span: Span) -> Amount:
    facts = observer.select(["training"], selection(asked, "by_method"), span)
    listed = sum(fact.get("people") or 0 for fact in facts if not fact.subject)
    return Amount(len(_subjects(facts)) + listed)


def family_of(observer: Observer, fact: Fact) -> str:
    """The household told with it, or the person's own."""
    if "families" not in observer.kept:
        told: dict[str, str] = {}
        everything = (fact for facts in observer.by_kind.values() for fact in facts if "household" in fact.row)
        for each in sorted(everything, key=lambda each: each.number):
            if each.get("household"):
                told.setdefault(each.subject, str(each.get("household")))
        observer.kept["families"] = told
    return str(fact.get("household") or observer.kept["families"].get(fact.subject, ""))


def _answered(facts: Iterable[Fact]) -> Iterable[Fact]:
    """A contact nobody answered is none."""
    return (fact for fact in facts if not (fact.kind == "contact" and fact.step == "no_answer"))


def _only_tallied(observer: Observer, fact: Fact) -> bool:
    return fact.kind == "visit" and fact.session in observer.tallied
