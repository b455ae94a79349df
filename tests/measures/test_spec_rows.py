"""Every row of the field's criteria through the product: the figure from the database equals the one worked by hand."""

import pytest

from tests.measures import spec
from tests.spec.test_rows import seen
from traedesten.measures import board
from traedesten.people.models import Subject, SubjectAlias

pytestmark = pytest.mark.django_db


def merge(programme, aliases):
    for alias, canonical in aliases.items():
        subjects = {row.code: row for row in Subject.objects.filter(programme=programme)}
        SubjectAlias.objects.create(alias=subjects[alias], canonical=subjects[canonical])


@pytest.mark.parametrize("plain", [pytest.param(plain, id=name) for name, plain in spec.specs()])
def test_database_gives_the_figure_worked_out_by_hand(plain):
    programme = spec.load_programme(plain["programme"])
    if plain.get("entries", "").strip():
        spec.import_entries(programme, plain["entries"])
    merge(programme, plain.get("aliases", {}))
    readings = board.of_areas(programme, spec.day(plain["as_of"]))

    assert {reading.criterion.code for reading in readings} == set(plain["expect"])
    for reading in readings:
        wanted = plain["expect"][reading.criterion.code]
        assert not reading.fault
        found = seen(reading.assessment, wanted)
        assert found == {key: pytest.approx(value, abs=0.005) for key, value in wanted.items()}, reading.criterion.code
