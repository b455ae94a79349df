"""Figures made of answers, ratings and numbers from outside.

Settled here, where definitions.md leaves room:

- A respondent is the subject, else the thread, else the single answer; the latest answer to an item counts.
- Before and after round a course: the start is the first attended session, the end is the day the run or the person's
  part was over, or the person left. One pair per person: the first course that gives one, else the first course.
- A rating stands for as many answers as `people` says (one when it says nothing).
"""

from collections.abc import Iterable
from datetime import date, timedelta

from ..aggregate import PairedChange, Pairing, ShareOfAnswers
from ..figure import Depth, Fact, Figure, Interval, Missing, Part, Shape, wilson
from ..statistic import mean, mean_interval
from ..vocabulary import Unit
from ..world import Id, Row
from .path import Path
from .question import Question
from .unit import Key, group, missing_words

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


def share(question: Question) -> Figure:
    """The share of answers at or above the threshold."""
    aggregate = question.definition.aggregate
    assert isinstance(aggregate, ShareOfAnswers)
    grouped = group(question.register, question.definition.unit, question.rows)
    answers = _latest_per_item(grouped.groups)
    known = [row for row in answers if row.value is not None]
    good = [row for row in known if row.value is not None and row.value >= aggregate.at_least]
    n, k = sum(map(_weight, known)), sum(map(_weight, good))
    missing = [Missing(len(answers) - len(known), question.translator.gettext("svar uden værdi"))]
    missing += [Missing(len(grouped.missing), missing_words(question.definition.unit, question.translator))]
    missing += _not_answered(question, aggregate, len(grouped.groups))
    return Figure(
        k / n if n else None, Shape.SHARE, question.definition.unit, numerator=k, denominator=n,
        missing=tuple(each for each in missing if each.count), interval=wilson(k, n), depth=_depth(known),
        worked=_worked_share(question, n, k), entries=_ids(good), denominator_entries=_ids(known),
    )  # fmt: skip


def _latest_per_item(groups: dict[Key, list[Row]]) -> list[Row]:
    """Of each respondent the latest answer to each item; ratings have no respondent and all count."""
    latest: dict[Id, Row] = {}
    for key, rows in groups.items():
        for row in rows:
            latest[(row.id,) if row.kind == "rating" else (key, row.topic)] = row
    return list(latest.values())


def _not_answered(question: Question, aggregate: ShareOfAnswers, answered: int) -> list[Missing]:
    """Those who ought to have answered, less those who did."""
    if not aggregate.asked:
        return []
    rows = question.reader.select(aggregate.asked, question.period.start, question.cut_off)
    unit = Unit.FAMILY if question.definition.unit is Unit.FAMILY else Unit.PERSON
    asked = len(group(question.register, unit, rows).groups)
    _ = question.translator.gettext
    words = _("familier, der ikke har svaret") if unit is Unit.FAMILY else _("personer, der ikke har svaret")
    return [Missing(max(0, asked - answered), words)]


def _worked_share(question: Question, n: int, k: int) -> tuple[Fact, ...]:
    _ = question.translator.gettext
    return (
        Fact("entries", _("registreringer udvalgt"), len(question.rows)),
        Fact("units", _("svar"), n),
        Fact("met", _("på eller over grænsen"), k),
    )


def _weight(row: Row) -> int:
    return 1 if row.people is None else row.people


def _depth(rows: list[Row]) -> Depth:
    return Depth.PSEUDONYM if any(row.subject is not None for row in rows) else Depth.NONE


def _ids(rows: Iterable[Row]) -> tuple[Id, ...]:
    return tuple(dict.fromkeys(row.id for row in rows))


def latest(question: Question) -> Figure:
    """The latest outside figure on or before the cut-off, however old, and the comparison group's latest."""
    rows = _whole_if_any(question)
    own = [row for row in rows if row.step != "comparison" and row.value is not None]
    others = [row for row in rows if row.step == "comparison" and row.value is not None]
    newest = own[-1] if own else None
    return Figure(
        newest.value if newest else None, Shape.LEVEL, question.definition.unit, depth=Depth.OUTSIDE,
        denominator=newest.people if newest else None, measured_on=newest.on if newest else None,
        comparison=others[-1].value if others else None, entries=_ids([*own[-1:], *others[-1:]]),
        worked=(Fact("entries", question.translator.gettext("registreringer udvalgt"), len(rows)),),
    )  # fmt: skip


