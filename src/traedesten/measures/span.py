"""An estimate as a screen sets it: "mindst" large, the likely range beside it, and how good the counting is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from measure_engine.estimate import Colour, Estimate
from measure_engine.figure import Figure, show_interval
from traedesten.measures.board import translator


@dataclass(frozen=True, slots=True)
class Span:
    """`floor` and `likely` are "215" and "225-275"; without a likely range it is too early for an estimate."""

    floor: str
    likely: str
    colour: Colour
    light: str
    reasons: tuple[str, ...]
    worked_out: bool = False

    @property
    def is_red(self) -> bool:
        return self.colour is Colour.RED

    @property
    def least(self) -> str:
        return _("mindst %(floor)s") % {"floor": self.floor}

    @property
    def beside(self) -> str:
        """What stands beside "mindst"."""
        said = _("sandsynligvis %(likely)s") % {"likely": self.likely} if self.likely else _("for tidligt til et skøn")
        return _("%(said)s (beregnet)") % {"said": said} if self.worked_out else said


def span(figure: Figure) -> Span | None:
    """The estimate of a figure; None for one that is counted."""
    estimate = figure.estimate
    if estimate is None:
        return None
    word = estimate.light.label(translator())
    return Span(
        floor=f"{estimate.floor} %" if estimate.per_cent else str(estimate.floor),
        likely=show_interval(figure, translator()),
        colour=estimate.light.colour,
        light=word[:1].upper() + word[1:],
        reasons=estimate.light.reasons,
        worked_out=estimate.worked_out,
    )


def without_light(reason: str, estimate: Estimate | None) -> str:
    """A reason without what is wrong with the counting, where the light stands beside it and says so."""
    return reason.removesuffix(estimate.light.sentence(translator())).rstrip() if estimate else reason
