"""Everything that may be turned in a neighbourhood, in one value; the stresses of counting.md by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from demo.cafe.setting import HABITS, Cafe, Guests, Habits


@dataclass(frozen=True, slots=True)
class Writing:
    """How the team writes down, as shares of what happened; days are the longest it takes.

    After a change of staff things go worse for `settling_days`.
    """

    late: float = 0.25
    late_days: int = 14
    wrong: float = 0.012
    doubled: float = 0.006
    found_days: int = 21
    settling_days: int = 60
    settling_late: float = 0.5
    settling_wrong: float = 0.03
    staff_changes: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """One neighbourhood. `cafes` are those counted by stamp card, by area; `two_cafes` is the share of a café's guests
    who use another as well."""

    name: str = "usual"
    writing: Writing = Writing()
    cafes: Mapping[str, Cafe] = field(default_factory=dict)
    two_cafes: float = 0.04

    def under(self, name: str) -> Settings:
        """The same neighbourhood under a named stress of counting.md; "usual" is as it stands below."""
        if name == "usual":
            return self
        return replace(self, name=name, cafes={area: _under(cafe, name) for area, cafe in self.cafes.items()})


def _under(cafe: Cafe, name: str) -> Cafe:
    """The stress is of the guests and the taps; how often anybody looks after the site stays as it is."""
    return replace(cafe, habits=replace(HABITS[name], door_checks_a_year=cafe.habits.door_checks_a_year))


def _guests(residents: int, reach: float) -> Guests:
    """A café people hear of over half a year, with many who stay and some who move on."""
    return Guests(
        residents=residents, reach=reach, discovery=38, once=0.16, rate=0.28, shape=1.0, tie=240, moving=0.002
    )


# Of some hundred and fifty families with children in an area, those who use the café together.
FAMILIES = Guests(residents=150, reach=0.25, discovery=30, once=0.20, rate=0.22, shape=1.0, tie=160, moving=0.002)

SETTINGS: dict[str, Settings] = {
    "elmelev-syd": Settings(writing=Writing(staff_changes=(date(2021, 8, 2), date(2022, 10, 3)))),
    "mosevad": Settings(
        writing=Writing(staff_changes=(date(2026, 9, 1), date(2027, 11, 1))),
        cafes={
            # Looked after as it should be: a green light.
            "blaaklokke-humle": Cafe(_guests(1078, 0.30), families=FAMILIES),
            # Open since March, and nobody has ever stood at the door and counted: red after eight months.
            "stenurtvangen": Cafe(_guests(1234, 0.24), Habits(door_checks_a_year=0)),
            # The box is counted twice a year only, and one in three forgets the card: yellow.
            "enghoej-tvaerby": Cafe(_guests(409, 0.26), Habits(forgotten=0.34), months_between_boxes=6),
        },
    ),
    "gyvelby": Settings(writing=Writing(staff_changes=(date(2026, 8, 17),))),
    "marehalm": Settings(),
}

NAMES = tuple(HABITS)
