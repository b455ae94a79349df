"""From a spec file (a programme in the format of programme files, entries as CSV) to a World, without a database.

Only what measures read is built; codes are the ids. The same files go through the database elsewhere.
"""

import csv
import io
from datetime import date, time
from pathlib import Path
from typing import Any

import yaml

from measure_engine.estimate import BoxCount, Card, Counters, DoorCheck
from measure_engine.world import (
    ActivityRow,
    AreaFigure,
    AreaRow,
    InitiativeRow,
    OfferRow,
    OrganisationRow,
    PhaseRow,
    Row,
    RunRow,
    SessionRow,
    VenueRow,
    World,
)

FOLDER = Path(__file__).parent / "row"
MORE = Path(__file__).parent / "more"
"""Worked tables of measures that no row of the field asks for."""

REFERENCES = ("activity", "area", "venue", "session", "run", "offer", "partner", "subject", "linked_subject",
              "household", "thread")  # fmt: skip
WORDS = ("step", "topic", "channel", "source", "sex", "age_band", "first_time")
WHOLE = ("people", "families")


class PlainLoader(yaml.SafeLoader):
    """YAML in which `on`, `yes` and `no` are words, as in programme files."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith(":bool") or first in "tTfF"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=PlainLoader)


def paths() -> list[Path]:
    return sorted(FOLDER.glob("*.yaml"))


def all_paths() -> list[Path]:
    """The rows of the field, and the measures beside."""
    return [*paths(), *sorted(MORE.glob("*.yaml"))]


def entries(text: str) -> list[dict[str, str]]:
    """The rows of a CSV block; blank cells are left out."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = csv.DictReader(io.StringIO("\n".join(lines)), strict=True)
    return [{key: value.strip() for key, value in row.items() if value and value.strip()} for row in found]


def build_row(number: int, cells: dict[str, str]) -> Row:
    known: dict[str, Any] = {name: cells[name] for name in (*REFERENCES, *WORDS) if name in cells}
    known |= {name: int(cells[name]) for name in WHOLE if name in cells}
    if "value" in cells:
        known["value"] = float(cells["value"])
    if "at" in cells:
        known["at"] = time.fromisoformat(cells["at"])
    return Row(cells.get("id", f"e{number:03d}"), cells["kind"], date.fromisoformat(cells["on"]), **known)


def build(spec: dict[str, Any]) -> World:
    plan = spec["programme"]
    rows = tuple(build_row(number, cells) for number, cells in enumerate(entries(spec.get("entries", "")), start=1))
    return World(
        starts_on=_day(plan["programme"]["starts_on"]),
        ends_on=_day(plan["programme"]["ends_on"]),
        rows=rows,
        areas=tuple(_area(each) for each in plan.get("areas", ())),
        venues=tuple(VenueRow(each["code"], each["code"], each.get("name", "")) for each in plan.get("venues", ())),
        organisations=tuple(
            OrganisationRow(each["code"], each["code"], each.get("name", ""), each.get("kind", ""))
            for each in plan.get("organisations", ())
        ),
        activities=tuple(_activity(each) for each in plan.get("activities", ())),
        offers=tuple(_offer(each) for each in plan.get("offers", ())),
        runs=tuple(_run(each) for each in plan.get("runs", ())),
        sessions=tuple(_session(each) for each in plan.get("sessions", ())),
        initiatives=tuple(_initiative(each) for each in plan.get("initiatives", ())),
        phases=tuple(
            PhaseRow(each["code"], _day(each["starts_on"]), _day(each["ends_on"]), each.get("name", ""))
            for each in plan.get("phases", ())
        ),
        closed_weeks=frozenset(_week(each) for each in plan.get("closed_weeks", ())),
        aliases=dict(spec.get("aliases", {})),
        tallies={session: _counters(sums) for session, sums in spec.get("tallies", {}).items()},
        family_tallies={session: _counters(sums) for session, sums in spec.get("family_tallies", {}).items()},
        box_counts=tuple(BoxCount(**_dated(each)) for each in spec.get("box_counts", ())),
        door_checks=tuple(DoorCheck(**_dated(each)) for each in spec.get("door_checks", ())),
    )


def _counters(sums: dict[str, int] | int) -> Counters:
    """The sums of a session; a number alone is its visits."""
    return Counters(visits=sums) if isinstance(sums, int) else Counters(**sums)


def _dated(plain: dict[str, Any]) -> dict[str, Any]:
    card = {"card": Card(plain["card"])} if "card" in plain else {}
    return {**plain, **card, "on": _day(plain["on"])}


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _week(text: str) -> tuple[int, int]:
    year, week = text.split("-W")
    return int(year), int(week)


def _list(plain: dict[str, Any], name: str) -> frozenset[str]:
    return frozenset(plain.get(name) or ())


def _area(plain: dict[str, Any]) -> AreaRow:
    figures = tuple(
        AreaFigure(_day(each["from"]), each.get("people"), each.get("dwellings")) for each in plain.get("figures", ())
    )
    return AreaRow(plain["code"], plain["code"], plain.get("name", ""), figures)


def _activity(plain: dict[str, Any]) -> ActivityRow:
    return ActivityRow(
        plain["code"], plain["code"], plain.get("name", ""), plain.get("focus_area", ""), plain.get("parent"),
        _list(plain, "areas"), _list(plain, "tags"), _list(plain, "partners"), plain.get("form", ""),
    )  # fmt: skip


def _offer(plain: dict[str, Any]) -> OfferRow:
    return OfferRow(
        plain["code"], plain["code"], plain.get("name", ""), plain.get("provider"), plain.get("kind", ""),
        plain.get("external", False),
    )  # fmt: skip


def _run(plain: dict[str, Any]) -> RunRow:
    ends = plain.get("ends_on")
    rule = plain.get("rule")
    return RunRow(
        plain["code"], plain["code"], plain.get("name", ""), plain.get("activity"), plain.get("area"),
        plain.get("venue"), _day(plain["starts_on"]), _day(ends) if ends else None, _list(plain, "tags"),
        plain.get("partner"), plain.get("form", "group"), _share(rule) if rule else 2 / 3, plain.get("offer"),
        plain.get("initiative"),
    )  # fmt: skip


def _share(text: Any) -> float:
    over, _, under = str(text).partition("/")
    return float(over) / float(under or 1)


def _session(plain: dict[str, Any]) -> SessionRow:
    tags, form = _list(plain, "tags"), plain.get("form", "")
    return SessionRow(
        plain["code"], _day(plain["on"]), plain["code"], plain.get("name", ""), plain.get("activity"),
        plain.get("area"), plain.get("venue"), plain.get("run"), plain.get("initiative"), tags, form,
    )  # fmt: skip


def _initiative(plain: dict[str, Any]) -> InitiativeRow:
    return InitiativeRow(
        plain["code"], plain["code"], plain.get("name", ""), plain.get("area"), plain.get("activity"),
        plain.get("method", ""), plain.get("with_civil_society", False), plain.get("need"),
    )  # fmt: skip
