"""Sessions against what was registered at them: cancelled and yet used, on another day, still to come, two counts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..columns.domain import Array
from ..language import gettext_noop
from .finding import Finding, Mend, Named, Rule
from .ground import Ground, a_day, joined

PRESENT = ("visit", "attendance", "contribution", "rating", "conversation")
KNOWN = ("visit", "attendance")
AT_A_SESSION = (*PRESENT, "session", "contact", "need")

FEW_APART = 5  # heads: a head count is made by eye
SHARE_APART = 0.25
FAMILY = (2, 8)  # people: the fewest and the most that one family card brings through the door


def cancelled_but_used(ground: Ground) -> Iterator[Finding]:
    """Whoever was there shows that it was held; the other way round, the figures leave their presence out."""
    cancelled = ground.known("session", ground.rows("session", "cancelled"))
    is_cancelled = np.zeros(len(ground.sheet.domains["session"]) + 1, bool)
    is_cancelled[ground.of("session", cancelled)] = True
    used = ground.kinds(*PRESENT)
    used = used[is_cancelled[ground.of("session", used)]]
    by_session = {
        int(ground.of("session", rows)[0]): rows for rows in ground.together(used, ground.of("session", used))
    }
    for row, session in zip(cancelled.tolist(), ground.of("session", cancelled).tolist(), strict=True):
        there, tapped = by_session.get(session, used[:0]), max(int(ground.visits_tallied[session]), 0)
        if len(there) or tapped:
            yield ground.finding(
                "cancelled_but_used", joined(np.array([row]), there), signs=(tapped,),
                day=ground.day(row), activity=Named("activity", ground.value("activity", row)), entries=len(there),
                tapped=tapped,
            )  # fmt: skip


def on_another_day(ground: Ground) -> Iterator[Finding]:
    """The session was moved, or the entry is at the wrong one."""
    for rows, planned in _elsewhere(ground):
        if planned <= ground.today:
            yield ground.finding(
                "on_another_day", rows, signs=(planned,), entries=len(rows), day=ground.day(int(rows[0])),
                planned=a_day(planned), activity=Named("activity", ground.value("activity", int(rows[0]))),
            )  # fmt: skip


def before_it_was(ground: Ground) -> Iterator[Finding]:
    """Registered at a session that is still to come by its plan."""
    for rows, planned in _elsewhere(ground):
        if planned > ground.today:
            yield ground.finding(
                "before_it_was", rows, signs=(planned,), entries=len(rows), day=ground.day(int(rows[0])),
                planned=a_day(planned), activity=Named("activity", ground.value("activity", int(rows[0]))),
            )  # fmt: skip


def _elsewhere(ground: Ground) -> Iterator[tuple[Array, int]]:
    """Entries on another day than their session is planned for, by session, and that day."""
    rows = ground.known("session", ground.kinds(*AT_A_SESSION))
    planned = ground.planned_on[ground.of("session", rows)]
    rows = rows[(planned >= 0) & (planned != ground.on[rows])]
    for some in ground.together(rows, ground.of("session", rows)):
        yield some, int(ground.planned_on[ground.of("session", some)[0]])


def still_to_come(ground: Ground) -> Iterator[Finding]:
    """Entries dated after the day it is."""
    rows = np.flatnonzero(ground.on > ground.today)
    for some in ground.together(rows, ground.of("kind", rows), ground.on[rows].astype(np.int32)):
        yield ground.finding(
            "still_to_come", some, entries=len(some), day=ground.day(int(some[0])),
            kind=Named("kind", ground.value("kind", int(some[0]))),
        )  # fmt: skip


def fewer_than_known(ground: Ground) -> Iterator[Finding]:
    """A head count below the number of different people registered there by themselves."""
    held = ground.known("session", ground.rows("session", "held"))
    held = held[(ground.of("people", held) >= 0) & (ground.visits_tallied[ground.of("session", held)] < 0)]
    is_counted = np.zeros(len(ground.sheet.domains["session"]) + 1, bool)
    is_counted[ground.of("session", held)] = True
    known = ground.known("subject", ground.kinds(*KNOWN))
    known = known[is_counted[ground.of("session", known)]]
    width = len(ground.sheet.domains["subject"]) + 1
    pairs = np.unique(ground.of("session", known).astype(np.int64) * width + ground.of("subject", known))
    different = np.bincount(pairs // width, minlength=len(ground.sheet.domains["session"]) + 1)
    people, session = ground.of("people", held), ground.of("session", held)
    few = held[people < different[session]]
    is_few = np.zeros(len(different), bool)
    is_few[ground.of("session", few)] = True
    known = known[is_few[ground.of("session", known)]]
    there_at = {
        int(ground.of("session", some)[0]): some for some in ground.together(known, ground.of("session", known))
    }
    for row in few.tolist():
        there = there_at[int(ground.columns["session"][row])]
        yield ground.finding(
            "fewer_than_known", joined(np.array([row]), there), day=ground.day(row),
            people=int(ground.columns["people"][row]), known=int(different[ground.columns["session"][row]]),
            activity=Named("activity", ground.value("activity", row)),
        )  # fmt: skip


def two_counts(ground: Ground) -> Iterator[Finding]:
    """The tally and the head count of one session, further apart than a count by eye can be.

    Families tapped by a card of their own are in the head count and not among the guests.
    """
    held = ground.known("session", ground.rows("session", "held"))
    session = ground.of("session", held)
    people, tapped = ground.of("people", held).astype(np.int64), ground.visits_tallied[session].astype(np.int64)
    families = np.maximum(ground.families_tallied[session], 0)
    fewest, most = (tapped + each * families for each in FAMILY)
    apart = np.maximum(np.maximum(fewest - people, people - most), 0)
    far = (apart > FEW_APART) & (apart > SHARE_APART * np.maximum(people, tapped)) & (people >= 0) & (tapped >= 0)
    for row, taps in zip(held[far].tolist(), tapped[far].tolist(), strict=True):
        yield ground.finding(
            "two_counts", np.array([row]), signs=(taps,), day=ground.day(row), tapped=taps,
            people=int(ground.columns["people"][row]), activity=Named("activity", ground.value("activity", row)),
        )  # fmt: skip


RULES = (
    Rule(
        "cancelled_but_used",
        gettext_noop("%(activity)s %(day)s er aflyst, men der er registreret på den (%(entries)s) eller talt "
                     "besøg (%(tapped)s)."),
        gettext_noop("En aflyst gang tæller ikke som holdt, og fremmøde på den tæller ikke med i forløb."),
        gettext_noop("Blev den holdt, så ret aflysningen. Blev den ikke, så træk det andet tilbage."),
        3, cancelled_but_used,
    ),
    Rule(
        "before_it_was",
        gettext_noop("Det, der er registreret %(day)s (%(entries)s), hører til %(activity)s, som først skal være "
                     "%(planned)s."),
        gettext_noop("De tæller på den dag, de er skrevet på, mens gangen står som noget, der kommer."),
        gettext_noop("Er gangen flyttet ved en fejl, så ret dagen i kalenderen. Ellers vælg den rigtige gang."),
        3, before_it_was, Mend.SESSION,
    ),
    Rule(
        "still_to_come",
        gettext_noop("%(kind)s (%(entries)s) har datoen %(day)s, som ikke har været endnu."),
        gettext_noop("De tæller ikke med, før dagen er der."),
        gettext_noop("Ret datoen til den dag, det skete."),
        2, still_to_come,
    ),
    Rule(
        "on_another_day",
        gettext_noop("Det, der er registreret %(day)s (%(entries)s), hører til %(activity)s, som var %(planned)s."),
        gettext_noop("De kan tælle i en anden uge, måned eller periode end gangen selv."),
        gettext_noop("Er gangen flyttet, så ret dagen i kalenderen. Ellers ret registreringens dato."),
        2, on_another_day, Mend.SESSION,
    ),
    Rule(
        "fewer_than_known",
        gettext_noop("%(activity)s %(day)s er talt til %(people)s, men dem, der er registreret hver for sig, er "
                     "%(known)s."),
        gettext_noop("Besøgene regnes efter det største af de to tal."),
        gettext_noop("Ret antallet, så alle er talt med."),
        1, fewer_than_known,
    ),
    Rule(
        "two_counts",
        gettext_noop("%(activity)s %(day)s er talt til %(people)s af den, der holdt den, men til %(tapped)s på "
                     "tabletten."),
        gettext_noop("Kun tabletten tæller i besøg og gæster."),
        gettext_noop("Find ud af, hvad der er rigtigt, og ret det ene."),
        2, two_counts, Mend.COUNTING,
    ),
)  # fmt: skip
