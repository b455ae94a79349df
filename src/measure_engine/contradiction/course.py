"""A person's way through a course or group: there before the beginning, after the end, a result too early."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from ..columns.domain import Array
from ..language import gettext_noop
from ..reference.path import ROUNDING
from .finding import Finding, Named, Rule
from .ground import Ground, a_day, joined

FOLLOWED_UP = ("m3", "m6", "m12")
AT_END = timedelta(days=14).days  # a last talk may lie shortly before the last meeting
RESTING = timedelta(days=14).days  # what was done on the last day may be written down so much later
FEWEST = 3  # persons: fewer may all have dropped out
NEVER = 10**7  # an ordinal after every day


def outside_run(ground: Ground) -> Iterator[Finding]:
    """Present in a run before its first day or after its last."""
    rows = ground.known("run", ground.kinds("visit", "attendance"))
    starts, ends = ground.run_starts[ground.of("run", rows)], ground.run_ends[ground.of("run", rows)]
    days = ground.on[rows]
    rows = rows[((starts >= 0) & (days < starts)) | ((ends >= 0) & (days > ends))]
    for some in ground.together(rows, ground.of("run", rows), ground.on[rows]):
        first, run = int(some[0]), int(ground.of("run", some)[0])
        limit, is_early = ground.run_ends[run], ground.on[first] < ground.run_starts[run]
        limit = ground.run_starts[run] if is_early else limit
        yield ground.finding(
            "outside_run", some, signs=(int(limit),), entries=len(some), day=ground.day(first), limit=a_day(limit),
            run=Named("run", ground.value("run", first)),
        )  # fmt: skip


def _enrolled(ground: Ground) -> tuple[Array, Array]:
    """Enrolments of a person in a place, a beginning before an end of the same day, and whose each is."""
    rows = ground.rows("enrolment")
    whose = ground.whose(rows)
    rows, whose = rows[whose >= 0], whose[whose >= 0]
    is_end = ground.of("step", rows) == ground.sheet.code("step", "ended")
    order = np.lexsort((is_end, ground.on[rows], whose))
    return rows[order], whose[order]


def _present(ground: Ground) -> tuple[Array, Array]:
    rows = ground.rows("attendance")
    whose = ground.whose(rows)
    return rows[whose >= 0], whose[whose >= 0]


def _last_before(ground: Ground, rows: Array, whose: Array, enrolled: Array, of: Array) -> Array:
    """For each row the place in ``enrolled`` of the same person's last step on or before its day; -1 for none."""
    days = 10**7
    keys = of * days + ground.on[enrolled]
    place = np.searchsorted(keys, whose * days + ground.on[rows], "right") - 1
    is_own = (place >= 0) & (of[np.maximum(place, 0)] == whose) if len(of) else np.zeros(len(rows), bool)
    return np.where(is_own, place, -1)


def before_enrolment(ground: Ground) -> Iterator[Finding]:
    """Present before the day the person joined."""
    enrolled, of = _enrolled(ground)
    rows, whose = _present(ground)
    if not len(enrolled) or not len(rows):
        return
    place = np.minimum(np.searchsorted(of, whose, "left"), len(of) - 1)  # the first step of the same person there
    first = enrolled[place]
    is_joined = ground.of("step", first) == ground.sheet.code("step", "joined")
    early = (of[place] == whose) & is_joined & (ground.on[rows] < ground.on[first])
    beginning = dict(zip(whose[early].tolist(), first[early].tolist(), strict=True))
    for some in ground.together(rows[early], whose[early]):
        joined_at = beginning[int(ground.whose(some[:1])[0])]
        yield ground.finding(
            "before_enrolment", joined(np.array([joined_at]), some), entries=len(some),
            day=ground.day(int(some[0])), joined=ground.day(joined_at), place=_place(ground, joined_at),
        )  # fmt: skip


def after_ended(ground: Ground) -> Iterator[Finding]:
    """Present after the person ended, without having begun anew."""
    enrolled, of = _enrolled(ground)
    rows, whose = _present(ground)
    place = _last_before(ground, rows, whose, enrolled, of)
    if not len(enrolled):
        return
    step = enrolled[place]
    late = (place >= 0) & (ground.of("step", step) == ground.sheet.code("step", "ended"))
    late &= ground.on[step] < ground.on[rows]
    ends = dict(zip(whose[late].tolist(), step[late].tolist(), strict=True))
    for some in ground.together(rows[late], whose[late]):
        ended = ends[int(ground.whose(some[:1])[0])]
        yield ground.finding(
            "after_ended", joined(np.array([ended]), some), entries=len(some), day=ground.day(int(some[-1])),
            ended=ground.day(ended), place=_place(ground, ended),
        )  # fmt: skip


