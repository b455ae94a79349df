"""Entries on days when their activity or the programme was not running."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..language import gettext_noop
from .finding import Finding, Mend, Named, Rule
from .ground import Ground, a_day

MAY_BE_OLDER = "outside_figure"  # what a programme started from may be older than it


def outside_activity(ground: Ground) -> Iterator[Finding]:
    """Before the activity's first day or after its last, as these stand now."""
    activity, on = ground.columns["activity"], ground.on
    starts, ends = ground.activity_starts[activity], ground.activity_ends[activity]
    early, late = (starts >= 0) & (on < starts), (ends >= 0) & (on > ends)
    for wrong, limits in ((early, ground.activity_starts), (late, ground.activity_ends)):
        rows = np.flatnonzero(wrong)
        for some in ground.together(rows, activity[rows]):
            limit = int(limits[activity[some[0]]])
            yield ground.finding(
                "outside_activity", some, signs=(limit,), entries=len(some), first=ground.day(int(some[0])),
                last=ground.day(int(some[-1])), limit=a_day(limit),
                activity=Named("activity", ground.value("activity", int(some[0]))),
            )  # fmt: skip


def outside_programme(ground: Ground) -> Iterator[Finding]:
    """Before the programme began or after it ended."""
    on, (start, end) = ground.on, (ground.world.starts_on.toordinal(), ground.world.ends_on.toordinal())
    older = ground.columns["kind"] == ground.sheet.code("kind", MAY_BE_OLDER)
    for wrong, limit in (((on < start) & ~older, start), (on > end, end)):
        rows = np.flatnonzero(wrong)
        if len(rows):
            yield ground.finding(
                "outside_programme", rows, signs=(limit,), entries=len(rows), first=ground.day(int(rows[0])),
                last=ground.day(int(rows[-1])), limit=a_day(limit),
            )  # fmt: skip


RULES = (
    Rule(
        "outside_activity",
        gettext_noop("Registreret på »%(activity)s« uden for dens dage: %(entries)s, fra %(first)s til %(last)s. "
                     "Grænsen er %(limit)s."),
        gettext_noop("De tælles med, selv om aktiviteten ikke var i gang efter aftalen."),
        gettext_noop("Ret aktivitetens første eller sidste dag, eller ret registreringerne."),
        2, outside_activity, Mend.ACTIVITY,
    ),
    Rule(
        "outside_programme",
        gettext_noop("Registreret uden for programmets dage: %(entries)s, fra %(first)s til %(last)s. Grænsen er "
                     "%(limit)s."),
        gettext_noop("Det, der ligger uden for programmet, tæller ikke i tal for hele programmet."),
        gettext_noop("Ret datoerne, eller ret programmets første og sidste dag."),
        2, outside_programme,
    ),
)  # fmt: skip
