"""Targets as they may be told outside the team: no status, reason or forecast says more than the number does."""

import json
from dataclasses import replace
from datetime import date

import pytest

from measure_engine.aggregate import PairedChange, Share, ShareOfAnswers
from measure_engine.condition import HasEntries
from measure_engine.definition import Definition, Dimension, Split
from measure_engine.disclosure import Assessed, NotPublished, PublishedAssessment, publish_assessments, read_assessment
from measure_engine.figure import Figure, Interval, Part, Shape
from measure_engine.forecast import Forecast
from measure_engine.judgement import Assessment, PeriodResult, Status, Verdict
from measure_engine.period import Period
from measure_engine.selection import Selection
from measure_engine.target import Direction, Target, TargetKind
from measure_engine.vocabulary import Unit

WHOLE = Period(date(2026, 1, 1), date(2028, 12, 31))
NOW = date(2026, 9, 30)
PEOPLE = Definition((Selection(("visit",)),), Unit.PERSON)
SHARE = replace(PEOPLE, aggregate=Share((HasEntries(2),)))
SESSIONS = Definition((Selection(("session",)),), Unit.SESSION)


def count(value, unit="person"):
    return Figure(float(value), Shape.COUNT, unit, float(value))


def target(value=80, **more):
    return Target(TargetKind.REACH_BY, value, **more)


def verdict(figure, wanted, status=Status.BEHIND, **more):
    raw = f"RAW {figure.value} of {figure.numerator}"
    return Verdict(wanted, figure, status, raw, **more)


def told(*verdicts, definition=PEOPLE, as_of=NOW):
    assessment = Assessment(verdicts[0].figure, verdicts, verdicts[0].status, verdicts[0].reason)
    (made,) = publish_assessments([Assessed(assessment, definition, WHOLE, as_of)])
    return made


def heading(low, high):
    return Forecast(mean=(low + high) / 2, low80=low, high80=high, low95=low - 5, high95=high + 5, reach=0.3)


def test_an_exact_number_keeps_its_status_its_reason_and_its_forecast():
    made = told(verdict(count(38), target(), Status.OPEN, expected=52.0, forecast=heading(61, 97)))
    (standing,) = made.standings
    assert (standing.status, standing.status_text, standing.expected) == ("open", "uvist", "52")
    assert (standing.reason, standing.forecast) == ("RAW 38.0 of 38.0", "61-97")


def test_a_small_number_has_no_status_and_no_forecast_while_it_runs():
    made = told(verdict(count(16), target(), Status.BEHIND, expected=52.0, forecast=heading(16, 16)))
    (standing,) = made.standings
    assert (standing.status, standing.status_text, standing.forecast) == ("", "kan ikke afgøres udefra", "")
    assert standing.reason == "15; målet er mindst 80; 52 forventet nu."


@pytest.mark.parametrize(
    ("value", "wanted", "raw", "status"),
    [
        (4, 4, Status.REACHED, ""),
        (3, 4, Status.NOT_REACHED, ""),
        (4, 5, Status.NOT_REACHED, "not_reached"),
        (5, 5, Status.REACHED, "reached"),
        (17, 17, Status.REACHED, ""),
        (17, 13, Status.REACHED, "reached"),
        (19, 20, Status.NOT_REACHED, ""),
        (21, 21, Status.REACHED, "reached"),
    ],
)
def test_a_status_is_told_only_where_every_number_it_could_be_has_it(value, wanted, raw, status):
    made = told(verdict(count(value), target(wanted), raw), as_of=WHOLE.end)
    assert made.status == status


def test_a_ceiling_is_told_likewise():
    below = target(12, direction=Direction.DOWN)
    assert told(verdict(count(7), below, Status.REACHED), as_of=WHOLE.end).status == "reached"
    assert told(verdict(count(12), below, Status.REACHED), as_of=WHOLE.end).status == "reached"
    assert told(verdict(count(13), below, Status.NOT_REACHED), as_of=WHOLE.end).status == "not_reached"
    eleven = target(11, direction=Direction.DOWN)
    assert told(verdict(count(11), eleven, Status.REACHED), as_of=WHOLE.end).status == ""


