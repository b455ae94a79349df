"""Answers, smileys and figures from outside."""

from __future__ import annotations

from demo.truth.amount import Amount, mean
from demo.truth.observer import FIRST_DAY, Fact, Item, Observer, Span
from demo.truth.person import family_of, selection

FEWEST = 10


def answer_share(observer: Observer, asked: Item, span: Span) -> Amount:
    """Of each one's latest answer to each question."""
    wanted = {**selection(asked, "items", "at_least", "per", "asked_kinds", "waves"), "topics": asked["items"]}
    latest: dict[tuple[str, str], Fact] = {}
    for fact in observer.select(["answer"], wanted, span):
        who = family_of(observer, fact) if asked.get("per") == "family" else fact.subject or fact.thread
        if who:
            latest[who, str(fact.get("topic"))] = fact
    return Amount(sum(fact.get("value") >= asked["at_least"] for fact in latest.values()), len(latest))


def rating_share(observer: Observer, asked: Item, span: Span) -> Amount:
    good, all_ = 0, 0
    for fact in observer.select(["rating"], selection(asked, "at_least"), span):
        pressed = fact.get("people") or 1
        all_ += pressed
        good += pressed if fact.get("value") >= asked.get("at_least", 4) else 0
    return Amount(good, all_)


def survey_mean(observer: Observer, asked: Item, span: Span) -> Amount:
    """The latest wave's."""
    wanted = {**selection(asked, "item"), "topics": [asked["item"]]}
    facts = observer.select(["answer"], wanted, Span(FIRST_DAY, span.end))
    if not facts:
        return Amount(0, 0)
    last = max(facts, key=lambda fact: fact.on).step
    latest = {fact.subject or fact.thread: fact for fact in facts if fact.step == last}
    return mean((fact.get("value") for fact in latest.values()), least=FEWEST)


def outside_figure(observer: Observer, asked: Item, span: Span) -> Amount:
    """The newest, however old; a figure of the whole before those of single areas."""
    wanted = {**selection(asked, "indicator"), "topics": [asked["indicator"]]}
    facts = observer.select(["outside_figure"], wanted, Span(FIRST_DAY, span.end))
    own = [fact for fact in facts if fact.step != "comparison"]
    whole = [fact for fact in own if not fact.area] or own
    return Amount(whole[-1].get("value"), 1) if whole else Amount(0, 0)
