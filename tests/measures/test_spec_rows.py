"""Every row of the field's criteria through the product: the figure from the database equals the one worked by hand."""

from dataclasses import replace
from uuid import uuid4

import pytest

from tests.measures import spec
from tests.spec.build import build
from tests.spec.test_rows import seen
from traedesten.journal.models import Tally
from traedesten.journal.models.tally import Card
from traedesten.measures import board, surroundings
from traedesten.people.models import Subject, SubjectAlias
from traedesten.places.models import Area
from traedesten.programme.models import Activity
from traedesten.schedule.models import Session

pytestmark = pytest.mark.django_db


def merge(programme, aliases):
    for alias, canonical in aliases.items():
        subjects = {row.code: row for row in Subject.objects.filter(programme=programme)}
        SubjectAlias.objects.create(alias=subjects[alias], canonical=subjects[canonical])


def tap(programme, tallies, card=Card.GUEST):
    """Each session's sums, as one device sent them."""
    sessions = {row.code: row for row in Session.objects.filter(programme=programme)}
    for code, sums in tallies.items():
        Tally.objects.create(
            programme=programme, session=sessions[code], device=uuid4(), card=card, revision=1, version=1, **sums
        )


def control(monkeypatch, programme, plain):
    """Box counts and door checks beside the world that is read: what they are counted at, by their rows' keys."""
    keys = {
        "activity": dict(Activity.objects.filter(programme=programme).values_list("code", "pk")),
        "area": dict(Area.objects.filter(programmes=programme).values_list("code", "pk")),
        "session": dict(Session.objects.filter(programme=programme).values_list("code", "pk")),
    }
    built = {
        name: tuple(replace(each, **{key: keys[key].get(getattr(each, key)) for key in keys if hasattr(each, key)})
                    for each in getattr(build(plain), name))
        for name in ("box_counts", "door_checks")
    }  # fmt: skip
    read = surroundings.world_of
    monkeypatch.setattr(surroundings, "world_of", lambda *args, **named: replace(read(*args, **named), **built))


@pytest.mark.parametrize("plain", [pytest.param(plain, id=name) for name, plain in spec.specs()])
def test_database_gives_the_figure_worked_out_by_hand(plain, monkeypatch):
    programme = spec.load_programme(plain["programme"])
    if plain.get("entries", "").strip():
        spec.import_entries(programme, plain["entries"])
    merge(programme, plain.get("aliases", {}))
    tap(programme, plain.get("tallies", {}))
    tap(programme, plain.get("family_tallies", {}), Card.FAMILY)
    control(monkeypatch, programme, plain)
    readings = board.of_areas(programme, spec.day(plain["as_of"]))

    assert {reading.criterion.code for reading in readings} == set(plain["expect"])
    for reading in readings:
        wanted = plain["expect"][reading.criterion.code]
        assert not reading.fault
        found = seen(reading.assessment, wanted)
        assert found == {key: pytest.approx(value, abs=0.005) for key, value in wanted.items()}, reading.criterion.code
