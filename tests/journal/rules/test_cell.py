"""Reading single cells, each with the nearest thing that is read the other way."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traedesten.journal.rules import cell
from traedesten.journal.rules.problem import CellError

AT_HALF_PAST_ONE = datetime(2026, 1, 1, 13, 30)  # noqa: DTZ001 as a spreadsheet gives it


@pytest.mark.parametrize(
    "raw",
    [
        "2026-11-20",
        " 2026-11-20 ",
        "20.11.2026",
        "20/11-2026",
        "20-11-2026",
        "20/11/2026",
        "2026-11-20T00:00:00",
        "2026-11-20 00:00",
        date(2026, 11, 20),
        datetime(2026, 11, 20, 14, 30),  # noqa: DTZ001 as a spreadsheet gives it
        46346,
        46346.0,
    ],
)
def test_dates_are_read_as_people_and_spreadsheets_write_them(raw):
    assert cell.read_date(raw) == date(2026, 11, 20)


@pytest.mark.parametrize(
    "raw",
    ["20.11.26", "2026-13-01", "31.2.2026", "11/20/2026", "i går", "2026", 2026, True, "46346", "2026-11-20T14:00"],
)
def test_what_may_be_another_date_is_refused(raw):
    with pytest.raises(CellError) as refused:
        cell.read_date(raw)
    assert refused.value.code == "date_format"


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_every_date_reads_back_from_each_way_of_writing_it(day):
    for text in (day.isoformat(), f"{day.day}.{day.month}.{day.year}", f"{day:%d/%m-%Y}"):
        assert cell.read_date(text) == day
    assert cell.read_date((day - cell.EXCEL_START).days) == day


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("12", 12),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("-3", -3),
        ("\u22123", -3),
        ("1.234,5", 1234.5),
        ("1.234.567", 1234567),
        ("1 234,5", 1234.5),
        ("0.125", 0.125),
        ("1,234", 1.234),
        (7, 7),
        (7.25, 7.25),
    ],
)
def test_numbers_are_read_the_danish_way_and_the_machines(raw, number):
    assert cell.read_number(raw) == number


@pytest.mark.parametrize(
    "raw", ["1.234", "tolv", "1e5", "NaN", float("nan"), float("inf"), "1,2,3", "12,5 kg", "--1", True]
)
def test_a_number_is_never_guessed(raw):
    with pytest.raises(CellError) as refused:
        cell.read_number(raw)
    assert refused.value.code == "number_format"


def test_a_number_that_may_be_a_thousand_says_both_ways_of_writing_it():
    with pytest.raises(CellError, match=r"Skriv 1234 eller 1,234\."):
        cell.read_number("1.234")


def test_a_count_is_whole():
    assert cell.read_whole("3,0") == 3
    with pytest.raises(CellError) as refused:
        cell.read_whole("3,5")
    assert refused.value.code == "whole"


@pytest.mark.parametrize("raw", ["13:30", "13.30", "13:30:00", time(13, 30), AT_HALF_PAST_ONE, 0.5625])
def test_times_are_read_as_people_and_spreadsheets_write_them(raw):
    assert cell.read_time(raw) == time(13, 30)


@pytest.mark.parametrize("raw", ["24:00", "13:60", "13", "halv to", 1.5])
def test_what_is_no_time_of_day_is_refused(raw):
    with pytest.raises(CellError):
        cell.read_time(raw)


@pytest.mark.parametrize(
    "text",
    [
        "010170 - 1234",
        "010170\u20111234",
        "010170\n1234",
        "010170/1234",
        "Se 010170-1234",
        "0101701234",
        "010170 1234",
        "(290204-1234)",
        "010170\u20131234.",
        "01 01 70 1234",
        "01-01-70-1234",
        "01.01.70-1234",
        "0101\u200b701234",
        "010170.1234",
        "\u0660\u0661\u0660\u0661\u0667\u0660-\u0661\u0662\u0663\u0664",
        "cpr010170-1234 kl. 14.30",
    ],
)
def test_a_cpr_number_is_seen(text):
    assert cell.holds_cpr(text)


@pytest.mark.parametrize(
    "text",
    [
        "320170-1234",
        "011370-1234",
        "310270-1234",
        "12345678",
        "01017012345",
        "010170-123",
        "20.11.2026",
        "12 34 56 78",
        "+45 31 31 31 31",
        "0045 12 12 12 12",
        "20.11.2026 14.30",
        "20.11.26 14.30",
        "2026-11-20 14:30",
        "20.11.26-21.11.26",
        "01.01.26 - 02.02.2026",
        "1990-2024",
        "20/11 2026",
        "EAN 5790000123456",
    ],
)
def test_what_only_looks_a_little_like_a_cpr_number_passes(text):
    assert not cell.holds_cpr(text)


@pytest.mark.parametrize("code", ["P-1", "17", "Ærø12", "a" * 40])
def test_pseudonyms(code):
    assert cell.read_pseudonym(code) == code


@pytest.mark.parametrize("code", ["P 1", "a@b.dk", "a" * 41, "-1", "Ida_1", "010170-1234", "P.1"])
def test_what_is_no_pseudonym_is_refused(code):
    with pytest.raises(CellError):
        cell.read_pseudonym(code)


def test_a_number_from_a_spreadsheet_is_a_code_without_decimals():
    assert cell.read_pseudonym(17.0) == "17"


def test_threads_may_have_dots_and_underscores_but_no_blanks():
    assert cell.read_thread("nyt_2026.1-a") == "nyt_2026.1-a"
    for wrong in ("nyt 2026", "a" * 61, ".a", "010170-1234"):
        with pytest.raises(CellError):
            cell.read_thread(wrong)


def test_free_text_has_a_limit_and_loses_control_characters():
    assert cell.read_free_text("a\x00b\n", 5) == "ab"
    assert cell.read_free_text("a\ud83dæ", 5) == "aæ"  # half a character, as JSON can write it
    assert cell.read_free_text("a" * 5, 5) == "a" * 5
    with pytest.raises(CellError, match="6 tegn"):
        cell.read_free_text("a" * 6, 5)
