"""A café counted by stamp card: what is known of its guests, how surely, and what would make it surer.

A site is an activity in an area (or an activity that has none). Every number is an estimate with its own light; what
was tapped at each opening is counted as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from django.utils.translation import gettext as _

from measure_engine.aggregate import StampCard
from measure_engine.definition import Definition
from measure_engine.estimate import ASSUMED, Colour, light_of, unique
from measure_engine.estimate.constant import FEWEST_AUDITED
from measure_engine.estimate.light import DISAGREE, FRESH_MONTHS, MOST_WITHOUT_CARD, STALE_MONTHS, months_before
from measure_engine.figure import Figure
from measure_engine.language import number
from measure_engine.period import Period, PeriodKind, containing, divide
from measure_engine.plain import DefinitionError
from measure_engine.preset import definition_of
from measure_engine.reference import Evaluator
from measure_engine.reference.guest_span import last_finished_quarter
from measure_engine.reference.site import Sites
from measure_engine.reference.stamp_card import evidence_of
from traedesten.core.writing import written_day
from traedesten.journal.models import Tally
from traedesten.measures import board
from traedesten.measures.span import Span, span
from traedesten.places.models import Area
from traedesten.programme.models import Activity, Programme

QUARTERS_SHOWN = 6
OPENINGS_SHOWN = 26


@dataclass(frozen=True, slots=True)
class Site:
    """One café: an activity in an area, or an activity without any."""

    activity: Activity
    area: Area | None
    is_counted: bool = True

    @property
    def name(self) -> str:
        return f"{self.activity.name}, {self.area.name}" if self.area else self.activity.name

    @property
    def slug(self) -> str:
        """The area in addresses; no code of an area looks like the one for none."""
        return self.area.code if self.area else NO_AREA


NO_AREA = "_"


@dataclass(frozen=True, slots=True)
class Number:
    """One of the big figures. ``note`` says why there is none, or what the figure is of."""

    label: str
    span: Span | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PeriodRow:
    label: str
    guests: str
    new: str
    is_running: bool


@dataclass(frozen=True, slots=True)
class Check:
    """One thing an estimate rests on: whether it is as it should be, and what to do when it is not.

    ``form`` names the form that mends it, empty where none does.
    """

    code: str
    colour: Colour
    name: str
    said: str
    to_do: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """What was tapped at one opening: everybody, of them new, of them on their second visit, and the rest."""

    session: int
    on: date
    visits: int
    new: int
    second: int

    @property
    def known(self) -> int:
        return max(self.visits - self.new - self.second, 0)


@dataclass(frozen=True, slots=True)
class Cafe:
    """All that can be said of a site on a day."""

    guests: Number
    numbers: tuple[Number, ...]
    families: tuple[Number, ...]
    facts: tuple[tuple[str, str], ...]
    periods: tuple[PeriodRow, ...]
    checks: tuple[Check, ...]
    openings: tuple[Opening, ...]
    visits: int
    sessions: int
    since: date | None
    constants: str
    has_own_constants: bool
    audited: int
    audited_on: date | None
    general_constants: str = ASSUMED.version
    audited_before_own: int = FEWEST_AUDITED

    @property
    def to_do(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.to_do)


def sites_of(programme: Programme, area_ids: frozenset[int] | None, *, only_counted: bool = False) -> list[Site]:
    """Sites where guests were tapped first, then open activities nobody has counted yet; those of the areas only."""
    tallied = set(
        Tally.objects.filter(programme=programme)
        .order_by()
        .values_list("session__activity", "session__area")
        .distinct()
    )
    if only_counted and not tallied:
        return []
    areas = {area.pk: area for area in programme.areas.all()}
    activities = {row.pk: row for row in programme.activities.prefetch_related("areas")}
    wanted: dict[tuple[int, int | None], bool] = dict.fromkeys(tallied, True)
    for activity in activities.values():
        if activity.form == Activity.Form.OPEN:
            here: list[int | None] = [area.pk for area in activity.areas.all()]
            for area_id in here or [None]:
                wanted.setdefault((activity.pk, area_id), False)
    found = [
        Site(activities[activity_id], areas.get(area_id or 0), counted)
        for (activity_id, area_id), counted in wanted.items()
        if activity_id in activities
        and (counted or not only_counted)
        and (area_ids is None or area_id is None or area_id in area_ids)
    ]
    return sorted(found, key=lambda site: (not site.is_counted, site.activity.position, site.name))


def is_counting(programme: Programme) -> bool:
    """Whether guests are counted by stamp card here: some have been, or a criterion of the agreement asks for it."""
    return Tally.objects.filter(programme=programme).exists() or any(
        _asks_for_guests(measure) for measure in programme.criteria.values_list("measure", flat=True)
    )


def _asks_for_guests(measure: object) -> bool:
    try:
        return isinstance(definition_of(measure).aggregate, StampCard)
    except DefinitionError:  # told on the compass, beside the criterion
        return False


def of_site(programme: Programme, site: Site, as_of: date) -> Cafe:
    """Worked out when first asked for, then kept under the programme's version and the day."""
    place = (site.activity.pk, site.area and site.area.pk)
    return board.kept(programme, ("cafe", place, as_of), lambda: _cafe(programme, site, as_of))


