"""Guests estimated from sums: the golden vectors, what must always hold, the light, and numbers that cannot be true."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure_engine.estimate import (
    ASSUMED,
    BoxCount,
    Checked,
    Colour,
    Counters,
    CountingError,
    DoorCheck,
    Evidence,
    FewerClickedThanTapped,
    Light,
    MoreGoneThanPrinted,
    MoreWrongThanAsked,
    NegativeCount,
    SiteAudit,
    Unique,
    light_of,
    new_in,
    retained,
    returning,
    returning_of_new,
    shown,
    shown_too_early,
    unique,
    unique_in,
)
from measure_engine.estimate.constant import AUDITED, Rate
from measure_engine.estimate.control import CardsDoNotAddUp
from measure_engine.estimate.counter import NAMES, PARTS, total
from measure_engine.estimate.fault import PartAboveWhole
from measure_engine.estimate.formula import by_cards, by_taps, missed
from measure_engine.estimate.light import months_before

GREEN = Light(Colour.GREEN)

CAFE = Evidence(
    Counters(
        visits=4308, card_visits=2786, new_guests=290, new_without_card=48, replaced_cards=153, forgotten_or_lost=706,
        second_by_card=166, second_asked=46, audit_asked=99, audit_wrong=1,
    ),
    gone=445, clicked=120, tapped=114,
)  # fmt: skip
QUARTER = Counters(
    visits=400, card_visits=229, new_guests=15, quarter_first_by_card=87, quarter_asked_yes=14, quarter_asked=69
)
YEAR = Counters(
    visits=1700, card_visits=1044, new_guests=55, period_first_by_card=112, period_asked_yes=18, period_asked=260
)
SMALL = Evidence(
    Counters(
        visits=2710, card_visits=1830, new_guests=244, replaced_cards=42, new_without_card=21, audit_asked=74,
        audit_wrong=1,
    ),
    gone=268, clicked=120, tapped=115,
)  # fmt: skip


# Golden vectors


def test_golden_vector_1_a_cafe_at_the_end_of_a_project():
    found, returned, stayed, year = unique(CAFE), returning_of_new(CAFE), retained(CAFE, QUARTER), unique_in(CAFE, YEAR)
    assert [found.mean, found.sd, found.by_taps, found.by_cards] == pytest.approx(
        [315.3172, 25.6918, 302.2398, 328.3946], abs=6e-5
    )
    assert [returned.mean, returned.sd] == pytest.approx([0.7618, 0.0429], abs=6e-5)
    assert [stayed.mean, stayed.sd] == pytest.approx([0.3621, 0.0337], abs=6e-5)
    assert [year.mean, year.sd] == pytest.approx([192.2004, 6.9514], abs=6e-5)


def test_the_same_cafes_returning_guests_set_against_the_guests_there_are():
    """By hand: q = 706/3492, so 10.5165 second visits were never seen on the card; (46 - 0.46)/0.857 = 53.1389 told.

    Guests 315.3172 (1 - 0.7 (1 - 114.5/121)) = 303.4602; (166 + 10.5165 + 53.1389)/303.4602 = 0.7568 (truth 0.764).
    """
    found = returning(CAFE)
    assert [found.mean, found.sd] == pytest.approx([0.756789, 0.050911], abs=1e-6)


def test_with_everything_seen_and_told_returning_guests_are_the_second_visits():
    seen = Counters(visits=300, card_visits=200, new_guests=100, second_by_card=60, second_asked=0, audit_asked=10**9)
    perfect = replace(ASSUMED, tapped_new=Rate(1, 10**9), untold_loss=Rate(0, 10**9), first_told=Rate(1, 10**9))
    found = returning(Evidence(seen, gone=100, clicked=10**9, tapped=10**9, constants=perfect))
    assert found.mean == pytest.approx(0.6, abs=1e-6)


def test_where_guests_cannot_be_estimated_the_published_share_stands_in():
    useless = replace(CAFE, gone=None, counters=replace(CAFE.counters, audit_asked=10, audit_wrong=9))
    assert returning(useless) == returning_of_new(useless)


def test_golden_vector_1_as_it_is_shown():
    found = unique(CAFE)
    estimate = shown(found.mean, found.sd, GREEN, "1")
    assert (estimate.floor, estimate.low, estimate.high) == (260, 280, 350)
    assert estimate.sentence() == "mindst 260, sandsynligvis 280-350"


def test_golden_vector_2_a_smaller_cafe_half_way():
    found = unique(SMALL)
    assert [round(each, 1) for each in (found.mean, found.sd, found.by_taps, found.by_cards)] == [
        249.9, 17.5, 255.3, 244.5,
    ]  # fmt: skip
    estimate = shown(found.mean, found.sd, GREEN, "1")
    assert (estimate.floor, estimate.low, estimate.high) == (215, 225, 275)


def test_new_guests_of_a_period_are_its_share_of_the_taps_on_new():
    found, everybody = new_in(CAFE, 55), unique(CAFE)
    assert found.mean == pytest.approx(everybody.mean * 55 / 290)
    assert found.sd == pytest.approx(everybody.sd * 55 / 290)


# What must always hold


@st.composite
def counters(draw, most=400):
    values = {name: draw(st.integers(0, most)) for name in NAMES}
    for part, whole in PARTS:
        values[part] = min(values[part], values[whole])
    return Counters(**values)


@st.composite
def evidence(draw):
    clicked = draw(st.integers(0, 300))
    gone = draw(st.none() | st.integers(0, 600))
    return Evidence(draw(counters()), gone, clicked, draw(st.integers(0, clicked)))


@given(counters(), counters(), counters())
def test_sums_may_be_added_in_any_order_and_any_number_of_parts(one, two, three):
    assert (one + two) + three == total((three, one, two))
    assert one + Counters() == one
    assert (one + two).visits == one.visits + two.visits


@given(evidence())
def test_no_estimate_is_below_zero_and_every_share_is_a_share(given_evidence):
    found = unique(given_evidence)
    assert found is None or (found.mean >= 0 and found.sd >= 0)
    for share in (returning(given_evidence), retained(given_evidence, Counters(quarter_first_by_card=9))):
        assert share is None or (0 <= share.mean <= 1 and share.sd >= 0)


@given(evidence(), counters(60), st.booleans())
def test_guests_of_a_period_are_at_least_its_new_ones(given_evidence, period, of_quarter):
    new, found = new_in(given_evidence, period.new_guests), unique_in(given_evidence, period, of_quarter=of_quarter)
    assert (new is None) == (found is None)
    assert new is None or found.mean >= new.mean


@given(evidence(), st.integers(1, 50))
def test_more_taps_on_new_never_lower_what_the_taps_say(given_evidence, more):
    """Of the same visits."""
    sums = given_evidence.counters
    fewer = replace(given_evidence, counters=replace(sums, new_guests=max(sums.new_guests - more, 0)))
    before, after = unique(fewer), unique(given_evidence)
    assert (before is None) == (after is None)
    if before is not None and before.by_taps is not None:
        assert after.by_taps >= before.by_taps


@given(st.integers(0, 900), st.integers(0, 5000), st.integers(0, 900))
def test_with_perfect_taps_each_estimate_is_what_it_counts(new, without_card, gone):
    assert by_taps(new, without_card, 1, 0) == new
    assert by_cards(gone, 0, 0, 1, 0.1) == gone


@given(evidence(), st.floats(0, 3000), st.floats(0, 400))
def test_what_is_shown_is_rounded_outwards_to_five(given_evidence, mean, sd):
    estimate = shown(mean, sd, GREEN, "1")
    assert all(each % 5 == 0 for each in (estimate.floor, estimate.low, estimate.high))
    assert 0 <= estimate.floor <= estimate.low <= estimate.high
    assert estimate.floor <= max(mean - 1.96 * sd, 0) + 1e-6
    assert estimate.high >= mean + 1.28 * sd - 1e-6


@given(st.integers(0, 500), st.integers(1, 5000), st.floats(0, 0.48))
def test_cards_always_forgotten_are_few_and_none_when_nothing_is_forgotten(seen, visits, forgotten):
    assert missed(seen, visits, forgotten) >= 0
    assert missed(seen, visits, 0) == 0
    assert missed(0, visits, forgotten) == 0


def test_disagreement_makes_the_range_wider():
    assert unique(replace(CAFE, gone=600)).sd > unique(CAFE).sd


def test_a_share_is_never_shown_above_a_hundred():
    estimate = shown(98.0, 6.0, GREEN, "1", per_cent=True)
    assert (estimate.floor, estimate.low, estimate.high) == (85, 90, 100)
    assert estimate.sentence() == "mindst 85 %, sandsynligvis 90-100 %"


def test_before_a_hundred_visits_only_four_fifths_of_the_new_ones_are_promised():
    estimate = shown_too_early(37, GREEN, "1")
    assert (estimate.floor, estimate.low, estimate.is_too_early) == (25, None, True)
    assert estimate.sentence() == "mindst 25; for tidligt til et skøn"


# Controls that were never made


def test_without_a_door_check_and_an_audit_the_assumed_rates_stand_in_and_the_range_is_wider():
    blind = replace(CAFE, clicked=0, tapped=0, counters=replace(CAFE.counters, audit_asked=0, audit_wrong=0))
    found = unique(blind)
    assert found.mean == pytest.approx(unique(CAFE).mean, rel=0.05)
    assert found.sd > unique(CAFE).sd


def test_without_a_box_count_the_taps_alone_speak_with_a_wider_range():
    found = unique(replace(CAFE, gone=None))
    assert (found.mean, found.by_cards, found.disagreement) == (found.by_taps, None, None)
    assert found.sd > 0.1 * found.mean


def test_an_audit_that_finds_nearly_everything_wrong_leaves_the_cards_alone_to_speak():
    useless = replace(CAFE, counters=replace(CAFE.counters, audit_asked=10, audit_wrong=9))
    found = unique(useless)
    assert (found.by_taps, found.mean) == (None, found.by_cards)
    assert unique(replace(useless, gone=None)) is None


def test_nothing_counted_gives_no_share():
    empty = Evidence(Counters(visits=120))
    assert returning(empty) is None
    assert retained(empty, Counters()) is None
    assert new_in(empty, 0) is None


def test_guests_who_all_came_first_in_the_quarter_cannot_have_stayed():
    assert retained(CAFE, replace(QUARTER, visits=400, new_guests=290)) is None


# The site's own audit instead of the assumptions


AUDIT = SiteAudit(
    date(2027, 3, 1), 400, first_visits=40, first_visits_tapped_new=30, losses=20, losses_untold=6, firsts=60,
    firsts_told=57, repeats_in_quarter=120, repeats_in_quarter_told_first=12,
)  # fmt: skip


def test_an_audit_of_a_hundred_visits_replaces_the_assumptions_under_a_version_of_its_own():
    own = ASSUMED.replaced_by(AUDIT)
    assert own.version == "2026-2+audit-2027-03-01"
    assert own.tapped_new.mean == pytest.approx((0.95 * 40 + 30) / 80)
    assert own.untold_loss.mean == pytest.approx((0.10 * 20 + 6) / 40)
    assert own.quarter_false.mean > 0.05
    assert own.period_false == ASSUMED.period_false
    assert unique(replace(CAFE, constants=own)).by_taps > unique(CAFE).by_taps


@pytest.mark.parametrize("audit", [None, SiteAudit(date(2027, 3, 1), 99, first_visits=9, first_visits_tapped_new=1)])
def test_fewer_than_a_hundred_audited_visits_change_nothing(audit):
    assert ASSUMED.replaced_by(audit) is ASSUMED


def test_the_assumed_rates_have_the_spread_of_counting_md():
    assert ASSUMED.tapped_new.variance == pytest.approx(0.95 * 0.05 / 41)
    assert ASSUMED.first_told.variance**0.5 == pytest.approx(0.061)
    assert ASSUMED.quarter_false.variance**0.5 == pytest.approx(0.0141)
    assert ASSUMED.period_false.variance**0.5 == pytest.approx(0.005)


@given(st.sampled_from(sorted(AUDITED)), st.integers(0, 3000), st.floats(0, 1))
def test_a_rate_moves_towards_what_was_seen_and_is_surer_for_it(name, seen, share):
    assumed, yes = getattr(ASSUMED, name), int(seen * share)
    own = assumed.with_observed(yes, seen)
    assert own.weight == assumed.weight + seen
    if seen:
        low, high = sorted((assumed.mean, yes / seen))
        assert low - 1e-9 <= own.mean <= high + 1e-9


# The light


ON = date(2026, 11, 20)
FRESH = Checked(date(2024, 1, 1), date(2026, 9, 1), date(2026, 11, 1), date(2026, 11, 19))
AGREED = Unique(300, 20, 296, 304)


def light(found=AGREED, forgotten=0.2, checked=FRESH, **changes):
    return light_of(found, forgotten, replace(checked, **changes), ON)


def test_green_has_nothing_to_say():
    assert light() == Light(Colour.GREEN)
    assert light().label() == "sikkert grundlag"


@pytest.mark.parametrize(
    ("changes", "colour", "reason"),
    [
        ({"door_on": date(2026, 7, 21)}, Colour.GREEN, None),
        ({"door_on": date(2026, 7, 20)}, Colour.YELLOW,
         "Seneste dørtælling er fra 20. juli 2026; den skal være under fire måneder gammel."),
        ({"door_on": date(2026, 3, 21)}, Colour.YELLOW, None),
        ({"door_on": date(2026, 3, 20)}, Colour.RED, None),
        ({"door_on": None}, Colour.RED, "Der er ikke lavet en dørtælling."),
        ({"door_on": None, "since": date(2026, 6, 1)}, Colour.YELLOW, "Der er ikke lavet en dørtælling."),
        ({"box_on": date(2026, 7, 1)}, Colour.YELLOW,
         "Kortene i kassen er sidst talt 1. juli 2026; det skal være under fire måneder siden."),
        ({"box_on": None}, Colour.RED, "Kortene i kassen er ikke talt."),
        ({"audit_on": date(2025, 1, 1)}, Colour.YELLOW,
         "Kontrolspørgsmålet er sidst stillet 1. januar 2025; det skal være under fire måneder siden."),
        ({"audit_on": None}, Colour.YELLOW, "Kontrolspørgsmålet er ikke stillet."),
        ({"forgotten": 0.299}, Colour.GREEN, None),
        ({"forgotten": 0.30}, Colour.YELLOW,
         "30 % af besøgene fra gæster med kort var uden kortet; under 30 % er godt."),
        ({"found": Unique(300, 20, 286, 314)}, Colour.GREEN, None),
        ({"found": Unique(300, 20, 285, 315)}, Colour.YELLOW,
         "Trykkene tyder på 285 gæster og kortene på 315; de skal ligge tættere."),
        ({"found": Unique(300, 20, 270, 330)}, Colour.YELLOW, None),
        ({"found": Unique(300, 20, 269, 331)}, Colour.RED, None),
        ({"impossible": ("Tæl kassen igen.",)}, Colour.YELLOW, "Tæl kassen igen."),
    ],
)  # fmt: skip
def test_one_fault_turns_it_yellow_and_a_grave_one_red(changes, colour, reason):
    found = light(**changes)
    assert found.colour is colour
    assert reason is None or found.reasons == (reason,)


def test_the_gravest_reason_comes_first():
    found = light(forgotten=0.5, box_on=None)
    assert found.colour is Colour.RED
    assert found.reasons[0] == "Kortene i kassen er ikke talt."
    assert len(found.reasons) == 2


@pytest.mark.parametrize(
    ("when", "months", "wanted"),
    [
        (date(2026, 11, 20), 4, date(2026, 7, 20)),
        (date(2026, 3, 31), 4, date(2025, 11, 30)),
        (date(2026, 1, 31), 8, date(2025, 5, 31)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
    ],
)
def test_months_are_counted_on_the_calendar(when, months, wanted):
    assert months_before(when, months) == wanted


# Numbers that cannot be true


@pytest.mark.parametrize(
    ("make", "error", "sentence"),
    [
        (lambda: BoxCount(ON, 500, handed_out=501), MoreGoneThanPrinted,
         "Der er væk 501 kort, men kun trykt 500. Tæl kassen igen, eller ret, hvor mange kort der er trykt i alt."),
        (lambda: BoxCount(ON, 500, left=-1), NegativeCount,
         "Kort tilbage i kassen er sat til -1; skriv 0 eller mere."),
        (lambda: BoxCount(ON, -5, left=0), NegativeCount, "Trykte kort er sat til -5; skriv 0 eller mere."),
        (lambda: BoxCount(ON, 500, left=501), CardsDoNotAddUp,
         "Der ligger 501 kort i kassen, men der er kun trykt 500 i alt. Ret det ene."),
        (lambda: BoxCount(ON, 500, left=55, handed_out=440), CardsDoNotAddUp,
         ("55 tilbage og 440 delt ud er ikke tilsammen de 500, der er trykt. "
          "Tæl igen, eller lad det ene felt stå tomt.")),
        (lambda: BoxCount(ON, 500), CountingError,
         "Skriv, hvor mange kort der er tilbage i kassen, eller hvor mange der er delt ud."),
        (lambda: DoorCheck(ON, clicked=40, tapped=41), FewerClickedThanTapped,
         ("Ved døren er der talt 40, men trykt 41 på tabletten. Dørtallet skal mindst være lige så stort; "
          "var nogen talt to gange på tabletten?")),
        (lambda: DoorCheck(ON, clicked=-1, tapped=0), NegativeCount,
         "Talt ved døren er sat til -1; skriv 0 eller mere."),
        (lambda: Counters(audit_asked=3, audit_wrong=4), MoreWrongThanAsked,
         ("Kontrolspørgsmålet har 4 forkerte svar, men er kun stillet 3 gange. "
          "Antallet af forkerte kan højst være antallet af spørgsmål.")),
        (lambda: Counters(visits=3, new_guests=4), PartAboveWhole, None),
        (lambda: Counters(visits=-1), NegativeCount, "Tælleren »visits« er -1; et antal kan ikke være under 0."),
        (lambda: SiteAudit(ON, 200, first_visits=10, first_visits_tapped_new=11), MoreWrongThanAsked, None),
        (lambda: SiteAudit(ON, 200, losses=201), MoreWrongThanAsked, None),
        (lambda: SiteAudit(ON, 200, losses=-1, losses_untold=-1), NegativeCount, None),
    ],
)  # fmt: skip
def test_what_cannot_be_true_is_refused_by_name_and_in_words(make, error, sentence):
    with pytest.raises(error) as caught:
        make()
    assert caught.value.field
    assert sentence is None or caught.value.sentence() == sentence


def test_the_nearest_that_may_be_true_is_taken():
    assert BoxCount(ON, 500, handed_out=500).gone == 500
    assert BoxCount(ON, 500, left=55).gone == BoxCount(ON, 500, left=55, handed_out=445).gone == 445
    assert DoorCheck(ON, clicked=40, tapped=40).tapped == 40
    assert Counters(audit_asked=4, audit_wrong=4).audit_wrong == 4


def test_cards_handed_out_are_those_of_new_guests_who_wanted_one_and_of_lost_ones():
    assert Counters(visits=50, new_guests=20, new_without_card=8, replaced_cards=13).handed_out == 25
    assert Counters(visits=50, new_guests=2, new_without_card=8).handed_out == 0
