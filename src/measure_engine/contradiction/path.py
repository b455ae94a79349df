"""Steps of one thread in an order they cannot have had: completed before started, met before voiced."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..columns.domain import Array
from ..language import gettext_noop
from .finding import Finding, Named, Rule
from .ground import Ground

ORDER: dict[str, tuple[tuple[str, str], ...]] = {
    "referral": (
        ("offered", "accepted"), ("offered", "started"), ("offered", "refused"), ("accepted", "started"),
        ("started", "completed"), ("started", "still_active"),
    ),
    "need": (("voiced", "met"),),
    "theme": (("identified", "evidence"), ("identified", "addressed"), ("identified", "closed")),
    "story": (("told", "published"),),
    "plan": (("made", "revised"), ("made", "closed")),
    "goal": (("set", "reached"), ("set", "dropped")),
    "enquiry": (("received", "followed_up"), ("received", "closed")),
    "concern": (("received", "followed_up"), ("received", "closed")),
    "initiative": (("planned", "started"), ("started", "anchored"), ("planned", "ended")),
}  # fmt: skip
"""Kind -> steps of which the first comes before the second, or on the same day."""

REFUSALS = ("refused", "lapsed")


def _days(ground: Ground, rows: Array, steps: tuple[str, ...]) -> tuple[Array, Array]:
    """Of each thread the first row of these steps, and its day; a row of -1 where it has none."""
    some = rows[ground.sheet.domain("step").among(steps)[ground.of("step", rows)]][::-1]
    first = np.full(len(ground.sheet.domains["thread"]) + 1, -1, np.int64)
    first[ground.of("thread", some)] = some  # rows lie in order of day: the first is written last
    first[-1] = -1
    return first, np.where(first >= 0, ground.on[np.maximum(first, 0)] if len(ground.on) else 0, -1)


def out_of_order(ground: Ground) -> Iterator[Finding]:
    for kind, pairs in ORDER.items():
        rows = ground.known("thread", ground.rows(kind))
        found: dict[int, tuple[str, str, int, int]] = {}
        for earlier, later in pairs if len(rows) else ():
            (first, began), (second, came) = _days(ground, rows, (earlier,)), _days(ground, rows, (later,))
            for thread in np.flatnonzero((first >= 0) & (second >= 0) & (came < began)).tolist():
                found.setdefault(thread, (earlier, later, int(first[thread]), int(second[thread])))
        for earlier, later, one, other in found.values():
            yield ground.finding(
                "out_of_order", np.array([other, one]), kind=Named("kind", kind), earlier=Named("step", earlier),
                later=Named("step", later), began=ground.day(one), came=ground.day(other),
            )  # fmt: skip


def without_start(ground: Ground) -> Iterator[Finding]:
    """Completed, or still there, in a referral nobody says was started."""
    rows = ground.known("thread", ground.rows("referral"))
    if not len(rows):
        return
    (done, _when), (started, _day) = (
        _days(ground, rows, ("completed", "still_active")),
        _days(ground, rows, ("started",)),
    )
    for thread in np.flatnonzero((done >= 0) & (started < 0)).tolist():
        row = int(done[thread])
        yield ground.finding(
            "without_start", np.array([row]), day=ground.day(row), step=Named("step", ground.value("step", row)),
            offer=Named("offer", ground.value("offer", row)),
        )  # fmt: skip


def started_after_no(ground: Ground) -> Iterator[Finding]:
    """Refused or lapsed, then started, and no yes between."""
    rows = ground.known("thread", ground.rows("referral"))
    if not len(rows):
        return
    (no, refused), (start, began) = _days(ground, rows, REFUSALS), _days(ground, rows, ("started",))
    for thread in np.flatnonzero((no >= 0) & (start >= 0) & (refused < began)).tolist():
        of_thread = rows[ground.of("thread", rows) == thread]
        yes = of_thread[ground.of("step", of_thread) == ground.sheet.code("step", "accepted")]
        if not ((ground.on[yes] >= refused[thread]) & (ground.on[yes] <= began[thread])).any():
            yield ground.finding(
                "started_after_no", np.array([int(no[thread]), int(start[thread])]),
                began=ground.day(int(start[thread])),
                refused=ground.day(int(no[thread])), step=Named("step", ground.value("step", int(no[thread]))),
                offer=Named("offer", ground.value("offer", int(no[thread]))),
            )  # fmt: skip


def active_after_end(ground: Ground) -> Iterator[Finding]:
    """Still there, after it was told that the person ended."""
    rows = ground.known("thread", ground.rows("referral"))
    if not len(rows):
        return
    ended, when = _days(ground, rows, ("ended",))
    active = rows[ground.of("step", rows) == ground.sheet.code("step", "still_active")]
    thread = ground.of("thread", active)
    late = active[(ended[thread] >= 0) & (ground.on[active] > when[thread])]
    for some in ground.together(late, ground.of("thread", late)):
        end, row = int(ended[ground.of("thread", some)[0]]), int(some[-1])
        yield ground.finding(
            "active_after_end", np.array([end, *some.tolist()]), ended=ground.day(end), day=ground.day(row),
            offer=Named("offer", ground.value("offer", row)),
        )  # fmt: skip


RULES = (
    Rule(
        "without_start",
        gettext_noop("%(who)s har trinnet »%(step)s« på »%(offer)s« %(day)s, men ingen har skrevet, at personen "
                     "begyndte."),
        gettext_noop("Uden en begyndelse tæller brobygningen hverken som begyndt eller gennemført."),
        gettext_noop("Skriv trinnet »Begyndt« med den dag, det skete."),
        3, without_start,
    ),
    Rule(
        "started_after_no",
        gettext_noop("%(who)s begyndte på »%(offer)s« %(began)s, men der står »%(step)s« %(refused)s."),
        gettext_noop("Brobygningen tælles både som begyndt og som slut samme dag, der blev sagt nej."),
        gettext_noop("Sagde personen ja siden, så skriv det. Ellers træk det forkerte trin tilbage."),
        2, started_after_no,
    ),
    Rule(
        "active_after_end",
        gettext_noop("%(who)s er stadig med på »%(offer)s« %(day)s, men sluttede %(ended)s."),
        gettext_noop("Den, der er sluttet, tæller ikke som fastholdt."),
        gettext_noop("Ret dagen, personen sluttede, eller træk det forkerte trin tilbage."),
        3, active_after_end,
    ),
    Rule(
        "out_of_order",
        gettext_noop("%(kind)s: »%(later)s« er %(came)s, men »%(earlier)s« er først %(began)s."),
        gettext_noop("Trinnene tælles på hver sin dag, så noget tælles i en forkert periode eller slet ikke."),
        gettext_noop("Ret den ene af de to datoer."),
        2, out_of_order,
    ),
)  # fmt: skip