def _cafe(programme: Programme, site: Site, as_of: date) -> Cafe:
    evaluator = board.evaluator_of(programme)
    asked = _Asked(evaluator, site, as_of)
    sites = evaluator.sites(asked.definition("unique_guests"), as_of=as_of)
    everybody = asked.figure("unique_guests")
    audits = [each for each in evaluator.world.site_audits if each.on <= as_of]
    latest = max(audits, key=lambda each: each.on, default=None)
    constants = sites.constants()
    return Cafe(
        guests=Number(_("Forskellige gæster siden starten"), span(everybody), everybody.not_measurable),
        numbers=tuple(asked.numbers()),
        families=tuple(asked.families()),
        facts=tuple((fact.label, number(fact.value, 0)) for fact in everybody.facts if fact.value is not None),
        periods=tuple(asked.periods(sites.since)),
        checks=tuple(_checks(sites, as_of)) if sites.rows else (),
        openings=tuple(_openings(sites)),
        visits=sites.counters.visits,
        sessions=len(sites.rows),
        since=sites.since if sites.rows else None,
        constants=constants.version,
        has_own_constants=constants.version != ASSUMED.version,
        audited=latest.visits if latest else 0,
        audited_on=latest.on if latest else None,
    )


class _Asked:
    """Presets asked of one site on one day."""

    def __init__(self, evaluator: Evaluator, site: Site, as_of: date) -> None:
        self.evaluator, self.as_of = evaluator, as_of
        self.where = {"activities": [site.activity.code]} | ({"areas": [site.area.code]} if site.area else {})
        self.has_families = bool(evaluator.world.family_tallies)

    def definition(self, preset: str, **more: object) -> Definition:
        return definition_of({"preset": preset, **self.where, **more})

    def figure(self, preset: str, period: Period | None = None, **more: object) -> Figure:
        return self.evaluator.evaluate(self.definition(preset, **more), period, as_of=self.as_of)

    def numbers(self) -> Iterator[Number]:
        quarter = containing(self.as_of, PeriodKind.QUARTER, board.translator())
        last = containing(last_finished_quarter(self.as_of).start, PeriodKind.QUARTER, board.translator())
        made = (
            (_("Nye gæster i %(quarter)s") % {"quarter": quarter.label},
             self.figure("unique_guests", quarter, new_only=True)),
            (_("Gæster, der er kommet igen"), self.figure("returning_guests")),
            (_("Tidligere gæster, der kom i %(quarter)s") % {"quarter": last.label}, self.figure("retained_guests")),
        )  # fmt: skip
        for label, figure in made:
            shown = span(figure)
            yield Number(label, shown, "" if shown else figure.note or figure.not_measurable)

    def families(self) -> Iterator[Number]:
        if self.has_families:
            figure = self.figure("unique_guests", families=True)
            shown = span(figure)
            if shown or not figure.not_measurable:
                yield Number(_("Forskellige familier siden starten"), shown, figure.note)
                with_people = self.figure("unique_guests", with_families=True)
                yield Number(_("Gæster og familiernes voksne og børn"), span(with_people), with_people.note)

    def periods(self, since: date) -> Iterator[PeriodRow]:
        """The newest quarters, then every year; a period's guests are never the sum of its parts."""
        so_far = Period(since, self.as_of)
        quarters, years = (_whole(so_far, kind) for kind in (PeriodKind.QUARTER, PeriodKind.YEAR))
        for period in (*reversed(quarters[-QUARTERS_SHOWN:]), *reversed(years)):
            guests, new = self.figure("unique_guests", period), self.figure("unique_guests", period, new_only=True)
            yield PeriodRow(period.label, _in_short(guests), _in_short(new), period.end >= self.as_of)


def _whole(so_far: Period, kind: PeriodKind) -> list[Period]:
    """The calendar's own periods, because the stamp card tells of no other."""
    return [containing(each.period.start, kind, board.translator()) for each in divide(so_far, kind)]


