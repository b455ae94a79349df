"""The data-quality light that is shown with every estimate (counting.md 3.4), with its reasons in words."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..language import DANISH, Translator, day, gettext_noop, number
from .formula import Unique

FRESH_MONTHS = 4
STALE_MONTHS = 8
DISAGREE = 0.10
DISAGREE_MUCH = 0.20
MOST_WITHOUT_CARD = 0.30


class Colour(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


COLOUR_NAMES = {
    Colour.GREEN: gettext_noop("sikkert grundlag"),
    Colour.YELLOW: gettext_noop("noget usikkert grundlag"),
    Colour.RED: gettext_noop("usikkert grundlag"),
}


@dataclass(frozen=True, slots=True)
class Light:
    """`reasons` are translated Danish sentences, the gravest first; none when the light is green."""

    colour: Colour
    reasons: tuple[str, ...] = ()

    def label(self, translator: Translator = DANISH) -> str:
        return translator.gettext(COLOUR_NAMES[self.colour])

    def sentence(self, translator: Translator = DANISH) -> str:
        """The light and its reasons in one; empty where nothing is wrong."""
        return f"{self.label(translator).capitalize()}: {' '.join(self.reasons)}" if self.reasons else ""


def worse(one: Light, other: Light) -> Light:
    """The light of a figure that rests on two countings: the graver colour, and what is wrong with either."""
    colour = max(one.colour, other.colour, key=list(Colour).index)
    return Light(colour, tuple(dict.fromkeys((*one.reasons, *other.reasons))))


@dataclass(frozen=True, slots=True)
class Checked:
    """When each control was last made at the site that is furthest behind, and since when guests have been counted.

    `impossible` are sentences about controls that contradict the taps.
    """

    since: date
    door_on: date | None = None
    box_on: date | None = None
    audit_on: date | None = None
    impossible: tuple[str, ...] = ()


def light_of(
    found: Unique | None, forgotten: float, checked: Checked, on: date, translator: Translator = DANISH
) -> Light:
    """Green when nothing is wrong, red for what makes the figure a guess, else yellow."""
    faults = [*_ages(checked, on, translator), *_disagreement(found, translator)]
    faults += [(Colour.YELLOW, sentence) for sentence in checked.impossible]
    if forgotten >= MOST_WITHOUT_CARD:
        text = translator.gettext("%(share)s %% af besøgene fra gæster med kort var uden kortet; under 30 %% er godt.")
        faults.append((Colour.YELLOW, text % {"share": number(100 * forgotten, 0, translator)}))
    red = [sentence for colour, sentence in faults if colour is Colour.RED]
    yellow = [sentence for colour, sentence in faults if colour is Colour.YELLOW]
    colour = Colour.RED if red else Colour.YELLOW if yellow else Colour.GREEN
    return Light(colour, (*red, *yellow))


def months_before(when: date, months: int) -> date:
    """The same day so many months earlier, or the month's last."""
    years, month = divmod(when.year * 12 + when.month - 1 - months, 12)
    return date(years, month + 1, min(when.day, monthrange(years, month + 1)[1]))


_MADE = (
    ("door_on", gettext_noop("Seneste dørtælling er fra %(date)s; den skal være under fire måneder gammel."),
     gettext_noop("Der er ikke lavet en dørtælling."), True),
    ("box_on", gettext_noop("Kortene i kassen er sidst talt %(date)s; det skal være under fire måneder siden."),
     gettext_noop("Kortene i kassen er ikke talt."), True),
    ("audit_on", gettext_noop("Kontrolspørgsmålet er sidst stillet %(date)s; det skal være under fire måneder siden."),
     gettext_noop("Kontrolspørgsmålet er ikke stillet."), False),
)  # fmt: skip
"""Control, what is said when it is old, what is said when it was never made, and whether want of it turns red."""


def _ages(checked: Checked, on: date, translator: Translator) -> list[tuple[Colour, str]]:
    faults = []
    for name, old, never, may_be_red in _MADE:
        made_on: date | None = getattr(checked, name)
        if made_on is not None and made_on > months_before(on, FRESH_MONTHS):
            continue
        red = may_be_red and (made_on or checked.since) <= months_before(on, STALE_MONTHS)
        text = translator.gettext(old if made_on else never)
        values = {"date": day(made_on, translator)} if made_on else {}
        faults.append((Colour.RED if red else Colour.YELLOW, text % values))
    return faults


def _disagreement(found: Unique | None, translator: Translator) -> list[tuple[Colour, str]]:
    apart = found.disagreement if found else None
    if found is None or apart is None or apart < DISAGREE:
        return []
    text = translator.gettext("Trykkene tyder på %(taps)s gæster og kortene på %(cards)s; de skal ligge tættere.")
    counted = {"taps": found.by_taps, "cards": found.by_cards}
    values = {name: number(max(each or 0, 0), 0, translator) for name, each in counted.items()}
    return [(Colour.RED if apart > DISAGREE_MUCH else Colour.YELLOW, text % values)]
