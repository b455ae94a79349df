"""Twenty criteria written out by hand in SQL, one statement each, the same on SQLite and PostgreSQL.

They are a second oracle beside the reference evaluator and share no line with it: they read the tables themselves, with
superseded and withdrawn entries, people who turned out to be one, and blanks that a session, a course or an activity
fills. They are also what a careful programmer would otherwise have written, and so what the engine's speed is set
beside (`tools/bench_oracle.py`).

A statement gives rows of part, value, numerator and denominator; the whole has the part ''. No window functions, no
arithmetic with days (they come as parameters), nothing of one database only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from measure_engine.definition import Definition
from measure_engine.period import Period, PeriodKind, divide, months_after
from measure_engine.preset import definition_of
from traedesten.journal import vocabulary as v
from traedesten.programme import promise
from traedesten.programme.models import Programme

HERE = Path(__file__).parent
WORDS = {
    "kind": v.KINDS, "step": v.STEPS, "channel": v.CHANNELS, "sex": v.SEXES, "first_time": v.FIRST_TIMES,
}  # fmt: skip
NUMBERS = {f"{name}_{word}": number for name, words in WORDS.items() for word, number in words.items()}
QUARTER = timedelta(days=91)

Found = dict[str, tuple[float | None, float | None, float | None]]
"""Value, numerator and denominator, by part."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One file, and the row of the field's criteria that it says; "" for the one that no row asks for."""

    name: str
    row: str

    def sql(self, programme: Programme, period: Period) -> str:
        text = (HERE / f"{self.name}.sql").read_text(encoding="utf-8")
        if self.name != "weeks_open":
            return text
        cafe = self.definition(programme).select[0].activities[0]
        return text.replace("{cafe}", cafe).replace("{weeks}", _weeks(programme, period))

    def definition(self, programme: Programme) -> Definition:
        if not self.row:
            return definition_of({"preset": "hours_given"})
        return promise.definition_of(programme.criteria.get(row=self.row))

    def ask(self, programme: Programme, period: Period, as_of: date) -> Found:
        """What the database says of the part of the period that lies behind on the day."""
        with connection.cursor() as cursor:
            cursor.execute(*self.asked(programme, period, as_of))
            rows = cursor.fetchall()
        return {part: tuple(None if each is None else float(each) for each in rest) for part, *rest in rows}  # type: ignore[misc]

    def asked(self, programme: Programme, period: Period, as_of: date) -> tuple[str, dict[str, Any]]:
        """The statement and what it is asked with."""
        end = min(period.end, as_of)
        days = {
            "start": period.start, "end": end, "as_of": as_of,
            "year_before": months_after(end, -12), "quarter_before": end - QUARTER,
        }  # fmt: skip
        said = {name: day.isoformat() for name, day in days.items()}
        return self.sql(programme, Period(period.start, end)), {"programme": programme.pk, **NUMBERS, **said}


STATEMENTS = (
    Statement("women_taking_part", "20"),
    Statement("people_contacted", "31"),
    Statement("sessions_with_tag", "6"),
    Statement("weeks_open", "13"),
    Statement("families_a_session", "28"),
    Statement("publications", "12"),
    Statement("referrals_by_kind", "50a"),
    Statement("completed", "38"),
    Statement("took_part_afterwards", "41"),
    Statement("retained", "40"),
    Statement("active_volunteers", "1"),
    Statement("plan_at_the_end", "24"),
    Statement("families_advised", "25"),
    Statement("share_of_men", "58b"),
    Statement("areas_with_opening", "29"),
    Statement("hours_given", ""),
    Statement("initiatives_from_need", "43"),
    Statement("conversations", "47"),
    Statement("good_visits", "34"),
    Statement("outside_figure", "3"),
)


def _weeks(programme: Programme, period: Period) -> str:
    """The whole open weeks that are over, as rows of a statement; one with nothing in it where there are none."""
    closed = frozenset(programme.closed_weeks.values_list("year", "week"))
    weeks = [each.period for each in divide(period, PeriodKind.WEEK, closed_weeks=closed) if not each.cut]
    return ", ".join(f"('{each.start}', '{each.end}')" for each in weeks) or "('', '')"
