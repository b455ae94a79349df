"""Numbers and days as they are written to people."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from traedesten.core.writing import written_day, written_number


@pytest.mark.parametrize(
    ("value", "decimals", "danish", "english"),
    [
        (212, None, "212", "212"),
        (1250, None, "1.250", "1,250"),
        (Decimal("1250.50"), None, "1.250,5", "1,250.5"),
        (Decimal("100.00"), None, "100", "100"),
        (33.333333, None, "33,33", "33.33"),
        (33.333333, 0, "33", "33"),
        (0.5, 1, "0,5", "0.5"),
        (-1250, None, "-1.250", "-1,250"),
    ],
)
def test_numbers(value, decimals, danish, english):
    assert written_number(value, decimals) == danish
    with translation.override("en"):
        assert written_number(value, decimals) == english


def test_days_name_the_year_only_when_it_is_another():
    assert written_day(date(2026, 11, 19), today=date(2026, 11, 20)) == "torsdag 19. november"
    assert written_day(date(2025, 11, 20), today=date(2026, 11, 20)) == "torsdag 20. november 2025"
    with translation.override("en"):
        assert written_day(date(2026, 11, 19), today=date(2026, 11, 20)) == "Thursday 19 November"
        assert written_day(date(2025, 11, 20), today=date(2026, 11, 20)) == "Thursday 20 November 2025"


def test_in_templates_only_what_asks_is_grouped():
    template = Template("{{ year }} {{ year|number }} {{ nothing|number }} {{ nothing|day }}.")
    assert template.render(Context({"year": 2026, "nothing": None})) == "2026 2.026 – ."
