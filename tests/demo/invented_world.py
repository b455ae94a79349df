"""An invented neighbourhood as the engine's world, without a database: as fast as many seeds ask for."""

from datetime import date, time

from demo import generate
from demo.page import day_of
from measure_engine.estimate import BoxCount, Card, Counters
from measure_engine.estimate.counter import total
from measure_engine.world import ActivityRow, AreaRow, OfferRow, Row, RunRow, SessionRow, World

COLUMNS = tuple(Row.__dataclass_fields__)


def world_of(found, rows=None):
    """``found`` is a Neighbourhood; ``rows`` are what is registered, else all that is once it has been put right."""
    plain = found.programme
    return World(
        day_of(plain["programme"]["starts_on"]),
        day_of(plain["programme"]["ends_on"]),
        rows=tuple(row_of(each) for each in (generate.registered(found) if rows is None else rows)),
        areas=tuple(AreaRow(each["code"]) for each in plain["areas"]),
        activities=tuple(_activity(each) for each in plain["activities"]),
        offers=tuple(OfferRow(each["code"]) for each in plain.get("offers", ())),
        runs=tuple(_run(each) for each in plain.get("runs", ())),
        sessions=tuple(_session(each) for each in plain.get("sessions", ())),
        closed_weeks=frozenset(tuple(map(int, week.split("-W"))) for week in plain.get("closed_weeks", ())),
        tallies=_tallies(found, "guest"),
        family_tallies=_tallies(found, "family"),
        box_counts=tuple(_box_count(each) for each in found.box_counts()),
    )


def row_of(item):
    said = {name: value for name, value in item.items() if name in COLUMNS}
    at = said.pop("at", None)
    return Row(**{**said, "on": day_of(said["on"])}, at=time.fromisoformat(at) if at else None)


def times_of(found):
    known = {each["code"]: each for each in found.programme.get("sessions", ())}

    def times(codes):
        return {code: tuple(_time(known[code].get(name)) for name in ("starts_at", "ends_at")) for code in codes}

    return times


def _time(value):
    return time.fromisoformat(value) if isinstance(value, str) else value


def _activity(plain):
    return ActivityRow(
        plain["code"], parent=plain.get("parent"), areas=frozenset(plain.get("areas", ())),
        tags=frozenset(plain.get("tags", ())), starts_on=_day(plain.get("starts_on")),
        ends_on=_day(plain.get("ends_on")),
    )  # fmt: skip


def _run(plain):
    return RunRow(
        plain["code"], name=plain["name"], activity=plain["activity"], area=plain.get("area"),
        starts_on=_day(plain.get("starts_on")), ends_on=_day(plain.get("ends_on")), form=plain.get("form", "group"),
        initiative=plain.get("initiative"),
    )  # fmt: skip


def _session(plain):
    columns = {name: plain.get(name) for name in ("activity", "area", "venue", "run", "initiative")}
    return SessionRow(plain["code"], day_of(plain["on"]), **columns)


def _day(value) -> date | None:
    return day_of(value) if value else None


def _tallies(found, card):
    sums = {}
    for each in found.tallies():
        if each.get("card", "guest") == card:
            sums.setdefault(each["session"], []).append(Counters(**each["counters"]))
    return {session: total(several) for session, several in sums.items()}


def _box_count(each):
    known = {name: each[name] for name in ("printed", "left", "handed_out", "activity", "area", "venue", "card")
             if name in each}  # fmt: skip
    return BoxCount(day_of(each["on"]), **{**known, "card": Card(known.get("card", "guest"))})