def ended_before_joined(ground: Ground) -> Iterator[Finding]:
    """The first that is told of a person in a place is that they ended, and that they began comes after."""
    enrolled, of = _enrolled(ground)
    if not len(enrolled):
        return
    is_first = np.concatenate(([True], of[1:] != of[:-1]))
    following = np.concatenate((enrolled[1:], enrolled[-1:]))
    has_next = np.concatenate((of[1:] == of[:-1], [False]))
    step, ended, began = ground.of("step", enrolled), *(ground.sheet.code("step", w) for w in ("ended", "joined"))
    wrong = is_first & (step == ended) & has_next & (ground.of("step", following) == began)
    for first, then in zip(enrolled[wrong].tolist(), following[wrong].tolist(), strict=True):
        yield ground.finding(
            "ended_before_joined", np.array([first, then]), ended=ground.day(first), joined=ground.day(then),
            place=_place(ground, first),
        )  # fmt: skip


def result_before_start(ground: Ground) -> Iterator[Finding]:
    """A result of a course dated before the person joined it or was there."""
    rows = ground.rows("outcome")
    whose = ground.whose(rows)
    rows, whose = rows[whose >= 0], whose[whose >= 0]
    starts, of = joined(ground.rows("enrolment", "joined"), *map(ground.rows, ("attendance", "conversation"))), None
    of = ground.whose(starts)
    starts, of = starts[of >= 0], of[of >= 0]
    order = np.lexsort((ground.on[starts], of))
    starts, of = starts[order], of[order]
    if not len(of):
        return
    place = np.minimum(np.searchsorted(of, whose, "left"), len(of) - 1)
    early = (of[place] == whose) & (ground.on[rows] < ground.on[starts[place]])
    for row, start in zip(rows[early].tolist(), starts[place][early].tolist(), strict=True):
        yield ground.finding(
            "result_before_start", np.array([row, start]), day=ground.day(row), start=ground.day(start),
            step=Named("step", ground.value("step", row)), place=_place(ground, row),
        )  # fmt: skip


def followed_up_early(ground: Ground) -> Iterator[Finding]:
    """A follow-up of a moment after the end, before the person or the run had ended."""
    rows = ground.known("run", ground.known("subject", ground.rows("follow_up")))
    topics = ground.sheet.domain("topic")
    after, at_end = topics.among(FOLLOWED_UP)[ground.of("topic", rows)], topics.find("at_end")
    slack = np.where(ground.of("topic", rows) == at_end, AT_END, 0)
    asked = after | (ground.of("topic", rows) == at_end)
    ends = _ends(ground, rows)
    early = asked & (ends >= 0) & (ground.on[rows] < ends - slack)
    for row, end in zip(rows[early].tolist(), ends[early].tolist(), strict=True):
        yield ground.finding(
            "followed_up_early", np.array([row]), signs=(end,), day=ground.day(row), end=a_day(end),
            place=_place(ground, row),
        )  # fmt: skip


def _ends(ground: Ground, rows: Array) -> Array:
    """The day the person first ended in the run, else the run's last day; -1 for neither."""
    ended = ground.rows("enrolment", "ended")
    of = ground.whose(ended)
    first: dict[int, int] = {}
    for key, day in zip(of.tolist(), ground.on[ended].tolist(), strict=True):
        first[key] = min(first.get(key, NEVER), day)
    runs = ground.run_ends[ground.of("run", rows)].tolist()
    found = [first.get(key, end) for key, end in zip(ground.whose(rows).tolist(), runs, strict=True)]
    return np.array(found, np.int64)


def nobody_completed(ground: Ground) -> Iterator[Finding]:
    """A run is over, several have been there, and nobody was at as many of its meetings as it asks for.

    A shortcut of the reference's paths: whoever has been at the run's share of all its meetings has completed, and so
    has who joined late and was at the share of those after; nobody else can have.
    """
    over = ground.today - RESTING
    ended = (ground.run_ends >= 0) & (ground.run_ends < over)
    ended &= ground.sheet.links.test("run", lambda row: row.form == "group")
    rows = ground.known("subject", ground.kinds("visit", "attendance"))
    rows = rows[ended[ground.of("run", rows)]]
    held = joined(rows, ground.rows("session", "held"))
    held = held[ended[ground.of("run", held)]]
    meetings = {int(ground.of("run", some)[0]): _meetings(ground, some)
                for some in ground.together(held, ground.of("run", held))}  # fmt: skip
    for some in ground.together(rows, ground.of("run", rows)):
        run = int(ground.of("run", some)[0])
        if _nobody(ground, some, meetings[run]):
            people = len(np.unique(ground.of("subject", some)))
            end = int(ground.run_ends[run])
            yield ground.finding(
                "nobody_completed", some, signs=(end, len(meetings[run])), people=people, end=a_day(end),
                meetings=len(meetings[run]), run=Named("run", ground.value("run", int(some[0]))),
            )  # fmt: skip


