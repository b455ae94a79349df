"""One worked example as plain data: the criterion, its entries with what each does, the figure step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise
from typing import Any

from measure_engine.aggregate import PairedChange
from measure_engine.estimate import BoxCount, Counters
from measure_engine.explain import fact_text, heading
from measure_engine.figure import Figure, Shape, show, show_interval
from measure_engine.judgement import STATUS_NAMES, Status, Verdict
from measure_engine.language import day, number
from measure_engine.sentence import sentence, when
from measure_engine.target import Direction, Target, TargetKind
from measure_engine.target_phrase import wanted
from tools.handbook import cell, reason
from tools.handbook.reason import SAID, Effect, Told
from tools.handbook.trial import Trial

Plain = dict[str, Any]


def example(trial: Trial, anchor: str) -> Plain:
    """Everything a reader is shown of one criterion of a spec."""
    found, spec = trial.assessment, trial.spec
    first = found.verdicts[0].target
    return {
        "anchor": anchor,
        "row": spec.get("row", ""),
        "title": spec["title"],
        "text": trial.criterion["text"],
        "heading": trial.criterion["text"].removesuffix("."),
        "programme": spec["programme"]["programme"]["name"],
        "day": day(trial.as_of),
        "sentence": sentence(trial.definition, trial.names, when=when(first)),
        "period": trial.period.label if len(found.verdicts) == 1 else "",
        "targets": list(_targets(trial)),
        **_table(trial),
        "tallies": _tallies(trial),
        "shown": show(found.verdicts[0].figure if len(found.verdicts) == 1 else found.figure),
        "steps": list(_steps(trial.figure)),
        "by_hand": " ".join(str(spec["by_hand"]).split()),
        "forecast_by_hand": _forecast(trial),
        "missing": [f"{number(each.count)} {each.what}" for each in trial.figure.missing if each.count],
        "parts": [(part.label, show(part.figure)) for part in trial.figure.parts],
        "verdicts": [_verdict(trial, each) for each in found.verdicts],
        "periods": [_period(each) for verdict in found.verdicts for each in verdict.periods],
        "is_estimate": trial.figure.estimate is not None,
    }


def _forecast(trial: Trial) -> str:
    """How the forecast was worked out, where the example has one; else what was expected by now, if that is told."""
    is_running = any(each.expected is not None for each in trial.assessment.verdicts)
    return " ".join(str(trial.spec.get("forecast_by_hand", "")).split()) if is_running else ""


def _targets(trial: Trial) -> Iterator[str]:
    for each in trial.targets:
        yield _scope(trial, each) + _kind(each)
    baseline = trial.criterion.get("baseline")
    if baseline:
        yield f"udgangspunktet er {number(float(baseline['value']))}"


def _scope(trial: Trial, target: Target) -> str:
    about = [trial.names(kind, code) for kind, code in (("area", target.area), ("activity", target.activity)) if code]
    if target.part and trial.definition.split:
        about.append(trial.names(trial.definition.split.by, target.part))
    return f"{', '.join(about)}: " if about else ""


def _kind(target: Target) -> str:
    said = wanted(target)
    if target.kind is TargetKind.REACH_BY:
        said = f"{said} i alt" + (f" senest {day(target.ends_on)}" if target.ends_on else "")
    if target.kind is TargetKind.DIRECTION:
        return said
    return f"{'højst' if target.direction is Direction.DOWN else 'mindst'} {said}"


# The table of entries


def _table(trial: Trial) -> Plain:
    """The entries in order of day; person by person where each one's way through a course is what is asked."""
    lines = [each for each in reason.told(trial) if not _is_of_another(trial, each)]
    by_person = _falls(lines) and (trial.definition.is_course or isinstance(trial.definition.aggregate, PairedChange))
    if by_person:
        lines.sort(key=lambda each: (each.row.subject is not None, str(each.row.subject)))
    has_after = not by_person and trial.figure.estimate is None and not trial.figure.not_measurable
    return {
        "has_after": has_after,
        "entries": [
            {
                "day": cell.short_day(each.row.on.isoformat()),
                "kind": cell.kind(each.row.kind),
                "what": cell.line(trial, each.row.id),
                "effect": each.effect.value,
                "said": SAID[each.effect],
                "reason": each.reason,
                "after": _after(each.after) if has_after else "",
            }
            for each in lines
        ],
    }


def _is_of_another(trial: Trial, told: Told) -> bool:
    """Entries that only the other criteria of the same spec read."""
    own = {kind for each in trial.definition.selections() for kind in each.kinds}
    is_shared = len(trial.spec["programme"]["criteria"]) > 1
    return is_shared and told.effect is Effect.NOT and told.row.kind not in own


