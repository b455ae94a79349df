"""Guests counted without knowing who they are: sums of taps, a paper stamp card as memory, estimates with an interval.

Methods of counting.md section 3, in closed form and without random numbers: the same sums give the same digits. Knows
no entries, no sessions and no dates of taps; whoever calls it has added up the sums that belong together.
"""

from .constant import ASSUMED, Constants, SiteAudit
from .control import (
    BoxCount,
    Card,
    CountingError,
    DoorCheck,
    FewerClickedThanTapped,
    MoreGoneThanPrinted,
    MoreWrongThanAsked,
    NegativeCount,
)
from .counter import Counters
from .family import Size, size_of, with_families
from .formula import Estimated, Evidence, Unique, new_in, retained, returning, returning_of_new, unique, unique_in
from .light import Checked, Colour, Light, light_of, worse
from .shown import Estimate, at_least, shown, shown_too_early

__all__ = [
    "ASSUMED",
    "BoxCount",
    "Card",
    "Checked",
    "Colour",
    "Constants",
    "Counters",
    "CountingError",
    "DoorCheck",
    "Estimate",
    "Estimated",
    "Evidence",
    "FewerClickedThanTapped",
    "Light",
    "MoreGoneThanPrinted",
    "MoreWrongThanAsked",
    "NegativeCount",
    "SiteAudit",
    "Size",
    "Unique",
    "at_least",
    "light_of",
    "new_in",
    "retained",
    "returning",
    "returning_of_new",
    "shown",
    "shown_too_early",
    "size_of",
    "unique",
    "unique_in",
    "with_families",
    "worse",
]
