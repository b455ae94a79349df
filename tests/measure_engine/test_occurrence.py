"""Units straight from rows: who counts once, what is missing, and what a tally changes."""

from datetime import date

import pytest

from measure_engine.aggregate import Column, Count, Mean, Share, Sum
from measure_engine.condition import ActiveVolunteer, FirstEver, HasEntries, RunEnded
from measure_engine.definition import Definition, DefinitionError, Dimension, Split
from measure_engine.figure import Depth
from measure_engine.period import Period
from measure_engine.preset import definition_of
from measure_engine.reference import evaluate
from measure_engine.selection import Selection
from measure_engine.vocabulary import Unit
from measure_engine.world import (
    ActivityRow,
    AreaRow,
    InitiativeRow,
    OrganisationRow,
    RunRow,
    SessionRow,
    VenueRow,
)

from .world import END, WORLD, entry, held, world

LATE = END
VISITORS = Definition((Selection(("visit",)),), Unit.PERSON)
CAFE = Definition((Selection(("visit",), activities=("cafe",)),), Unit.PERSON)


def visit(subject, session="c1", **columns):
    days = {each.id: each.on for each in WORLD.sessions}
    return entry("visit", days[session], subject=subject, session=session, **columns)


def value(rows, definition, period=None, as_of=LATE, **changes):
    return evaluate(world(*rows, **changes), definition, period, as_of=as_of).value


def test_a_person_counts_once_however_often_they_came():
    assert value([visit("p1"), visit("p1", "c2"), visit("p2")], VISITORS) == 2


def test_two_subjects_that_turned_out_to_be_one_count_once_also_through_a_chain():
    rows = [visit("p1"), visit("p2"), visit("p3")]
    assert value(rows, VISITORS, aliases={"p3": "p2", "p2": "p1"}) == 1
    assert value(rows, VISITORS, aliases={"p1": "p2", "p2": "p1"}) == 2


def test_what_happened_after_the_day_asked_is_not_known_yet():
    rows = [visit("p1"), visit("p2", "c2")]
    assert value(rows, VISITORS, as_of=date(2024, 2, 12)) == 1
    assert value(rows, VISITORS, as_of=date(2024, 2, 13)) == 2


def test_a_period_includes_both_its_ends():
    rows = [visit("p1"), visit("p2", "c2")]
    assert value(rows, VISITORS, Period(date(2024, 2, 6), date(2024, 2, 12))) == 1
    assert value(rows, VISITORS, Period(date(2024, 2, 6), date(2024, 2, 13))) == 2


def test_a_period_that_has_not_begun_has_no_figure_rather_than_zero():
    found = evaluate(world(), VISITORS, Period(date(2025, 1, 1), END), as_of=date(2024, 12, 31))
    assert (found.value, found.note) == (None, "Perioden er ikke begyndt.")


def test_an_activity_brings_its_sub_activities_and_its_area():
    rows = [visit("p1"), visit("p2", "m1"), visit("p3", "k1")]
    assert value(rows, CAFE) == 2
    assert value(rows, Definition((Selection(("visit",), areas=("nord",)),), Unit.PERSON)) == 2
    assert value(rows, Definition((Selection(("visit",), tags=("morgen",)),), Unit.PERSON)) == 1


def test_a_code_the_programme_does_not_have_is_refused():
    with pytest.raises(
        DefinitionError, match=r"»kaffe« findes ikke i programmet\. Kendte koder: cafe, kursus, morgencafe"
    ):
        value([], Definition((Selection(("visit",), activities=("kaffe",)),), Unit.PERSON))


def test_known_visitors_of_a_tallied_session_are_counted_by_the_tally_alone():
    rows = [visit("p1"), visit("p2", "c2")]
    found = evaluate(world(*rows, tallies={"c1": 14}), CAFE, as_of=LATE)
    assert (found.value, found.missing_count) == (1, 14)
    assert found.missing[0].what == "besøg, der er talt uden at vide, hvem der kom"


def test_where_everybody_was_only_tapped_unique_people_are_not_measurable_rather_than_none():
    found = evaluate(world(visit("p1"), tallies={"c1": 14}), CAFE, as_of=LATE)
    assert found.value is None
    assert found.not_measurable.startswith("Gæsterne er kun talt uden navn")
    assert found.depth is Depth.TALLY


