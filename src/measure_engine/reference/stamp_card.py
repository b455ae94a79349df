"""Figures of guests known only by stamp card: the sums of a question's tallied sessions, estimated and judged good.

The estimate rests on the last box count on or before the day asked and on the cards handed out since. First times are
known in a calendar quarter and in a target period only, so guests of other periods cannot be estimated.
"""

from dataclasses import dataclass, replace
from datetime import date

from ..aggregate import StampCard
from ..condition import FirstEver
from ..estimate import (
    Colour,
    Counters,
    Estimate,
    Estimated,
    Evidence,
    Light,
    Size,
    Unique,
    at_least,
    light_of,
    new_in,
    retained,
    returning,
    shown,
    shown_too_early,
    size_of,
    unique,
    unique_in,
    with_families,
    worse,
)
from ..estimate.shown import FEWEST_VISITS
from ..figure import Depth, Fact, Figure, Interval, Missing, Shape, half_up
from ..language import gettext_noop
from ..vocabulary import Unit
from ..world import Row
from .guest_part import parts
from .guest_span import NO_SUCH_PERIOD, Span, last_finished_quarter, span_of
from .question import Question
from .site import Sites

UNLIT = Light(Colour.GREEN)
"""Of what is only calculated on."""
TOO_EARLY = gettext_noop("For tidligt til et skøn; det kræver 100 talte besøg.")


@dataclass(frozen=True, slots=True)
class Counted:
    """One set of cards: the sums and controls of its sites, what is estimated of them, and the taps on new."""

    sites: Sites
    evidence: Evidence
    found: Estimated | None
    tapped: int = 0


def figure(question: Question) -> Figure:
    aggregate = question.definition.aggregate
    assert isinstance(aggregate, StampCard)
    if aggregate.is_share:
        return _share(question, aggregate)
    span = span_of(question)
    if span is None:
        return _bare(question, Shape.COUNT, not_measurable=question.translator.gettext(NO_SUCH_PERIOD))
    guests = _counted(question, span)
    if not aggregate.with_families:
        return _with_parts(question, _made(question, guests, Shape.COUNT, span.note))
    families = _counted(_of_families(question), span)
    return _with_parts(question, _with_families(question, guests, families, span.note))


def _counted(question: Question, span: Span) -> Counted:
    """New guests rest on all that is known by the day asked, so that those of disjoint periods add up."""
    only_new = any(isinstance(each, FirstEver) for each in question.definition.where)
    end = min(question.cut_off, span.period.end)
    sites = Sites.of(question, question.reader.as_of if only_new else end)
    evidence, start = evidence_of(sites), span.period.start
    if only_new:
        found = new_in(evidence, sites.between(start, end).new_guests)
    elif span.of_all:
        everybody = unique(evidence)
        found = Estimated(everybody.mean, everybody.sd) if everybody else None
    else:
        found = unique_in(evidence, sites.between(start, sites.until), of_quarter=span.of_quarter)
    return Counted(sites, evidence, found, sites.between(start, end).new_guests)


def _share(question: Question, aggregate: StampCard) -> Figure:
    quarter = last_finished_quarter(question.cut_off)
    sites = Sites.of(question, quarter.end if aggregate.retained else question.cut_off)
    evidence = evidence_of(sites)
    if aggregate.retained:
        found = retained(evidence, sites.between(quarter.start, quarter.end))
        return _made(question, Counted(sites, evidence, found), Shape.SHARE, quarter.label)
    return _made(question, Counted(sites, evidence, returning(evidence)), Shape.SHARE)


def evidence_of(sites: Sites) -> Evidence:
    clicked, tapped = sites.door
    return Evidence(sites.counters, sites.gone, clicked, tapped, sites.constants())


def taps_on_new(question: Question) -> list[tuple[date, float]]:
    """What each tallied session of the period added to its guests, in taps: for the forecast of new ones."""
    span, aggregate = span_of(question), question.definition.aggregate
    if span is None:
        return []
    taps = _taps(question, span)
    if isinstance(aggregate, StampCard) and aggregate.with_families:
        families = _of_families(question)
        size = size_of(Sites.of(families, question.cut_off).counters)
        taps += [(on, size.mean * new) for on, new in _taps(families, span)] if size else []
    return taps


