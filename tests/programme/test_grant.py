"""Roles are given by administrators, within what they administer, and never to themselves."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ProtectedError

from traedesten.core.access import Permission as P
from traedesten.core.action import System
from traedesten.core.models import AuditEvent
from traedesten.places.models import Area
from traedesten.programme.actions import grant
from traedesten.programme.models import RoleGrant
from traedesten.programme.rules import may


def give(cast, **changed):
    wanted = {"by": cast.administrator, "to": cast.stranger, "programme": cast.here, "role": "resident_nurse"}
    return grant.give(**{**wanted, **changed})


def test_a_role_given_works_at_once_in_its_areas(cast):
    give(cast, areas=[cast.area_here])
    assert may(cast.stranger, P.READ_HEALTH_NOTES, cast.here, area=cast.area_here)
    assert not may(cast.stranger, P.READ_HEALTH_NOTES, cast.here, area=cast.area_next_door)
    line = AuditEvent.objects.get()
    assert (line.verb, line.object_type, line.programme_id) == ("grant.give", "programme.RoleGrant", cast.here.pk)


def test_giving_a_role_again_sets_its_areas(cast):
    give(cast, areas=[cast.area_here])
    again = give(cast, areas=[cast.area_next_door])
    assert list(again.areas.all()) == [cast.area_next_door]
    assert RoleGrant.objects.filter(staff=cast.stranger).count() == 1


def test_a_role_taken_back_ends_at_once(cast):
    held = RoleGrant.objects.get(staff=cast.nurse)
    key = str(held.pk)
    assert grant.withdraw(by=cast.administrator, grant=held) == cast.here
    assert not may(cast.nurse, P.SEE_PROGRAMME, cast.here)
    line = AuditEvent.objects.get()
    assert (line.verb, line.object_key, line.programme_id) == ("grant.withdraw", str(cast.here.pk), cast.here.pk)
    assert not RoleGrant.objects.filter(pk=key).exists()


@pytest.mark.parametrize("name", ["leader", "officer", "nurse", "administrator_elsewhere", "superuser", "stranger"])
def test_only_an_administrator_of_the_programme_gives_and_takes(cast, name):
    with pytest.raises(PermissionDenied, match="give andre en rolle"):
        give(cast, by=cast.everyone[name], to=cast.closed)
    with pytest.raises(PermissionDenied):
        grant.withdraw(by=cast.everyone[name], grant=RoleGrant.objects.get(staff=cast.nurse))
    assert may(cast.nurse, P.READ_HEALTH_NOTES, cast.here)


def test_nobody_gives_themselves_a_role(cast):
    with pytest.raises(PermissionDenied, match="Ingen kan give sig selv en rolle"):
        give(cast, to=cast.administrator)
    assert not may(cast.administrator, P.READ_HEALTH_NOTES, cast.here)


def test_an_area_of_another_programme_is_refused_by_name(cast):
    with pytest.raises(ValidationError, match="Marehalmen hører ikke til programmet"):
        give(cast, areas=[cast.area_here, cast.area_elsewhere])
    assert not RoleGrant.objects.filter(staff=cast.stranger).exists()


def test_who_administers_one_area_gives_roles_there_only(cast):
    RoleGrant.objects.get(staff=cast.administrator).areas.set([cast.area_here])
    give(cast, areas=[cast.area_here])
    for areas in ([], [cast.area_next_door], [cast.area_here, cast.area_next_door]):
        with pytest.raises(PermissionDenied):
            give(cast, role="cafe_host", areas=areas)
    with pytest.raises(PermissionDenied, match="i de områder, du selv administrerer"):
        grant.withdraw(by=cast.administrator, grant=RoleGrant.objects.get(staff=cast.nurse))


def test_an_area_that_a_role_is_bound_to_cannot_be_deleted(cast):
    bound = Area.objects.create(code="nybo", name="Nybo")
    cast.here.areas.add(bound)
    held = give(cast, areas=[bound])
    with pytest.raises(ProtectedError):
        bound.delete()
    held.delete()
    bound.delete()


def test_unsound_grants_name_what_would_be_right(cast):
    with pytest.raises(ValidationError, match="Rollen »chef« findes ikke"):
        give(cast, role="chef")
    with pytest.raises(ValidationError, match="adgang er lukket"):
        give(cast, to=cast.closed)
    with pytest.raises(ValidationError, match="høre til en organisation"):
        give(cast, role="partner")


def test_set_up_from_the_command_line_gives_the_first_role(cast):
    give(cast, by=System("set-up"), role="administrator")
    assert may(cast.stranger, P.GRANT_ROLE, cast.here)


def test_a_withdrawn_and_regranted_role_leaves_three_lines(cast):
    held = give(cast)
    grant.withdraw(by=cast.administrator, grant=held)
    give(cast)
    assert list(AuditEvent.objects.order_by("id").values_list("verb", flat=True)) == [
        "grant.give",
        "grant.withdraw",
        "grant.give",
    ]
