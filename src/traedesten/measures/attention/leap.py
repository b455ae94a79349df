"""Figures that jump: months and weeks that stand out, shares that turned round, and what late withdrawals took away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from measure_engine.aggregate import Share, ShareOfAnswers
from measure_engine.columns import ColumnRegister
from measure_engine.jump import Jump, jumps, turns
from measure_engine.language import number
from measure_engine.period import Period, PeriodKind, divide
from measure_engine.plain import DefinitionError
from measure_engine.series import VISITS, Series, series
from traedesten.core import clock
from traedesten.journal import vocabulary as v
from traedesten.journal.models import Entry
from traedesten.measures import board
from traedesten.measures.attention.contradiction import name
from traedesten.measures.attention.touched import Readers
from traedesten.measures.board import translator
from traedesten.programme.models import Programme

LOOKED_AT = {PeriodKind.MONTH: timedelta(days=550), PeriodKind.WEEK: timedelta(days=60)}
QUARTERS = 8  # of a share: the newest, and what stood before it
TAKEN_BACK = timedelta(days=14)
OLD = timedelta(days=30)
FEWEST, SMALLEST = 5, 0.05  # entries taken back, and of all there were


@dataclass(frozen=True, slots=True)
class Leapt:
    """What stands out, said in a sentence. ``kind`` is what one must be allowed to see, `VISITS` for counted guests.

    ``criterion`` is set where it is one criterion's own figure; ``activity_id`` and ``period`` say where to look.
    """

    code: str
    fingerprint: str
    said: str
    matters: str
    right: str
    criteria: tuple[str, ...]
    size: float
    kind: str = ""
    criterion: str = ""
    activity_id: Any = None
    period: Period | None = None


def found(programme: Programme, today: date) -> tuple[Leapt, ...]:
    """Those that move most criteria first, then the largest; kept under the programme's version."""
    return board.kept(programme, ("leaps", today), lambda: _found(programme, today))


def _found(programme: Programme, today: date) -> tuple[Leapt, ...]:
    register = board.evaluator_of(programme).register
    readers = Readers.of(programme, register, today)
    made = [*_counts(register, readers, today), *_shares(programme, readers, today), *_taken_back(programme, register)]
    return tuple(sorted(made, key=lambda each: (-len(each.criteria), -each.size)))


def _counts(register: ColumnRegister, readers: Readers, today: date) -> Iterator[Leapt]:
    seen: set[tuple[Any, str, date]] = set()
    for kind in (PeriodKind.MONTH, PeriodKind.WEEK):
        for each in series(register, today, kind):
            for jump in jumps(each.counts, each.could_be):
                period = each.periods[jump.at]
                key = (each.activity, each.what, period.end.replace(day=1))
                if period.end >= today - LOOKED_AT[kind] and key not in seen:  # a week of a month told is told
                    seen.add(key)
                    yield _count(register, readers, each, jump, kind)


def _count(register: ColumnRegister, readers: Readers, each: Series, jump: Jump, kind: PeriodKind) -> Leapt:
    period = each.periods[jump.at]
    values = {
        "what": _("besøg") if each.what == VISITS else v.KINDS.name(each.what).lower(),
        "activity": name(register, "activity", each.activity) if each.activity is not None else _("ingen aktivitet"),
        "counted": number(jump.counted, 0, translator()), "expected": number(jump.expected, 0, translator()),
        "when": _when(period, kind),
    }  # fmt: skip
    text = (
        _("%(activity)s, %(what)s: %(counted)s %(when)s; efter tiden omkring ville %(expected)s være at vente.")
        if kind is PeriodKind.MONTH
        else _("%(activity)s, %(what)s: %(counted)s %(when)s; efter ugerne omkring ville %(expected)s være at vente.")
    )
    matters = _("Er noget talt dobbelt, er tallene for høje.") if jump.is_leap else _("Mangler noget, er de for lave.")
    right = (
        _("Se, om noget er skrevet to gange, eller om der skete noget særligt. Er det rigtigt, så sæt det til side.")
        if jump.is_leap
        else _("Se, om noget ikke er skrevet ind. Er det rigtigt, så sæt det til side.")
    )
    criteria = readers.of_mask(_mask(register, each, period))
    if each.what == VISITS:
        criteria = tuple(dict.fromkeys((*criteria, *readers.stamp_cards)))
    return Leapt(
        "leap" if jump.is_leap else "fall", _mark(each.activity, each.what, period.start, period.end, jump.counted),
        text % values, matters, right, criteria, abs(jump.counted - jump.expected), each.what, "",
        each.activity, period,
    )  # fmt: skip


