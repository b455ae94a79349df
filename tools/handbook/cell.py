"""Entries of a worked example as a reader sees them: days and words instead of codes, in one line."""

from __future__ import annotations

from collections.abc import Iterator

from measure_engine.language import MONTHS, number
from measure_engine.world import Id
from tools.handbook.trial import Trial
from traedesten.journal import vocabulary
from traedesten.journal.catalogue import COLUMN_NAMES, KINDS

LEFT_OUT = ("id", "kind", "on", "source_name")
REFERENCES = {
    "activity": "activity", "area": "area", "venue": "venue", "run": "run", "offer": "offer",
    "partner": "organisation",
}  # fmt: skip
FIRST_TIMES = {"yes": "første gang", "no": "ikke første gang", "unknown": "det vides ikke, om det var første gang"}
SEXES = {"female": "kvinde", "male": "mand", "other": "andet køn", "unknown": "køn ikke oplyst"}
THREADS = {
    "initiative": "initiativ",
    "log_entry": "initiativ",
    "theme": "tema",
    "need": "behov",
    "story": "fortælling",
    "publication": "",
    "delivery": "",
}
"""What the thread of a kind ties together. Threads of persons are not told: the person ties them."""
BEFORE = {"session": "gang", "household": "familie", "linked_subject": "barn", "at": "kl."}
AFTER = {"people": ("person", "personer"), "families": ("familie", "familier")}


def short_day(value: str) -> str:
    """2022-03-01 -> "1. marts 2022", with months cut to three letters where they are long."""
    year, month, day = value.split("-")
    name = MONTHS[int(month) - 1]
    return f"{int(day)}. {name if len(name) < 6 else name[:3] + '.'} {year}"


def heading(column: str) -> str:
    return str(COLUMN_NAMES.get(column, column))


def kind(code: str) -> str:
    return vocabulary.KINDS.name(code)


def step(code: str) -> str:
    return vocabulary.STEPS.name(code)


def line(trial: Trial, key: Id) -> str:
    """What was written down of one entry, beside its day and kind: "ved døren · p1 · talte sammen"."""
    written = trial.cells[key]
    return " · ".join(text for column in ORDER if column in written for text in _texts(trial, column, written))


ORDER = (
    "step", "subject", "linked_subject", "household", "sex", "age_band", "activity", "run", "session", "thread",
    "offer", "partner", "topic", "channel", "source", "first_time", "area", "venue", "at", "people", "families",
    "value",
)  # fmt: skip
"""The order of telling: what, who, where, how, how many."""


def _texts(trial: Trial, column: str, written: dict[str, str]) -> Iterator[str]:
    value, of = written[column], written["kind"]
    if column in REFERENCES:
        yield trial.names(REFERENCES[column], value)
    elif column == "step":
        yield step(value).lower() if step(value) != "KRAM-samtale" else step(value)
    elif column in ("topic", "channel", "source"):
        yield ("fra " if column == "source" else "") + trial.names(column, value)
    elif column == "sex":
        yield SEXES.get(value, value)
    elif column == "first_time":
        yield FIRST_TIMES.get(value, value)
    elif column == "thread":
        if of in THREADS:
            yield f"{THREADS[of]} {value}".strip()
    elif column in AFTER:
        noun = "boliger" if of == "delivery" else AFTER[column][value != "1"]
        yield f"{number(float(value), 2)} {noun}"
    elif column == "value":
        yield _value(of, float(value))
    else:
        yield f"{BEFORE[column]} {value}" if column in BEFORE else value


def _value(of: str, value: float) -> str:
    """A number, in the unit of its kind."""
    shown = number(value, 2)
    if of in ("outcome",):
        return "ja" if value else "nej"
    if of == "contribution":
        return f"{shown} timer" if value != 1 else "1 time"
    if of == "rating":
        return f"smiley {shown}"
    if of == "answer":
        return f"svar {shown}"
    label = KINDS[of].value
    return f"{str(label.label).lower()} {shown}" if label and of != "outside_figure" else shown