def test_a_tally_of_another_activity_is_no_matter():
    sessions = (*WORLD.sessions, SessionRow("x", date(2024, 2, 6), activity="kursus"))
    found = evaluate(world(visit("p1"), tallies={"x": 9}, sessions=sessions), CAFE, as_of=LATE)
    assert (found.value, found.missing_count) == (1, 0)


@pytest.mark.parametrize(
    ("rows", "tallies", "visits"),
    [
        ([visit("p1"), visit("p2")], {}, 2),
        ([visit("p1"), entry("session", "2024-02-06", session="c1", step="held", people=9)], {}, 9),
        ([visit("p1"), visit("p2"), entry("session", "2024-02-06", session="c1", step="held", people=1)], {}, 2),
        ([visit("p1"), entry("session", "2024-02-06", session="c1", step="held", people=9)], {"c1": 4}, 4),
        ([], {"c1": 4, "k1": 3}, 7),
        ([entry("attendance", "2024-02-06", subject="p1", run="foraar")], {}, 1),
    ],
)
def test_visits_are_the_tally_else_the_larger_of_heads_and_persons(rows, tallies, visits):
    assert value(rows, definition_of({"preset": "visits"}), tallies=tallies) == visits


def test_a_held_session_without_a_number_is_missing_not_zero():
    found = evaluate(world(*held("c1", "c2")), definition_of({"preset": "visits"}), as_of=LATE)
    assert (found.value, found.missing_count) == (0, 2)


def test_women_are_those_whose_latest_qualifying_entry_says_so():
    women = definition_of({"preset": "unique_people", "sexes": "female"})
    rows = [
        visit("corrected", sex="female"), visit("corrected", "c2", sex="male"),
        visit("said once", sex="female"), visit("said once", "c2"), visit("not known", sex="unknown"),
    ]  # fmt: skip
    assert value(rows, women) == 1
    assert value(rows, definition_of({"preset": "visits"})) == 5
    first = [*rows[:1], *rows[2:]]
    assert value(first, women) == 2
    twice = definition_of({"preset": "unique_people", "sexes": "female", "at_least": 2})
    assert value(rows, twice) == 1  # the visit that does not say is hers too
    tallied = [visit("p1", sex="female"), visit("p1", "c2", sex="male")]
    assert value(tallied, women, tallies={"c2": 9}) == 1  # at a tallied session nothing qualifies but the tally


def test_a_course_of_a_woman_counts_also_where_only_another_of_her_entries_says_so():
    started = definition_of({"preset": "people_started", "sexes": "female", "activities": "kursus"})
    later = entry("enrolment", "2024-03-01", run="loebende", subject="p", step="joined", sex="female")
    corrected = entry("enrolment", "2024-03-01", run="loebende", subject="p", step="joined", sex="male")
    assert value([entry("attendance", "2024-02-05", session="k1", subject="p"), later], started) == 1
    assert value([entry("attendance", "2024-02-05", session="k1", subject="p", sex="female"), corrected], started) == 0


def test_a_contact_nobody_answered_counts_only_when_asked_for():
    rows = [entry("contact", "2024-02-06", channel="door", subject="p1", step="no_answer")]
    assert value(rows, definition_of({"preset": "people_contacted"})) == 0
    assert value(rows, Definition((Selection(("contact",), steps=("no_answer",)),), Unit.PERSON)) == 1


def test_an_outcome_registered_as_no_counts_only_when_asked_for():
    rows = [entry("outcome", "2024-02-06", subject="p1", step="smoke_free", value=0.0)]
    assert value(rows, Definition((Selection(("outcome",)),), Unit.PERSON)) == 0
    assert value(rows, Definition((Selection(("outcome",), value_max=0),), Unit.PERSON)) == 1


def test_steps_do_not_restrict_kinds_that_have_none():
    rows = [visit("p1"), entry("conversation", "2024-02-06", subject="p2", step="kram")]
    assert value(rows, Definition((Selection(("visit", "conversation"), steps=("health",)),), Unit.PERSON)) == 1


