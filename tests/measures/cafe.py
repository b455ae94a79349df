"""Cafés counted by stamp card, with the lights a test asks for: sums and controls laid into the programme's world."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from measure_engine.estimate import BoxCount, Counters, DoorCheck
from measure_engine.world import SessionRow
from traedesten.measures import board, surroundings
from traedesten.programme.models import Activity, Criterion, Target

WEEKS = 56
# What one café has tapped in all; with 445 cards gone and 114 of 120 at the door it is "mindst 260", 280-350 likely.
SUMS = Counters(
    visits=4308, card_visits=2786, new_guests=290, new_without_card=48, replaced_cards=153, forgotten_or_lost=706,
    second_by_card=166, second_asked=46, audit_asked=99, audit_wrong=1,
)  # fmt: skip
FEW = Counters(visits=95, card_visits=8, new_guests=30)


@dataclass(frozen=True)
class Cafe:
    """`door_age` is how many days ago the door was checked; None for never. `box` says whether cards are counted."""

    code: str
    name: str
    target: float
    door_age: int | None
    box: bool = True
    sums: Counters = SUMS


GREEN = Cafe("kilden", "Café Kilden", 275, 20)
YELLOW = Cafe("broen", "Café Broen", 500, 150)
RED = Cafe("engen", "Café Engen", 340, None)
EARLY = Cafe("havnen", "Café Havnen", 60, 10, sums=FEW)
LIGHTS = (GREEN, YELLOW, RED, EARLY)


def open_cafes(cast, monkeypatch, today: date, cafes=LIGHTS) -> list[Criterion]:
    """A criterion for each café, and the programme's world with their sums and controls."""
    Criterion.objects.filter(programme=cast.here).delete()
    made = [_criterion(cast, number, cafe) for number, cafe in enumerate(cafes, start=1)]
    keys = dict(Activity.objects.filter(programme=cast.here).values_list("code", "pk"))
    build = surroundings.world_of
    monkeypatch.setattr(surroundings, "world_of", lambda *args: _laid_in(build(*args), cafes, keys, today))
    board.forget()
    return made


def _criterion(cast, number: int, cafe: Cafe) -> Criterion:
    activity = Activity.objects.create(programme=cast.here, code=cafe.code, name=cafe.name)
    criterion = Criterion.objects.create(
        programme=cast.here, code=f"G{number}", row="32", text=f"Forskellige gæster i {cafe.name}",
        activity=activity, measure={"preset": "unique_guests", "activities": cafe.code},
    )  # fmt: skip
    Target.objects.create(criterion=criterion, kind="reach_by", value=cafe.target)
    return criterion


def _laid_in(made, cafes, keys, today: date):
    days = [today - timedelta(weeks=back) for back in range(WEEKS)]
    sessions, tallies, boxes, doors = [], {}, [], []
    for cafe in cafes:
        place = {"activity": keys[cafe.code]}
        for number, on in enumerate(days):
            key = f"{cafe.code}-{number}"
            sessions.append(SessionRow(key, on, **place))
            tallies[key] = _share(cafe.sums, number)
        if cafe.box:
            boxes.append(BoxCount(today, 500, left=55, **place))
        if cafe.door_age is not None:
            doors.append(DoorCheck(today - timedelta(days=cafe.door_age), 120, 114, **place))
    return replace(
        made, starts_on=days[-1], ends_on=today + timedelta(days=500), sessions=(*made.sessions, *sessions),
        tallies=tallies, box_counts=tuple(boxes), door_checks=tuple(doors),
    )  # fmt: skip


def _share(sums: Counters, week: int) -> Counters:
    """An even share of each sum; the oldest week has what is left over."""
    more = week == WEEKS - 1
    counted = {name: getattr(sums, name) for name in sums.__dataclass_fields__}
    return Counters(**{name: n // WEEKS + (n % WEEKS if more else 0) for name, n in counted.items()})
