"""A raw figure becomes a published one: every number in it rounded by the rule of its measure, or left out.

What is shown is a function of the rounded counts alone: percentages and means are reckoned from them, and whether
something is shown at all is decided by them. So nothing is told by what is missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Any

from ..aggregate import PairedChange
from ..definition import Definition, Dimension
from ..figure import FEWEST_FOR_PERCENT, Depth, Fact, Figure, Part, Shape, half_up, percent, show, show_interval
from ..language import DANISH, Translator, gettext_noop, number
from ..name import Names
from ..vocabulary import AGE_BANDS, SEXES
from ..world import UNKNOWN
from .cell import EXACT_FROM, Cell, cell
from .published import SEAL, PublishedFact, PublishedFigure, PublishedMissing, PublishedPart
from .scope import CHILDREN, Measured, Refused, Rule, Scope, check_traits, scope_of

FEWEST_FOR_CHANGES = 20
"""Shares of people who got better or worse are shown from so many pairs."""

NO_FIGURE = gettext_noop("ingen tal endnu")
TOO_FEW = gettext_noop("for få til at vise")
TOO_EARLY = gettext_noop("for tidligt til et skøn")
WITHHELD = gettext_noop("vises ikke")
NOTE = gettext_noop(
    "Tal om personer er beskyttet: under %(threshold)d vises som »<%(threshold)d«, og tal, der kunne pege på nogen, er "
    "afrundet til nærmeste 5. Derfor passer summen ikke altid."
)

CLOSED = {
    Dimension.SEX: tuple(each for each in SEXES if each not in UNKNOWN),
    Dimension.AGE_BAND: tuple(each for each in AGE_BANDS if each not in UNKNOWN),
}
"""Parts that are always all shown; of others those below the threshold are left out, for they could be nobody."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How one figure is to be published: its rule, whether its total may be exact, and whose words."""

    scope: Scope
    exact: bool = True
    translator: Translator = DANISH
    names: Names | None = None

    def count(self, value: float | None, rule: Rule | None = None, *, exact: bool | None = None) -> Cell:
        exact = self.exact if exact is None else exact
        return cell(value or 0, rule or self.scope.rule, exact=exact, translator=self.translator)

    def say(self, message: str) -> str:
        return self.translator.gettext(message)


def round_off(
    figure: Figure,
    definition: Definition,
    *,
    exact: bool = True,
    names: Names | None = None,
    translator: Translator = DANISH,
) -> PublishedFigure:
    """One figure by its rule, not yet audited. `exact` False rounds it although it is large: a part of it is small."""
    scope = scope_of(definition)
    setting = Setting(scope, exact, translator, names)
    try:
        check_traits(scope.traits, scope.rule)
    except Refused as refusal:
        return bare(figure, setting, setting.say(WITHHELD), withheld=refusal.sentence(translator))
    return published_in(figure, definition, setting)


def published_in(figure: Figure, definition: Definition, setting: Setting) -> PublishedFigure:
    """The figure and its parts, in a setting already worked out."""
    scope = setting.scope
    if not scope.is_controlled:
        return _open(figure, setting)
    parts = listed_parts(figure, definition, setting)
    exact = setting.exact and may_be_exact(figure, definition, scope, parts)
    own = Setting(scope, exact, setting.translator, setting.names)
    if figure.not_measurable:
        return bare(figure, own, setting.say("kan ikke måles endnu"), not_measurable=figure.not_measurable)
    made: PublishedFigure = _MAKERS[scope.measured](figure, definition, own)
    return replace(made, parts=_published_parts(parts, definition, own), missing=_missing(figure, own), seal=SEAL)


