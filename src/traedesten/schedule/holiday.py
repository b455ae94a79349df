"""Danish public holidays by day, and the customary days off that a place may keep closed as well.

The `holidays` package knows when each came and went: store bededag is one up to 2023.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

import holidays

# Not public holidays, but most of the field keeps them: Constitution Day and the two eves. The first of May is work.
CUSTOMARY = ("Grundlovsdag", "Juleaftensdag", "Nytårsaften")


@lru_cache(maxsize=64)
def _of_year(year: int) -> tuple[Mapping[date, str], Mapping[date, str]]:
    public = holidays.country_holidays("DK", years=year, language="da")
    optional = holidays.country_holidays("DK", years=year, language="da", categories=("optional",))
    return dict(public.items()), {day: name for day, name in optional.items() if name in CUSTOMARY}


def public(years: Iterable[int]) -> dict[date, str]:
    """Public holidays of the years, by day."""
    return {day: name for year in years for day, name in _of_year(year)[0].items()}


def customary(years: Iterable[int]) -> dict[date, str]:
    """The days of `CUSTOMARY`, by day."""
    return {day: name for year in years for day, name in _of_year(year)[1].items()}


def between(first: date, last: date, *, with_customary: bool = False) -> dict[date, str]:
    """Names of the holidays from one day to another, both with."""
    years = range(first.year, last.year + 1)
    found = public(years) | (customary(years) if with_customary else {})
    return {day: name for day, name in sorted(found.items()) if first <= day <= last}