def _whole_if_any(question: Question) -> list[Row]:
    """Asked about no area in particular, figures of the whole come before figures of single areas."""
    rows = question.rows_ever
    whole = [row for row in rows if row.area is None]
    asked_area = any(each.areas for each in question.definition.select)
    return whole if whole and not asked_area else rows


def cross_section(question: Question) -> Figure:
    """The mean of each wave in order of date; the value is the last wave's, `earlier` the first one's."""
    waves = _waves(question)
    label = question.translator.gettext("svar uden værdi")
    blank = sum(row.value is None for row in question.rows_ever)
    missing = (Missing(blank, label),) if blank else ()
    parts = tuple(Part(wave, question.names("step", wave), _wave(question, rows)) for wave, rows in waves.items())
    if not parts:
        return Figure(None, Shape.MEAN, question.definition.unit, missing=missing)
    last, first = parts[-1].figure, parts[0].figure
    worked = tuple(Fact(part.key, part.label, part.figure.denominator) for part in parts)
    return Figure(
        last.value, Shape.MEAN, question.definition.unit, numerator=last.numerator, denominator=last.denominator,
        missing=missing, interval=last.interval, depth=last.depth, parts=parts, worked=worked, entries=last.entries,
        denominator_entries=_ids(row for rows in waves.values() for row in rows),
        earlier=first.value if len(parts) > 1 else None,
    )  # fmt: skip


def _waves(question: Question) -> dict[str, list[Row]]:
    """Latest answer of each respondent in each wave, waves in order of their latest date."""
    groups = group(question.register, Unit.RESPONSE, question.rows_ever).groups
    chosen = {(key, row.step): row for key, rows in groups.items() for row in rows if row.value is not None}
    waves: dict[str, list[Row]] = {}
    for row in sorted(chosen.values(), key=lambda row: row.on):
        waves.setdefault(row.step or "single", []).append(row)
    return dict(sorted(waves.items(), key=lambda item: max(row.on for row in item[1])))


def _wave(question: Question, rows: list[Row]) -> Figure:
    values = [value for row in rows if (value := row.value) is not None for _ in range(_weight(row))]
    enough = len(values) >= FEWEST_FOR_MEAN
    return Figure(
        mean(values) if enough else None, Shape.MEAN, question.definition.unit, numerator=sum(values),
        denominator=len(values), interval=mean_interval(values) if enough else None, depth=_depth(rows),
        note="" if enough else _too_few(question, len(values)), entries=_ids(rows),
    )  # fmt: skip


def _too_few(question: Question, n: int) -> str:
    text = question.translator.gettext("Gennemsnittet vises fra %(fewest)d svar; der er %(n)d.")
    return text % {"fewest": FEWEST_FOR_MEAN, "n": n}


def paired_change(question: Question) -> Figure:
    """The mean change of those who answered both times, with drop-outs compared at the start."""
    aggregate = question.definition.aggregate
    assert isinstance(aggregate, PairedChange)
    by_course = aggregate.pairing is Pairing.COURSE
    started, before, pairs = _pairs_by_course(question, aggregate) if by_course else _pairs_by_wave(question)
    changes = [change for pair in pairs.values() if (change := _change(pair)) is not None]
    n = len(changes)
    enough = n >= FEWEST_FOR_MEAN
    dropped = [row for key, row in before.items() if key not in pairs]
    facts = _paired_facts(question, aggregate, started, before, changes, [pair[0] for pair in pairs.values()], dropped)
    return Figure(
        mean(changes) if enough else None, Shape.CHANGE, question.definition.unit, numerator=sum(changes),
        denominator=n, missing=_unpaired(question, started, before, n), depth=Depth.PSEUDONYM,
        interval=_interval(changes) if enough else None, facts=facts, worked=facts[:3],
        note=_paired_note(question, n, pairs, dropped),
        entries=_ids(row for pair in pairs.values() for row in pair), denominator_entries=_ids(before.values()),
    )  # fmt: skip


def _interval(changes: list[float]) -> Interval | None:
    return mean_interval(changes)


def _change(pair: Pair) -> float | None:
    before, after = pair
    return None if before.value is None or after.value is None else after.value - before.value


def _pairs_by_wave(question: Question) -> tuple[int, dict[Key, Row], dict[Key, Pair]]:
    """First answer marked before, last marked after, at least 42 days apart."""
    groups = group(question.register, Unit.RESPONSE, [row for row in question.rows if row.value is not None]).groups
    before = {key: mine[0] for key, rows in groups.items() if (mine := [row for row in rows if row.step == "before"])}
    after = {key: mine[-1] for key, rows in groups.items() if (mine := [row for row in rows if row.step == "after"])}
    pairs = {key: (row, after[key]) for key, row in before.items() if key in after and after[key].on - row.on >= APART}
    return len(groups), before, pairs