def test_a_topic_ending_in_a_point_takes_all_that_begin_so():
    rows = [entry("answer", "2024-02-06", subject="p1", topic="who5.score", value=1.0),
            entry("answer", "2024-02-06", subject="p2", topic="who55", value=1.0)]  # fmt: skip
    assert value(rows, Definition((Selection(("answer",), topics=("who5.",)),), Unit.PERSON)) == 1


def test_returning_is_on_two_different_dates_by_the_cut_off():
    definition = Definition(
        (Selection(("visit",)),), Unit.PERSON, aggregate=Share((HasEntries(2, different_dates=True),))
    )
    rows = [visit("p1"), visit("p1", "c2"), visit("p2"), visit("p2", "c1", at=None, id="again")]
    found = evaluate(world(*rows), definition, as_of=LATE)
    assert (found.numerator, found.denominator) == (1, 2)
    assert evaluate(world(*rows), definition, as_of=date(2024, 2, 12)).numerator == 0


def test_new_is_the_first_ever_also_before_the_programme():
    definition = Definition((Selection(("visit",)),), Unit.PERSON, (FirstEver(),))
    before = entry("visit", "2023-05-01", subject="p1")
    assert value([before, visit("p1"), visit("p2")], definition) == 1


def test_a_partners_hours_are_not_a_volunteers_and_nobodys_are_missing():
    rows = [entry("contribution", "2024-02-06", partner="center", value=3.0),
            entry("contribution", "2024-02-07", people=4, value=3.0),
            entry("contribution", "2024-02-08", subject="v1", value=2.0)]  # fmt: skip
    found = evaluate(world(*rows), definition_of({"preset": "unique_volunteers"}), as_of=LATE)
    assert (found.value, found.missing_count) == (1, 1)


@pytest.mark.parametrize(
    ("rows", "active"),
    [
        ([entry("contribution", "2025-01-01", subject="v")], 1),
        ([entry("contribution", "2024-12-31", subject="v")], 0),
        ([entry("volunteer_status", "2024-01-02", subject="v", step="active")], 1),
        ([entry("volunteer_status", "2024-01-02", subject="v", step="active"),
          entry("volunteer_status", "2024-01-03", subject="v", step="ended")], 0),
        ([entry("contribution", "2025-06-01", subject="v"),
          entry("volunteer_status", "2025-07-03", subject="v", step="paused")], 1),
    ],
)  # fmt: skip
def test_an_active_volunteer_gave_a_hand_within_the_months_or_is_active_without_pause(rows, active):
    definition = Definition((Selection(("contribution", "volunteer_status")),), Unit.VOLUNTEER, (ActiveVolunteer(),))
    assert value(rows, definition) == active


def test_sums_and_means_tell_what_has_no_number():
    rows = [
        entry("contribution", "2024-02-06", subject="v", value=3.0),
        entry("contribution", "2024-02-07", subject="v"),
    ]
    total = evaluate(
        world(*rows), Definition((Selection(("contribution",)),), Unit.ENTRY, aggregate=Sum(Column.VALUE)), as_of=LATE
    )
    assert (total.value, total.missing_count) == (3, 1)
    mean = evaluate(
        world(), Definition((Selection(("session",)),), Unit.SESSION, aggregate=Mean(Column.PEOPLE)), as_of=LATE
    )
    assert (mean.value, mean.denominator) == (None, 0)


def test_runs_are_counted_by_the_end_only_when_the_end_is_asked_for():
    rows = held("k1", "k2")
    ended = Definition((Selection(("session",), steps=("held",)),), Unit.RUN, (RunEnded(),))
    assert value(rows, ended, as_of=date(2024, 3, 30)) == 0
    assert value(rows, ended, as_of=date(2024, 3, 31)) == 1
    assert value(rows, ended, Period(date(2024, 4, 1), END)) == 0


def test_every_area_exists_even_where_nothing_happened():
    found = evaluate(world(*held("c1")), definition_of({"preset": "areas_with_session"}), as_of=LATE)
    assert (found.value, found.denominator) == (1, 2)


