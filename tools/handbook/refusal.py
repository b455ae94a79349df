"""Why an entry does not make a figure larger: the day, the kind, the selection, the period, or a condition not met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import timedelta

from measure_engine.aggregate import CrossSection, Latest, PairedChange, ShareOfAnswers
from measure_engine.condition import (
    After,
    Condition,
    CoversAreas,
    FirstEver,
    HasEntries,
    HasOutcome,
    HasTrait,
    Reached,
    Retained,
)
from measure_engine.definition import Definition
from measure_engine.language import DANISH, day, number
from measure_engine.phrase import Phrases
from measure_engine.reference.register import UNLESS_ASKED, latest_traits
from measure_engine.selection import CODED, Selection
from measure_engine.vocabulary import STEPS, Unit
from measure_engine.world import UNKNOWN, Row
from tools.handbook import cell
from tools.handbook.trial import Trial


def refusals(trial: Trial, row: Row, *, is_whole: bool, moves: bool) -> Iterator[str]:
    """Reasons, the most telling first; an empty one where only the spec can say it.

    `is_whole`: the entry stands in the denominator only. `moves`: the figure would be another without it.
    """
    if row.on > trial.as_of:
        yield f"sket efter {day(trial.as_of)}"
        return
    if is_whole:
        yield from _only_in_the_whole(trial, row)
        return
    yield from _leant_on(trial, row, moves)
    yield from _not_selected(trial, row)
    yield from _outside_the_period(trial, row)
    yield from _without_a_unit(trial, row)
    yield from _conditions(trial, row)


# Entries that other entries lean on


def _leant_on(trial: Trial, row: Row, moves: bool) -> Iterator[str]:
    """Entries that count for nothing themselves, but decide whether another does."""
    for condition in (*trial.definition.where, *getattr(trial.definition.aggregate, "having", ())):
        if isinstance(condition, After) and row.kind in ("visit", "told_visit"):
            yield from _first_visit(trial, condition, row, moves)
        if isinstance(condition, HasOutcome) and row.kind == "outcome":
            yield _outcome(trial, condition, row, moves)
        if isinstance(condition, CoversAreas) and row.kind == "delivery":
            yield from _delivery(trial, row)
        if isinstance(condition, HasEntries) and row.thread:
            yield from _step(trial, condition, row)
    if trial.definition.is_course and row.kind == "session" and row.run:
        held = (
            "holdets gang; afgør, hvor mange gange der kræves" if moves else "en gang på et hold, der ikke tæller her"
        )
        yield held if row.step == "held" else "aflyst; kræves ikke af nogen"
    if isinstance(trial.definition.aggregate, PairedChange):
        yield from _of_a_pair(row)


def _first_visit(trial: Trial, condition: After, row: Row, moves: bool) -> Iterator[str]:
    if any(trial.reader.test(each)(row) for each in condition.first):
        alone = f"besøget alene er ikke nok; {row.subject} skal også begynde bagefter"
        yield f"viser, at {row.subject} var der først" if moves else alone
    elif row.kind == "told_visit":
        yield f"{row.subject} svarede nej: har ikke brugt stedet"


def _outcome(trial: Trial, condition: HasOutcome, row: Row, moves: bool) -> str:
    behind = {each.subject for each in trial.rows if each.id in _behind(trial)}
    if row.step not in condition.steps:
        wanted = _either(cell.step(each).lower() for each in condition.steps)
        return f"et andet udbytte end {wanted}"
    if condition.moments and row.topic not in condition.moments:
        return f"et andet tidspunkt: {trial.names('topic', row.topic)}"
    if row.subject not in behind:
        return f"{row.subject} er ikke i nævneren"
    if row.value == 0:
        return "svaret er nej"
    return f"gør, at {row.linked_subject or row.subject} tæller" if moves else ""


def _step(trial: Trial, condition: HasEntries, row: Row) -> Iterator[str]:
    if any(trial.reader.test(each)(row) for each in condition.of):
        counted = row.thread in {each.thread for each in trial.rows if each.id in trial.figure.entries}
        yield f"gør, at {row.thread} tæller" if counted else f"hører til {row.thread}, som mangler et trin"


def _of_a_pair(row: Row) -> Iterator[str]:
    if row.kind in ("attendance", "session"):
        yield f"viser, hvornår {row.subject} begyndte" if row.subject else "holdets gang"
    elif row.kind == "answer" and row.topic:
        yield ""


def _delivery(trial: Trial, row: Row) -> Iterator[str]:
    counted = row.thread in {each.thread for each in trial.rows if each.id in trial.figure.entries}
    yield f"omdeling af {row.thread}, som når alle" if counted else f"omdeling af {row.thread}, som ikke tæller"


def _behind(trial: Trial) -> set[object]:
    return {*trial.figure.entries, *trial.figure.denominator_entries}


# Left out by the selection


def _not_selected(trial: Trial, row: Row) -> Iterator[str]:
    mine = [each for each in trial.definition.selections() if row.kind in each.kinds]
    if not mine:
        kinds = dict.fromkeys(f"»{cell.kind(kind)}«" for each in trial.definition.select for kind in each.kinds)
        yield f"»{cell.kind(row.kind)}« tæller ikke her, kun {_both(kinds)}"
        return
    faults = [list(_faults(trial, each, row)) for each in mine]
    if all(faults):
        yield min(faults, key=len)[0]


def _faults(trial: Trial, selection: Selection, row: Row) -> Iterator[str]:
    """What one selection holds against a row, condition by condition."""
    yield from _faults_of_words(trial, selection, row)
    for each in fields(Selection):
        value = getattr(selection, each.name)
        if each.name in NOT_ALONE or value in ((), None):
            continue
        alone = Selection((row.kind,), **{"steps": STEPS[row.kind], each.name: value})
        if not trial.reader.test(alone)(row):
            yield _said(trial, each.name, value, row)


NOT_ALONE = ("kinds", "steps", "value_min", "value_max", "sexes", "age_bands")


def _faults_of_words(trial: Trial, selection: Selection, row: Row) -> Iterator[str]:
    if row.kind == "session" and row.step == "cancelled" and "cancelled" not in selection.steps:
        yield "aflyst"
    elif row.step and UNLESS_ASKED.get(row.kind) == row.step and row.step not in selection.steps:
        yield "ingen åbnede, så det blev ikke til en kontakt"
    elif selection.steps and STEPS[row.kind] and row.step not in selection.steps:
        wanted = [f"»{cell.step(each).lower()}«" for each in selection.steps if each in STEPS[row.kind]]
        yield f"»{cell.step(row.step).lower()}«; her tælles {_either(wanted)}"
    latest = latest_traits(list(trial.rows))
    for name, column in (("sexes", "sex"), ("age_bands", "age_band")):
        known = latest.get((column, row.subject), "") if row.subject else getattr(row, column)
        if getattr(selection, name) and known not in getattr(selection, name):
            yield "ikke oplyst" if known in UNKNOWN else f"er {cell.SEXES.get(known, known)}"


SAID_OF = {
    "activities": "hører til {other}",
    "areas": "et andet område: {other}",
    "channels": "en anden kanal: {other}",
    "topics": "noget andet: {other}",
    "tags": "mangler mærket {wanted}",
    "session_forms": "er ikke {wanted}",
    "run_forms": "er ikke {wanted}",
    "offer_kinds": "hører ikke til {wanted}",
    "providers": "holdes ikke af {wanted}",
    "partners": "er ikke sammen med {wanted}",
    "with_partner": "er uden partner",
    "with_civil_society": "er ikke lavet med civilsamfundet",
    "from_need": "er ikke født af et behov",
    "first_times": "er ikke første gang",
    "sources": "kom fra en anden",
}
COLUMN_OF = {"activities": "activity", "areas": "area", "channels": "channel", "topics": "topic"}
ONE = {
    ("run_forms", "group"): "et gruppeforløb",
    ("run_forms", "individual"): "et individuelt forløb",
    ("session_forms", "open"): "en åbning",
    ("session_forms", "course"): "en kursusgang",
    ("session_forms", "event"): "et arrangement",
    ("session_forms", "meeting"): "et møde",
    ("offer_kinds", "municipal_health"): "kommunens sundhedstilbud",
    ("offer_kinds", "civil"): "civilsamfundets tilbud",
    ("offer_kinds", "job"): "tilbud om job og uddannelse",
}


def _said(trial: Trial, name: str, value: object, row: Row) -> str:
    column = COLUMN_OF.get(name, "")
    own = getattr(row, column) if column else None
    if column and not own:
        return f"uden {cell.heading(column).lower()}"
    kind = CODED.get(name, name.removesuffix("s"))
    codes = value if isinstance(value, tuple) else ()
    wanted = [ONE.get((name, code)) or f"»{trial.names(kind, code)}«" for code in codes] or [""]
    return SAID_OF[name].format(other=f"»{trial.names(column, str(own))}«" if own else "", wanted=_either(wanted))


def _either(words: Iterable[str]) -> str:
    *first, last = words
    return " eller ".join(filter(None, (", ".join(first), last)))


def _both(words: Iterable[str]) -> str:
    *first, last = words
    return " og ".join(filter(None, (", ".join(first), last)))


# Outside the period, or short of a condition


def _outside_the_period(trial: Trial, row: Row) -> Iterator[str]:
    if trial.definition.unit is Unit.WEEK:
        yield from _week(trial, row)
    if isinstance(trial.definition.aggregate, (Latest, CrossSection)):
        yield "der er et nyere tal"
    looks_back = any(each.word in ("active_volunteer", "run_ended") for each in trial.definition.where)
    if row.on < trial.period.start and not looks_back:
        yield f"før perioden, som begynder {day(trial.period.start)}"
    elif row.on > trial.period.end:
        yield f"efter perioden, som slutter {day(trial.period.end)}"


def _week(trial: Trial, row: Row) -> Iterator[str]:
    monday = row.on - timedelta(days=row.on.weekday())
    if monday < trial.world.starts_on:
        yield "ugen er kortet af, fordi programmet begyndte midt i den"
    elif monday + timedelta(days=6) > trial.as_of:
        yield "ugen er ikke slut"
    elif row.on.isocalendar()[:2] in trial.world.closed_weeks:
        yield "ugen er planlagt lukket"


def _without_a_unit(trial: Trial, row: Row) -> Iterator[str]:
    unit = trial.definition.unit
    if unit is Unit.VOLUNTEER and row.partner and not row.subject:
        yield "en partner er ikke en frivillig"
    if unit is Unit.CONTACTED and not row.subject and row.first_time == "no":
        yield "en, der er kontaktet før, og som ikke er kendt som person"
    if unit is Unit.PARTNER and not trial.evaluator._register.partners_of(row):
        yield "er uden partner"


def _conditions(trial: Trial, row: Row) -> Iterator[str]:
    """The condition without which the entry would have counted."""
    definition = trial.definition
    for condition in definition.where:
        relaxed = replace(definition, where=tuple(each for each in definition.where if each is not condition))
        if _takes(trial, relaxed, row):
            yield _short_of(trial, condition, row)


def _takes(trial: Trial, definition: Definition, row: Row) -> bool:
    figure = trial.evaluator.evaluate(definition, trial.period, as_of=trial.as_of)
    return row.id in figure.entries or row.id in figure.denominator_entries


def _only_in_the_whole(trial: Trial, row: Row) -> Iterator[str]:
    aggregate = trial.definition.aggregate
    for condition in getattr(aggregate, "having", ()):
        yield _short_of(trial, condition, row)
    if isinstance(aggregate, ShareOfAnswers):
        yield f"{number(row.value or 0)} er under {number(aggregate.at_least)}"
    if isinstance(aggregate, PairedChange):
        yield f"{row.subject} mangler svaret efter"
    if isinstance(aggregate, CrossSection):
        yield "første måling; den sammenlignes der med"
    if row.kind == "session":
        yield "gangen er holdt, så holdet er begyndt og deles med"
    if row.kind == "initiative":
        yield "initiativet er begyndt og deles med"


def _short_of(trial: Trial, condition: Condition, row: Row) -> str:
    who = str(row.subject or row.thread or "det")
    if isinstance(condition, Reached):
        return STAGES[condition.stage].format(who=who)
    if isinstance(condition, HasEntries):
        if condition.different_dates:
            return f"{who} har kun været der på én dato"
        phrases = Phrases(trial.names, DANISH)
        wanted = f"{phrases.at_least_one(condition.of)}{phrases.narrowed(condition.of[0])}"
        return f"mangler {wanted}"
    if isinstance(condition, HasTrait):
        known = latest_traits(list(trial.rows)).get((condition.trait.value, row.subject), "")
        return "ikke oplyst" if known in UNKNOWN else f"er {cell.SEXES.get(known, known)}"
    if isinstance(condition, FirstEver) and trial.definition.unit is Unit.RUN:
        return "holdet begyndte før perioden"
    if isinstance(condition, Retained):
        ended = any(each.subject == row.subject and each.step == "ended" for each in trial.rows)
        return f"{who} er sluttet" if ended else f"{who} har ikke været med de seneste {condition.days} dage"
    if condition.word == "active_volunteer" and row.kind == "volunteer_status":
        return f"{who} er ikke længere meldt aktiv"
    values = {"who": who, "days": getattr(condition, "days", ""), "months": getattr(condition, "months", "")}
    return CONDITIONS[condition.word].format(**values)


STAGES = {
    "joined": "{who} er ikke meldt ind",
    "started": "{who} er aldrig begyndt",
    "ended": "{who} er ikke sluttet",
    "over": "{who}'s forløb er i gang endnu",
    "completed": "{who} har ikke gennemført",
}
CONDITIONS = {
    "after": "{who} havde ikke besøgt stedet før starten",
    "joined_before": "{who} kom til for mindre end {days} dage siden",
    "has_outcome": "{who} har ikke det udbytte, der spørges om",
    "followed_up": "{who} blev ikke nået",
    "active_volunteer": "indsatsen er mere end {months} måneder gammel",
    "covers_areas": "nåede ikke alle boliger i alle områder",
    "first_ever": "var der allerede før perioden",
    "run_ended": "forløbet er i gang endnu",
}