def _taps(question: Question, span: Span) -> list[tuple[date, float]]:
    sites = Sites.of(question, min(question.cut_off, span.period.end))
    only_new = span.of_all or bool(question.definition.where)
    inside = [row for row in sites.rows if row.on >= span.period.start]
    return [(row.on, float(_added(sites.sums[row.session], span, only_new))) for row in inside]


def _added(counters: Counters, span: Span, only_new: bool) -> int:
    if only_new:
        return counters.new_guests
    if span.of_quarter:
        return counters.new_guests + counters.quarter_first_by_card + counters.quarter_asked_yes
    return counters.new_guests + counters.period_first_by_card + counters.period_asked_yes


# Guests and families as one number of people


def _of_families(question: Question) -> Question:
    """The same question of the family cards."""
    return question.asking(replace(question.definition, unit=Unit.FAMILY, aggregate=StampCard()))


def _with_families(question: Question, guests: Counted, families: Counted, note: str) -> Figure:
    """Worked out, and flagged so. Where no families are counted, the guests alone; where no guests, the families."""
    size, cards = size_of(families.evidence.counters), [each for each in (guests, families) if each.sites.rows]
    if families not in cards or size is None:
        none = question.translator.gettext("Ingen nye familier er talt med familiekort; her er gæsterne alene.")
        return _flagged(_made(question, guests, Shape.COUNT, f"{none} {note}".strip()))
    lights = [_light(question, each) for each in cards]
    light, constants = worse(lights[0], lights[-1]), families.evidence.constants.version
    worked = (*_worked_guests(question, guests), *_worked_families(question, families, size))
    base = _bare(question, Shape.COUNT, note=note, worked=worked, missing=_missing(question))
    if sum(each.evidence.counters.visits for each in cards) < FEWEST_VISITS:
        tapped = guests.tapped + half_up(size.mean * families.tapped)
        return _flagged(_too_early(base, light, constants, tapped, question.translator.gettext(TOO_EARLY)))
    found = _together(guests, families, size)
    if found is None:
        return _thin(question, base, light)
    return _flagged(_with_estimate(base, shown(found.mean, found.sd, light, constants)))


def _together(guests: Counted, families: Counted, size: Size) -> Estimated | None:
    if any(each.found is None for each in (guests, families) if each.sites.rows):
        return None
    nobody = Estimated(0.0, 0.0)
    return with_families(guests.found or nobody, families.found or nobody, size)


def _flagged(figure: Figure) -> Figure:
    return replace(figure, estimate=replace(figure.estimate, worked_out=True)) if figure.estimate else figure


def _worked_guests(question: Question, guests: Counted) -> tuple[Fact, ...]:
    label = question.translator.gettext("gæster med eget kort, skønnet")
    return (Fact("guests", label, _whole(guests.found.mean if guests.found else None)),)


def _worked_families(question: Question, families: Counted, size: Size) -> tuple[Fact, ...]:
    _ = question.translator.gettext
    return (
        Fact("families", _("familier, skønnet"), _whole(families.found.mean if families.found else None)),
        Fact("new_families", _("nye familier skrevet ned med deres personer"), size.families),
        Fact("family_size", _("personer i en ny familie"), size.mean),
    )


# Parts


def _with_parts(question: Question, found: Figure) -> Figure:
    if found.estimate is None:
        return found
    return _with_estimate(found, at_least(found.estimate, parts(question, _told)))


def _told(question: Question, span: Span) -> Estimate | None:
    """The estimate of a part by itself, without its light."""
    guests, cards = _counted(question, span), question.definition.aggregate
    if isinstance(cards, StampCard) and cards.with_families:
        families = _counted(_of_families(question), span)
        if size := size_of(families.evidence.counters):
            return _told_with_families(guests, families, size)
    return _estimate((guests,), guests.found, guests.tapped)


def _told_with_families(guests: Counted, families: Counted, size: Size) -> Estimate | None:
    tapped = guests.tapped + half_up(size.mean * families.tapped)
    return _estimate((guests, families), _together(guests, families, size), tapped)


