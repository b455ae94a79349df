"""The whole handbook as plain data: a chapter for each measure, with its worked examples, and a few on their own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from measure_engine import forecast, judgement
from measure_engine.condition import QUARTER_YEAR
from measure_engine.figure import FEWEST_FOR_PERCENT, FEWEST_FOR_WHOLE_PERCENT, show
from measure_engine.language import number
from measure_engine.preset import PRESETS
from measure_engine.preset.guide import GROUPS
from tests.spec.build import all_paths, load
from tools.handbook.example import example
from tools.handbook.reason import MEANING, SAID, Effect
from tools.handbook.trial import Trial
from traedesten.desk.layout import LABELS, LAYOUTS
from traedesten.journal.catalogue import COLUMN_NAMES, KINDS

TEXTS = Path(__file__).parents[2] / "tests" / "spec" / "handbook"
OWN = ("words", "targets", "differences")
"""Chapters on their own, in the order of reading."""
COUNTING_GUESTS = "counting-guests.md"

Plain = dict[str, Any]


@cache
def book() -> Plain:
    """Groups in the order of the screen, chapters by address, and the address of every measure and every row."""
    texts, trials = _texts(), _trials()
    chapters = {texts[name]["slug"]: _chapter(group.code, name, texts[name], trials[name]) for group, name in _order()}
    own = [_own(TEXTS / "page" / f"{name}.yaml") for name in OWN]
    return {
        "groups": [_group(group, texts) for group in GROUPS],
        "measures": {name: texts[name]["slug"] for name in PRESETS},
        "rows": _rows(chapters),
        "legend": [{"effect": each.value, "said": SAID[each], "meaning": MEANING[each]} for each in Effect],
        "chapters": chapters,
        "pages": {page["slug"]: page for page in own},
    }


def _order() -> Iterator[tuple[Any, str]]:
    for group in GROUPS:
        for name in group.examples:
            yield group, name


def _texts() -> dict[str, Plain]:
    found: dict[str, Plain] = {}
    for path in sorted(TEXTS.glob("*.yaml")):
        found |= yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def _trials() -> dict[str, list[Trial]]:
    """The worked criteria of every measure, in order of row."""
    found: dict[str, list[Trial]] = {name: [] for name in PRESETS}
    for path in all_paths():
        spec = load(path)
        for criterion in spec["programme"]["criteria"]:
            found[criterion["measure"]["preset"]].append(Trial(spec, criterion))
    return found


def _group(group: Any, texts: dict[str, Plain]) -> Plain:
    return {
        "code": group.code,
        "slug": f"emne-{SLUGS[group.code]}",
        "label": group.label,
        "chapters": [texts[name]["slug"] for name in group.examples],
    }


SLUGS = {
    "people": "mennesker",
    "families": "familier",
    "conversations": "samtaler",
    "sessions": "aabninger",
    "guests": "gaester",
    "courses": "forloeb",
    "bridging": "brobygning",
    "answers": "svar",
    "volunteers": "frivillige-og-partnere",
    "initiatives": "initiativer-og-behov",
    "publications": "nyheder-og-fortaellinger",
    "outside": "udefra",
}


def _chapter(group: str, name: str, text: Plain, trials: list[Trial]) -> Plain:
    preset = PRESETS[name]
    written = next(each.examples[name] for each in GROUPS if name in each.examples)
    return {
        "slug": text["slug"],
        "measure": name,
        "group": group,
        "title": preset.label,
        "explanation": preset.explanation,
        "asks": text["asks"],
        "written": written,
        "register": text["register"],
        "forms": [_form(kind) for kind in _kinds(trials)],
        "unknown": text["unknown"],
        "never": text["never"],
        "mistakes": text["mistakes"],
        "is_estimate": text.get("estimate", False),
        "examples": [example(trial, _anchor(trial, trials)) for trial in trials],
    }


def _anchor(trial: Trial, trials: list[Trial]) -> str:
    """ "raekke-45", with the criterion's code after it where the row has several of the same measure."""
    row = trial.spec.get("row")
    if not row:
        return f"eksempel-{trial.criterion['code']}"
    several = [each for each in trials if each.spec.get("row") == row]
    return f"raekke-{row}" + (f"-{trial.criterion['code']}" if len(several) > 1 else "")


def _kinds(trials: list[Trial]) -> list[str]:
    """The kinds of entries that the examples' definitions read, in the order of the journal."""
    read = {kind for trial in trials for each in trial.definition.selections() for kind in each.kinds}
    return [kind for kind in KINDS if kind in read]


def _form(kind: str) -> Plain:
    """A form of the journal: its name, what it is for, and what it asks first."""
    layout, own = LAYOUTS.get(kind), LABELS.get(kind, {})
    asked = [str(own.get(column) or COLUMN_NAMES.get(column, "")) for column in (layout.first if layout else ())]
    return {"name": KINDS[kind].name, "sentence": str(KINDS[kind].sentence), "asks": [each for each in asked if each]}


def _rows(chapters: dict[str, Plain]) -> list[Plain]:
    """The rows of the field in order, each with the places it is worked out in."""
    found: dict[str, Plain] = {}
    for slug, chapter in chapters.items():
        for each in chapter["examples"]:
            if each["row"]:
                line = found.setdefault(each["row"], {"row": each["row"], "title": each["title"], "places": []})
                place = {"slug": slug, "anchor": each["anchor"], "title": chapter["title"], "text": each["heading"]}
                line["places"].append(place)
    return [found[row] for row in sorted(found, key=int)]


# Chapters that are about no one measure


def _own(path: Path) -> Plain:
    return _filled(yaml.safe_load(path.read_text(encoding="utf-8")), _numbers())


@cache
def _numbers() -> dict[str, str]:
    """Numbers that the texts speak of, from the engine itself."""
    overlap = next(each for each in _trials()["unique_people"] if each.figure.parts and each.spec["row"] == "46")
    return {
        "quarter": number(QUARTER_YEAR),
        "none_below": number(FEWEST_FOR_PERCENT),
        "whole": number(FEWEST_FOR_WHOLE_PERCENT),
        "whole_less_one": number(FEWEST_FOR_WHOLE_PERCENT - 1),
        "judge": number(judgement.FEWEST_TO_JUDGE),
        "on_course": number(100 * forecast.ON_COURSE_FROM),
        "behind": number(100 * forecast.BEHIND_BELOW),
        "weeks": number(forecast.WEEKS),
        "fewest_weeks": number(forecast.FEWEST_WEEKS),
        "ramp_weeks": number(forecast.RAMP_WEEKS),
        "overlap_title": overlap.criterion["text"].removesuffix("."),
        "overlap_parts": " + ".join(show(part.figure) for part in overlap.figure.parts),
        "overlap_whole": show(overlap.figure),
    }


def _filled(plain: Any, numbers: dict[str, str]) -> Any:
    if isinstance(plain, str):
        return plain.format(**numbers)
    if isinstance(plain, list):
        return [_filled(each, numbers) for each in plain]
    if isinstance(plain, dict):
        return {key: _filled(each, numbers) for key, each in plain.items()}
    return plain
