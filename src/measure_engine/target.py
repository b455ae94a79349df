"""What was promised: a target of one of five kinds, read from plain data, with the decision that changed it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from .language import day, gettext_noop
from .period import SPRING_AND_AUTUMN, Period, PeriodKind, check_season_starts
from .plain import DefinitionError, from_plain, to_plain


class TargetKind(StrEnum):
    REACH_BY = "reach_by"
    EVERY_PERIOD = "every_period"
    LEVEL_AT = "level_at"
    DIRECTION = "direction"
    RATE = "rate"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


PERCENT = ("percent", "%", "pct")


@dataclass(frozen=True, slots=True)
class Target:
    """`value` is in the unit of the figure; shares are written in per cent with unit "percent".

    `area`, `activity` and `part` narrow what is judged (codes; `part` is a key of the definition's split).
    `starts_on` and `ends_on` default to the programme's. `direction` down turns "at least" into "at most". Of
    several targets for the same scope the one with the newest `valid_from` on or before the day asked is valid;
    none is, when that one was given up: `valid_until` is its last day.
    """

    kind: TargetKind
    value: float | None = None
    unit: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    period: PeriodKind | None = None
    season_starts: tuple[int, ...] = SPRING_AND_AUTUMN
    area: str = ""
    activity: str = ""
    part: str = ""
    direction: Direction | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    decision: str = ""

    def __post_init__(self) -> None:
        self._check_value()
        self._check_period()
        check_season_starts(self.season_starts)
        if self.kind is TargetKind.DIRECTION and self.direction is None:
            raise DefinitionError(gettext_noop("mangler. Skriv op (up) eller ned (down)."), field="direction")
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise DefinitionError(
                gettext_noop("målet er opgivet %(end)s, før det gælder %(start)s; byt om på datoerne."),
                field="valid_until", start=day(self.valid_from), end=day(self.valid_until),
            )  # fmt: skip
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise DefinitionError(
                gettext_noop("målet slutter %(end)s, før det begynder %(start)s; byt om på datoerne."),
                field="ends_on", start=day(self.starts_on), end=day(self.ends_on),
            )  # fmt: skip

    @property
    def scope(self) -> tuple[str, str, str]:
        return self.area, self.activity, self.part

    @property
    def is_percent(self) -> bool:
        return self.unit in PERCENT

    def interval(self, programme: Period) -> Period:
        """The dates it runs over."""
        return Period(self.starts_on or programme.start, self.ends_on or programme.end)

    def _check_value(self) -> None:
        if self.value is None and self.kind is not TargetKind.DIRECTION:
            raise DefinitionError(gettext_noop("mangler. Skriv det tal, der skal nås."), field="value")
        if self.value is not None and self.value < 0:
            raise _negative(self.value)
        if self.value is not None and self.is_percent and self.value > 100:
            raise DefinitionError(
                gettext_noop("%(value)s procent kan ikke nås; skriv et tal fra 0 til 100."),
                field="value",
                value=self.value,
            )

    def _check_period(self) -> None:
        if self.kind is TargetKind.EVERY_PERIOD and self.period in (None, PeriodKind.WHOLE):
            raise DefinitionError(
                gettext_noop("mangler. Skriv, om målet gælder hver uge (week), måned (month), kvartal (quarter), "
                             "halvår (half_year), sæson (season), år (year) eller fase (phase)."),
                field="period",
            )  # fmt: skip
        if self.kind is not TargetKind.EVERY_PERIOD and self.period is not None:
            raise DefinitionError(
                gettext_noop("bruges kun, når målet gælder hver periode (every_period); fjern feltet."), field="period"
            )


def read(plain: Any, path: str = "target") -> Target:
    """A target from plain data. "75 %" is read as 75 with unit percent; "-5 %" is refused."""
    if isinstance(plain, Mapping) and isinstance(plain.get("value"), str):
        plain = {**plain, **_written_value(plain["value"], path)}
    target: Target = from_plain(Target, plain, path)
    return target


def write(target: Target) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(target)
    return plain


def valid_on(targets: tuple[Target, ...], when: date) -> tuple[tuple[Target, ...], tuple[Target, ...]]:
    """The targets valid on a day, one per scope, and those replaced or given up (shown beside, with date and decision).

    What replaced another and is given up itself lets nothing older come back.
    """
    known = [each for each in targets if each.valid_from is None or each.valid_from <= when]
    known.sort(key=lambda each: each.valid_from or date.min)
    newest = {each.scope: each for each in known}
    held = [newest[scope] for scope in dict.fromkeys(each.scope for each in targets) if scope in newest]
    valid = tuple(each for each in held if each.valid_until is None or when <= each.valid_until)
    return valid, tuple(each for each in known if not any(each is one for one in valid))


_WRITTEN = re.compile(r"^\s*(?P<sign>[+\-−])?\s*(?P<number>\d+(?:[.,]\d+)?)\s*(?P<percent>%|pct\.?|procent)?\s*$")


def _written_value(text: str, path: str) -> dict[str, Any]:
    found = _WRITTEN.match(text)
    if not found:
        raise DefinitionError(
            gettext_noop("»%(value)s« er ikke et tal. Skriv fx 80 eller 75 %%."), field=f"{path}.value", value=text
        )
    if found["sign"]:
        raise _negative(text).inside(path)
    value = float(found["number"].replace(",", "."))
    return {"value": value, **({"unit": "percent"} if found["percent"] else {})}


def _negative(value: object) -> DefinitionError:
    return DefinitionError(
        gettext_noop("%(value)s er en ændring, ikke et niveau. Skriv det niveau, der skal nås, eller vælg slagsen "
                     "»direction« med retningen op eller ned fra udgangspunktet."),
        field="value", value=value,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where things stood when the promise was made."""

    value: float
    on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    name: str
    value: float


FIELDS = tuple(each.name for each in fields(Target))
