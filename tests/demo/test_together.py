"""The four agreements in one programme: nothing of one is taken for another's, and the same seed tells the same."""

import json
from datetime import date

import pytest

from demo import generate, together
from tests.cast import TODAY
from traedesten.documents import document


def told(**how):
    return list(together.told(together.orders(entries=4_000, today=TODAY, **how), workers=0, **how))


@pytest.fixture(scope="module")
def parts():
    return told()


def controls(parts):
    """Two programmes told of the same sessions are controlled each by itself."""
    return {row["id"] for part in parts for row in (*part.box_counts, *part.door_checks, *part.site_audits)}


def entries(parts):
    return [json.loads(line) for part in parts for line in part.entries]


def test_the_agreement_is_one_that_the_product_takes_in_whole():
    plain = json.loads(json.dumps(together.agreement(), default=str))
    found = document.of(plain)
    alone = [generate.read(code) for code in generate.STORIES]
    for section in ("criteria", "activities", "areas", "offers", "tags", "milestones"):
        assert len(found.plain[section]) == sum(len(each[section]) for each in alone), section


def test_people_and_plans_of_two_stories_are_never_one(parts):
    by_story = [entries([part]) for part in parts]
    for name in ("id", "subject", "household", "thread", "session", "run"):
        seen = [{row[name] for row in rows if name in row} for rows in by_story]
        assert sum(map(len, seen)) == len(set().union(*seen)), name


def test_a_story_that_has_ended_is_told_three_years_later_up_to_the_same_day(parts):
    part = parts[0]
    days = [date.fromisoformat(row["on"]) for row in entries([part]) if row["kind"] != "outside_figure"]
    assert date(2023, 1, 1) <= min(days)
    assert max(days) <= TODAY
    assert {row["activity"] for row in entries([part]) if "activity" in row}.isdisjoint({"opsoegende", "sundhedscafe"})
    assert {session["code"] for session in part.programme["sessions"]} >= {
        row["session"] for row in entries([part]) if "session" in row
    }


def test_a_leap_day_and_a_week_that_a_later_year_does_not_have():
    assert together._moved(date(2020, 2, 29), 3) == date(2023, 2, 28)
    assert together._moved({"on": "2020-02-29", "closed": ["2020-W28"], "year": 2020, "note": "2020-31"}, 3) == {
        "on": "2023-02-28", "closed": ["2023-W28"], "year": 2023, "note": "2020-31",
    }  # fmt: skip
    assert "2023-W53" not in together.agreement()["closed_weeks"]


def test_the_same_seed_tells_the_same_and_another_code_other_entries(parts):
    another = told(code="en-til")
    first, again, other = entries(parts), entries(told()), entries(another)
    assert first == again
    assert {row["id"] for row in first}.isdisjoint(row["id"] for row in other)
    assert controls(parts)
    assert controls(parts).isdisjoint(controls(another))