def _mask(register: ColumnRegister, each: Series, period: Period) -> Any:
    """The rows that a series has in a period; of visits, whatever says that somebody was there."""
    sheet = register.sheet
    kinds = ("session", "visit", "attendance") if each.what == VISITS else (each.what,)
    mask = sheet.domains["kind"].among(kinds)[sheet.columns["kind"]]
    mask &= sheet.columns["activity"] == sheet.domains["activity"].find(each.activity)
    return mask & (sheet.on >= period.start.toordinal()) & (sheet.on <= period.end.toordinal())


def _when(period: Period, kind: PeriodKind) -> str:
    if kind is PeriodKind.WEEK:
        year, week, _day = period.start.isocalendar()
        return _("i uge %(week)d, %(year)d") % {"week": week, "year": year}
    label = divide(period, PeriodKind.MONTH, translator=translator())[0].period.label
    return _("i %(month)s") % {"month": label}


def _mark(*said: Any) -> str:
    return sha256(repr([str(each) for each in said]).encode()).hexdigest()[:32]


# Shares


def _shares(programme: Programme, readers: Readers, today: date) -> Iterator[Leapt]:
    evaluator = board.evaluator_of(programme)
    quarters = [each.period for each in divide(evaluator.whole, PeriodKind.QUARTER, translator=translator())]
    ended = [each for each in quarters if each.end < today][-QUARTERS:]
    texts = dict(programme.criteria.values_list("code", "text"))
    for code, definition in readers.definitions.items():
        if not isinstance(definition.aggregate, (Share, ShareOfAnswers)):
            continue
        parts = []
        for period in ended:
            try:
                figure = evaluator.evaluate(definition, period, as_of=today)
            except DefinitionError:
                break
            parts.append((int(figure.numerator or 0), int(figure.denominator or 0)))
        for turn in turns(parts):
            values = {"criterion": texts[code], "share": _percent(turn.share), "before": _percent(turn.before),
                      "period": ended[turn.at].label}  # fmt: skip
            yield Leapt(
                "turn", _mark(code, ended[turn.at].start, parts[turn.at]),
                _("%(criterion)s: %(share)s i %(period)s mod %(before)s før.") % values,
                _("En andel, der vender på én gang, kommer tit af, at ja og nej er byttet om."),
                _("Se registreringerne fra kvartalet. Er det rigtigt, så sæt det til side."),
                (code,), abs(turn.share - turn.before) * parts[turn.at][1], "", code, None, ended[turn.at],
            )  # fmt: skip


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"


# Taken back late


def _taken_back(programme: Programme, register: ColumnRegister) -> Iterator[Leapt]:
    """Old entries taken back lately: totals are lower than they were, and a reader of them may wonder."""
    since = clock.now() - TAKEN_BACK
    rows = Entry.objects.filter(programme=programme, is_withdrawal=True, recorded_at__gte=since).order_by()
    rows = rows.filter(supersedes__happened_on__lt=since.date() - OLD)
    gone: dict[tuple[str, Any], list[int]] = defaultdict(list)
    for kind, activity, pk in rows.values_list("supersedes__kind", "supersedes__activity", "pk"):
        gone[kind, activity].append(pk)
    sheet = register.sheet
    for (kind, activity), keys in gone.items():
        left = sheet.domains["kind"].among((kind,))[sheet.columns["kind"]]
        left = left & (sheet.columns["activity"] == sheet.domains["activity"].find(activity))
        many = int(np.count_nonzero(left))
        if len(keys) >= FEWEST and len(keys) >= SMALLEST * (many + len(keys)):
            readers = Readers.of(programme, register, clock.today())
            called = name(register, "activity", activity) if activity else _("ingen aktivitet")
            values = {"count": len(keys), "kind": v.KINDS.name(kind).lower(), "left": many, "activity": called}
            yield Leapt(
                "taken_back", _mark(kind, activity, sorted(keys)),
                _("%(activity)s, %(kind)s: %(count)s gamle registreringer er trukket tilbage de sidste to uger; der er "
                  "%(left)s igen.") % values,
                _("Tal, der er vist eller sendt før, var højere."),
                _("Sig det til dem, der har set de gamle tal. Er det rigtigt, så sæt det til side."),
                readers.of_mask(left), float(len(keys)), kind, "", activity, None,
            )  # fmt: skip
