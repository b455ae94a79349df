"""Roles say what they may in words, and reach no kind that does not exist."""

import pytest

from traedesten.core.access import Permission
from traedesten.core.classification import Sensitivity
from traedesten.journal.catalogue import KINDS
from traedesten.programme import roles

ALL = list(roles.ROLES.values())
HELD = {permission for role in ALL for permission in role.permissions}


@pytest.mark.parametrize("role", ALL, ids=lambda role: role.code)
def test_a_role_is_told_in_danish_and_sees_what_it_records(role):
    assert str(role.name)
    assert str(role.description).endswith(".")
    assert set(role.records) <= set(role.sees)
    assert len(set(role.permissions)) == len(role.permissions)


@pytest.mark.parametrize("role", ALL, ids=lambda role: role.code)
def test_kinds_of_a_role_are_in_the_catalogue(role):
    assert set(role.sees) <= {*KINDS, "tally"}


@pytest.mark.parametrize("role", ALL, ids=lambda role: role.code)
def test_a_newcomer_begins_with_what_the_role_records(role):
    assert set(role.begins_with) <= set(role.records)
    assert len(role.begins_with) == len(set(role.begins_with))


def test_every_kind_can_be_recorded_by_somebody():
    assert {kind for role in ALL for kind in role.records} == {*KINDS, "tally"}


def test_every_permission_is_held_by_some_role_and_described():
    assert set(Permission) == HELD
    assert all(str(permission.description) for permission in Permission)


def test_volunteers_reach_no_health_kind_and_read_no_health_notes():
    volunteers = [role for role in ALL if role.volunteer]
    assert volunteers == [roles.CafeHost]
    for role in volunteers:
        assert not roles.HEALTH_KINDS & set(role.sees)
        assert not {Permission.READ_HEALTH_NOTES, Permission.SEE_PEOPLE} & set(role.permissions)


def test_health_notes_are_read_by_the_health_staff_only():
    readers = {role.code for role in ALL if Permission.READ_HEALTH_NOTES in role.permissions}
    assert readers == {"outreach_health_worker", "resident_nurse"}


def test_measurements_of_the_body_are_seen_by_the_health_staff_only():
    assert {role.code for role in ALL if "measurement" in role.sees} == {"outreach_health_worker", "resident_nurse"}


def test_health_kinds_are_the_special_ones_but_for_stories_told_to_be_published():
    special = {spec.code for spec in KINDS.values() if spec.sensitivity == Sensitivity.SPECIAL}
    assert special - roles.HEALTH_KINDS == {"story"}
    assert special >= roles.HEALTH_KINDS


@pytest.mark.parametrize("code", ["steering_reader", "data_protection_officer", "administrator"])
def test_who_only_watches_or_sets_up_has_no_content_about_residents(code):
    role = roles.ROLES[code]
    content = {Permission.SEE_ENTRIES, Permission.SEE_PEOPLE, Permission.SEE_FIGURES, Permission.EXPORT_ENTRIES}
    assert role.sees == ()
    assert not content & set(role.permissions)


def test_outsiders_have_published_figures_only():
    for role in (roles.PartnerMember, roles.SteeringReader):
        assert Permission.SEE_PUBLISHED in role.permissions
        assert Permission.SEE_FIGURES not in role.permissions


def test_choices_have_code_and_danish_name():
    assert ("resident_nurse", "Beboersygeplejerske") in roles.choices()
    assert len(roles.choices()) == 12
