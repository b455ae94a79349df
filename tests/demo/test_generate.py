"""The generator: the same for everybody, never ahead of its day, and true to its own plans."""

from collections import Counter
from datetime import date, timedelta

import pytest

from demo import generate
from demo.generate import AHEAD, STORIES, neighbourhood
from demo.page import day_of, is_holiday, week_code
from tests.cast import TODAY
from traedesten.journal import vocabulary
from traedesten.journal.catalogue import KINDS

CODES = sorted(STORIES)


def _told(found):
    return found.programme_text(), found.entries_text()


@pytest.mark.parametrize("code", CODES)
def test_same_seed_and_day_give_the_same_files_byte_for_byte(code, neighbourhoods):
    assert _told(neighbourhood(code, today=TODAY)) == _told(neighbourhoods[code])


@pytest.mark.parametrize("code", CODES)
def test_another_seed_tells_another_story(code, neighbourhoods):
    assert neighbourhood(code, today=TODAY, seed=7).entries != neighbourhoods[code].entries


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("earlier", [TODAY - timedelta(days=1), date(2026, 8, 1), date(2022, 3, 1)])
def test_a_later_day_adds_and_takes_nothing_away(code, earlier, neighbourhoods):
    before = {entry["id"]: entry for entry in neighbourhood(code, today=earlier).entries}
    after = {entry["id"]: entry for entry in neighbourhoods[code].entries}
    assert before.items() <= after.items()


@pytest.mark.parametrize("today", [date(2020, 1, 1), date(2024, 1, 1), date(2026, 3, 1), TODAY, date(2027, 2, 28)])
def test_nothing_is_written_about_a_day_to_come(today):
    for each in generate.neighbourhoods(today=today):
        days = [entry[name] for entry in each.entries for name in ("on", "consented_on") if name in entry]
        assert max(days, default="") <= today.isoformat()
        assert all(day_of(item.get("done_on", today)) <= today for item in each.programme["milestones"])
        assert all(item["on"] <= today + AHEAD for item in each.programme["sessions"])


@pytest.mark.parametrize("code", CODES)
def test_nothing_happens_outside_the_programme(code, neighbourhoods):
    programme, entries = neighbourhoods[code].programme["programme"], neighbourhoods[code].entries
    first, last = str(programme["starts_on"]), str(programme["ends_on"])
    outside = Counter(entry["kind"] for entry in entries if not first <= entry["on"] <= last)
    assert set(outside) <= {"outside_figure"}


def test_every_kind_of_the_catalogue_occurs(neighbourhoods):
    kinds = {entry["kind"] for each in neighbourhoods.values() for entry in each.entries}
    assert kinds == set(KINDS) == set(vocabulary.KINDS)


def test_size_is_what_a_first_start_can_bear(neighbourhoods):
    sizes = {code: len(each.entries) for code, each in neighbourhoods.items()}
    assert all(size > 500 for size in sizes.values())
    assert 4_000 <= sum(sizes.values()) <= 10_000


@pytest.mark.parametrize("code", CODES)
def test_ids_are_unique(code, neighbourhoods):
    ids = Counter(entry["id"] for entry in neighbourhoods[code].entries)
    assert [id_ for id_, number in ids.items() if number > 1] == []


@pytest.mark.parametrize("code", CODES)
def test_entries_point_at_plans_of_the_same_file(code, neighbourhoods):
    each = neighbourhoods[code]
    for column, section in (("session", "sessions"), ("run", "runs"), ("offer", "offers"), ("activity", "activities")):
        named = {entry[column] for entry in each.entries if column in entry}
        assert named <= {item["code"] for item in each.programme[section]}


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_held_in_closed_weeks_or_on_holidays(code, neighbourhoods):
    each = neighbourhoods[code]
    closed = set(each.programme["closed_weeks"])
    open_sessions = [item for item in each.programme["sessions"] if item.get("form", "open") == "open"]
    assert [item["code"] for item in open_sessions if week_code(item["on"]) in closed] == []
    held = {entry["session"] for entry in each.entries if entry["kind"] == "session" and entry["step"] == "held"}
    assert [item["code"] for item in open_sessions if item["code"] in held and is_holiday(item["on"])] == []


def test_some_of_the_latest_are_not_written_down_yet():
    """What happened this week and is told a fortnight later is more than what was written at once."""
    at_once = {entry["id"] for entry in neighbourhood("mosevad", today=TODAY).entries}
    later = neighbourhood("mosevad", today=TODAY + timedelta(days=15)).entries
    late = [entry for entry in later if entry["on"] <= TODAY.isoformat() and entry["id"] not in at_once]
    assert 0 < len(late) < 100
    assert all(day_of(entry["on"]) > TODAY - timedelta(days=20) for entry in late)


def test_files_are_written_as_a_person_would_load_them(tmp_path, neighbourhoods):
    each = neighbourhoods["gyvelby"]
    programme, entries = each.write(tmp_path)
    assert programme.name == "gyvelby.yaml"
    assert programme.read_text(encoding="utf-8") == each.programme_text()
    assert len(entries.read_text(encoding="utf-8").splitlines()) == len(each.entries)
