"""Definitions and worked figures as Danish sentences."""

from __future__ import annotations

from measure_engine.definition import Definition
from measure_engine.explain import worked
from measure_engine.name import Names
from measure_engine.sentence import sentence, when
from measure_engine.target import Target
from traedesten.measures.board import Reading, translator


def sentence_of(definition: Definition | None, names: Names, target: Target | None = None) -> str:
    """What the criterion counts, in one sentence; empty where the definition cannot be read."""
    return sentence(definition, names, when=when(target, translator()), translator=translator()) if definition else ""


def steps_of(reading: Reading) -> tuple[str, ...]:
    """How the figure came about, step by step; empty where there is none."""
    return worked(reading.assessment.figure, translator()) if reading.assessment else ()
