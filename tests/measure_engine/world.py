"""The small world most engine tests share: a café, a course with two runs, two areas, an offer."""

from dataclasses import replace
from datetime import date

from measure_engine.estimate import Counters
from measure_engine.world import (
    ActivityRow,
    AreaFigure,
    AreaRow,
    OfferRow,
    OrganisationRow,
    Row,
    RunRow,
    SessionRow,
    World,
)

START, END = date(2024, 1, 1), date(2025, 12, 31)

WORLD = World(
    START,
    END,
    areas=(
        AreaRow("nord", figures=(AreaFigure(START, 100, 40),)),
        AreaRow("syd", figures=(AreaFigure(START, 50, 20),)),
    ),
    organisations=(OrganisationRow("center"),),
    activities=(
        ActivityRow("cafe", areas=frozenset({"nord"})),
        ActivityRow("kursus"),
        ActivityRow("morgencafe", parent="cafe", tags=frozenset({"morgen"})),
    ),
    offers=(OfferRow("rygestop", provider="center", kind="municipal_health", external=True),),
    runs=(
        RunRow("foraar", activity="kursus", starts_on=date(2024, 2, 1), ends_on=date(2024, 3, 31)),
        RunRow("loebende", activity="kursus", starts_on=date(2024, 2, 1)),
    ),
    sessions=(
        SessionRow("c1", date(2024, 2, 6), activity="cafe"),
        SessionRow("c2", date(2024, 2, 13), activity="cafe"),
        SessionRow("m1", date(2024, 2, 7), activity="morgencafe"),
        SessionRow("k1", date(2024, 2, 5), activity="kursus", run="foraar"),
        SessionRow("k2", date(2024, 2, 12), activity="kursus", run="foraar"),
        SessionRow("k3", date(2024, 2, 19), activity="kursus", run="foraar"),
    ),
)


def entry(kind, on, **columns):
    """One entry; its id is made from what it says."""
    day = on if isinstance(on, date) else date.fromisoformat(on)
    return Row(columns.pop("id", (kind, day, *sorted(columns.items()))), kind, day, **columns)


def world(*rows, tallies=None, **changes):
    """The world with these rows. A tally that is a number is that many visits."""
    sums = {
        session: Counters(visits=sum_) if isinstance(sum_, int) else sum_ for session, sum_ in (tallies or {}).items()
    }
    return replace(WORLD, rows=tuple(rows), tallies=sums, **changes)


def held(*codes):
    days = {session.id: session.on for session in WORLD.sessions}
    return tuple(entry("session", days[code], session=code, step="held") for code in codes)
