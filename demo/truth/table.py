"""The truth of every criterion: as a whole, for each area a target names, and for each period that has begun."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from demo.page import Page, day_of
from demo.site import Site
from demo.truth import answer, course, happening, person
from demo.truth.amount import Amount
from demo.truth.observer import Item, Observer, Plans, Span
from demo.truth.part import parts as parts_of

Measure = Callable[[Observer, Item, Span], Amount]
MODULES = (person, happening, course, answer)
# Guests known by stamp card alone: the product estimates them.
ESTIMATED = ("unique_guests", "returning_guests")
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "season": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: a criterion, an area (or none), and an interval."""

    code: str
    area: str
    span: Span
    amount: Amount
    is_estimate: bool = False
    # Of a target's interval, or the whole of a criterion without one.
    is_of_target: bool = False
    parts: Mapping[str, Amount] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        return {
            "area": self.area or None,
            "from": self.span.start.isoformat(),
            "to": self.span.end.isoformat(),
            "value": self.amount.value,
            "numerator": self.amount.numerator,
            "denominator": self.amount.bottom,
            "estimated": self.is_estimate,
        }


def lines(page: Page, rows: Iterable[Item], until: date) -> list[Line]:
    """Every criterion by these rows of what happened (or was registered), as of a day."""
    observer = observe(page, rows, until)
    return [line for criterion in page.programme["criteria"] for line in _of(criterion, observer, page, until)]


def everything(page: Page, rows: Iterable[Item], until: date) -> Iterator[Line]:
    """The same, with every part; also of each area, in all, in targets' time and each year (guests: each quarter)."""
    observer = observe(page, rows, until)
    areas = [each["code"] for each in page.programme["areas"]]
    for criterion in page.programme["criteria"]:
        asked = dict.fromkeys(_asked(criterion, observer, until))
        whole = Span(observer.starts_on, min(until, observer.ends_on))
        of_targets = set(_of_targets(criterion, whole)) or {("", whole)}
        years = [whole, *periods("year", whole), *dict.fromkeys(span for _area, span in of_targets)]
        if criterion["measure"]["preset"] == "unique_guests":
            years += periods("quarter", whole)
        asked |= dict.fromkeys((area, span) for area in ("", *areas) for span in years)
        for area, span in asked:
            line = _line(criterion, observer, page, area, span)
            yield replace(
                line,
                is_of_target=(area, span) in of_targets,
                parts={} if line.is_estimate else parts_of(observer, _wanted(criterion, area), span),
            )


def observe(page: Page, rows: Iterable[Item], until: date) -> Observer:
    plans = Plans(
        page.programme,
        {each["code"]: each for each in page.runs},
        {each["code"]: each for each in page.sessions},
        {each["code"]: each for each in page.initiatives},
    )
    tallied = [code for site in page.counting.sites for code in site.sessions]
    return Observer(plans, rows, until, tallied)


def added(parts: Iterable[list[Line]]) -> list[Line]:
    """The lines of several parts of a neighbourhood together."""
    found: dict[tuple[str, str, date, date], Line] = {}
    for part in parts:
        for line in part:
            key = (line.code, line.area, line.span.start, line.span.end)
            before = found.get(key)
            found[key] = replace(line, amount=before.amount + line.amount) if before else line
    return list(found.values())


def document(told: Iterable[Line], **about: Any) -> dict[str, Any]:
    by_code: dict[str, list[dict[str, Any]]] = {}
    for line in told:
        by_code.setdefault(line.code, []).append(line.plain())
    return {"format": "traedesten-truth/1", **about, "criteria": by_code}


def _of(criterion: Item, observer: Observer, page: Page, until: date) -> Iterator[Line]:
    for area, span in dict.fromkeys(_asked(criterion, observer, until)):
        yield _line(criterion, observer, page, area, span)


def _line(criterion: Item, observer: Observer, page: Page, area: str, span: Span) -> Line:
    name = criterion["measure"]["preset"]
    if name in ESTIMATED:
        amount = _guests(page.counting.sites, name, area, span, observer.starts_on)
    else:
        amount = measure(name)(observer, _without_parts(_wanted(criterion, area)), span)
    return Line(criterion["code"], area, span, amount, name in ESTIMATED)


def _wanted(criterion: Item, area: str) -> dict[str, Any]:
    """What is asked, in the area alone where there is one."""
    asked = dict(criterion["measure"])
    return {**asked, "areas": [area]} if area else asked


def _without_parts(asked: Item) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if name not in ("split_by", "split_values")}


def measure(name: str) -> Measure:
    found: Measure = next(getattr(module, name) for module in MODULES if hasattr(module, name))
    return found


def _asked(criterion: Item, observer: Observer, until: date) -> Iterator[tuple[str, Span]]:
    whole = Span(observer.starts_on, min(until, observer.ends_on))
    yield "", whole
    for target in criterion.get("targets", ()):
        interval = _interval(target, whole)
        if interval.start <= interval.end:
            yield target.get("area", ""), interval
            if target["kind"] == "every_period":
                yield from ((target.get("area", ""), each) for each in periods(target["period"], interval))


def _of_targets(criterion: Item, whole: Span) -> Iterator[tuple[str, Span]]:
    """The interval a target is judged in: of those each period has of its own, the one that runs or is the last."""
    for target in criterion.get("targets", ()):
        interval = _interval(target, whole)
        if interval.start <= interval.end:
            spans = list(periods(target["period"], interval)) if target["kind"] == "every_period" else [interval]
            yield target.get("area", ""), spans[-1]


def _interval(target: Item, whole: Span) -> Span:
    start, end = target.get("starts_on"), target.get("ends_on")
    return Span(day_of(start) if start else whole.start, min(day_of(end), whole.end) if end else whole.end)


def periods(kind: str, interval: Span) -> Iterator[Span]:
    """Those of the calendar that meet the interval, cut to it."""
    start = interval.start
    while start <= interval.end:
        end = _end_of(kind, start)
        yield Span(start, min(end, interval.end))
        start = end + timedelta(days=1)


def _end_of(kind: str, day: date) -> date:
    if kind == "week":
        return day + timedelta(days=6 - day.weekday())
    months = MONTHS[kind]
    after = (day.month - 1) // months * months + months
    return date(day.year + after // 12, after % 12 + 1, 1) - timedelta(days=1)


def _guests(sites: Iterable[Site], name: str, area: str, span: Span, starts_on: date) -> Amount:
    """Different guests, or the share of them who came more than once. Over the whole time a guest of two cafés is one
    of the area where they came first."""
    times, home = dict[int, int](), dict[int, tuple[date, str]]()
    for site in sites:
        for number in site.upto(span.end):
            on = site.count.openings[number].on
            for guest in site.guests[number]:
                home[guest] = min(home.get(guest, (on, site.place.area)), (on, site.place.area))
                if on in span and (span.start <= starts_on or area in ("", site.place.area)):
                    times[guest] = times.get(guest, 0) + 1
    if area and span.start <= starts_on:
        times = {guest: many for guest, many in times.items() if home[guest][1] == area}
    again = sum(many > 1 for many in times.values())
    return Amount(len(times)) if name == "unique_guests" else Amount(again, len(times))