def _pairs_by_course(question: Question, aggregate: PairedChange) -> tuple[int, dict[Key, Row], dict[Key, Pair]]:
    answers: dict[Id, list[Row]] = {}
    for row in question.reader.of_kind("answer"):
        if row.topic == aggregate.item and row.value is not None and row.on <= question.cut_off:
            answers.setdefault(row.subject, []).append(row)
    started: set[Key] = set()
    before: dict[Key, Row] = {}
    pairs: dict[Key, Pair] = {}
    for path in question.paths:
        if path.started_on is None or path.started_on < question.period.start or path.subject in pairs:
            continue
        started.add(path.subject)
        mine = [row for row in answers.get(path.subject, []) if row.run in (None, path.run)]
        first = _first_between(mine, path.started_on - BEFORE_START, path.started_on + AFTER_START)
        if first is not None:
            before.setdefault(path.subject, first)
            last = _last_after(mine, path)
            if last is not None and last.on - first.on >= APART:
                pairs[path.subject] = (first, last)
                before[path.subject] = first
    return len(started), before, pairs


def _first_between(rows: list[Row], start: date, end: date) -> Row | None:
    return next((row for row in rows if start <= row.on <= end), None)


def _last_after(rows: list[Row], path: Path) -> Row | None:
    end = path.ended_on or path.over_on
    if end is None:
        return None
    return next((row for row in reversed(rows) if end - BEFORE_END <= row.on <= end + AFTER_END), None)


def _paired_facts(
    question: Question, aggregate: PairedChange, started: int, before: dict[Key, Row],
    changes: list[float], paired: list[Row], dropped: list[Row],
) -> tuple[Fact, ...]:  # fmt: skip
    """What is shown beside the mean: how many at each step, how many moved, and who was lost."""
    _, n = question.translator.gettext, len(changes)
    limit = aggregate.better_by
    better, worse = sum(change >= limit for change in changes), sum(change <= -limit for change in changes)
    facts = [
        Fact("started", _("startede"), started),
        Fact("before", _("svarede før"), len(before)),
        Fact("paired", _("svarede før og efter"), n),
        Fact("baseline_paired", _("udgangspunkt hos dem, der svarede begge gange"), _mean_value(paired)),
        Fact("baseline_dropped", _("udgangspunkt hos dem, der faldt fra"), _mean_value(dropped)),
        Fact("dropped_share", _("andel, der faldt fra"), len(dropped) / len(before) if before else None, True),
    ]
    if n >= FEWEST_FOR_SHARES:
        facts += [
            Fact("better", _("andel, der har fået det bedre"), better / n, True),
            Fact("between", _("andel uden større ændring"), (n - better - worse) / n, True),
            Fact("worse", _("andel, der har fået det dårligere"), worse / n, True),
        ]
    return tuple(facts)


def _mean_value(rows: list[Row]) -> float | None:
    values = [row.value for row in rows if row.value is not None]
    return mean(values) if values else None


def _unpaired(question: Question, started: int, before: dict[Key, Row], pairs: int) -> tuple[Missing, ...]:
    _ = question.translator.gettext
    found = (
        Missing(started - len(before), _("startede uden et svar før")),
        Missing(len(before) - pairs, _("svarede før, men ikke efter")),
    )
    return tuple(each for each in found if each.count > 0)


def _paired_note(question: Question, n: int, pairs: dict[Key, Pair], dropped: list[Row]) -> str:
    """No control group, always; too few; and whether those who were lost were different from the start."""
    _ = question.translator.gettext
    notes = [_("Uden kontrolgruppe.")]
    if n < FEWEST_FOR_MEAN:
        text = _("Gennemsnittet vises fra %(fewest)d par; der er %(n)d.")
        notes.insert(0, text % {"fewest": FEWEST_FOR_MEAN, "n": n})
    stayed, left = _mean_value([pair[0] for pair in pairs.values()]), _mean_value(dropped)
    if stayed is not None and left is not None and abs(stayed - left) > FLAG_POINTS:
        notes.append(_("De, der faldt fra, havde et andet udgangspunkt."))
    if dropped and len(dropped) / (len(dropped) + len(pairs)) > FLAG_DROP_OUT:
        notes.append(_("Mere end 30 % faldt fra."))
    return " ".join(notes)
