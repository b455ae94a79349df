"""What is not the person's does not exist for them; what is theirs but beyond their role is refused kindly."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from traedesten.core.access import Permission as P
from traedesten.programme import queries
from traedesten.programme.models import RoleGrant, Target


def test_programmes_are_those_one_holds_a_role_in(cast):
    seen = {name for name, person in cast.everyone.items() if cast.here in queries.visible_to(person)}
    outside = {"worker_elsewhere", "leader_elsewhere", "administrator_elsewhere", "superuser", "stranger", "closed"}
    assert seen == set(cast.everyone) - outside
    assert not queries.visible_to(None).exists()


def test_a_programme_with_two_roles_is_listed_once(cast):
    RoleGrant.objects.create(staff=cast.worker, programme=cast.here, role="cafe_host")
    assert list(queries.visible_to(cast.worker)) == [cast.here]


def test_a_role_that_no_longer_exists_shows_no_programme(cast):
    RoleGrant.objects.filter(staff=cast.worker).update(role="abolished")
    assert not queries.visible_to(cast.worker).exists()


@pytest.mark.parametrize("name", ["worker_elsewhere", "superuser", "stranger", "closed"])
def test_another_s_programme_is_not_found(cast, name):
    with pytest.raises(Http404):
        queries.get_programme(cast.everyone[name], cast.here.code)


def test_one_s_own_programme_beyond_the_role_is_refused_with_a_sentence(cast):
    assert queries.get_programme(cast.worker, "groen-vej", P.SEE_FIGURES) == cast.here
    with pytest.raises(PermissionDenied, match="Din rolle giver ikke lov til at se teamets egne tal"):
        queries.get_programme(cast.funder, "groen-vej", P.SEE_FIGURES)


def test_demand_knows_not_mine_from_not_allowed(cast):
    queries.demand(cast.worker, P.RECORD_ENTRY, cast.here, area=cast.area_here, kind="contact")
    with pytest.raises(Http404):
        queries.demand(cast.worker, P.RECORD_ENTRY, cast.elsewhere)
    with pytest.raises(Http404):
        queries.demand(cast.worker, P.RECORD_ENTRY, cast.here, area=cast.area_next_door)
    with pytest.raises(PermissionDenied):
        queries.demand(cast.worker, P.RECORD_ENTRY, cast.here, kind="publication")


def test_the_view_decorator_fetches_and_authorises_in_one_step(cast, rf):
    @queries.in_programme(P.EDIT_CRITERIA)
    def view(request, programme, criterion):
        return HttpResponse(f"{programme.code} {criterion}")

    request = rf.get("/")
    request.user = cast.leader
    assert view(request, programme="groen-vej", criterion="s1").content == b"groen-vej s1"
    request.user = cast.nurse
    with pytest.raises(PermissionDenied):
        view(request, programme="groen-vej", criterion="s1")
    request.user = cast.leader_elsewhere
    with pytest.raises(Http404):
        view(request, programme="groen-vej", criterion="s1")


def test_areas_are_the_person_s_own_within_the_programme(cast):
    assert list(queries.areas_visible_to(cast.leader, cast.here)) == [cast.area_here, cast.area_next_door]
    assert list(queries.areas_visible_to(cast.worker, cast.here)) == [cast.area_here]


def test_criteria_for_other_areas_only_are_hidden_from_the_area_s_staff(cast):
    assert list(queries.criteria_visible_to(cast.worker, cast.here)) == [cast.criterion]
    both = [cast.criterion, cast.criterion_next_door]
    assert list(queries.criteria_visible_to(cast.worker_next_door, cast.here)) == both
    assert list(queries.criteria_visible_to(cast.leader, cast.here)) == both
    assert not queries.criteria_visible_to(cast.worker_elsewhere, cast.here).exists()
    with pytest.raises(Http404):
        queries.get_criterion(cast.worker, cast.here, "s2")
    assert queries.get_criterion(cast.worker_next_door, cast.here, "s2") == cast.criterion_next_door


def test_a_criterion_without_targets_is_the_whole_programme_s(cast):
    cast.criterion_next_door.targets.all().delete()
    assert cast.criterion_next_door in queries.criteria_visible_to(cast.worker, cast.here)


def test_a_criterion_with_a_target_per_area_shows_each_area_its_own(cast):
    own = Target.objects.create(
        criterion=cast.criterion_next_door, kind="reach_by", value=300, unit="people", area=cast.area_here
    )
    assert queries.get_criterion(cast.worker, cast.here, "s2") == cast.criterion_next_door
    assert list(queries.targets_visible_to(cast.worker, cast.criterion_next_door)) == [own]
    assert queries.targets_visible_to(cast.leader, cast.criterion_next_door).count() == 2