def test_zero_and_four_stand_alike_to_the_last_byte():
    pages = set()
    for value, status in ((0, Status.BEHIND), (1, Status.BEHIND), (4, Status.OPEN), (4, Status.REACHED)):
        made = told(verdict(count(value), target(4), status, expected=2.0, forecast=heading(value, value + 3)))
        pages.add(json.dumps(made.plain()))
    assert len(pages) == 1


def share(numerator, denominator):
    return Figure(numerator / denominator, Shape.SHARE, "person", numerator, denominator, interval=Interval(0.1, 0.9))


@pytest.mark.parametrize(
    ("numerator", "denominator", "status"),
    [(30, 40, ""), (37, 40, "on_course"), (19, 60, "behind"), (26, 40, "open"), (15, 19, ""), (28, 40, "")],
)
def test_a_rate_is_judged_by_the_published_counts(numerator, denominator, status):
    rate = Target(TargetKind.RATE, 75, unit="percent")
    made = told(verdict(share(numerator, denominator), rate, Status.JUDGED_BY_HAND), definition=SHARE)
    assert made.status == status


def test_each_period_is_a_number_of_its_own_and_counts_only_where_all_can_be_told():
    def year(number_, value, status, running=False):
        period = Period(date(number_, 1, 1), date(number_, 12, 31), str(number_), str(number_))
        return PeriodResult(period, count(value), False, running, status)

    wanted = Target(TargetKind.EVERY_PERIOD, 30, period="year")
    clear = [year(2024, 45, Status.REACHED), year(2025, 12, Status.NOT_REACHED)]
    made = told(verdict(clear[-1].figure, wanted, Status.NOT_REACHED, periods=tuple(clear)))
    assert made.reason == "2025: 10; målet er mindst 30. 1 af 2 perioder nået."
    close = [year(2024, 45, Status.REACHED), replace(clear[1], figure=count(4))]
    made = told(verdict(close[-1].figure, replace(wanted, value=4), Status.REACHED, periods=tuple(close)))
    assert [each.status for each in made.standings[0].periods] == ["reached", ""]
    assert "perioder" not in made.reason


def test_parts_that_are_each_judged_decide_together_where_each_can_be_told():
    asked = Split(Dimension.TOPIC, ("viden", "tilbud"), judged=True)
    answers = Definition((Selection(("answer",)),), Unit.RESPONSE, aggregate=ShareOfAnswers(4), split=asked)

    def of(*tops):
        parts = tuple(Part(key, key, share(top, 80)) for key, top in zip(asked.values, tops, strict=True))
        return replace(share(sum(tops), 160), parts=parts)

    rate = Target(TargetKind.RATE, 75, unit="percent")
    told_ = [told(verdict(of(*tops), rate), definition=answers).status for tops in ((68, 69), (68, 40), (68, 60))]
    assert told_ == ["on_course", "behind", ""]


def test_a_direction_is_seen_from_the_baseline_and_the_published_number():
    change = Figure(0.3, Shape.CHANGE, "person", 9.0, 30)
    up = Target(TargetKind.DIRECTION, direction=Direction.UP)
    paired = Definition((Selection(("answer",)),), Unit.PERSON, aggregate=PairedChange("who5"))
    told_ = [
        told(verdict(replace(change, value=value), up, Status.ON_COURSE), definition=paired).status
        for value in (0.3, 0.04, -0.2)
    ]
    assert told_ == ["on_course", "", "behind"]


def test_sessions_are_told_as_they_are():
    made = told(verdict(count(3, "session"), target(6), Status.BEHIND, expected=4.0), definition=SESSIONS)
    assert (made.status, made.reason) == ("behind", "RAW 3.0 of 3.0")


def test_what_a_snapshot_keeps_is_read_as_it_was_and_nobody_else_makes_one():
    made = told(verdict(count(38), target(), Status.OPEN, expected=52.0, forecast=heading(61, 97)))
    assert read_assessment(json.loads(json.dumps(made.plain()))) == made
    with pytest.raises(NotPublished):
        PublishedAssessment(made.figure, made.standings, "reached", "nået", "38 af 80")
