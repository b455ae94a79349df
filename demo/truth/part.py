"""The parts of a figure, where its measure asks for some: of a person the latest word decides, else each fact."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from demo.truth import answer, happening, person
from demo.truth.amount import Amount, count
from demo.truth.observer import FIRST_DAY, Fact, Item, Observer, Span

# The flag or list of a measure that asks for parts without a word of its own, what they are by, and their values.
FLAGS = {"by_type": ("step", "steps"), "by_method": ("topic", "topics"), "by_channel": ("channel", "channels")}
TRAITS = ("topic", "source", "sex", "age_band")
# What narrows a measure to one value; `own_activities` leaves out what an activity is part of.
NARROWS = {
    "step": "steps", "channel": "channels", "area": "areas", "activity": "own_activities", "offer_kind": "offer_kinds",
    "provider": "providers", "topic": "topics",
}  # fmt: skip


def parts(observer: Observer, asked: Item, span: Span) -> dict[str, Amount]:
    """By the code of each part that has anything in it, or that the measure names."""
    if asked["preset"] == "survey_mean":
        return _waves(observer, asked, span)
    by, named = _by(asked)
    plain = {name: value for name, value in asked.items() if name not in ("split_by", "split_values", *FLAGS)}
    if not by:
        return {}
    if asked["preset"] == "answer_share":
        return {item: answer.answer_share(observer, {**plain, "items": [item]}, span) for item in named}
    found = _of_people(observer, plain, span, by) if by in TRAITS and _is_of_people(asked) else None
    if found is None:
        values = named or sorted(_values(observer, plain, span, by))
        tell = _measure(asked["preset"])
        found = {each: tell(observer, {**plain, NARROWS[by]: [each]}, span) for each in values}
    return {each: found.get(each, Amount()) for each in named} if named else found


def _by(asked: Item) -> tuple[str, list[str]]:
    if asked.get("split_by"):
        return str(asked["split_by"]), list(asked.get("split_values", ()))
    for flag, (by, values) in FLAGS.items():
        if asked.get(flag):
            return by, list(asked.get(values, ()))
    if asked["preset"] == "answer_share" and len(asked["items"]) > 1:
        return "topic", list(asked["items"])
    return "", []


def _is_of_people(asked: Item) -> bool:
    return asked["preset"] in ("unique_people", "people_contacted", "trained_people")


def _of_people(observer: Observer, asked: Item, span: Span, by: str) -> dict[str, Amount]:
    """Each person in the part of the latest fact that tells; strangers in that of the one fact there is of them."""
    latest, strangers = dict[str, str](), list[tuple[str, int]]()
    for fact in _facts(observer, asked, span):
        value = fact.get(by)
        if value in person.UNKNOWN:
            continue
        if fact.subject:
            latest[fact.subject] = str(value)
        else:
            strangers.append((str(value), _how_many(fact)))
    found = {value: count(who for who, own in latest.items() if own == value) for value in latest.values()}
    for value, many in strangers:
        found[value] = found.get(value, Amount()) + Amount(many)
    return {value: amount for value, amount in found.items() if amount.value}


def _how_many(fact: Fact) -> int:
    if fact.kind == "training":
        return int(fact.get("people") or 0)
    return int(fact.kind == "contact" and fact.get("first_time") == "yes")


def _facts(observer: Observer, asked: Item, span: Span) -> Iterable[Fact]:
    kinds: Collection[str] = asked.get("kinds") or {
        "people_contacted": ["contact"],
        "trained_people": ["training"],
    }.get(asked["preset"], list(person.TAKING_PART))
    wanted = person.selection(asked, "kinds", "of_population")
    return sorted(person.qualifying(observer, kinds, wanted, span), key=observer.told_after)


def _waves(observer: Observer, asked: Item, span: Span) -> dict[str, Amount]:
    """Each wave of a survey, however old, as if it were the only one."""
    wanted = {**person.selection(asked, "item"), "topics": [asked["item"]]}
    waves = dict.fromkeys(fact.step for fact in observer.select(["answer"], wanted, Span(FIRST_DAY, span.end)))
    return {wave: answer.survey_mean(observer, {**asked, "steps": [wave]}, span) for wave in waves}


def _values(observer: Observer, asked: Item, span: Span, by: str) -> set[str]:
    """What occurs among the facts the measure is about."""
    kinds: Iterable[str] = {
        "visits": ("session", *person.TAKING_PART),
        "referrals": ("referral",),
        "enrolments": ("enrolment",),
    }.get(asked["preset"], asked.get("kinds") or (*person.TAKING_PART, "session", "contact", "conversation"))
    facts = observer.select(list(kinds), person.selection(asked, "kinds"), span)
    return {value for fact in facts if (value := _value(observer, fact, by))}


def _value(observer: Observer, fact: Fact, by: str) -> str:
    if by in ("offer_kind", "provider"):
        offer = observer.plans.offers.get(fact.offer, {})
        return str(offer.get("kind" if by == "offer_kind" else "provider", ""))
    if by in ("activity", "area"):
        return str(getattr(fact.where, by))
    return fact.step if by == "step" else str(fact.get(by) or "")


def _measure(name: str) -> Callable[[Observer, Item, Span], Amount]:
    found: Callable[[Observer, Item, Span], Amount] = next(
        getattr(module, name) for module in (person, happening) if hasattr(module, name)
    )
    return found
