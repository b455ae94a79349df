"""Each rule with entries that contradict each other, and the nearest that do not."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from measure_engine.columns import ColumnRegister
from measure_engine.contradiction import RULES, Ground, find
from measure_engine.contradiction.finding import sentence
from measure_engine.estimate import BoxCount, Counters
from measure_engine.world import ActivityRow, SessionRow

from .world import WORLD, entry, world

TODAY = date(2025, 6, 1)
HOURS = {"c1": (time(13), time(15)), "c2": (time(13), time(15)), "m1": (time(9), time(11))}


def found(*rows, tallies=None, times=HOURS, today=TODAY, **changes):
    ground = Ground(ColumnRegister(world(*rows, tallies=tallies, **changes)), today, lambda _ids: dict(times))
    return find(ground)


def codes(*rows, **more):
    return [each.rule for each in found(*rows, **more)]


def at(session, kind="attendance", **columns):
    on = next(each.on for each in WORLD.sessions if each.id == session)
    return entry(kind, on, session=session, **columns)


def joined(on, who="a", **columns):
    return entry("enrolment", on, subject=who, step="joined", **{"run": "foraar", **columns})


def ended(on, who="a", **columns):
    return entry("enrolment", on, subject=who, step="ended", **{"run": "foraar", **columns})


def step(word, on, **columns):
    return entry("referral", on, subject="a", offer="rygestop", step=word, **{"thread": "t", **columns})


CANCELLED = at("c1", "session", step="cancelled")
HELD = at("c1", "session", step="held", people=20)
NEXT_DOOR = (
    *WORLD.sessions,
    SessionRow("s1", date(2024, 2, 6), activity="cafe", area="syd"),
    SessionRow("n1", date(2024, 2, 6), activity="cafe", area="nord"),
)
COLLIDING = {**HOURS, "s1": (time(14), time(16)), "n1": (time(14), time(16))}
CLOSED = (ActivityRow("cafe", starts_on=date(2024, 2, 1), ends_on=date(2024, 12, 31)), ActivityRow("kursus"))
BOX = {"activity": "cafe", "area": None, "venue": None}


def shared(rows, **more):
    return {"rows": rows, **more}


WRONG = [
    ("cancelled_but_used", shared([CANCELLED, at("c1", "visit", subject="a")])),
    ("cancelled_but_used", shared([CANCELLED], tallies={"c1": 12})),
    ("before_it_was", shared([entry("visit", "2024-02-06", session="c1", subject="a")],
                             sessions=(replace(WORLD.sessions[0], on=date(2025, 9, 1)),))),
    ("still_to_come", shared([entry("contact", TODAY + timedelta(days=1), subject="a", channel="door")])),
    ("on_another_day", shared([entry("visit", "2024-02-07", session="c1", subject="a")])),
    ("fewer_than_known", shared([at("c1", "session", step="held", people=1), *(at("c1", "visit", subject=who)
                                                                             for who in "ab")])),
    ("two_counts", shared([HELD], tallies={"c1": 9})),
    ("outside_run", shared([entry("attendance", "2024-04-01", subject="a", run="foraar")])),
    ("outside_run", shared([entry("attendance", "2024-01-31", subject="a", run="foraar")])),
    ("before_enrolment", shared([joined("2024-02-12"), at("k1", subject="a")])),
    ("after_ended", shared([joined("2024-02-05"), ended("2024-02-12"), at("k3", subject="a")])),
    ("ended_before_joined", shared([ended("2024-02-12"), joined("2024-02-19")])),
    ("result_before_start", shared([joined("2024-02-12"), entry("outcome", "2024-02-11", subject="a", run="foraar",
                                                                step="smoke_free")])),
    ("followed_up_early", shared([joined("2024-02-05"), entry("follow_up", "2024-03-30", subject="a", run="foraar",
                                                              step="reached", topic="m3")])),
    ("followed_up_early", shared([entry("follow_up", "2024-03-16", subject="a", run="foraar", step="reached",
                                        topic="at_end")])),
    ("nobody_completed", shared([at("k1", subject=who) for who in "abc"]
                                + [at(code, "session", step="held") for code in ("k2", "k3")])),
    ("twice", shared([entry("contact", "2024-02-06", subject="a", channel="door", id=id_) for id_ in (1, 2)])),
    ("twice", shared([step("offered", "2024-02-06", thread=thread) for thread in ("t", "u")])),
    ("more_than_a_day", shared([entry("contribution", "2024-02-06", subject="a", value=value) for value in (12, 13)])),
    ("two_places", shared([at("c1", "visit", subject="a"), entry("visit", "2024-02-06", session="s1", subject="a")],
                          sessions=NEXT_DOOR, times=COLLIDING)),
    ("given_after_ended", shared([entry("volunteer_status", "2024-02-06", subject="a", step="ended"),
                                  entry("contribution", "2024-02-07", subject="a", value=2)])),
    ("two_sexes", shared([entry("contact", "2024-02-06", subject="a", sex="female", channel="door"),
                          entry("contact", "2024-02-07", subject="a", sex="male", channel="door")])),
    ("age_jump", shared([entry("contact", "2024-02-06", subject="a", age_band="30-44", channel="door"),
                         entry("contact", "2024-03-06", subject="a", age_band="60-74", channel="door")])),
    ("age_jump", shared([entry("contact", "2024-02-06", subject="a", age_band="45-59", channel="door"),
                         entry("contact", "2025-05-06", subject="a", age_band="30-44", channel="door")])),
    ("without_start", shared([step("offered", "2024-02-06"), step("completed", "2024-03-06")])),
    ("started_after_no", shared([step("refused", "2024-02-06"), step("started", "2024-03-06")])),
    ("active_after_end", shared([step("started", "2024-02-06"), step("ended", "2024-03-06"),
                                 step("still_active", "2024-05-06")])),
    ("out_of_order", shared([step("accepted", "2024-02-06"), step("offered", "2024-02-07")])),
    ("out_of_order", shared([step("started", "2024-03-06"), step("completed", "2024-03-05")])),
    ("out_of_order", shared([entry("need", "2024-03-06", thread="n", step="met"),
                             entry("need", "2024-03-07", thread="n", step="voiced")])),
    ("outside_activity", shared([entry("contact", "2024-01-31", activity="cafe", channel="door")], activities=CLOSED)),
    ("outside_activity", shared([entry("contact", "2025-01-01", activity="cafe", channel="door")], activities=CLOSED)),
    ("outside_programme", shared([entry("contact", "2023-12-31", channel="door")])),
    ("cards_apart", shared([], tallies={"c2": Counters(visits=30, new_guests=20)},
                           box_counts=(BoxCount(date(2024, 2, 7), 100, 90, **BOX),
                                       BoxCount(date(2024, 2, 14), 100, 88, **BOX)))),
    ("returned_more", shared([], tallies={"c2": Counters(visits=30, card_visits=20, new_guests=5, second_by_card=6)})),
]  # fmt: skip

RIGHT = [
    ("cancelled_but_used", shared([CANCELLED, at("c2", "visit", subject="a")], tallies={"c2": 3})),
    ("before_it_was", shared([entry("visit", "2024-02-06", session="c1", subject="a")], today=date(2024, 2, 6))),
    ("still_to_come", shared([entry("contact", TODAY, subject="a", channel="door")])),
    ("on_another_day", shared([at("c1", "visit", subject="a")])),
    ("fewer_than_known", shared([at("c1", "session", step="held", people=2), *(at("c1", "visit", subject=who)
                                                                             for who in "ab")])),
    ("fewer_than_known", shared([at("c1", "session", step="held"), at("c1", "visit", subject="a")])),
    ("two_counts", shared([HELD], tallies={"c1": 15})),
    ("two_counts", shared([at("c1", "session", step="held", people=4)], tallies={"c1": 1})),
    ("two_counts", shared([HELD], tallies={"c1": 9}, family_tallies={"c1": Counters(visits=3)})),
    ("outside_run", shared([entry("attendance", on, subject="a", run="foraar")
                            for on in ("2024-02-01", "2024-03-31")])),
    ("outside_run", shared([entry("attendance", "2025-04-01", subject="a", run="loebende")])),
    ("before_enrolment", shared([joined("2024-02-05"), at("k1", subject="a")])),
    ("before_enrolment", shared([joined("2024-02-12", who="b"), at("k1", subject="a")])),
    ("after_ended", shared([joined("2024-02-05"), ended("2024-02-19"), at("k3", subject="a")])),
    ("after_ended", shared([joined("2024-02-05"), ended("2024-02-06"), joined("2024-02-12"), at("k3", subject="a")])),
    ("ended_before_joined", shared([joined("2024-02-12"), ended("2024-02-12")])),
    ("ended_before_joined", shared([ended("2024-02-12"), joined("2024-02-19", who="b")])),
    ("result_before_start", shared([joined("2024-02-12"), entry("outcome", "2024-02-12", subject="a", run="foraar",
                                                                step="smoke_free")])),
    ("followed_up_early", shared([entry("follow_up", "2024-03-31", subject="a", run="foraar", step="reached",
                                        topic="m3")])),
    ("followed_up_early", shared([entry("follow_up", "2024-03-17", subject="a", run="foraar", step="reached",
                                        topic="at_end")])),
    ("followed_up_early", shared([joined("2024-02-05"), ended("2024-02-12"),
                                  entry("follow_up", "2024-02-12", subject="a", run="foraar", step="reached",
                                        topic="m3")])),
    ("nobody_completed", shared([at("k1", subject=who) for who in "abc"] + [at("k2", subject="a")]
                                + [at("k3", "session", step="held")])),
    ("nobody_completed", shared([at("k1", subject=who) for who in "ab"]
                                + [at(code, "session", step="held") for code in ("k2", "k3")])),
    ("nobody_completed", shared([at("k1", subject=who) for who in "abc"]
                                + [at(code, "session", step="held") for code in ("k2", "k3")],
                                today=date(2024, 4, 14))),
    ("twice", shared([entry("contact", "2024-02-06", subject="a", channel=way) for way in ("door", "phone")])),
    ("twice", shared([entry("contact", "2024-02-06", subject=who, channel="door") for who in "ab"])),
    ("twice", shared([entry("contact", "2024-02-06", channel="door", id=id_) for id_ in (1, 2)])),
    ("twice", shared([entry("contribution", "2024-02-06", subject="a", value=value) for value in (2, 3)])),
    ("more_than_a_day", shared([entry("contribution", "2024-02-06", subject="a", value=value)
                                for value in (12, 11.5)])),
    ("more_than_a_day", shared([entry("contribution", "2024-02-06", partner="center", value=100)])),
    ("two_places", shared([at("c1", "visit", subject="a"), entry("visit", "2024-02-06", session="s1", subject="a")],
                          sessions=NEXT_DOOR, times={**COLLIDING, "s1": (time(15), time(16))})),
    ("two_places", shared([at("c1", "visit", subject="a"), entry("visit", "2024-02-06", session="n1", subject="a")],
                          sessions=NEXT_DOOR, times=COLLIDING)),
    ("two_places", shared([at("c1", "visit", subject="a"), entry("visit", "2024-02-06", session="s1", subject="a")],
                          sessions=NEXT_DOOR, times={**COLLIDING, "s1": (time(14), None)})),
    ("given_after_ended", shared([entry("volunteer_status", "2024-02-06", subject="a", step="ended"),
                                  entry("contribution", "2024-02-06", subject="a", value=2)])),
    ("given_after_ended", shared([entry("volunteer_status", "2024-02-06", subject="a", step="ended"),
                                  entry("volunteer_status", "2024-02-07", subject="a", step="active"),
                                  entry("contribution", "2024-02-08", subject="a", value=2)])),
    ("two_sexes", shared([entry("contact", "2024-02-06", subject="a", sex="female", channel="door"),
                          entry("contact", "2024-02-07", subject="a", sex="unknown", channel="door"),
                          entry("contact", "2024-02-07", subject="b", sex="male", channel="door")])),
    ("age_jump", shared([entry("contact", "2024-02-06", subject="a", age_band="30-44", channel="door"),
                         entry("contact", "2024-03-06", subject="a", age_band="45-59", channel="door")])),
    ("age_jump", shared([entry("contact", "2024-02-06", subject="a", age_band="45-59", channel="door"),
                         entry("contact", "2024-05-06", subject="a", age_band="30-44", channel="door")])),
    ("without_start", shared([step("started", "2024-02-06"), step("completed", "2024-03-06")])),
    ("started_after_no", shared([step("refused", "2024-02-06"), step("accepted", "2024-02-20"),
                                 step("started", "2024-03-06")])),
    ("started_after_no", shared([step("started", "2024-02-06"), step("lapsed", "2024-03-06")])),
    ("active_after_end", shared([step("started", "2024-02-06"), step("still_active", "2024-03-06"),
                                 step("ended", "2024-03-06")])),
    ("out_of_order", shared([step("offered", "2024-02-06"), step("accepted", "2024-02-06")])),
    ("out_of_order", shared([step("accepted", "2024-02-06", thread="t"), step("offered", "2024-02-07", thread="u")])),
    ("outside_activity", shared([entry("contact", on, activity="cafe", channel="door")
                                 for on in ("2024-02-01", "2024-12-31")], activities=CLOSED)),
    ("outside_programme", shared([entry("outside_figure", "2023-12-31", topic="tryghed", value=1),
                                  entry("contact", "2024-01-01", channel="door")])),
    ("cards_apart", shared([], tallies={"c2": Counters(visits=30, new_guests=10)},
                           box_counts=(BoxCount(date(2024, 2, 7), 100, 90, **BOX),
                                       BoxCount(date(2024, 2, 14), 100, 88, **BOX)))),
    ("returned_more", shared([], tallies={"c2": Counters(visits=30, card_visits=20, new_guests=5, second_by_card=6)},
                             box_counts=(BoxCount(date(2024, 2, 14), 100, 94, **BOX),))),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "case"), WRONG, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(WRONG)])
def test_what_cannot_be_is_found_once_and_nothing_else_is(rule, case):
    rows, more = case["rows"], {name: value for name, value in case.items() if name != "rows"}
    assert codes(*rows, **more) == [rule]


@pytest.mark.parametrize(("rule", "case"), RIGHT, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(RIGHT)])
def test_the_nearest_that_can_be_is_not_found(rule, case):
    rows, more = case["rows"], {name: value for name, value in case.items() if name != "rows"}
    assert rule not in codes(*rows, **more)


def test_every_rule_has_an_example_and_a_near_miss():
    assert {rule for rule, _ in WRONG} == {rule for rule, _ in RIGHT} == set(RULES)


@pytest.mark.parametrize(("rule", "case"), WRONG, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(WRONG)])
def test_the_sentence_says_all_of_it(rule, case):
    rows, more = case["rows"], {name: value for name, value in case.items() if name != "rows"}
    (one,) = found(*rows, **more)
    said = sentence(RULES[rule].said, one.values, lambda _what, code: str(code), "en person")
    assert "%(" not in said
    assert said[0].isupper() or said[0].isdigit() or said[0] == "»"
    assert set(one.entries) <= {row.id for row in rows}


def test_a_fingerprint_stays_until_an_entry_or_a_plan_changes():
    rows = [entry("visit", "2024-02-07", session="c1", subject="a", id=1)]
    (before,), (again,) = found(*rows), found(*rows, entry("contact", "2024-05-01", channel="door"))
    assert before.fingerprint == again.fingerprint
    (corrected,) = found(replace(rows[0], id=2))
    (moved,) = found(*rows, sessions=(replace(WORLD.sessions[0], on=date(2024, 2, 8)),))
    assert len({before.fingerprint, corrected.fingerprint, moved.fingerprint}) == 3


def test_one_person_by_an_alias_is_one_person():
    rows = [at("c1", "visit", subject=who) for who in "ab"]
    assert codes(*rows) == []
    assert codes(*rows, aliases={"b": "a"}) == ["twice"]


def test_the_most_harmful_comes_first_then_the_newest():
    rows = [entry("visit", "2024-02-07", session="c1", subject="a"), joined("2024-02-12"), at("k1", subject="a"),
            joined("2024-02-19", who="b"), at("k2", subject="b")]  # fmt: skip
    assert [(each.rule, each.on.day) for each in found(*rows)] == [
        ("before_enrolment", 19), ("before_enrolment", 12), ("on_another_day", 7)
    ]  # fmt: skip


def test_an_empty_world_has_nothing():
    assert codes() == []
