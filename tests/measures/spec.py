"""The worked tables of tests/spec, taken through the product: programme file, import file, database."""

import io
from datetime import date

import yaml

from tests.spec.build import load, paths
from traedesten.core.action import System
from traedesten.documents import document
from traedesten.documents.actions import programme_file
from traedesten.journal.actions import import_file
from traedesten.journal.bulk.draft import draft_file
from traedesten.programme.models import Programme

JOB = System("test")


def specs():
    return [(path.stem, load(path)) for path in paths()]


def load_programme(plain: dict) -> Programme:
    text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False)
    return programme_file.load(by=JOB, document=document.read(text.encode())).programme


def import_entries(programme: Programme, text: str):
    """Import a CSV block. All must be accepted, but for a talk that is told twice: the journal refuses the second."""
    draft = draft_file(by=JOB, programme=programme, file=io.BytesIO(text.encode()), name="spec.csv")
    refused = {problem.code for row in draft.faulty for problem in row.problems}
    assert refused <= {"twice"}, [str(problem) for row in draft.faulty for problem in row.problems]
    return import_file.save(by=JOB, draft=draft, good_only=True)


def day(value) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