def may_be_exact(figure: Figure, definition: Definition, scope: Scope, parts: tuple[Part, ...]) -> bool:
    """No total is exact beside a breakdown by traits, a part below 20, or parts that need not be all of them."""
    if figure.shape is Shape.SHARE and not scope.open_denominator:
        numerator, whole = figure.numerator or 0, figure.denominator or 0
        if min(numerator, whole - numerator) < EXACT_FROM:
            return False
    if definition.split is None:
        return True
    if scope.by_trait or not definition.split.values:
        return False
    return all(smallest_in(part.figure) >= EXACT_FROM for part in parts)


def smallest_in(figure: Figure) -> float:
    """The smallest count a figure rests on."""
    counted = figure.numerator if figure.numerator is not None else figure.value
    return min(counted or 0, figure.value or 0) if figure.shape in (Shape.COUNT, Shape.SUM) else counted or 0


def listed_parts(figure: Figure, definition: Definition, setting: Setting) -> tuple[Part, ...]:
    """The parts to show. A closed list is shown whole, with empty ones in it; their order never follows their size."""
    split = definition.split
    if split is None:  # the waves of a survey are parts too
        return figure.parts
    found = {part.key: part for part in figure.parts}
    if split.values or split.by not in CLOSED:
        return figure.parts
    names = setting.names or Names(translator=setting.translator)
    empty = Figure(0.0, figure.shape, figure.unit, 0.0, 0.0 if figure.denominator is not None else None)
    return tuple(found.get(key) or Part(key, names(split.by, key), empty) for key in CLOSED[split.by])


def _published_parts(parts: tuple[Part, ...], definition: Definition, setting: Setting) -> tuple[PublishedPart, ...]:
    split, found = definition.split, []
    for part in parts:
        rule = Rule.SENSITIVE if part.key in CHILDREN else setting.scope.rule
        scope = Scope(rule, setting.scope.measured, setting.scope.traits, setting.scope.open_denominator)
        inner = Setting(scope, setting.exact and not setting.scope.by_trait, setting.translator)
        made = _MAKERS[scope.measured](part.figure, definition, inner)
        if (split and (split.values or split.by in CLOSED)) or _is_listed(made):
            found.append(PublishedPart(part.key, part.label, made))
    return tuple(found)


def _is_listed(made: PublishedFigure) -> bool:
    """Whether a part that need not exist is large enough for its existence to be told."""
    counted = made.denominator if made.shape == Shape.SHARE and made.denominator else made.numerator
    return made.value is not None if counted is None else counted.value is not None


def _open(figure: Figure, setting: Setting) -> PublishedFigure:
    """No people in it: everything as it is, in words and numbers, without the way back to the entries."""
    translator = setting.translator

    def whole(value: float | None) -> Cell | None:
        return (
            None if value is None or value != int(value) else cell(value, Rule.OPEN, exact=True, translator=translator)
        )

    interval = figure.interval
    parts = tuple(PublishedPart(part.key, part.label, _open(part.figure, setting)) for part in figure.parts)
    return bare(
        figure, setting, show(figure, translator), value=figure.value, is_exact=True, numerator=whole(figure.numerator),
        denominator=whole(figure.denominator), parts=parts, percent=_open_percent(figure, translator),
        interval=show_interval(figure, translator), low=interval.low if interval else None,
        high=interval.high if interval else None,
        missing=tuple(
            PublishedMissing(cell(each.count, Rule.OPEN, exact=True, translator=translator), each.what)
            for each in figure.missing if each.count
        ),
        facts=tuple(_fact(each, translator) for each in figure.facts if each.value is not None),
        comparison=_text(figure.comparison, translator), earlier=_text(figure.earlier, translator),
        measured_on=figure.measured_on, not_measurable=figure.not_measurable,
    )  # fmt: skip


def _open_percent(figure: Figure, translator: Translator) -> str:
    if figure.shape is not Shape.SHARE or not figure.denominator or figure.numerator is None:
        return ""
    return percent(figure.numerator, figure.denominator, translator)


def _text(value: float | None, translator: Translator) -> str:
    return "" if value is None else number(value, translator=translator)


