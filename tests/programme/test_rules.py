"""Who may do what where; each refusal beside the nearest person who is let through."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traedesten.core.access import Permission as P
from traedesten.core.access import Reach
from traedesten.programme import rules
from traedesten.programme.models import RoleGrant
from traedesten.programme.roles import ROLES
from traedesten.programme.rules import Holding, Standing, may


def row(cast, kind, *, area=None, by=None, partner=None, programme=None):
    """What rules read of an entry."""
    return SimpleNamespace(
        programme_id=(programme or cast.here).pk,
        kind=kind,
        area_id=area.pk if area else None,
        partner_id=partner.pk if partner else None,
        recorded_by_id=by.pk if by else None,
        supersedes_id=None,
    )


@pytest.mark.parametrize("code", list(ROLES))
def test_each_holder_may_what_the_role_says_in_the_own_programme_only(cast, code):
    holder = cast.holder_of(code)
    assert {p for p in P if may(holder, p, cast.here)} == set(ROLES[code].permissions)
    assert not [p for p in P if may(holder, p, cast.elsewhere)]


@pytest.mark.parametrize("name", ["superuser", "stranger", "closed"])
def test_without_a_role_nothing_is_allowed(cast, name):
    assert not [p for p in P if may(cast.everyone[name], p, cast.here)]
    assert not may(None, P.SEE_PROGRAMME, cast.here)


def test_a_worker_records_in_their_area_but_not_next_door(cast):
    assert may(cast.worker, P.RECORD_ENTRY, cast.here, area=cast.area_here, kind="contact")
    assert not may(cast.worker, P.RECORD_ENTRY, cast.here, area=cast.area_next_door, kind="contact")
    assert may(cast.worker_next_door, P.RECORD_ENTRY, cast.here, area=cast.area_next_door, kind="contact")


def test_a_cafe_host_counts_guests_but_records_no_conversation(cast):
    assert may(cast.cafe_host, P.RECORD_ENTRY, cast.here, kind="tally")
    assert not may(cast.cafe_host, P.RECORD_ENTRY, cast.here, kind="conversation")
    assert may(cast.family_worker, P.RECORD_ENTRY, cast.here, kind="conversation")


def test_one_role_s_area_does_not_widen_another_role_s_permission(cast):
    grant = RoleGrant.objects.create(staff=cast.cafe_host, programme=cast.here, role="resident_nurse")
    grant.areas.set([cast.area_next_door])
    assert may(cast.cafe_host, P.RECORD_ENTRY, cast.here, area=cast.area_next_door, kind="measurement")
    assert not may(cast.cafe_host, P.RECORD_ENTRY, cast.here, area=cast.area_here, kind="measurement")
    assert rules.areas_of(cast.cafe_host, cast.here) == {cast.area_here.pk, cast.area_next_door.pk}
    assert rules.areas_of(cast.cafe_host, cast.here, P.READ_HEALTH_NOTES) == {cast.area_next_door.pk}


def test_areas_of_is_none_for_all_and_empty_for_nobody(cast):
    assert rules.areas_of(cast.leader, cast.here) is None
    assert rules.areas_of(cast.worker, cast.here) == {cast.area_here.pk}
    assert rules.areas_of(cast.worker, cast.elsewhere) == frozenset()
    assert rules.areas_of(cast.superuser, cast.here) == frozenset()


def test_standing_is_read_in_two_queries_and_then_asked_for_free(cast, django_assert_num_queries):
    with django_assert_num_queries(2):
        here = rules.standing(cast.worker, cast.here)
        assert here.may(P.RECORD_ENTRY, area=cast.area_here, kind="contact")
        assert "measurement" in here.kinds(P.RECORD_ENTRY, area=cast.area_here)
        assert here.kinds(P.RECORD_ENTRY, area=cast.area_next_door) == frozenset()


def test_a_grant_of_a_role_that_no_longer_exists_gives_nothing(cast):
    RoleGrant.objects.create(staff=cast.stranger, programme=cast.here, role="abolished")
    assert not may(cast.stranger, P.SEE_PROGRAMME, cast.here)


CORRECT = {"own": P.CORRECT_OWN, "any_": P.CORRECT_ANY}


def test_one_corrects_one_s_own_and_the_leader_anybody_s(cast):
    own = row(cast, "contact", area=cast.area_here, by=cast.worker)
    assert rules.may_change(cast.worker, own, **CORRECT)
    assert not rules.may_change(cast.nurse, own, **CORRECT)
    assert rules.may_change(cast.leader, own, **CORRECT)
    assert not rules.may_change(cast.leader_elsewhere, own, **CORRECT)


def test_the_leader_of_one_area_does_not_correct_next_door(cast):
    RoleGrant.objects.get(staff=cast.leader).areas.set([cast.area_here])
    assert rules.may_change(cast.leader, row(cast, "contact", area=cast.area_here, by=cast.worker), **CORRECT)
    next_door = row(cast, "contact", area=cast.area_next_door, by=cast.worker_next_door)
    assert not rules.may_change(cast.leader, next_door, **CORRECT)


def test_health_notes_are_read_by_who_wrote_them_and_health_staff_where_they_work(cast):
    note = row(cast, "conversation", area=cast.area_here, by=cast.family_worker)
    readers = {name for name, person in cast.everyone.items() if rules.may_read_note(person, note)}
    assert readers == {"family_worker", "nurse", "worker"}


def test_who_wrote_a_health_note_no_longer_reads_it_without_the_role(cast):
    note = row(cast, "conversation", area=cast.area_here, by=cast.family_worker)
    RoleGrant.objects.filter(staff=cast.family_worker).update(role="cafe_host")
    assert not rules.may_read_note(cast.family_worker, note)


def test_other_notes_are_read_by_who_sees_the_kind_there(cast):
    note = row(cast, "contact", area=cast.area_here, by=cast.worker)
    readers = {name for name, person in cast.everyone.items() if rules.may_read_note(person, note)}
    assert readers == {"leader", "worker", "caretaker", "nurse", "family_worker"}


def test_a_partner_reaches_the_own_organisation_s_hours_only(cast):
    own = row(cast, "contribution", partner=cast.school, by=cast.partner)
    others = row(cast, "contribution", partner=cast.association, by=cast.partner)
    volunteers = row(cast, "contribution", by=cast.partner)
    assert rules.may_change(cast.partner, own, **CORRECT)
    assert not rules.may_change(cast.partner, others, **CORRECT)
    assert not rules.may_change(cast.partner, volunteers, **CORRECT)
    assert not rules.may_read_note(cast.partner, volunteers)


def test_a_partner_without_organisation_reaches_nothing(cast):
    cast.partner.organisation = None
    assert not may(cast.partner, P.RECORD_ENTRY, cast.here, kind="contribution", partner=cast.school.pk)
    assert not may(cast.partner, P.RECORD_ENTRY, cast.here, kind="contribution")


def test_an_action_that_touches_nothing_of_the_person_s_is_refused(cast):
    needs = (P.RECORD_ENTRY,)
    here, elsewhere = frozenset({cast.here.pk}), frozenset({cast.elsewhere.pk})
    assert rules.authority(cast.worker, needs, Reach(here))
    assert not rules.authority(cast.worker, needs, Reach(elsewhere))
    assert not rules.authority(cast.worker, needs, Reach(here | elsewhere))
    assert not rules.authority(cast.closed, needs, Reach(here))
    assert not rules.authority(object(), needs, Reach(here))


def test_own_permissions_need_an_own_row(cast):
    here = frozenset({cast.here.pk})
    needs = (P.CORRECT_OWN, P.CORRECT_ANY)
    assert rules.authority(cast.worker, needs, Reach(here, kind="contact", owner_id=cast.worker.pk))
    assert not rules.authority(cast.worker, needs, Reach(here, kind="contact", owner_id=cast.nurse.pk))
    assert not rules.authority(cast.worker, needs, Reach(here, kind="contact"))
    assert rules.authority(cast.leader, needs, Reach(here, kind="contact", owner_id=cast.worker.pk))


areas = st.integers(1, 4)
holdings = st.builds(
    Holding, st.sampled_from(list(ROLES.values())), st.none() | st.frozensets(areas, min_size=1), st.none() | areas
)


@given(st.lists(holdings, max_size=3), st.sampled_from(list(P)), areas)
def test_a_further_role_never_takes_anything_away(held, permission, area):
    for count in range(len(held)):
        fewer, more = Standing(tuple(held[:count])), Standing(tuple(held[: count + 1]))
        assert not fewer.may(permission, area=area) or more.may(permission, area=area)
        assert fewer.kinds(permission, area=area) <= more.kinds(permission, area=area)


@given(holdings, st.sampled_from(list(P)), areas, st.sampled_from(["contact", "measurement", "contribution"]))
def test_asking_more_narrowly_never_allows_more(holding, permission, area, kind):
    here = Standing((holding,))
    if here.may(permission, area=area, kind=kind):
        assert here.may(permission, area=area)
        assert here.may(permission)