def _falls(lines: list[Told]) -> bool:
    """Whether the figure goes down on the way, or is not known before the end: then it tells nothing on the way."""
    so_far = [each.after.numerator for each in lines]
    values = [each.after.value for each in lines]
    return any((one or 0) > (other or 0) for one, other in pairwise(so_far)) or values.count(None) > len(values) / 2


def _after(figure: Figure) -> str:
    """The figure so far, in as few characters as can be."""
    if figure.shape is Shape.SHARE:
        return f"{number(figure.numerator or 0)} af {number(figure.denominator or 0)}" if figure.denominator else "–"
    if figure.value is None:
        return "–"
    plus = "+" if figure.shape is Shape.CHANGE and figure.value > 0 else ""
    return plus + number(figure.value)


# Sums of sessions counted by stamp card

COUNTERS = {
    "visits": "Besøg",
    "card_visits": "Besøg med kort",
    "new_guests": "Nye",
    "new_without_card": "Nye uden kort",
    "replaced_cards": "Nyt kort for et tabt",
    "forgotten_or_lost": "Glemt eller tabt kort",
    "second_by_card": "2. gang, set på kortet",
    "second_asked": "2. gang, adspurgt",
    "quarter_first_by_card": "Kendt, første gang i kvartalet",
    "quarter_asked_yes": "Adspurgt: første gang i kvartalet",
    "quarter_asked": "Adspurgt i alt om kvartalet",
    "period_first_by_card": "Kendt, første gang i perioden",
    "period_asked_yes": "Adspurgt: første gang i perioden",
    "period_asked": "Adspurgt i alt om perioden",
    "families": "Familier",
    "adults": "Voksne i nye familier",
    "children": "Børn i nye familier",
    "audit_asked": "Kontrolspørgsmål",
    "audit_wrong": "Trykt forkert",
}


def _tallies(trial: Trial) -> list[Plain]:
    world = trial.world
    told = [(f"Gang {code}", sums) for code, sums in world.tallies.items()]
    told += [(f"Gang {code}, familiekort", sums) for code, sums in world.family_tallies.items()]
    chosen = trial.figure.estimate is not None
    return [{"name": name, "sums": _sums(sums)} for name, sums in told] + _controls(trial) if chosen else []


def _sums(sums: Counters) -> list[tuple[str, str]]:
    found = [(each.name, getattr(sums, each.name)) for each in fields(Counters)]
    return [(COUNTERS[name], number(value)) for name, value in found if value]


def _controls(trial: Trial) -> list[Plain]:
    boxes = [
        {"name": f"Kort i kassen, {day(each.on)}", "sums": [("Trykt", number(each.printed)), *_box(each)]}
        for each in trial.world.box_counts
    ]
    doors = [
        {
            "name": f"Dørtælling, {day(each.on)}",
            "sums": [("Ved døren", number(each.clicked)), ("På tabletten", number(each.tapped))],
        }
        for each in trial.world.door_checks
    ]
    return boxes + doors


def _box(count: BoxCount) -> Iterator[tuple[str, str]]:
    """A box count says what is left, or what was handed out."""
    if count.left is not None:
        yield "Tilbage", number(count.left)
    if count.handed_out is not None:
        yield "Delt ud", number(count.handed_out)


# The figure, and how it is judged


def _steps(figure: Figure) -> Iterator[str]:
    """From entries to figure; what is missing and what stands beside is told elsewhere."""
    for step in figure.worked:
        yield f"{step.label.capitalize()}: {fact_text(step)}"
    if figure.shape in (Shape.SHARE, Shape.MEAN, Shape.CHANGE) and figure.denominator and figure.numerator is not None:
        yield f"{number(figure.numerator)} delt med {number(figure.denominator)}: {show(figure)}"
    else:
        yield f"Resultat: {show(figure)}"
    if figure.interval is not None and figure.estimate is None:
        yield f"Usikkerhed (95 %): {show_interval(figure)}"
    for fact in figure.facts:
        if fact.value and fact not in figure.worked:
            yield f"Vist for sig: {fact.label}: {fact_text(fact)}"
    if figure.note:
        yield figure.note


def _verdict(trial: Trial, verdict: Verdict) -> Plain:
    label = verdict.label or STATUS_NAMES[verdict.status]
    return {
        "status": verdict.status.value,
        "name": label[:1].upper() + label[1:],
        "reason": verdict.reason,
        "heading": heading(verdict),
    }


def _period(result: Any) -> tuple[str, str, str]:
    """One period with its figure and how it was judged."""
    if result.cut:
        said = "kortet af; vises kun"
    else:
        said = result.label or STATUS_NAMES[result.status or Status.NO_DATA]
    return result.period.label, show(result.figure), said
