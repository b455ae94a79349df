"""Whether a file that has the right shape also makes sense: codes, references, periods, numbers, measures."""

from __future__ import annotations

from collections.abc import Iterator

from traedesten.documents.check import code, measure, number, period, reference, rhythm
from traedesten.documents.check.draft import Draft
from traedesten.documents.fault import Fault


def faults(draft: Draft) -> Iterator[Fault]:
    for subject in (code, reference, period, number, rhythm, measure):
        yield from subject.faults(draft)
