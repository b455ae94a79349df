"""Periods a stamp card can tell of: everybody so far, a calendar quarter, a period the card is coloured by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ..language import day, gettext_noop
from ..period import ONE_DAY, Period, PeriodKind, containing
from .question import Question

NO_SUCH_PERIOD = gettext_noop(
    "Stempelkort viser kun forskellige gæster i alt, i et kvartal eller i den periode, som kortets farver følger."
)


@dataclass(frozen=True, slots=True)
class Span:
    """What the stamp card can tell of a period: everybody so far, a quarter's or a target period's guests, or nothing.

    `period` is the part of the asked one that is estimated.
    """

    period: Period
    of_quarter: bool = False
    of_all: bool = False
    note: str = ""


def span_of(question: Question) -> Span | None:
    """The period asked if the stamp card tells of it, else the whole quarters within it, else None."""
    found = _told(question, question.period)
    if found is not None:
        return found
    whole = _whole_quarters(question.period)
    found = _told(question, whole) if whole else None
    if found is None or found.period.start > question.cut_off:
        return None
    _, translator = question.translator.gettext, question.translator
    note = _("Stempelkort følger kvartaler; skønnet dækker %(start)s - %(end)s.") % {
        "start": day(found.period.start, translator), "end": day(found.period.end, translator),
    }  # fmt: skip
    return replace(found, note=note)


def within(question: Question, span: Span) -> Iterator[Span]:
    """The shorter ones of it that have begun: quarters, periods of the card's colours and, of everybody, those who had
    come by the end of each of these."""
    whole, last_day = span.period, question.register.world.ends_on
    for each in (*_quarters(whole), *_card_periods(question, whole)):
        end = min(each.end, last_day)
        if end > whole.end or each.start > question.cut_off:
            continue
        shorter = [Period(each.start, end)] if each.start >= whole.start else []
        if span.of_all and whole.start <= end < min(whole.end, question.cut_off):
            shorter.append(Period(whole.start, end))
        yield from (found for period in shorter if (found := _told(question, period)))


def last_finished_quarter(when: date) -> Period:
    running = containing(when, PeriodKind.QUARTER)
    return running if running.end <= when else containing(running.start - ONE_DAY, PeriodKind.QUARTER)


def _told(question: Question, period: Period) -> Span | None:
    if question.definition.where:
        return Span(period)
    if period.start <= max(question.first_tallied_on, question.register.world.starts_on):
        return Span(period, of_all=True)
    if _same(period, containing(period.start, PeriodKind.QUARTER), question):
        return Span(period, of_quarter=True)
    return Span(period) if any(_same(period, each, question) for each in _card_periods(question, period)) else None


def _card_periods(question: Question, period: Period) -> list[Period]:
    """Those of the card's colours; calendar years where the programme has no phases of its own for them."""
    own = question.register.world.card_periods
    if own:
        return [Period(each.starts_on, each.ends_on, each.code, each.name) for each in own]
    return [Period(date(year, 1, 1), date(year, 12, 31)) for year in range(period.start.year, period.end.year + 1)]


def _same(asked: Period, whole: Period, question: Question) -> bool:
    """The same dates, the programme's end aside."""
    end = min(whole.end, question.register.world.ends_on)
    return asked.start == whole.start and asked.end in (whole.end, end)


def _quarters(period: Period) -> Iterator[Period]:
    """Every calendar quarter that meets the period."""
    each = containing(period.start, PeriodKind.QUARTER)
    while each.start <= period.end:
        yield each
        each = containing(each.end + ONE_DAY, PeriodKind.QUARTER)


def _whole_quarters(period: Period) -> Period | None:
    first = containing(period.start, PeriodKind.QUARTER)
    start = first.start if first.start == period.start else first.end + timedelta(days=1)
    last = containing(period.end, PeriodKind.QUARTER)
    end = last.end if last.end == period.end else last.start - ONE_DAY
    return Period(start, end) if start < end else None
