"""Periods: closed intervals of dates, and an interval divided into weeks, months, seasons, years or phases.

Weeks are ISO weeks and belong whole to the year ISO gives them. A period cut by the interval's start or end is
flagged; it is shown but never judged. Weeks planned closed are left out of a division into weeks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from .language import DANISH, MONTHS, Translator, day, gettext_noop
from .plain import DefinitionError
from .world import PhaseRow

ONE_DAY = timedelta(days=1)
SPRING_AND_AUTUMN = (1, 7)


class PeriodKind(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    SEASON = "season"
    YEAR = "year"
    PHASE = "phase"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A closed interval of dates. `code` names it in data ("2026-W07"), `label` on screen."""

    start: date
    end: date
    code: str = ""
    label: str = ""

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise DefinitionError(
                gettext_noop("perioden slutter %(end)s, før den begynder %(start)s; byt om på datoerne."),
                field="period", start=day(self.start), end=day(self.end),
            )  # fmt: skip

    def __contains__(self, when: date) -> bool:
        return self.start <= when <= self.end

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def until(self, when: date) -> "Period | None":
        """The part on or before a date, or None when it has not begun."""
        return replace(self, end=min(self.end, when)) if when >= self.start else None

    def meets(self, other: "Period") -> bool:
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class Slice:
    """One period of a division. `cut`: only part of it lies inside the divided interval."""

    period: Period
    cut: bool = False


def week_of(when: date) -> tuple[int, int]:
    year, week, _ = when.isocalendar()
    return year, week


def containing(
    when: date, kind: PeriodKind, translator: Translator = DANISH, season_starts: tuple[int, ...] = SPRING_AND_AUTUMN
) -> Period:
    """The week, month, quarter, half-year, season or year that a date lies in."""
    if kind is PeriodKind.WEEK:
        return _week(when, translator)
    if kind is PeriodKind.SEASON:
        return _season(when, season_starts, translator)
    months = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6, PeriodKind.YEAR: 12}[kind]
    first = (when.month - 1) // months * months + 1
    return _months(when.year, first, months, _NAMES[kind](when.year, first, translator))


def divide(
    whole: Period,
    kind: PeriodKind,
    *,
    closed_weeks: frozenset[tuple[int, int]] = frozenset(),
    phases: tuple[PhaseRow, ...] = (),
    season_starts: tuple[int, ...] = SPRING_AND_AUTUMN,
    translator: Translator = DANISH,
) -> tuple[Slice, ...]:
    """All periods of a kind that meet an interval, each cut to it; closed weeks left out."""
    if translator is DANISH:
        return _divided_in_danish(whole, kind, closed_weeks, phases, season_starts)
    return _divided(whole, kind, closed_weeks, phases, season_starts, translator)


@lru_cache(maxsize=512)
def _divided_in_danish(
    whole: Period,
    kind: PeriodKind,
    closed_weeks: frozenset[tuple[int, int]],
    phases: tuple[PhaseRow, ...],
    seasons: tuple[int, ...],
) -> tuple[Slice, ...]:
    """Kept, because every running measure asks for the same weeks."""
    return _divided(whole, kind, closed_weeks, phases, seasons, DANISH)


def _divided(
    whole: Period,
    kind: PeriodKind,
    closed_weeks: frozenset[tuple[int, int]],
    phases: tuple[PhaseRow, ...],
    season_starts: tuple[int, ...],
    translator: Translator,
) -> tuple[Slice, ...]:
    if kind is PeriodKind.WHOLE:
        return (Slice(whole),)
    if kind is PeriodKind.PHASE:
        found = [Period(row.starts_on, row.ends_on, row.code, row.name or row.code) for row in phases]
    else:
        found = list(_walk(whole, kind, translator, season_starts))
    open_ = [each for each in found if kind is not PeriodKind.WEEK or week_of(each.start) not in closed_weeks]
    return tuple(_cut(each, whole) for each in sorted(open_) if each.meets(whole))