def _meetings(ground: Ground, rows: Array) -> dict[tuple[int, int], int]:
    """Each meeting and its day: a session, or a day where none is named."""
    sessions, days = ground.of("session", rows).tolist(), ground.on[rows].tolist()
    return {(session, 0 if session >= 0 else day): day for session, day in zip(sessions, days, strict=True)}


def _nobody(ground: Ground, rows: Array, meetings: dict[tuple[int, int], int]) -> bool:
    rule = ground.register.runs[ground.value("run", int(rows[0]))].rule
    by_person = list(ground.together(rows, ground.of("subject", rows)))
    if len(by_person) < FEWEST:
        return False
    for some in by_person:
        been = _meetings(ground, some)
        theirs = [day for day in meetings.values() if day >= min(been.values())]
        if len(been) >= rule * len(theirs) - ROUNDING:
            return False
    return True


def _place(ground: Ground, row: int) -> Named:
    run = ground.value("run", row)
    return Named("run", run) if run is not None else Named("activity", ground.value("activity", row))


RULES = (
    Rule(
        "outside_run",
        gettext_noop("%(entries)s var til stede på »%(run)s« %(day)s, uden for forløbets dage (grænsen er %(limit)s)."),
        gettext_noop("Forløbet regnes for slut på sin sidste dag; hvem der har gennemført, kan blive forkert."),
        gettext_noop("Ret datoen, eller ret forløbets første og sidste dag."),
        3, outside_run,
    ),
    Rule(
        "before_enrolment",
        gettext_noop("%(who)s var til stede på »%(place)s« %(day)s, men begyndte først %(joined)s."),
        gettext_noop("Gange før begyndelsen tæller ikke som personens egne; gennemførelsen kan blive forkert."),
        gettext_noop("Ret dagen, personen begyndte, eller fremmødet."),
        3, before_enrolment,
    ),
    Rule(
        "after_ended",
        gettext_noop("%(who)s var til stede på »%(place)s« %(day)s, men er sluttet %(ended)s."),
        gettext_noop("Den, der er sluttet, regnes ikke for fastholdt eller i gang."),
        gettext_noop("Begyndte personen igen, så skriv det. Ellers ret dagen, personen sluttede, eller fremmødet."),
        3, after_ended,
    ),
    Rule(
        "ended_before_joined",
        gettext_noop("%(who)s sluttede på »%(place)s« %(ended)s, men begyndte først %(joined)s."),
        gettext_noop("Forløbet regnes som to: et, der sluttede uden at være begyndt, og et, der stadig er i gang."),
        gettext_noop("Ret den ene af de to datoer."),
        3, ended_before_joined,
    ),
    Rule(
        "result_before_start",
        gettext_noop("%(who)s har resultatet »%(step)s« %(day)s, men begyndte først på »%(place)s« %(start)s."),
        gettext_noop("Et resultat fra før begyndelsen kan ikke komme af tilbuddet, men tælles som sådan."),
        gettext_noop("Ret resultatets dato, eller dagen, personen begyndte."),
        3, result_before_start,
    ),
    Rule(
        "followed_up_early",
        gettext_noop("%(who)s er fulgt op efter »%(place)s« %(day)s, men det sluttede først %(end)s."),
        gettext_noop("Opfølgningen tælles, som om den lå måneder efter afslutningen."),
        gettext_noop("Ret opfølgningens dato eller tidspunkt, eller dagen, det sluttede."),
        2, followed_up_early,
    ),
    Rule(
        "nobody_completed",
        gettext_noop("»%(run)s« sluttede %(end)s, og ingen af de %(people)s deltagere har været der nok til at "
                     "gennemføre (%(meetings)s gange er holdt)."),
        gettext_noop("Alle %(people)s tæller som begyndt, og ingen som gennemført."),
        gettext_noop("Mangler der fremmøde, så skriv det. Er der skrevet gange for meget, så træk dem tilbage."),
        2, nobody_completed,
    ),
)  # fmt: skip
