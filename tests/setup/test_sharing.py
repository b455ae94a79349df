"""A place that two programmes use is changed only by somebody who may in both; it leaves one without being lost."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from traedesten.programme.actions import area, partner, venue
from traedesten.programme.models import RoleGrant
from traedesten.programme.sharing import programmes_using


@pytest.fixture
def shared(cast):
    """The cast's area, which the other programme works in too."""
    cast.elsewhere.areas.add(cast.area_here)
    return cast.area_here


def rename(cast, by, place):
    return area.change(by=by, programme=cast.here, area=place, values={"name": "Nyt navn"})


def test_a_leader_of_one_programme_does_not_rename_what_another_uses(cast, shared):
    assert programmes_using(shared) == {cast.here.pk, cast.elsewhere.pk}
    for person in (cast.leader, cast.leader_elsewhere):
        with pytest.raises(PermissionDenied):
            rename(cast, person, shared)
    RoleGrant.objects.create(staff=cast.leader, programme=cast.elsewhere, role="project_leader")
    assert rename(cast, cast.leader, shared).name == "Nyt navn"


def test_the_same_holds_for_a_venue_in_a_shared_area(cast, shared):
    house = shared.venues.get()
    with pytest.raises(PermissionDenied):
        venue.change(by=cast.leader, programme=cast.here, venue=house, values={"name": "Mit hus"})


def test_an_area_in_use_stays_and_says_by_what(cast):
    with pytest.raises(ValidationError, match="er i brug og kan ikke fjernes"):
        area.leave(by=cast.leader, programme=cast.here, area=cast.area_here)
    assert cast.area_here in cast.here.areas.all()


def test_rows_of_another_programme_cannot_be_named(cast):
    with pytest.raises(ValidationError, match="hører ikke til programmet"):
        venue.add(by=cast.leader, programme=cast.here, values={"name": "Hus", "area": cast.area_elsewhere})


def test_an_organisation_takes_part_once(cast):
    with pytest.raises(ValidationError, match="er allerede med"):
        partner.add(by=cast.leader, programme=cast.here, values={"organisation": cast.school})