@lru_cache(maxsize=4096)
def open_days(start: date, end: date, closed_weeks: frozenset[tuple[int, int]]) -> int:
    """Days from start to end, both counted, that do not lie in a week planned closed."""
    total = max(0, (end - start).days + 1)
    for year, week in closed_weeks:
        monday = date.fromisocalendar(year, week, 1)
        total -= max(0, (min(end, monday + timedelta(days=6)) - max(start, monday)).days + 1)
    return total


def check_season_starts(months: tuple[int, ...]) -> None:
    """Seasons are contiguous quarters: each begins where a quarter begins."""
    if not months or list(months) != sorted(set(months)) or not set(months) <= {1, 4, 7, 10}:
        raise DefinitionError(
            gettext_noop("sæsoner begynder i januar, april, juli eller oktober (1, 4, 7, 10) og skrives i rækkefølge."),
            field="season_starts",
        )


def months_after(when: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month: 31 August and 6 give 28 (29) February."""
    year, month = divmod(when.year * 12 + when.month - 1 + months, 12)
    last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - ONE_DAY).day
    return date(year, month + 1, min(when.day, last))


def _walk(whole: Period, kind: PeriodKind, translator: Translator, seasons: tuple[int, ...]) -> Iterator[Period]:
    when = whole.start
    while when <= whole.end:
        found = containing(when, kind, translator, seasons)
        yield found
        when = found.end + ONE_DAY


def _cut(each: Period, whole: Period) -> Slice:
    inside = replace(each, start=max(each.start, whole.start), end=min(each.end, whole.end))
    return Slice(inside, cut=(inside.start, inside.end) != (each.start, each.end))


def _week(when: date, translator: Translator) -> Period:
    year, week = week_of(when)
    monday = date.fromisocalendar(year, week, 1)
    label = translator.gettext("uge %(week)d, %(year)d") % {"week": week, "year": year}
    return Period(monday, monday + timedelta(days=6), f"{year}-W{week:02d}", label)


def _season(when: date, starts: tuple[int, ...], translator: Translator) -> Period:
    """The season that began last; with a first start after January the year's first months belong to the last."""
    begun = [month for month in starts if month <= when.month]
    first, year = (begun[-1], when.year) if begun else (starts[-1], when.year - 1)
    after = [month for month in starts if month > first]
    months = (after[0] if after else starts[0] + 12) - first
    _ = translator.gettext
    if starts == SPRING_AND_AUTUMN:
        name = (f"{year}-S{1 if first == 1 else 2}", (_("forår") if first == 1 else _("efterår")) + f" {year}")
    else:
        last = (first + months - 2) % 12
        name = (f"{year}-S{starts.index(first) + 1}", f"{_(MONTHS[first - 1])}-{_(MONTHS[last])} {year}")
    return _months(year, first, months, name)


def _months(year: int, first: int, months: int, name: tuple[str, str]) -> Period:
    after = first - 1 + months
    end = date(year + after // 12, after % 12 + 1, 1) - ONE_DAY
    return Period(date(year, first, 1), end, *name)


def _name_month(year: int, first: int, translator: Translator) -> tuple[str, str]:
    return f"{year}-{first:02d}", f"{translator.gettext(MONTHS[first - 1])} {year}"


def _name_quarter(year: int, first: int, translator: Translator) -> tuple[str, str]:
    quarter = first // 3 + 1
    return f"{year}-Q{quarter}", translator.gettext("%(n)d. kvartal %(year)d") % {"n": quarter, "year": year}


def _name_half_year(year: int, first: int, translator: Translator) -> tuple[str, str]:
    half = first // 6 + 1
    return f"{year}-H{half}", translator.gettext("%(n)d. halvår %(year)d") % {"n": half, "year": year}


def _name_year(year: int, first: int, translator: Translator) -> tuple[str, str]:
    return str(year), str(year)


_NAMES: dict[PeriodKind, Callable[[int, int, Translator], tuple[str, str]]] = {
    PeriodKind.MONTH: _name_month,
    PeriodKind.QUARTER: _name_quarter,
    PeriodKind.HALF_YEAR: _name_half_year,
    PeriodKind.YEAR: _name_year,
}
