"""What people write for dates, times and numbers, and what they are told when it cannot be read."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
import time_machine
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from traedesten.core.form_field import (
    DateField,
    NumberField,
    PastDateField,
    TimeField,
    WholeNumberField,
    parse_date,
    parse_number,
    parse_time,
)

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("20.11.2026", date(2026, 11, 20)),
        ("20/11-2026", date(2026, 11, 20)),
        ("20-11-2026", date(2026, 11, 20)),
        ("20/11/2026", date(2026, 11, 20)),
        ("20. 11. 2026", date(2026, 11, 20)),
        ("2026-11-20", date(2026, 11, 20)),
        (" 1.2.26 ", date(2026, 2, 1)),
        ("3. november 2026", date(2026, 11, 3)),
        ("den 3. nov 2026", date(2026, 11, 3)),
        ("3. maj", date(2026, 5, 3)),
        ("19/11", date(2026, 11, 19)),
        ("24.12.", date(2025, 12, 24)),
        ("24. december", date(2025, 12, 24)),
        ("i dag", TODAY),
        ("I GÅR", date(2026, 11, 19)),
        ("i forgårs", date(2026, 11, 18)),
    ],
)
def test_dates_people_write(text, meant):
    assert parse_date(text, today=TODAY) == meant


@pytest.mark.parametrize(
    "text", ["31.2.2026", "11/20/2026", "i overmorgen", "20", "20.11.202", "2026-13-01", "3. juni-ish"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):
        parse_date(text, today=TODAY)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_date_is_read_back_as_it_is_shown(day):
    assert parse_date(day.strftime("%d.%m.%Y"), today=TODAY) == day
    assert parse_date(f"{day.day}/{day.month}-{day.year}", today=TODAY) == day
    assert parse_date(day.isoformat(), today=TODAY) == day


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 300))
def test_a_date_without_a_year_is_never_in_the_future(today, back):
    day = today - timedelta(days=back)
    assert parse_date(f"{day.day}.{day.month}", today=today) == day


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("14.30", time(14, 30)),
        ("14:30", time(14, 30)),
        ("1430", time(14, 30)),
        ("9", time(9)),
        ("kl. 9.05", time(9, 5)),
    ],
)
def test_times_people_write(text, meant):
    assert parse_time(text) == meant


@pytest.mark.parametrize("text", ["25.00", "14.60", "halv tre", "143"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError):
        parse_time(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1.250", "1250"),
        ("1.250,75", "1250.75"),
        ("1 250", "1250"),
        ("-3", "-3"),
        ("0,5", "0.5"),
        ("1.234.567", "1234567"),
    ],
)
def test_numbers_people_write(text, meant):
    assert parse_number(text) == Decimal(meant)


@pytest.mark.parametrize("text", ["12,5,5", "1.25.0", "tolv", "12,", ",5", "1e3", "NaN", "--1", "1,250.5"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError):
        parse_number(text)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_every_number_is_read_back_as_danes_write_it(number):
    assert parse_number(f"{number:,.2f}".translate(str.maketrans(",.", ".,"))) == number


def said(field: forms.Field, value: str) -> str:
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(value)
    assert len(refused.value.messages) == 1
    return refused.value.messages[0]


def test_an_unreadable_date_is_repeated_and_put_right():
    assert said(DateField(), "i overmorgen") == (
        "»i overmorgen« kan ikke læses som en dato. Skriv dag, måned og år, for eksempel 20.11.2026."
    )


def test_what_happened_cannot_lie_in_the_future_but_may_be_today():
    with time_machine.travel(datetime.fromisoformat("2026-11-20T12:00+01:00"), tick=False):
        assert PastDateField().clean("20.11.2026") == TODAY
        assert said(PastDateField(), "21.11.2026").startswith("Datoen 21.11.2026 ligger i fremtiden.")
        assert DateField().clean("21.11.2026") == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (WholeNumberField(), "12,5", "12,5 er ikke et helt tal. Skriv det uden komma, for eksempel 12."),
        (WholeNumberField(least=1), "0", "0 er for lidt. Skriv mindst 1."),
        (WholeNumberField(most=1500), "1501", "1.501 er for meget. Skriv højst 1.500."),
        (NumberField(decimals=2), "2,555", "2,555 har for mange decimaler. Skriv højst 2 efter kommaet."),
        (
            NumberField(),
            "tolv",
            "»tolv« kan ikke læses som et tal. Brug kun cifre og eventuelt komma, for eksempel 12,5.",
        ),
        (NumberField(), "", "Skriv et tal, for eksempel 12,5."),
        (
            TimeField(),
            "halv tre",
            "»halv tre« kan ikke læses som et klokkeslæt. Skriv timer og minutter, for eksempel 14.30.",
        ),
    ],
)
def test_refusals_say_what_would_be_right(field, value, sentence):
    assert said(field, value) == sentence


def test_the_limits_themselves_are_allowed():
    assert WholeNumberField(least=1, most=1500).clean("1") == 1
    assert WholeNumberField(least=1, most=1500).clean("1.500") == 1500
    assert NumberField(decimals=2).clean("2,55") == Decimal("2.55")
    assert isinstance(WholeNumberField().clean("7"), int)


def test_empty_is_nothing_where_nothing_is_asked():
    for field in (DateField, TimeField, NumberField, WholeNumberField):
        assert field(required=False).clean("") is None


def test_values_are_shown_the_danish_way():
    class Shown(forms.Form):
        on = DateField()
        at = TimeField()
        hours = NumberField()

    html = str(Shown(initial={"on": TODAY, "at": time(9, 5), "hours": Decimal("1250.5")}))
    assert 'value="20.11.2026"' in html
    assert 'value="09.05"' in html
    assert 'value="1.250,5"' in html
    with translation.override("en"):  # what the field reads does not change with the language of the page
        assert 'value="1.250,5"' in str(Shown(initial={"hours": Decimal("1250.5")}))


def test_what_was_typed_is_still_there_after_a_refusal():
    class Typed(forms.Form):
        on = DateField()
        hours = NumberField()

    html = str(Typed({"on": "i overmorgen", "hours": "tolv"}))
    assert 'value="i overmorgen"' in html
    assert 'value="tolv"' in html
