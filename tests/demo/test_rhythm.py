"""The demo's rhythms are true: what the product would lay out by the rule is what the story planned."""

from datetime import date, timedelta

import pytest

from demo import generate
from traedesten.schedule import holiday
from traedesten.schedule.pattern import Closing, Pattern, Turn, lay

TODAY = date(2026, 11, 20)
RHYTHMS = {"mosevad": 3, "gyvelby": 2}


def weeks(programme):
    return {(int(week[:4]), int(week[6:])) for week in programme["closed_weeks"]}


@pytest.mark.parametrize("code", RHYTHMS)
def test_the_calendar_is_what_the_rhythms_give(code):
    programme = generate.neighbourhood(code, today=TODAY).programme
    assert len(programme["rhythms"]) == len(programme["rhythm_turns"]) == RHYTHMS[code]
    for rhythm, turn in zip(programme["rhythms"], programme["rhythm_turns"], strict=True):
        told = {each["rhythm_on"] for each in programme["sessions"] if each.get("rhythm") == rhythm["code"]}
        first, last = rhythm["starts_on"], rhythm["laid_until"]
        assert last == TODAY + generate.AHEAD
        due = lay(Pattern((Turn(turn["rule"]),), first, last, first), Closing({}, weeks(programme)))
        by_rule = {each.on for each in due if each.on}
        assert told <= by_rule
        # the story may leave a public holiday out or not; nothing else differs
        assert by_rule - told <= set(holiday.between(first, last, with_customary=True))


def test_a_rhythm_that_has_not_begun_is_not_there_yet():
    early = date(2026, 1, 25)
    programme = generate.neighbourhood("mosevad", today=early).programme
    assert [each["code"] for each in programme["rhythms"]] == ["cafe-stenurten"]
    assert early + generate.AHEAD < date(2026, 4, 14) < early + generate.AHEAD + timedelta(weeks=4)
