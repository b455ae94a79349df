"""What is loaded comes out again as the same document, whatever odd texts it holds; the demo files too."""

from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from tests.documents import sample
from tests.documents.generated import programmes
from traedesten.core.action import System
from traedesten.documents import document, queries, script
from traedesten.documents.actions import programme_file

DEMO = sorted((Path(__file__).parents[2] / "demo" / "programmes").glob("*.yaml"))


@given(programmes())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_written_document_reads_back_as_itself(plain):
    sound = document.of(plain)
    text = script.write(sound.plain)
    assert document.read(text.encode()).plain == sound.plain
    assert document.of(sound.plain).plain == sound.plain


@pytest.mark.django_db
@given(programmes())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_loaded_programme_is_the_document_it_came_from(plain):
    sound = document.of(plain)
    with transaction.atomic():
        loaded = programme_file.load(by=System("test"), document=sound)
        written = queries.as_document(loaded.programme)
        again = programme_file.load(by=System("test"), document=document.of(written))
        transaction.set_rollback(True)
    assert written == sound.plain
    assert again.version is None


def test_there_are_four_demo_programmes():
    assert len(DEMO) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_a_demo_programme_goes_in_and_comes_out_equal(path):
    sound = document.read(path.read_bytes(), name=path.name)
    loaded = programme_file.load(by=System("test"), document=sound)
    text = script.write(queries.as_document(loaded.programme))
    assert document.read(text.encode()).plain == sound.plain
    assert programme_file.load(by=System("test"), document=sound).version is None


def test_a_written_file_is_pleasant_to_read():
    text = script.write(document.read(sample.TEXT.encode()).plain)
    assert text.startswith(
        "# Programfil skrevet af Trædesten (traedesten dump nordby).\n"
        "# Ret den, og læs den ind igen med: traedesten load FIL\n"
        "# Hvad felterne betyder, står i docs/formats.md.\n"
        "format: traedesten-programme/1\n\n"
        "programme:\n  code: nordby\n  name: Sammen i Nordby\n"
    )
    assert "  description: |-\n    To områder får en café.\n\n    Den er åben hver uge.\n" in text
    assert "\n  - {code: nordby-if, name: Nordby Idrætsforening, kind: association}\n" in text
    assert '\n    row: "2"\n' in text
    assert "\nclosed_weeks: [2026-W29, 2026-W53]\n" in text
    assert "\n    measure: {preset: unique_people, kinds: [visit], activities: [cafe]}\n" in text
    assert max(len(line) for line in text.splitlines()) <= 120
    assert "&" not in text


def test_sections_are_written_in_the_same_order_however_they_were_saved():
    plain = sample.plain()
    for name in ("organisations", "areas", "tags", "sessions", "closed_weeks", "budget", "phases"):
        plain[name] = plain[name][::-1]
    assert script.write(document.of(plain).plain) == script.write(sample.plain())
