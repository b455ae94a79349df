"""Guests by stamp card out of a world: which sums and checks belong, which periods can be told, where it stands."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from measure_engine import target
from measure_engine.aggregate import StampCard
from measure_engine.condition import FirstEver, HasEntries
from measure_engine.definition import Definition, Dimension, Split
from measure_engine.estimate import BoxCount, Card, Colour, Counters, DoorCheck, SiteAudit, unique
from measure_engine.estimate.formula import missed
from measure_engine.explain import explain
from measure_engine.figure import Depth, Shape, show, show_interval
from measure_engine.judgement import Status, assess
from measure_engine.period import Period
from measure_engine.plain import DefinitionError
from measure_engine.preset import definition_of
from measure_engine.reference import Evaluator
from measure_engine.selection import Selection
from measure_engine.vocabulary import Unit
from measure_engine.world import ActivityRow, AreaRow, PhaseRow, SessionRow, World

from .test_estimate import CAFE, SMALL
from .world import entry

START, END = date(2024, 1, 1), date(2026, 12, 31)
GUESTS = definition_of({"preset": "unique_guests", "activities": "cafe"})
RETURNING = definition_of({"preset": "returning_guests", "activities": "cafe"})
RETAINED = definition_of({"preset": "retained_guests", "activities": "cafe"})

BEFORE = replace(CAFE.counters, visits=4000, card_visits=2600, new_guests=270, audit_asked=90)
LAST = Counters(
    visits=308, card_visits=186, new_guests=20, new_without_card=8, replaced_cards=13, audit_asked=9,
    quarter_first_by_card=87, quarter_asked_yes=14, quarter_asked=69, period_first_by_card=110, period_asked_yes=18,
    period_asked=60,
)  # fmt: skip
BEFORE = replace(BEFORE, new_without_card=40, replaced_cards=140)


def session(code, on, area="nord", activity="cafe"):
    return SessionRow(code, date.fromisoformat(on), activity=activity, area=area)


NORD = World(
    START, END,
    areas=(AreaRow("nord"), AreaRow("syd")),
    activities=(ActivityRow("cafe"), ActivityRow("morgen", parent="cafe"), ActivityRow("kor")),
    sessions=(session("n1", "2026-06-10"), session("n2", "2026-11-10")),
    tallies={"n1": BEFORE, "n2": LAST},
    box_counts=(BoxCount(date(2026, 11, 1), 500, left=80, activity="cafe", area="nord"),),
    door_checks=(DoorCheck(date(2026, 11, 10), 120, 114, session="n2"),),
)  # fmt: skip
ON = date(2026, 12, 31)


def figure(world=NORD, definition=GUESTS, period=None, on=ON):
    return Evaluator(world).evaluate(definition, period, as_of=on)


def shows(found):
    return found.estimate.floor, found.estimate.low, found.estimate.high


def test_the_sums_of_the_sessions_the_last_box_count_and_the_cards_since_give_the_golden_vector():
    found = figure()
    assert found.estimate.mean == pytest.approx(unique(CAFE).mean)
    assert (found.value, found.interval.low, found.interval.high, found.interval.level) == (260, 280, 350, 0.8)
    assert (found.depth, found.shape, found.estimate.constants) == (Depth.TALLY, Shape.COUNT, "2026-2")
    assert {fact.name: fact.value for fact in found.worked}["gone"] == 445
    assert (show(found), show_interval(found)) == ("mindst 260, sandsynligvis 280-350", "280-350")
    assert found.estimate.light.colour is Colour.GREEN


def test_as_of_a_day_only_what_had_happened_counts():
    found = figure(on=date(2026, 11, 9))
    worked = {fact.name: fact.value for fact in found.worked}
    assert (worked["sessions"], worked["new_guests"], worked["gone"]) == (1, 270, 420)
    assert "Der er ikke lavet en dørtælling." in found.estimate.light.reasons
    assert figure(on=date(2026, 10, 31)).estimate.light.reasons[1] == "Kortene i kassen er ikke talt."


def test_cards_handed_out_on_the_day_of_the_count_are_in_the_count():
    same_day = replace(NORD, box_counts=(BoxCount(date(2026, 11, 10), 500, left=55, activity="cafe", area="nord"),))
    assert figure(same_day).estimate == figure().estimate


def test_known_people_are_in_the_taps_and_those_of_days_without_taps_are_missing():
    rows = (entry("visit", "2026-11-10", subject="p1", session="n2"),
            entry("visit", "2026-11-11", subject="p1", activity="cafe"))  # fmt: skip
    found = figure(replace(NORD, rows=rows))
    assert found.estimate == figure().estimate
    assert (found.missing_count, found.missing[0].what) == (1, "besøg af kendte personer på dage uden optælling")


SYD = {
    "sessions": (*NORD.sessions, session("s1", "2026-11-11", "syd"), session("k1", "2026-11-11", "syd", "kor")),
    "tallies": {**NORD.tallies, "s1": SMALL.counters, "k1": Counters(visits=900, new_guests=800)},
    "box_counts": (*NORD.box_counts, BoxCount(date(2026, 11, 12), 300, left=32, activity="cafe", area="syd")),
    "door_checks": (*NORD.door_checks, DoorCheck(date(2026, 11, 11), 120, 115, activity="cafe", area="syd")),
}
BOTH = replace(NORD, **SYD)


def test_areas_have_their_own_guests_and_the_project_counts_a_guest_of_two_places_once():
    found = figure(BOTH, replace(GUESTS, split=Split(Dimension.AREA)))
    assert [(part.key, *shows(part.figure)) for part in found.parts] == [
        ("nord", 260, 280, 350), ("syd", 215, 225, 275),
    ]  # fmt: skip
    pooled = unique(replace(CAFE, counters=CAFE.counters + SMALL.counters, gone=713, clicked=240, tapped=229))
    assert found.estimate.mean == pytest.approx(pooled.mean)
    assert figure(BOTH, GUESTS.within(areas=("syd",))).estimate.mean == pytest.approx(unique(SMALL).mean)


def test_a_sub_activity_belongs_to_its_activity():
    moved = replace(NORD, sessions=(session("n1", "2026-06-10", activity="morgen"), *NORD.sessions[1:]))
    assert figure(moved).estimate == figure().estimate


def test_where_one_place_has_no_box_its_cards_are_those_of_the_taps_and_the_light_says_so():
    found = figure(replace(BOTH, box_counts=NORD.box_counts))
    assert {fact.name: fact.value for fact in found.worked}["gone"] == 445 + SMALL.counters.handed_out
    assert found.estimate.light.colour is Colour.YELLOW
    assert found.estimate.light.reasons == ("Kortene i kassen er ikke talt.",)


def test_a_box_of_two_places_tells_of_both_together_and_of_neither_alone():
    shared = replace(BOTH, box_counts=(BoxCount(date(2026, 11, 12), 800, left=87, activity="cafe"),))
    assert figure(shared).estimate == figure(BOTH).estimate
    assert "Kortene i kassen er ikke talt." in figure(shared, GUESTS.within(areas=("nord",))).estimate.light.reasons


def test_without_any_box_the_range_is_wider():
    without = figure(replace(NORD, box_counts=())).estimate
    assert without.high - without.low > figure().estimate.high - figure().estimate.low


def test_more_cards_handed_out_than_printed_turn_the_light_and_not_the_number():
    box = BoxCount(date(2026, 11, 1), 430, left=10, activity="cafe", area="nord")
    found = figure(replace(NORD, box_counts=(box,)))
    assert {fact.name: fact.value for fact in found.worked}["gone"] == 430
    assert found.estimate.light.colour is Colour.YELLOW
    assert found.estimate.light.reasons == (
        "Der er delt 445 kort ud, men kun trykt 430; tæl kassen, og ret antallet af trykte.",
    )


def test_a_box_that_fills_again_turns_the_light():
    earlier = BoxCount(date(2026, 9, 1), 500, left=70, activity="cafe", area="nord")
    found = figure(replace(NORD, box_counts=(earlier, *NORD.box_counts)))
    assert found.value == 260
    assert found.estimate.light.colour is Colour.YELLOW
    assert "tæl kassen igen" in found.estimate.light.reasons[0]


def test_the_place_that_was_checked_longest_ago_decides_the_light():
    old = DoorCheck(date(2026, 3, 1), 120, 115, activity="cafe", area="syd")
    found = figure(replace(BOTH, door_checks=(*NORD.door_checks, old)))
    assert found.estimate.light.colour is Colour.RED
    assert found.estimate.light.reasons[0].startswith("Seneste dørtælling er fra 1. marts 2026")


def test_a_place_that_closed_long_ago_need_not_be_checked():
    closed = replace(
        BOTH, sessions=(*NORD.sessions, session("s1", "2025-11-11", "syd")), door_checks=NORD.door_checks,
        box_counts=NORD.box_counts, tallies={**NORD.tallies, "s1": SMALL.counters},
    )  # fmt: skip
    assert figure(closed).estimate.light.colour is Colour.GREEN


def test_the_programmes_own_audit_replaces_the_assumptions_from_its_day():
    audit = SiteAudit(date(2026, 11, 15), 200, first_visits=80, first_visits_tapped_new=64)
    own = replace(NORD, site_audits=(audit,))
    assert figure(own).estimate.constants == "2026-2+audit-2026-11-15"
    assert figure(own).estimate.mean > figure().estimate.mean
    assert figure(own, on=date(2026, 11, 14)).estimate.constants == "2026-2"


# Periods


def test_a_share_tells_who_came_again():
    found = figure(definition=RETURNING)
    assert found.value == found.estimate.floor / 100
    assert (found.shape, found.estimate.per_cent, found.denominator) == (Shape.SHARE, True, 315)
    assert show(found).endswith(" %")


def test_retained_is_asked_of_the_last_finished_quarter():
    at_the_end, in_the_middle = figure(definition=RETAINED), figure(definition=RETAINED, on=date(2026, 12, 30))
    assert (at_the_end.note, in_the_middle.note) == ("4. kvartal 2026", "3. kvartal 2026")
    assert at_the_end.estimate.mean == pytest.approx(100 * 0.3621, abs=4)
    assert in_the_middle.estimate.mean == 0


def months(first, last, year=2026):
    return Period(
        date(year, first, 1), date(year, last + 1, 1) - timedelta(days=1) if last < 12 else date(year, 12, 31)
    )


def test_a_quarter_and_a_year_are_new_guests_and_known_ones_who_came():
    early = replace(NORD, sessions=(session("n1", "2025-06-10"), NORD.sessions[1]), tallies={"n1": BEFORE, "n2": LAST})
    quarter, year = figure(early, period=months(10, 12)), figure(early, period=months(1, 12))
    new, forgotten = unique(CAFE).mean * 20 / 290, CAFE.forgotten
    known = (14 - 0.025 * 69) / 0.842 + 87 + missed(87, 186, forgotten)
    assert quarter.estimate.mean == pytest.approx(new + known)
    known = (18 - 0.01 * 60) / 0.857 + 110 + missed(110, 186, forgotten)
    assert year.estimate.mean == pytest.approx(new + known)


def test_a_period_from_the_first_tapped_day_is_everybody():
    assert figure(period=Period(date(2026, 5, 1), END)).estimate == figure().estimate


EARLY = replace(NORD, sessions=(session("n1", "2025-06-10"), NORD.sessions[1]))


def test_a_period_the_cards_do_not_follow_is_not_measurable_rather_than_wrong():
    found = figure(EARLY, period=months(7, 12))
    assert found.value is None
    assert found.not_measurable.startswith("Stempelkort viser kun forskellige gæster i alt, i et kvartal eller")


def test_a_phase_the_card_is_coloured_by_can_be_told():
    phase = PhaseRow("drift", date(2026, 7, 1), date(2026, 12, 31))
    assert figure(replace(EARLY, card_periods=(phase,)), period=months(7, 12)).estimate is not None


def test_a_phase_that_cuts_a_quarter_is_told_for_the_quarters_it_covers_and_says_so():
    found = figure(EARLY, period=Period(date(2026, 9, 15), END))
    assert found.estimate.mean == figure(EARLY, period=months(10, 12)).estimate.mean
    assert found.note == "Stempelkort følger kvartaler; skønnet dækker 1. oktober 2026 - 31. december 2026."
    assert figure(EARLY, period=Period(date(2026, 10, 2), END)).not_measurable


def test_new_guests_of_disjoint_periods_add_up_to_everybody():
    new = replace(GUESTS, where=(FirstEver(),))
    parts = [figure(definition=new, period=period).estimate.mean for period in (months(1, 7), months(8, 12))]
    assert sum(parts) == pytest.approx(figure().estimate.mean)
    assert all(part > 0 for part in parts)


# Few visits, none, and families


def test_before_a_hundred_visits_only_a_floor_is_shown():
    few = replace(NORD, tallies={"n1": Counters(visits=99, new_guests=41)})
    found = figure(few)
    assert (found.value, found.interval, found.estimate.is_too_early) == (30, None, True)
    assert show(found) == "mindst 30; for tidligt til et skøn"
    assert found.note == "For tidligt til et skøn; det kræver 100 talte besøg."
    assert (figure(few, RETURNING).value, figure(few, RETURNING).estimate) == (None, None)
    assert figure(replace(NORD, tallies={"n1": Counters(visits=100, new_guests=41)})).interval is not None


def test_nobody_tapped_yet_is_no_zero():
    found = figure(replace(NORD, tallies={}))
    assert (found.value, found.not_measurable) == (None, "Der er ingen optællinger med stempelkort endnu.")


def test_families_are_counted_by_their_own_cards_and_box():
    families = replace(
        NORD, family_tallies={"n1": SMALL.counters},
        box_counts=(*NORD.box_counts, BoxCount(date(2026, 11, 12), 300, left=32, activity="cafe", card=Card.FAMILY)),
        door_checks=(DoorCheck(date(2026, 11, 10), 120, 115),),
    )  # fmt: skip
    definition = definition_of({"preset": "unique_guests", "activities": "cafe", "families": True})
    assert shows(figure(families, definition)) == (215, 225, 275)
    assert figure(families).estimate.mean != figure(families, definition).estimate.mean
    assert figure(NORD, definition).not_measurable


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: StampCard(returning=True, retained=True), "ikke begge"),
        (lambda: replace(GUESTS, split=Split(Dimension.SEX)), "område"),
        (lambda: replace(GUESTS, where=(HasEntries(3),)), "om de er nye"),
        (lambda: Definition((Selection(("visit",)),), Unit.VISIT, aggregate=StampCard()), "nævneren"),
    ],
)
def test_what_the_cards_cannot_tell_is_refused_when_it_is_defined(make, words):
    with pytest.raises(DefinitionError, match=words):
        make()


# The judgement


def stands(*targets, definition=GUESTS, world=NORD, on=ON):
    return assess(definition, tuple(target.read(each) for each in targets), Evaluator(world), as_of=on)


@pytest.mark.parametrize(
    ("value", "status", "label"),
    [
        (260, Status.REACHED, ""),
        (261, Status.OPEN, "sandsynligvis nået"),
        (280, Status.OPEN, "sandsynligvis nået"),
        (281, Status.OPEN, ""),
        (350, Status.OPEN, ""),
        (351, Status.NOT_REACHED, ""),
    ],
)
def test_at_the_end_the_interval_decides(value, status, label):
    found = stands({"kind": "reach_by", "value": value})
    assert (found.status, found.label) == (status, label)
    assert "mindst 260, sandsynligvis 280-350" in found.reason


@pytest.mark.parametrize(("value", "status"), [(65, Status.REACHED), (70, Status.OPEN), (90, Status.NOT_REACHED)])
def test_a_share_is_judged_by_its_interval_too(value, status):
    assert shows(figure(definition=RETURNING)) == (65, 65, 85)
    assert stands({"kind": "rate", "value": f"{value} %"}, definition=RETURNING).status is status


def running(new_a_week, weeks=40, first=date(2024, 3, 4)):
    """A café that opens every Monday and finds so many new guests each time, all of whom take a card."""
    days = [first + timedelta(weeks=week) for week in range(150)]
    sums = Counters(visits=40, card_visits=40 - new_a_week, new_guests=new_a_week, audit_asked=2)
    held = [f"d{number}" for number in range(weeks)]
    return replace(
        NORD, sessions=tuple(session(f"d{number}", str(day)) for number, day in enumerate(days)),
        tallies=dict.fromkeys(held, sums),
        box_counts=(BoxCount(days[weeks - 1], 900, handed_out=new_a_week * weeks, activity="cafe"),),
        door_checks=(DoorCheck(days[weeks - 1], 120, 116),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "status", "label"),
    [
        (150, Status.REACHED, ""),
        (190, Status.ON_COURSE, "sandsynligvis nået"),
        (500, Status.ON_COURSE, ""),
        (750, Status.OPEN, ""),
        (1200, Status.BEHIND, ""),
    ],
)
def test_while_it_runs_new_guests_are_forecast_and_the_estimate_is_not_extrapolated(value, status, label):
    """Five new a week in 40 weeks; 110 sessions are left, so some 550 more are on their way."""
    found = stands({"kind": "reach_by", "value": value}, world=running(5), on=date(2024, 12, 8))
    assert (found.status, found.label) == (status, label)
    heading = found.verdicts[0].forecast
    if heading is not None:
        assert heading.mean == pytest.approx(200 * 150 / 40, rel=0.06)
        assert found.verdicts[0].expected == pytest.approx(value * (4 * 0.5 + 36) / (4 * 0.5 + 146), rel=0.02)


def test_before_a_hundred_visits_it_is_too_early_to_judge():
    found = stands({"kind": "reach_by", "value": 10}, world=running(5, weeks=2), on=date(2024, 3, 20))
    assert (found.status, found.reason.split(";")[0]) == (Status.TOO_EARLY, "mindst 5")


def test_a_light_that_is_not_green_is_said_in_the_reason():
    found = stands({"kind": "reach_by", "value": 260}, world=replace(NORD, door_checks=()))
    assert "Der er ikke lavet en dørtælling." in found.reason
    assert "grundlag" in found.reason


def test_the_explanation_tells_why_there_is_only_a_range():
    lines = explain(GUESTS, stands({"kind": "reach_by", "value": 260}))
    assert "Vi tæller uden at vide, hvem gæsterne er. Derfor kender vi kun et spænd." in lines
    assert "Sikkert grundlag." in lines
    assert "Antagelser: udgave 2026-2" in lines
    assert "Kort væk fra kassen: 445" in lines
    assert "Resultat: mindst 260, sandsynligvis 280-350" in lines
