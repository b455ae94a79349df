"""How the programme stands, for the first page: asked for once the page is there, for it may be worked out anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from measure_engine.estimate import Colour
from measure_engine.judgement import Status
from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.desk.attention import page
from traedesten.desk.cafe_place import Place, places
from traedesten.desk.workplace import Workplace
from traedesten.measures import board, cafe, compass
from traedesten.measures.card import Card, card
from traedesten.measures.compass import Tally

BEHIND = (Status.BEHIND, Status.NOT_REACHED)
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Control:
    """A café whose count is getting unsure, and what to do about it."""

    name: str
    said: str
    colour: Colour
    place: Place


@dataclass(frozen=True, slots=True)
class Figures:
    """``uncounted`` is how many criteria cannot be counted, with the reason on the compass."""

    tallies: tuple[Tally, ...]
    behind: tuple[Card, ...]
    more_behind: int
    uncounted: tuple[str, ...]
    controls: tuple[Control, ...]
    is_over: bool = False  # the programme has ended
    to_mend: int = 0  # what needs a look that the person can do something about

    @property
    def is_empty(self) -> bool:
        return not (self.tallies or self.controls or self.to_mend)


def of(workplace: Workplace) -> Figures:
    as_of = board.day_for(workplace.programme)
    may = workplace.standing.may
    readings = board.of_staff(workplace.staff, workplace.programme, as_of) if may(Permission.SEE_FIGURES) else ()
    behind = [card(reading) for reading in readings if reading.status in BEHIND]
    return Figures(
        tallies=compass.tallies([card(reading) for reading in readings]),
        behind=tuple(behind[:SHOWN]),
        more_behind=max(len(behind) - SHOWN, 0),
        uncounted=tuple(reading.criterion.code for reading in readings if reading.fault),
        controls=tuple(_controls(workplace, as_of)),
        is_over=workplace.programme.ends_on < clock.today(),
        to_mend=page.of(workplace).to_mend,
    )


def _controls(workplace: Workplace, as_of: date) -> list[Control]:
    """The most pressing thing to do at each café the person counts at, while the programme goes on."""
    found = []
    for here in places(workplace):
        if here.site.is_counted and here.may_count and as_of == clock.today():
            to_do = cafe.of_site(workplace.programme, here.site, as_of).to_do
            if to_do:
                worst = max(to_do, key=lambda check: check.colour is Colour.RED)
                found.append(Control(here.site.name, worst.to_do, worst.colour, here))
    return found