def _fact(fact: Fact, translator: Translator) -> PublishedFact:
    assert fact.value is not None
    text = f"{half_up(100 * fact.value)} %" if fact.is_share else number(fact.value, 2, translator)
    return PublishedFact(fact.name, fact.label, text, fact.value)


def _people(figure: Figure, definition: Definition, setting: Setting) -> PublishedFigure:
    """A count, or a share of people."""
    if figure.shape is Shape.SHARE or (figure.shape is Shape.COUNT and figure.denominator is not None):
        return _share(figure, setting)
    if figure.value is None and figure.note:
        return bare(figure, setting, setting.say(NO_FIGURE))
    counted = setting.count(figure.value)
    return bare(
        figure, setting, counted.text, value=counted.value, is_exact=counted.exact, numerator=counted,
        facts=_facts(figure.facts, setting),
    )  # fmt: skip


def _share(figure: Figure, setting: Setting) -> PublishedFigure:
    """Numerator of denominator, and the percentage of those two as they are shown."""
    open_whole = setting.scope.open_denominator
    top = setting.count(figure.numerator)
    whole = setting.count(figure.denominator, Rule.OPEN if open_whole else None)
    if not open_whole and whole.value is None:
        return bare(figure, setting, setting.say(TOO_FEW), denominator=whole)
    if figure.denominator is None and open_whole:
        return bare(figure, setting, top.text, value=top.value, is_exact=top.exact, numerator=top)
    fraction = setting.say("%(numerator)s af %(denominator)s") % {"numerator": top.text, "denominator": whole.text}
    is_share = figure.shape is Shape.SHARE
    said = percent_of(top, whole, setting) if is_share else ""
    value = (top.value / whole.value if said else None) if is_share and top.value and whole.value else None
    return bare(
        figure, setting, f"{said} ({fraction})" if said else fraction, value=value if is_share else top.value,
        is_exact=top.exact and whole.exact, numerator=top, denominator=whole, percent=said,
        facts=_facts(figure.facts, setting),
    )  # fmt: skip


def percent_of(top: Cell, whole: Cell, setting: Setting) -> str:
    """From the published counts; none where, for all a reader knows, one side is below the threshold or n below 10."""
    fewest = setting.scope.rule.threshold
    if top.value is None or not whole.value or top.value > whole.value or whole.low < FEWEST_FOR_PERCENT:
        return ""
    if top.low < fewest or whole.low - top.high < fewest:
        return ""
    return percent(top.value, whole.value, setting.translator)


def _per_unit(figure: Figure, definition: Definition, setting: Setting) -> PublishedFigure:
    """People per session, run ...: the people as shown, divided by what is no secret."""
    units = figure.denominator or 0
    people = setting.count(figure.numerator)
    if not units or people.value is None or not setting.scope.open_denominator:
        return bare(figure, setting, setting.say(TOO_FEW if units else NO_FIGURE))
    value = people.value / units
    shown = number(value, translator=setting.translator)
    below = cell(units, Rule.OPEN, exact=True, translator=setting.translator)
    text = shown if people.exact else setting.say("ca. %(number)s") % {"number": shown}
    return bare(
        figure, setting, text, value=round(value, 1), is_exact=people.exact, numerator=people, denominator=below
    )  # fmt: skip


def _values(figure: Figure, definition: Definition, setting: Setting) -> PublishedFigure:
    """The mean of what people answered or how they changed: from 10 of them, and how many only to the nearest 5."""
    asked = setting.count(figure.denominator, Rule.SENSITIVE, exact=False)
    if figure.value is None or asked.value is None or figure.shape is Shape.SUM:
        return bare(figure, setting, setting.say(TOO_FEW), denominator=asked)
    value = round(figure.value, 1)
    said = number(value, translator=setting.translator)
    text = f"+{said}" if figure.shape is Shape.CHANGE and value > 0 else said
    interval = figure.interval
    return bare(
        figure, setting, text, value=value, denominator=asked, interval=show_interval(figure, setting.translator),
        low=floor(10 * interval.low) / 10 if interval else None,
        high=ceil(10 * interval.high) / 10 if interval else None,
        facts=_changes(figure, definition, asked, setting),
    )  # fmt: skip


