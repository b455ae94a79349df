"""Paired change: the same people before and after, never the two groups' means.

Settled here, where definitions.md leaves room:

- Round a course, the start is the person's first attended session, and the end is the day the run or the person's own
  part was over, else the day the person left.
- One pair per person: the first course that gives one, else the first course.
- Whoever answered before is a drop-out only when the time for answering after has run out; those still under way are
  shown apart. By waves there is no course to tell, so everybody without an answer after is a drop-out.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from ..aggregate import PairedChange, Pairing
from ..figure import Depth, Fact, Figure, Missing, Shape
from ..statistic import mean, mean_interval
from ..vocabulary import Unit
from ..world import Id, Row
from .path import Path
from .question import Question
from .unit import Key, group

FEWEST_FOR_MEAN = 10
FEWEST_FOR_SHARES = 20
BEFORE_START = timedelta(days=14)
AFTER_START = timedelta(days=14)
BEFORE_END = timedelta(days=14)
AFTER_END = timedelta(days=60)
APART = timedelta(days=42)
FLAG_POINTS = 5
FLAG_DROP_OUT = 0.30

Pair = tuple[Row, Row]


@dataclass(slots=True)
class Pairs:
    """Who started, their first answer, both answers where there are two, and who may still answer."""

    started: set[Key] = field(default_factory=set)
    before: dict[Key, Row] = field(default_factory=dict)
    pairs: dict[Key, Pair] = field(default_factory=dict)
    under_way: set[Key] = field(default_factory=set)

    @property
    def stayed(self) -> list[float]:
        """The first answers of those who answered both times."""
        return [first.value for first, _last in self.pairs.values() if first.value is not None]

    @property
    def dropped(self) -> list[float]:
        gone = [row for key, row in self.before.items() if key not in self.pairs and key not in self.under_way]
        return [row.value for row in gone if row.value is not None]

    @property
    def dropped_share(self) -> float | None:
        """Of those whose time is out."""
        settled = len(self.pairs) + len(self.dropped)
        return len(self.dropped) / settled if settled else None

    @property
    def changes(self) -> list[float]:
        return [
            last.value - first.value
            for first, last in self.pairs.values()
            if first.value is not None and last.value is not None
        ]


def paired_change(question: Question) -> Figure:
    """The mean change of those who answered both times, with drop-outs compared at the start."""
    aggregate = question.definition.aggregate
    assert isinstance(aggregate, PairedChange)
    found = _by_course(question, aggregate) if aggregate.pairing is Pairing.COURSE else _by_wave(question)
    changes = found.changes
    enough = len(changes) >= FEWEST_FOR_MEAN
    facts = _facts(question, aggregate, found)
    return Figure(
        mean(changes) if enough else None, Shape.CHANGE, question.definition.unit, numerator=sum(changes),
        denominator=len(changes), missing=_missing(question, found), depth=Depth.PSEUDONYM,
        interval=mean_interval(changes) if enough else None, facts=facts, worked=facts[:3],
        note=_note(question, found),
        entries=tuple(row.id for pair in found.pairs.values() for row in pair),
        denominator_entries=tuple(row.id for row in found.before.values()),
    )  # fmt: skip


def _by_wave(question: Question) -> Pairs:
    """First answer marked before, last marked after, at least 42 days apart."""
    found = Pairs()
    known = [row for row in question.rows if row.value is not None]
    for key, rows in group(question.register, Unit.RESPONSE, known).groups.items():
        found.started.add(key)
        before = [row for row in rows if row.step == "before"]
        after = [row for row in rows if row.step == "after"]
        if before:
            found.before[key] = before[0]
            if after and after[-1].on - before[0].on >= APART:
                found.pairs[key] = (before[0], after[-1])
    return found


def _by_course(question: Question, aggregate: PairedChange) -> Pairs:
    """The answers in the windows round each person's course."""
    answers = _answers(question, aggregate.item)
    found = Pairs()
    for path in question.paths:
        if path.started_on is None or path.started_on < question.period.start or path.subject in found.pairs:
            continue
        found.started.add(path.subject)
        mine = [row for row in answers.get(path.subject, []) if row.run in (None, path.run)]
        first = _first_between(mine, path.started_on - BEFORE_START, path.started_on + AFTER_START)
        if first is not None:
            _pair(found, path, first, mine, question.cut_off)
    return found


