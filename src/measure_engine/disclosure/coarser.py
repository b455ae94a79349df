"""A breakdown made coarser, step by step: age bands merged, merged again, and at last no breakdown at all.

The steps are laid down beforehand and never follow the numbers, so that a step taken tells little.
"""

from collections.abc import Callable
from dataclasses import replace

from ..definition import Definition, Dimension
from ..figure import Figure, Part
from ..language import Translator, gettext_noop
from ..name import Names

AGES: tuple[dict[str, tuple[str, ...]], ...] = (
    {"0-17": ("0-5", "6-12", "13-17"), "18-29": ("18-29",), "30-59": ("30-44", "45-59"), "60+": ("60-74", "75+")},
    {
        "0-17": ("0-5", "6-12", "13-17"),
        "18-59": ("18-29", "30-44", "45-59"),
        "60+": ("60-74", "75+"),
    },
)
"""Age bands merged once and twice."""

DROP = len(AGES) + 1
"""The step with no breakdown left."""
WITHHOLD = DROP + 1
"""The step after: the number itself is not shown."""

MERGED = gettext_noop("Aldersgrupper er slået sammen, fordi de fine grupper kunne pege på nogen.")
DROPPED = gettext_noop("Fordelingen vises ikke, fordi den sammen med de andre tal kunne pege på nogen.")
HIDDEN = gettext_noop("Tallet vises ikke, fordi det sammen med de andre tal kunne pege på nogen.")


def first_step(definition: Definition, figure: Figure) -> int:
    """Where the steps begin: with merging where it is ages of people counted, else with dropping."""
    split = definition.split
    if not figure.parts:
        return WITHHOLD
    return 1 if split is not None and split.by is Dimension.AGE_BAND else DROP


def coarser(
    figure: Figure, definition: Definition, step: int, names: Names, translator: Translator
) -> tuple[Figure, Definition, str]:
    """The figure and definition at a step, and what is said of it."""
    if step == 0 or not figure.parts:
        return figure, definition, ""
    if step >= DROP or definition.split is None:
        return replace(figure, parts=()), replace(definition, split=None), translator.gettext(DROPPED)
    parts = merged(figure, AGES[step - 1], lambda age: names("age_band", age))
    split = replace(definition.split, values=tuple(part.key for part in parts))
    return replace(figure, parts=parts), replace(definition, split=split), translator.gettext(MERGED)


def merged(figure: Figure, bands: dict[str, tuple[str, ...]], label: Callable[[str], str]) -> tuple[Part, ...]:
    """The parts of merged bands; bands the breakdown never had stay out of it."""
    found = {part.key: part.figure for part in figure.parts}
    return tuple(
        Part(band, label(band), _sum(figure, [found[each] for each in ages if each in found]))
        for band, ages in bands.items()
    )


def _sum(whole: Figure, parts: list[Figure]) -> Figure:
    """People divided by a trait are each in one part, so counts add up; whatever else a part has is left behind."""
    top = sum((each.numerator if each.numerator is not None else each.value) or 0 for each in parts)
    if whole.denominator is None:
        return Figure(top, whole.shape, whole.unit, top)
    below = sum(each.denominator or 0 for each in parts)
    return Figure(top / below if below else None, whole.shape, whole.unit, top, below)
