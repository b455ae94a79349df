import pytest

from measure_engine.figure import Figure, Interval, Shape, percent, show, show_interval, wilson
from measure_engine.language import apart, number


@pytest.mark.parametrize(
    ("k", "n", "low", "high"), [(25, 50, 36.6, 63.4), (7, 12, 32.0, 80.7), (0, 20, 0.0, 16.1), (20, 20, 83.9, 100.0)]
)
def test_wilson_gives_the_intervals_of_the_definitions_page(k, n, low, high):
    interval = wilson(k, n)
    assert (100 * interval.low, 100 * interval.high) == (pytest.approx(low, abs=0.05), pytest.approx(high, abs=0.05))


def test_there_is_no_interval_of_nothing():
    assert wilson(0, 0) is None


@pytest.mark.parametrize(
    ("k", "n", "text"),
    [
        (9, 9, ""),
        (4, 10, "ca. 40 %"),
        (3, 13, "ca. 25 %"),
        (5, 29, "ca. 15 %"),
        (1, 8, ""),
        (11, 30, "37 %"),
        (1, 200, "1 %"),
        (23, 40, "58 %"),
    ],
)
def test_percent_is_as_fine_as_the_numbers_bear(k, n, text):
    assert percent(k, n) == text


def test_a_share_always_shows_numerator_and_denominator():
    assert show(Figure(0.5, Shape.SHARE, "person", 4, 8)) == "4 af 8"
    assert show(Figure(0.5, Shape.SHARE, "person", 20, 40)) == "50 % (20 af 40)"
    assert show(Figure(None, Shape.SHARE, "person", 0, 0)) == "ingen tal endnu"


def test_numbers_and_changes_are_written_in_danish():
    assert show(Figure(1234, Shape.COUNT, "person", 1234)) == "1.234"
    assert show(Figure(4.25, Shape.CHANGE, "person")) == "+4,3"
    assert show(Figure(-4.0, Shape.CHANGE, "person")) == "-4"
    assert number(12345.678) == "12.345,7"


def test_not_measurable_is_not_zero():
    assert show(Figure(None, Shape.COUNT, "person", not_measurable="Stempelkort")) == "kan ikke måles endnu"


def test_intervals_are_rounded_outwards():
    assert show_interval(Figure(0.5, Shape.SHARE, "person", 25, 50, interval=Interval(0.366, 0.634))) == "36-64 %"
    assert show_interval(Figure(1.0, Shape.CHANGE, "person", interval=Interval(0.174, 1.826))) == "0,1 til 1,9"
    assert show_interval(Figure(1.0, Shape.COUNT, "person")) == ""


@pytest.mark.parametrize(
    ("one", "other", "texts"),
    [
        (3.84, 3.81, ("3,84", "3,81")),
        (57, 18, ("57", "18")),
        (3.8, 3.8, ("3,8", "3,8")),
        (1.23451, 1.23449, ("1,235", "1,234")),
    ],
)
def test_two_numbers_have_the_decimals_that_tell_them_apart(one, other, texts):
    assert apart(one, other) == texts


@pytest.mark.parametrize(
    ("value", "text"),
    [(12.25, "12,3"), (12.35, "12,4"), (0.125, "0,1"), (2.5, "2,5"), (-0.04, "0"), (1234.96, "1.235")],
)
def test_half_of_the_last_decimal_goes_up(value, text):
    assert number(value) == text