def _pair(found: Pairs, path: Path, first: Row, mine: list[Row], cut_off: date) -> None:
    """Note the first answer, and the last where it lies in its window far enough from the first."""
    end = path.over_on or path.ended_on
    last = _last_between(mine, end - BEFORE_END, end + AFTER_END) if end else None
    if last is not None and last.on - first.on >= APART:
        found.before[path.subject], found.pairs[path.subject] = first, (first, last)
        return
    found.before.setdefault(path.subject, first)
    if end is None or end + AFTER_END >= cut_off:
        found.under_way.add(path.subject)


def _answers(question: Question, item: str) -> dict[Id | None, list[Row]]:
    answers: dict[Id | None, list[Row]] = {}
    for row in question.reader.of_kind("answer"):
        if row.topic == item and row.value is not None and row.on <= question.cut_off:
            answers.setdefault(row.subject, []).append(row)
    return answers


def _first_between(rows: list[Row], start: date, end: date) -> Row | None:
    return next((row for row in rows if start <= row.on <= end), None)


def _last_between(rows: list[Row], start: date, end: date) -> Row | None:
    return next((row for row in reversed(rows) if start <= row.on <= end), None)


def _facts(question: Question, aggregate: PairedChange, found: Pairs) -> tuple[Fact, ...]:
    """What is shown beside the mean: how many at each step, how many moved, and who was lost."""
    _, changes, limit = question.translator.gettext, found.changes, aggregate.better_by
    n = len(changes)
    facts = [
        Fact("started", _("startede"), len(found.started)),
        Fact("before", _("svarede før"), len(found.before)),
        Fact("paired", _("svarede før og efter"), n),
        Fact("under_way", _("kan stadig nå at svare efter"), len(found.under_way - set(found.pairs))),
        Fact("baseline_paired", _("udgangspunkt hos dem, der svarede begge gange"), _mean(found.stayed)),
        Fact("baseline_dropped", _("udgangspunkt hos dem, der faldt fra"), _mean(found.dropped)),
        Fact("dropped_share", _("andel, der faldt fra"), found.dropped_share, is_share=True),
    ]
    if n >= FEWEST_FOR_SHARES:
        better, worse = sum(change >= limit for change in changes), sum(change <= -limit for change in changes)
        facts += [
            Fact("better", _("andel, der har fået det bedre"), better / n, is_share=True),
            Fact("between", _("andel uden større ændring"), (n - better - worse) / n, is_share=True),
            Fact("worse", _("andel, der har fået det dårligere"), worse / n, is_share=True),
        ]
    return tuple(facts)


def _mean(values: list[float]) -> float | None:
    return mean(values) if values else None


def _missing(question: Question, found: Pairs) -> tuple[Missing, ...]:
    _ = question.translator.gettext
    missing = (
        Missing(len(found.started) - len(found.before), _("startede uden et svar før")),
        Missing(len(found.before) - len(found.pairs), _("svarede før, men ikke efter")),
    )
    return tuple(each for each in missing if each.count > 0)


def _note(question: Question, found: Pairs) -> str:
    """No control group, always; too few; and whether those who were lost were different from the start."""
    _, n = question.translator.gettext, len(found.changes)
    notes = [_("Uden kontrolgruppe.")]
    if n < FEWEST_FOR_MEAN:
        text = _("Gennemsnittet vises fra %(fewest)d par; der er %(n)d.")
        notes.insert(0, text % {"fewest": FEWEST_FOR_MEAN, "n": n})
    stayed, left = _mean(found.stayed), _mean(found.dropped)
    if stayed is not None and left is not None and abs(stayed - left) > FLAG_POINTS:
        notes.append(_("De, der faldt fra, havde et andet udgangspunkt."))
    if (found.dropped_share or 0) > FLAG_DROP_OUT:
        notes.append(_("Mere end 30 % faldt fra."))
    return " ".join(notes)