def test_parts_of_people_are_by_their_latest_known_trait_and_of_places_by_each_place():
    by_sex = Definition((Selection(("visit",)),), Unit.PERSON, split=Split(Dimension.SEX))
    rows = [
        visit("p1", sex="male"),
        visit("p1", "c2", sex="female"),
        visit("p2", sex="female"),
        visit("p2", "c2", sex="unknown"),
    ]
    found = evaluate(world(*rows), by_sex, as_of=LATE)
    assert [(part.key, part.label, part.figure.value) for part in found.parts] == [("female", "kvinder", 2)]
    by_activity = Definition((Selection(("visit",)),), Unit.PERSON, split=Split(Dimension.ACTIVITY))
    found = evaluate(world(visit("p1"), visit("p1", "m1")), by_activity, as_of=LATE)
    assert {part.key: part.figure.value for part in found.parts} == {"cafe": 1, "morgencafe": 1}


def test_parts_asked_for_by_name_are_shown_also_when_empty():
    definition = Definition((Selection(("visit",)),), Unit.PERSON, split=Split(Dimension.SEX, ("female", "male")))
    found = evaluate(world(visit("p1", sex="male")), definition, as_of=LATE)
    assert {part.key: part.figure.value for part in found.parts} == {"female": 0, "male": 1}


def test_a_population_not_known_of_one_area_gives_no_share():
    definition = definition_of({"preset": "people_share_of_population", "kinds": "visit"})
    rows = [visit("p1")]
    assert value(rows, definition) == pytest.approx(1 / 150)
    assert value(rows, definition, areas=(*WORLD.areas, AreaRow("vest"))) is None


def test_a_figure_knows_its_entries():
    rows = [visit("p1"), visit("p2", "k1")]
    found = evaluate(world(*rows), CAFE, as_of=LATE)
    assert found.entries == (rows[0].id,)


def test_guests_by_stamp_card_are_not_measurable_before_anybody_is_tapped():
    found = evaluate(world(visit("p1")), definition_of({"preset": "unique_guests"}), as_of=LATE)
    assert found.value is None
    assert "stempelkort" in found.not_measurable
    assert value([visit("p1")], definition_of({"preset": "unique_guests", "counted_by": "register"})) == 1


def test_count_is_the_default_aggregate():
    assert VISITORS.aggregate == Count()


def test_a_referral_offered_twice_is_one_referral():
    def offered(on, **columns):
        return entry("referral", on, subject="p1", offer="rygestop", step="offered", **columns)

    rows = [offered("2024-02-06", thread="t"), offered("2024-02-07", thread="t"), offered("2024-02-08", thread="u")]
    assert value(rows, definition_of({"preset": "referrals"})) == 2
    assert value([offered("2024-02-06"), offered("2024-02-07")], definition_of({"preset": "referrals"})) == 1


def test_parts_by_provider_and_kind_of_entry_have_names():
    rows = [entry("referral", "2024-02-06", subject="p1", offer="rygestop", step="offered")]
    plain = {"preset": "referrals", "split_by": "provider"}
    changes = {"organisations": (OrganisationRow("center", name="Sundhedscentret"),)}
    found = evaluate(world(*rows, **changes), definition_of(plain), as_of=LATE)
    assert [(part.key, part.label, part.figure.value) for part in found.parts] == [("center", "Sundhedscentret", 1)]
    by_kind = Definition((Selection(("visit",)),), Unit.PERSON, split=Split(Dimension.KIND))
    assert [part.label for part in evaluate(world(visit("p1")), by_kind, as_of=LATE).parts] == ["besøg"]


