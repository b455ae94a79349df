"""Figures made of answers, ratings and numbers from outside.

Settled here, where definitions.md leaves room: a respondent is the subject, else the thread, else the single answer;
the latest answer to an item counts; a rating stands for as many answers as `people` says (one when it says nothing).
"""

from collections.abc import Iterable

from ..aggregate import ShareOfAnswers
from ..figure import Depth, Fact, Figure, Missing, Part, Shape, wilson
from ..statistic import mean, mean_interval
from ..vocabulary import Unit
from ..world import Id, Row
from .question import Question
from .unit import Key, group, missing_words

FEWEST_FOR_MEAN = 10


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
    missing += _not_answered(question, aggregate, set(grouped.groups))
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


def _not_answered(question: Question, aggregate: ShareOfAnswers, answered: set[Key]) -> list[Missing]:
    """Those who ought to have answered, less those who did; answers without a name are taken to be of them."""
    if not aggregate.asked:
        return []
    unit = Unit.FAMILY if question.definition.unit is Unit.FAMILY else Unit.PERSON
    asked = question.units_with(aggregate.asked, unit)
    nameless = sum(isinstance(key, tuple) and key[0] in ("thread", "entry") for key in answered)
    _ = question.translator.gettext
    words = _("familier, der ikke har svaret") if unit is Unit.FAMILY else _("personer, der ikke har svaret")
    return [Missing(max(0, len(asked - answered) - nameless), words)]


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
