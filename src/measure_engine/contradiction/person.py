"""One person told of in two ways: two sexes, an age that jumps, two places at once, the same thing twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta

import numpy as np

from ..columns.domain import Array
from ..language import gettext_noop
from ..vocabulary import AGE_BANDS
from .finding import Finding, Named, Rule
from .ground import Ground, joined, repeated

YEAR = 365.25
DOUBT = 366.0  # days an age may be told wrong by: people round
OLDEST = 120
HOURS_A_DAY = 24
SHORTEST = timedelta(minutes=15)  # an overlap shorter than this is walking from one to the other

TWICE = {
    "contact": ("channel", "topic", "step"),
    "conversation": ("step",),
    "enrolment": ("run", "step"),
    "outcome": ("run", "step", "topic"),
    "follow_up": ("run", "step", "topic"),
    "referral": ("offer", "step"),
    "told_visit": ("step",),
    "volunteer_status": ("step",),
    "visit": ("session",),
    "attendance": ("run", "session"),
    "contribution": ("session", "run", "partner"),
    "training": ("topic",),
    "answer": ("topic", "step", "run", "thread"),
    "plan": ("topic", "step"),
}
"""Kind -> the columns beside person, day and activity that tell two of them apart; the value always does."""


def two_sexes(ground: Ground) -> Iterator[Finding]:
    """Written down as a woman and as a man."""
    rows = ground.known("subject", np.flatnonzero(_says(ground, "sex")))
    person, sex = ground.of("subject", rows), ground.of("sex", rows)
    lowest, highest = _extremes(ground, person, sex.astype(np.float64))
    for some in ground.together(rows[lowest[person] != highest[person]], person[lowest[person] != highest[person]]):
        sexes, last = np.unique(ground.of("sex", some)[::-1], return_index=True)
        latest = some[::-1][np.sort(last)]
        words = [ground.sheet.domain("sex").value(int(ground.columns["sex"][row])) for row in latest[:2]]
        if len(sexes) > 1:
            yield ground.finding("two_sexes", latest, one=Named("sex", words[0]), other=Named("sex", words[1]))


def age_jump(ground: Ground) -> Iterator[Finding]:
    """Age bands that no birthday can bring together, told with up to a year's doubt."""
    rows = ground.known("subject", np.flatnonzero(_says(ground, "age_band")))
    youngest, oldest = _ages(ground)
    band, person, on = ground.of("age_band", rows), ground.of("subject", rows), ground.on[rows].astype(np.float64)
    born_after, born_by = on - (oldest[band] + 1) * YEAR, on - youngest[band] * YEAR
    size = len(ground.sheet.domains["subject"]) + 1
    latest, earliest = np.full(size, -np.inf), np.full(size, np.inf)
    np.maximum.at(latest, person, born_after)
    np.minimum.at(earliest, person, born_by)
    wrong = (latest > earliest + DOUBT)[person]
    for some in ground.together(rows[wrong], person[wrong]):
        at = np.searchsorted(rows, some)
        young, old = some[np.argmax(born_after[at])], some[np.argmin(born_by[at])]
        pair = np.array(sorted((int(young), int(old)), reverse=True))
        first, second = (Named("age_band", ground.value("age_band", int(row))) for row in pair[::-1])
        yield ground.finding(
            "age_jump", pair, one=first, other=second, before=ground.day(int(pair[1])), after=ground.day(int(pair[0]))
        )


def _says(ground: Ground, column: str) -> Array:
    said = ~ground.sheet.domain(column).among(("", "unknown"))
    said[-1] = False
    found: Array = said[ground.columns[column]]
    return found


def _extremes(ground: Ground, person: Array, values: Array) -> tuple[Array, Array]:
    size = len(ground.sheet.domains["subject"]) + 1
    lowest, highest = np.full(size, np.inf), np.full(size, -np.inf)
    np.minimum.at(lowest, person, values)
    np.maximum.at(highest, person, values)
    return lowest, highest


def _ages(ground: Ground) -> tuple[Array, Array]:
    """The youngest and oldest age of each band, by its number."""
    domain = ground.sheet.domain("age_band")
    limits = {band: tuple(map(int, band.removesuffix("+").split("-"))) for band in AGE_BANDS if band[0].isdigit()}
    bands = [limits.get(band, (0, OLDEST)) for band in domain.values]
    youngest = np.array([each[0] for each in bands] + [0], np.float64)
    oldest = np.array([each[1] if len(each) > 1 else OLDEST for each in bands] + [OLDEST], np.float64)
    return youngest, oldest


def two_places(ground: Ground) -> Iterator[Finding]:
    """At two sessions in different places whose hours overlap."""
    rows = ground.known("session", ground.known("subject", ground.kinds("visit", "attendance")))
    person, on = ground.of("subject", rows), ground.on[rows]
    several = [some for some in ground.together(*repeated(rows, person, on))
               if len(np.unique(ground.of("session", some))) > 1]  # fmt: skip
    wanted = {ground.value("session", row) for some in several for row in some.tolist()}
    times = ground.times(wanted) if wanted else {}
    for some in several:
        for one, other in _pairs(some.tolist()):
            if _is_elsewhere(ground, one, other) and _overlap(ground, times, one, other):
                names = [Named("activity", ground.value("activity", row)) for row in (one, other)]
                yield ground.finding("two_places", np.array([other, one]), day=ground.day(one), one=names[0],
                                     other=names[1])  # fmt: skip


def _pairs(rows: list[int]) -> Iterator[tuple[int, int]]:
    for number, one in enumerate(rows):
        for other in rows[number + 1 :]:
            yield one, other