@pytest.mark.parametrize(
    ("narrowing", "found"),
    [
        ({"partners": ("center",)}, 2),
        ({"with_partner": True}, 2),
        ({"with_partner": False}, 2),
        ({"runs": ("foraar",)}, 1),
        ({"run_forms": ("group",)}, 1),
        ({"run_forms": ("individual",)}, 0),
        ({"venues": ("huset",)}, 1),
        ({"initiatives": ("have",)}, 1),
        ({"with_civil_society": True}, 1),
        ({"with_civil_society": False}, 3),
        ({"from_need": True}, 1),
        ({"focus_areas": ("sundhed",)}, 1),
        ({"session_forms": ("event",)}, 1),
    ],
)
def test_a_selection_asks_the_rows_an_entry_points_at(narrowing, found):
    changes = {
        "activities": (
            ActivityRow("cafe", focus_area="sundhed", partners=frozenset({"center"})),
            ActivityRow("kursus"),
            ActivityRow("fest"),
        ),
        "venues": (VenueRow("huset"),),
        "initiatives": (InitiativeRow("have", with_civil_society=True, need="behov"),),
        "sessions": (
            SessionRow("c1", date(2024, 2, 6), activity="cafe", venue="huset"),
            SessionRow("k1", date(2024, 2, 5), activity="kursus", run="foraar"),
            SessionRow("x1", date(2024, 2, 5), activity="kursus", initiative="have"),
            SessionRow("e1", date(2024, 2, 5), activity="fest", form="event"),
        ),
        "runs": (RunRow("foraar", activity="kursus", partner="center"),),
    }
    rows = [
        entry("visit", "2024-02-06", subject=f"p{n}", session=code) for n, code in enumerate(["c1", "k1", "x1", "e1"])
    ]
    assert value(rows, Definition((Selection(("visit",), **narrowing),), Unit.PERSON), **changes) == found


def test_on_so_many_dates_and_so_many_times_are_asked_of_the_period_alone():
    rows = [visit("p1"), entry("visit", "2025-02-01", activity="cafe", subject="p1"), *held("c1", "c2")]
    second_year = Period(date(2025, 1, 1), END)
    twice, areas = {"preset": "unique_people", "at_least": 2}, {"preset": "areas_with_session"}
    assert [value(rows, definition_of(twice), each) for each in (None, second_year)] == [1, 0]
    assert [value(rows, definition_of(areas), each) for each in (None, second_year)] == [1, 0]


def test_a_publication_belongs_to_the_period_it_came_out_in_though_delivered_in_the_next():
    rows = [
        entry("publication", "2024-12-30", thread="n", channel="newsletter"),
        entry("delivery", "2025-01-02", thread="n", area="nord", people=40),
        entry("delivery", "2025-01-03", thread="n", area="syd", people=20),
    ]
    covering = definition_of({"preset": "publications", "channels": "newsletter", "covering": 1.0})
    first_year = Period(date(2024, 1, 1), date(2024, 12, 31))
    assert value(rows, covering, first_year, as_of=date(2025, 1, 2)) == 0
    assert value(rows, covering, first_year, as_of=date(2025, 1, 3)) == 1


def test_a_contact_for_the_first_time_stands_for_as_many_as_it_says():
    contacted = definition_of({"preset": "people_contacted"})
    rows = [
        entry("contact", "2024-02-06", first_time="yes", people=3),
        entry("contact", "2024-02-07", first_time="yes"),
    ]
    assert value(rows, contacted) == 4
    assert value([entry("contact", "2024-02-06", subject="p1", people=3)], contacted) == 1


@pytest.mark.parametrize("order", [("merged", "kept", "other"), ("kept", "other", "merged")])
def test_a_merged_person_is_of_the_household_of_the_one_kept(order):
    homes = {"merged": "h2", "kept": "h1", "other": "h1"}
    rows = [entry("conversation", "2024-02-06", subject=each, step="health") for each in ("kept", "other")]
    families = definition_of({"preset": "unique_families"})
    assert value(rows, families, aliases={"merged": "kept"}, households={each: homes[each] for each in order}) == 1


def test_people_at_a_tallied_session_are_its_tally_in_a_mean_too():
    per_session = definition_of({"preset": "mean_per_session", "of": "people"})
    rows = [entry("session", "2024-02-06", session="c1", step="held"),
            entry("session", "2024-02-13", session="c2", step="held", people=5)]  # fmt: skip
    assert value(rows, per_session, tallies={"c1": 7, "c2": 9}) == 8
    assert value(rows, per_session, tallies={"c1": 7}) == 6
    assert value(rows, definition_of({"preset": "mean_per_session", "of": "families"}), tallies={"c1": 7}) is None