def _estimate(cards: tuple[Counted, ...], found: Estimated | None, tapped: int) -> Estimate | None:
    """By the same rules as the figure's: only a floor before a hundred visits."""
    if sum(each.evidence.counters.visits for each in cards) < FEWEST_VISITS:
        return shown_too_early(tapped, UNLIT, "")
    return shown(found.mean, found.sd, UNLIT, "") if found else None


# The figure


def _made(question: Question, counted: Counted, shape: Shape, note: str = "") -> Figure:
    _ = question.translator.gettext
    sites, evidence, found = counted.sites, counted.evidence, counted.found
    if not sites.rows:
        return _bare(question, shape, not_measurable=_("Der er ingen optællinger med stempelkort endnu."))
    everybody, light = unique(evidence), _light(question, counted)
    base = _bare(question, shape, note=note, worked=_worked(question, sites, everybody), missing=_missing(question))
    if evidence.counters.visits < FEWEST_VISITS:
        return _too_early(base, light, evidence.constants.version, counted.tapped, _(TOO_EARLY))
    if found is None or everybody is None:
        return _thin(question, base, light)
    per_cent = 100 if shape is Shape.SHARE else 1
    estimate = shown(
        per_cent * found.mean, per_cent * found.sd, light, evidence.constants.version, per_cent=per_cent > 1
    )
    return _with_estimate(base, estimate, half_up(everybody.mean) if per_cent > 1 else None)


def _light(question: Question, counted: Counted) -> Light:
    evidence, sites = counted.evidence, counted.sites
    return light_of(unique(evidence), evidence.forgotten_share, sites.checked(), sites.until, question.translator)


def _thin(question: Question, base: Figure, light: Light) -> Figure:
    text = question.translator.gettext("Grundlaget er for spinkelt til et skøn. %(why)s")
    return replace(base, note=text % {"why": " ".join(light.reasons)})


def _with_estimate(base: Figure, estimate: Estimate, denominator: int | None = None) -> Figure:
    unit = 100 if estimate.per_cent else 1
    interval = None
    if estimate.low is not None and estimate.high is not None:
        interval = Interval(estimate.low / unit, estimate.high / unit, level=0.8)
    return replace(base, value=estimate.floor / unit, estimate=estimate, interval=interval, denominator=denominator)


def _too_early(base: Figure, light: Light, constants: str, tapped: int, note: str) -> Figure:
    """Only the floor of a number of guests is shown before a hundred visits; of a share nothing."""
    if base.shape is Shape.SHARE:
        return replace(base, note=note)
    return replace(_with_estimate(base, shown_too_early(tapped, light, constants)), note=note)


def _bare(
    question: Question, shape: Shape, *, note: str = "", not_measurable: str = "", worked: tuple[Fact, ...] = (),
    missing: tuple[Missing, ...] = (),
) -> Figure:  # fmt: skip
    return Figure(
        None, shape, question.definition.unit, depth=Depth.TALLY, note=note, not_measurable=not_measurable,
        worked=worked, missing=missing,
    )  # fmt: skip


def _missing(question: Question) -> tuple[Missing, ...]:
    """Visits where nobody tapped are not in the estimate."""
    rows: list[Row] = [row for row in question.rows if row.kind == "visit"]
    words = question.translator.gettext("besøg af kendte personer på dage uden optælling")
    return (Missing(len(rows), words),) if rows else ()


def _worked(question: Question, sites: Sites, everybody: Unique | None) -> tuple[Fact, ...]:
    _, counters = question.translator.gettext, sites.counters
    facts = [
        Fact("sessions", _("gange med optælling"), len(sites.rows)),
        Fact("visits", _("talte besøg"), counters.visits),
        Fact("new_guests", _("trykt som nye"), counters.new_guests),
        Fact("gone", _("kort væk fra kassen"), sites.gone),
    ]
    if everybody is not None:
        facts.append(Fact("by_taps", _("gæster, skønnet ud fra trykkene"), _whole(everybody.by_taps)))
        facts.append(Fact("by_cards", _("gæster, skønnet ud fra kortene"), _whole(everybody.by_cards)))
    return tuple(facts)


def _whole(guests: float | None) -> float | None:
    """Nobody is a tenth of a guest, and decimals look surer than they are."""
    return None if guests is None else float(half_up(max(guests, 0)))