def _in_short(figure: Figure) -> str:
    """An estimate on one line of a table."""
    shown = span(figure)
    if shown is None:
        return "–"
    if figure.estimate and figure.estimate.high == 0:
        return "0"  # nobody came; a range of nothing says nothing
    if not shown.likely:
        return _("mindst %(floor)s") % {"floor": shown.floor}
    return _("mindst %(floor)s, sandsynligvis %(likely)s") % {"floor": shown.floor, "likely": shown.likely}


def _openings(sites: Sites) -> Iterable[Opening]:
    for row in sites.rows[-OPENINGS_SHOWN:]:
        sums = sites.sums[row.session]
        yield Opening(
            cast(int, row.session), row.on, sums.visits, sums.new_guests, sums.second_by_card + sums.second_asked
        )


# What the estimate rests on


def _checks(sites: Sites, as_of: date) -> Iterator[Check]:
    evidence, checked = evidence_of(sites), sites.checked()
    clicked, tapped = sites.door
    yield _control("door", checked.door_on, checked.since, as_of,
        name=_("Dørtælling"), form="doer",
        good=_("Sidst gjort %(day)s. Af dem, der gik ind, blev %(tapped)s af %(clicked)s trykt på tabletten."),
        to_do=_("Tæl ved døren en dag"), tapped=number(tapped), clicked=number(clicked))  # fmt: skip
    yield _control("box", checked.box_on, checked.since, as_of,
        name=_("Kort i kassen"), form="kasse",
        good=_("Sidst talt %(day)s. Siden starten er %(gone)s kort væk fra kassen."),
        to_do=_("Tæl kortene i kassen"), gone=number(evidence.gone or 0))  # fmt: skip
    yield _control("prompt", checked.audit_on, checked.since, as_of, may_be_red=False,
        name=_("Kontrolspørgsmål"), form="spoergsmaal",
        good=_("Sidst stillet %(day)s. I alt er %(wrong)s af %(asked)s svar forkerte."),
        to_do=_("Spørg hver 25. gæst med kort, om gæsten har været her før"),
        wrong=number(evidence.counters.audit_wrong), asked=number(evidence.counters.audit_asked))  # fmt: skip
    yield from _agreements(sites, as_of)


def _control(
    code: str, on: date | None, since: date, as_of: date, *, name: str, form: str, good: str, to_do: str,
    may_be_red: bool = True, **values: str,
) -> Check:  # fmt: skip
    """A control is good while it is under four months old; red follows after eight without one."""
    if on is not None and on > months_before(as_of, FRESH_MONTHS):
        return Check(code, Colour.GREEN, name, good % {**values, "day": written_day(on)})
    is_red = may_be_red and (on or since) <= months_before(as_of, STALE_MONTHS)
    colour = Colour.RED if is_red else Colour.YELLOW
    if on is None:
        return Check(code, colour, name, _("Ikke gjort endnu."), f"{to_do}.", form)
    last = _("%(to_do)s: sidst gjort %(day)s.") % {"to_do": to_do, "day": written_day(on)}
    return Check(code, colour, name, _("Over fire måneder gammel."), last, form)


def _agreements(sites: Sites, as_of: date) -> Iterator[Check]:
    """What the numbers say of each other, once there are enough of them."""
    evidence, checked = evidence_of(sites), sites.checked()
    for sentence in checked.impossible:
        yield Check("impossible", Colour.YELLOW, _("Kortene stemmer ikke"), sentence, _("Tæl kassen igen."), "kasse")
    found = unique(evidence)
    fresh = replace(checked, door_on=as_of, box_on=as_of, audit_on=as_of, impossible=())
    if found is not None and found.disagreement is not None:
        light = light_of(found, 0.0, fresh, as_of, board.translator())
        said = " ".join(light.reasons) or _("Trykkene på »Ny« og kortene fra kassen giver omtrent det samme antal.")
        to_do = _("Se efter, om »Ny« bliver trykt hver gang, og tæl kassen igen.")
        yield Check("agree", light.colour, _("Tryk og kort"), said, to_do if found.disagreement >= DISAGREE else "")
    share = evidence.forgotten_share
    if evidence.counters.card_visits or evidence.counters.forgotten_or_lost:
        said = _("%(share)s %% af besøgene fra gæster med kort var uden kortet; under 30 %% er godt.")
        much = share >= MOST_WITHOUT_CARD
        to_do = _("Mind gæsterne om kortet, og hav nye klar til dem, der har tabt det.") if much else ""
        said %= {"share": number(100 * share, 0)}
        yield Check("forgotten", Colour.YELLOW if much else Colour.GREEN, _("Glemte kort"), said, to_do)