def _is_elsewhere(ground: Ground, one: int, other: int) -> bool:
    """Two venues; where one is not known, two areas."""
    for column in ("venue", "area"):
        here, there = (int(ground.columns[column][row]) for row in (one, other))
        if here >= 0 and there >= 0:
            return here != there
    return False


def _overlap(ground: Ground, times: object, one: int, other: int) -> bool:
    known = dict(times) if isinstance(times, dict) else {}
    hours = [known.get(ground.value("session", row), (None, None)) for row in (one, other)]
    if any(start is None or end is None for start, end in hours):
        return False
    begins, ends = max(_minutes(start) for start, _end in hours), min(_minutes(end) for _start, end in hours)
    return ends - begins >= SHORTEST.seconds // 60


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def more_than_a_day(ground: Ground) -> Iterator[Finding]:
    """More hours given by one person on one day than the day has."""
    rows = ground.known("subject", ground.rows("contribution"))
    rows = rows[~np.isnan(ground.of("value", rows))]
    for some in ground.together(rows, ground.of("subject", rows), ground.on[rows]):
        hours = float(ground.of("value", some).sum())
        if hours > HOURS_A_DAY:
            largest = some[np.argsort(-ground.of("value", some), kind="stable")]
            yield ground.finding("more_than_a_day", largest, day=ground.day(int(some[0])), hours=hours)


def given_after_ended(ground: Ground) -> Iterator[Finding]:
    """A volunteer who has stopped and gives a hand after that, without being active again."""
    states, given = (ground.known("subject", ground.rows(kind)) for kind in ("volunteer_status", "contribution"))
    if not len(states):
        return
    order = np.lexsort((ground.on[states], ground.of("subject", states)))
    states = states[order]
    width = 10**7
    keys = ground.of("subject", states).astype(np.int64) * width + ground.on[states]
    person = ground.of("subject", given).astype(np.int64)
    place = np.searchsorted(keys, person * width + ground.on[given], "right") - 1
    last = states[place]
    wrong = (place >= 0) & (ground.of("subject", last) == person) & (ground.on[last] < ground.on[given])
    wrong &= ground.of("step", last) == ground.sheet.code("step", "ended")
    ends = dict(zip(person[wrong].tolist(), last[wrong].tolist(), strict=True))
    for some in ground.together(given[wrong], person[wrong]):
        ended = ends[int(ground.of("subject", some)[0])]
        yield ground.finding(
            "given_after_ended", joined(np.array([ended]), some), entries=len(some), ended=ground.day(ended),
            day=ground.day(int(some[-1])),
        )  # fmt: skip


def twice(ground: Ground) -> Iterator[Finding]:
    """The same person, kind, day and activity, alike in all that tells two of the kind apart."""
    for kind, columns in TWICE.items():
        rows = ground.known("subject", ground.rows(kind))
        if len(rows) < 2:
            continue
        rows, *_pair = repeated(rows, ground.on[rows], ground.of("subject", rows))  # few: the rest is asked of them
        names = ("subject", "activity", "linked_subject", *columns)
        values = np.nan_to_num(ground.of("value", rows), nan=-1.0)
        amounts = np.unique(values, return_inverse=True)[1].reshape(-1)
        keys = (ground.on[rows], amounts, *(ground.of(name, rows) for name in names))
        for some in ground.together(*repeated(rows, *keys)):
            yield ground.finding(
                "twice", some[::-1], entries=len(some), day=ground.day(int(some[0])), kind=Named("kind", kind)
            )


RULES = (
    Rule(
        "twice",
        gettext_noop("%(who)s har »%(kind)s« %(entries)s gange %(day)s, helt ens."),
        gettext_noop("Tæller tallet registreringer eller timer, er det samme talt flere gange."),
        gettext_noop("Skete det én gang, så træk den ene tilbage. Skete det flere gange, så sæt den til side."),
        2, twice,
    ),
    Rule(
        "more_than_a_day",
        gettext_noop("%(who)s har givet %(hours)s timer på én dag, %(day)s."),
        gettext_noop("Timerne tælles med, som de står."),
        gettext_noop("Ret timerne. Gælder de flere dage, så skriv en registrering for hver."),
        3, more_than_a_day,
    ),
    Rule(
        "two_places",
        gettext_noop("%(who)s var både til %(one)s og til %(other)s %(day)s, to steder på samme tid."),
        gettext_noop("Et af besøgene tælles for meget."),
        gettext_noop("Træk det tilbage, som personen ikke var til, eller ret, hvem det var."),
        3, two_places,
    ),
    Rule(
        "given_after_ended",
        gettext_noop("%(who)s er stoppet som frivillig %(ended)s, men har givet en hånd %(day)s."),
        gettext_noop("Personen regnes for aktiv frivillig, selv om der står stoppet."),
        gettext_noop("Er personen begyndt igen, så skriv det. Ellers ret dagen."),
        2, given_after_ended,
    ),
    Rule(
        "two_sexes",
        gettext_noop("%(who)s står både som %(one)s og som %(other)s."),
        gettext_noop("I opdelinger efter køn tæller det, der er skrevet sidst."),
        gettext_noop("Ret den registrering, der er forkert, eller vælg den rigtige person."),
        2, two_sexes,
    ),
    Rule(
        "age_jump",
        gettext_noop("%(who)s er %(one)s (%(before)s) og %(other)s (%(after)s); det kan ikke være den samme alder."),
        gettext_noop("I opdelinger efter alder tæller det, der er skrevet sidst."),
        gettext_noop("Ret den registrering, der er forkert, eller vælg den rigtige person."),
        2, age_jump,
    ),
)  # fmt: skip
