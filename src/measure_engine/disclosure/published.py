"""What may be shown outside the team: text and safe numbers, and nothing that leads back to the raw figure.

Nobody makes these but this package: `publish` from a raw figure, `read` from what a frozen snapshot keeps. Whoever
shows, draws or exports takes them, so a raw `Figure` cannot be shown by mistake.
"""

from collections.abc import Mapping
from dataclasses import InitVar, dataclass, fields
from datetime import date
from typing import Any

from .cell import Cell
from .scope import Rule

SEAL = object()
"""Known to this package only; what is made without it is refused."""


class NotPublished(TypeError):
    """Something was made or shown that has not been through disclosure control."""


@dataclass(frozen=True, slots=True)
class PublishedMissing:
    cell: Cell
    what: str


@dataclass(frozen=True, slots=True)
class PublishedFact:
    """A number beside; `value` is safe, shares are fractions of one."""

    name: str
    label: str
    text: str
    value: float | None


@dataclass(frozen=True, slots=True)
class PublishedPart:
    key: str
    label: str
    figure: "PublishedFigure"


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """Everything a page, chart, text for a picture, CSV or JSON needs. `value` is what may be drawn.

    `withheld` says in Danish why less is shown than was asked; `note` how the numbers are rounded.
    """

    text: str
    shape: str
    unit: str
    rule: Rule
    value: float | None = None
    is_exact: bool = False
    numerator: Cell | None = None
    denominator: Cell | None = None
    percent: str = ""
    interval: str = ""
    low: float | None = None
    high: float | None = None
    missing: tuple[PublishedMissing, ...] = ()
    parts: tuple[PublishedPart, ...] = ()
    facts: tuple[PublishedFact, ...] = ()
    comparison: str = ""
    earlier: str = ""
    measured_on: date | None = None
    depth: str = ""
    light: str = ""
    not_measurable: str = ""
    withheld: str = ""
    note: str = ""
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not SEAL:
            raise NotPublished("a PublishedFigure is made by disclosure.publish or disclosure.read only")

    @property
    def cell(self) -> Cell | None:
        """The one count it shows, when it is a count."""
        return self.numerator if self.shape in ("count", "sum") else None

    def part(self, key: str) -> "PublishedFigure | None":
        return next((part.figure for part in self.parts if part.key == key), None)

    def plain(self) -> dict[str, Any]:
        """As JSON: every field, in its order, whatever the figure."""
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self)}


def read(plain: Mapping[str, Any]) -> PublishedFigure:
    """A published figure as a frozen snapshot kept it."""
    found = dict(plain)
    found["rule"] = Rule(found["rule"])
    for name in ("numerator", "denominator"):
        found[name] = Cell(**found[name]) if found[name] else None
    found["missing"] = tuple(PublishedMissing(Cell(**each["cell"]), each["what"]) for each in found["missing"])
    found["parts"] = tuple(PublishedPart(each["key"], each["label"], read(each["figure"])) for each in found["parts"])
    found["facts"] = tuple(PublishedFact(**each) for each in found["facts"])
    found["measured_on"] = date.fromisoformat(found["measured_on"]) if found["measured_on"] else None
    return PublishedFigure(**found, seal=SEAL)


def published(figure: object) -> PublishedFigure:
    """The figure itself, or a loud refusal of anything that has not been through disclosure control."""
    if not isinstance(figure, PublishedFigure):
        raise NotPublished(f"{type(figure).__name__} has not been through disclosure control")
    return figure


def _plain(value: Any) -> Any:
    if isinstance(value, PublishedFigure):
        return value.plain()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, (Cell, PublishedMissing, PublishedPart, PublishedFact)):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return value.isoformat() if isinstance(value, date) else value