def _changes(figure: Figure, definition: Definition, asked: Cell, setting: Setting) -> tuple[PublishedFact, ...]:
    """Who started, answered and answered twice; and, from 20 pairs, how many got better, stayed and got worse."""
    counts = _facts((each for each in figure.facts if not each.name.startswith("baseline")), setting, exact=False)
    if not isinstance(definition.aggregate, PairedChange) or asked.low < FEWEST_FOR_CHANGES or not asked.value:
        return counts
    shares = [each for each in figure.facts if each.name in ("better", "between", "worse") and each.value is not None]
    cells = [setting.count(half_up((each.value or 0) * (figure.denominator or 0)), exact=False) for each in shares]
    if any(each.value is None for each in cells):
        return counts
    said = [
        PublishedFact(fact.name, fact.label, percent(each.floor, asked.value, setting.translator),
                      min(1.0, each.floor / asked.value))
        for fact, each in zip(shares, cells, strict=True)
    ]  # fmt: skip
    return (*counts, *said)


def _estimate(figure: Figure, definition: Definition, setting: Setting) -> PublishedFigure:
    """Guests by stamp card are known only as a range, already rounded outwards to 5; shown from a floor of 5."""
    found = figure.estimate
    if found is None or found.low is None or found.high is None or found.high < EXACT_FROM:
        return bare(figure, setting, setting.say(TOO_EARLY))
    share = 100.0 if found.per_cent else 1.0
    return bare(
        figure, setting, found.sentence(setting.translator), value=found.floor / share, low=found.low / share,
        high=found.high / share, interval=show_interval(figure, setting.translator),
        light=found.light.label(setting.translator),
    )  # fmt: skip


_MAKERS: dict[Measured, Any] = {
    Measured.PEOPLE: _people,
    Measured.PEOPLE_PER_UNIT: _per_unit,
    Measured.VALUES_OF_PEOPLE: _values,
    Measured.ESTIMATE: _estimate,
}


def _missing(figure: Figure, setting: Setting) -> tuple[PublishedMissing, ...]:
    """What could not be counted, where it is so many that it may be told."""
    cells = [(setting.count(each.count, exact=False), each.what) for each in figure.missing]
    return tuple(PublishedMissing(each, what) for each, what in cells if each.value is not None)


def _facts(facts: Iterable[Fact], setting: Setting, *, exact: bool | None = None) -> tuple[PublishedFact, ...]:
    """Counts that stand beside; shares and reckonings are left out, and so are counts too small to tell."""
    found = []
    for fact in facts:
        if fact.is_share or fact.value is None or fact.value != int(fact.value):
            continue
        counted = setting.count(fact.value, exact=exact if exact is not None else False)
        if counted.value is not None:
            found.append(PublishedFact(fact.name, fact.label, counted.text, counted.value))
    return tuple(found)


def bare(figure: Figure, setting: Setting, text: str, **more: Any) -> PublishedFigure:
    """A published figure of the same kind; nothing of the raw one is in it but its kind."""
    rule = setting.scope.rule
    note = "" if rule is Rule.OPEN else setting.say(NOTE) % {"threshold": rule.threshold}
    return PublishedFigure(
        text, str(figure.shape), str(figure.unit), rule, depth=_depth(figure, setting), note=note, **more, seal=SEAL
    )


def _depth(figure: Figure, setting: Setting) -> str:
    """How deep those counted are known, where that does not hang on whether there were any."""
    if setting.scope.measured is Measured.ESTIMATE:
        return str(Depth.TALLY)
    return "" if setting.scope.is_controlled else str(figure.depth)
