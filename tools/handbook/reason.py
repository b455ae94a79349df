"""What each entry of a worked example does to its figure, and why: asked of the engine, not written by hand.

What an entry does is seen from the figure: whether it stands behind it, whether the figure moved when it came, and
whether it would be another without it. Why one does not count is found by holding it against the day, the kind of
entry, each condition of the selection by itself, and each further condition; the first that fails is said. Where the
engine has no reason to give, the spec says it (`why`), and a test asks that every entry has one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from measure_engine.condition import HasEntries
from measure_engine.figure import Figure
from measure_engine.vocabulary import PEOPLE_UNITS, Unit
from measure_engine.world import Row
from tools.handbook.refusal import refusals
from tools.handbook.trial import Trial


class Effect(StrEnum):
    """What an entry does to the figure, from most to least."""

    COUNTS = "counts"
    AGAIN = "again"
    PART = "part"
    WHOLE = "whole"
    MATTERS = "matters"
    BESIDE = "beside"
    MISSING = "missing"
    NO_LONGER = "no_longer"
    NOT = "not"


SAID = {
    Effect.COUNTS: "Tæller",
    Effect.AGAIN: "Talt i forvejen",
    Effect.PART: "Hører med",
    Effect.WHOLE: "Kun i nævneren",
    Effect.MATTERS: "Spiller ind",
    Effect.BESIDE: "Vises for sig",
    Effect.MISSING: "Mangler",
    Effect.NO_LONGER: "Tæller ikke længere",
    Effect.NOT: "Tæller ikke",
}

MEANING = {
    Effect.COUNTS: "gør tallet større, eller tæller i en andel.",
    Effect.AGAIN: "hører til noget, der allerede er talt, for eksempel den samme person en gang til.",
    Effect.PART: "en del af noget, der tæller, når resten er kommet med.",
    Effect.WHOLE: "er med i det, der deles med, men ikke i det, der deles.",
    Effect.MATTERS: "tæller ikke selv, men afgør, om noget andet gør.",
    Effect.BESIDE: "er ikke med i tallet, men står ved siden af det.",
    Effect.MISSING: "burde kunne tælle, men der mangler en oplysning. Det vises ved tallet.",
    Effect.NO_LONGER: "talte med, indtil noget senere skete.",
    Effect.NOT: "har ingen betydning for tallet.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """`after` is the figure so far, once the entry is in."""

    row: Row
    effect: Effect
    reason: str
    after: Figure


def told(trial: Trial) -> list[Told]:
    """Every entry of the example in order of day."""
    found = []
    for number, row in enumerate(trial.rows):
        before, after = trial.growing[number], trial.growing[number + 1]
        effect = _effect(trial, row, before, after)
        found.append(Told(row, effect, trial.why.get(row.id) or why(trial, row, effect), after))
    return found


def _effect(trial: Trial, row: Row, before: Figure, after: Figure) -> Effect:
    whole, without = trial.figure, trial.without(row)
    if row.kind == "outside_figure" and row.step == "comparison" and row.id in whole.entries:
        return Effect.BESIDE
    if row.id in whole.entries:
        if _numbers(before) != _numbers(after):
            return Effect.COUNTS
        if without.missing_count < whole.missing_count:
            return Effect.MISSING
        return Effect.AGAIN if _counted_before(trial, row) else Effect.PART
    if row.id in whole.denominator_entries:
        return Effect.WHOLE
    if without.missing_count < whole.missing_count:
        return Effect.MISSING
    if _numbers(without) != _numbers(whole) or without.missing_count != whole.missing_count:
        return Effect.MATTERS
    if _leads_the_way(trial, row):
        return Effect.MATTERS
    if _beside(without) != _beside(whole) and row.kind != "outcome":
        return Effect.BESIDE
    return Effect.NOT if _numbers(before) == _numbers(after) else Effect.NO_LONGER


def _leads_the_way(trial: Trial, row: Row) -> bool:
    """Whether something that counts leans on it, though another entry would have done as well.

    Meetings held of a run say how many somebody must have been to; a step that is asked for may be taken twice.
    """
    having = (*trial.definition.where, *getattr(trial.definition.aggregate, "having", ()))
    steps = [each for condition in having if isinstance(condition, HasEntries) for each in condition.of]
    if row.thread and row.on <= trial.as_of and any(trial.reader.test(each)(row) for each in steps):
        return row.thread in {each.thread for each in trial.rows if each.id in trial.figure.entries}
    counted = {each.run for each in trial.rows if each.id in (*trial.figure.entries, *trial.figure.denominator_entries)}
    is_held = row.kind == "session" and row.step == "held" and row.on <= trial.as_of
    return trial.definition.is_course and is_held and row.run is not None and row.run in counted


def _numbers(figure: Figure) -> tuple[object, ...]:
    return figure.value, figure.numerator, figure.denominator


def _beside(figure: Figure) -> tuple[object, ...]:
    return figure.comparison, figure.earlier, figure.facts


def why(trial: Trial, row: Row, effect: Effect) -> str:
    """The reason in a few words; empty where the engine has none to give."""
    match effect:
        case Effect.COUNTS:
            return ""
        case Effect.AGAIN:
            return _counted_before(trial, row)
        case Effect.PART:
            return _part_of(row)
        case Effect.BESIDE if row.kind == "outside_figure":
            return "sammenligningsgruppens tal"
        case Effect.MISSING:
            return _missing(trial, row)
        case _:
            found = refusals(trial, row, is_whole=effect is Effect.WHOLE, moves=effect is Effect.MATTERS)
            return next(found, "")


def _counted_before(trial: Trial, row: Row) -> str:
    """What an earlier entry has already made count; empty when none has."""
    place = trial.rows.index(row)
    earlier = [
        each
        for number, each in enumerate(trial.rows[:place])
        if each.id in trial.figure.entries and _moved(trial, number)
    ]
    for test, text in _SAME:
        if any(test(trial, each, row) for each in earlier):
            return text.format(who=row.subject, session=row.session, thread=row.thread)
    return ""


def _moved(trial: Trial, number: int) -> bool:
    return _numbers(trial.growing[number]) != _numbers(trial.growing[number + 1])


def _same_person(trial: Trial, one: Row, other: Row) -> bool:
    return trial.definition.unit in PEOPLE_UNITS and one.subject is not None and one.subject == other.subject


def _same_talk(trial: Trial, one: Row, other: Row) -> bool:
    same = (one.subject, one.on, one.step) == (other.subject, other.on, other.step)
    return trial.definition.unit is Unit.CONVERSATION and same


def _same_family(trial: Trial, one: Row, other: Row) -> bool:
    return trial.definition.unit is Unit.FAMILY and one.household is not None and one.household == other.household


def _same_week(trial: Trial, one: Row, other: Row) -> bool:
    return trial.definition.unit is Unit.WEEK and one.on.isocalendar()[:2] == other.on.isocalendar()[:2]


def _same_area(trial: Trial, one: Row, other: Row) -> bool:
    return trial.definition.unit is Unit.AREA and one.area == other.area


def _same_activity(trial: Trial, one: Row, other: Row) -> bool:
    return trial.definition.unit is Unit.ACTIVITY and one.activity == other.activity


def _same_partner(trial: Trial, one: Row, other: Row) -> bool:
    partners = trial.evaluator._register.partners_of
    return trial.definition.unit is Unit.PARTNER and bool(partners(one) & partners(other))


def _same_run(trial: Trial, one: Row, other: Row) -> bool:
    same = trial.definition.unit is Unit.RUN and one.run is not None and one.run == other.run
    return same and one.subject is not None and one.subject == other.subject


def _same_run_begun(trial: Trial, one: Row, other: Row) -> bool:
    return trial.definition.unit is Unit.RUN and one.run == other.run and other.subject is None


def _same_guest(trial: Trial, one: Row, other: Row) -> bool:
    known = trial.evaluator._register.initiative_of
    same = trial.definition.unit is Unit.INITIATIVE and one.subject is not None and one.subject == other.subject
    return same and known(one) == known(other)


def _same_session(trial: Trial, one: Row, other: Row) -> bool:
    return (
        trial.definition.unit in (Unit.SESSION, Unit.VISIT) and one.session is not None and one.session == other.session
    )


def _same_thread(trial: Trial, one: Row, other: Row) -> bool:
    return one.kind == other.kind and one.thread is not None and one.thread == other.thread


_SAME = (
    (_same_talk, "{who} har allerede en samtale af den slags samme dag"),
    (_same_family, "samme familie; den tæller én gang"),
    (_same_person, "{who} er den samme person og tæller én gang"),
    (_same_week, "ugen har allerede haft åbent"),
    (_same_area, "området er allerede i gang"),
    (_same_activity, "aktiviteten er allerede talt"),
    (_same_partner, "partneren er allerede talt"),
    (_same_run, "{who} er allerede talt på holdet"),
    (_same_run_begun, "holdet er allerede talt"),
    (_same_guest, "{who} er allerede talt i initiativet"),
    (_same_session, "gangen {session} er allerede talt"),
    (_same_thread, "{thread} er allerede talt"),
)


def _part_of(row: Row) -> str:
    if row.subject:
        return f"sammen med en senere registrering af {row.subject}"
    if row.thread:
        return f"sammen med en senere registrering af {row.thread}"
    return "sammen med en senere registrering fra samme gang" if row.session else ""


def _missing(trial: Trial, row: Row) -> str:
    """What the figure says is missing because of the entry."""
    left = {each.what: each.count for each in trial.without(row).missing}
    gone = [each.what for each in trial.figure.missing if left.get(each.what, 0) < each.count]
    return f"{gone[0]}" if gone else ""
