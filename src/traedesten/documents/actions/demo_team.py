"""Letting the demo's colleagues in, all with one password."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password

from traedesten.core.action import Actor, AuditSubject, action
from traedesten.documents.demo_team import DOMAIN, TEAM, Member
from traedesten.places.actions import staff
from traedesten.places.models import Area, Organisation, Staff
from traedesten.programme.actions import grant
from traedesten.programme.models import Programme, RoleGrant


@dataclass(frozen=True, slots=True)
class Gathered:
    """How much was new: people, passwords set and roles given."""

    people: int
    passwords: int
    roles: int

    def audit_subject(self) -> AuditSubject:
        return AuditSubject(Staff._meta.label, DOMAIN, count=self.people + self.passwords + self.roles)


@action("demo_team.gather", needs=())
def gather(*, by: Actor, password: str) -> Gathered:
    """Make the people who are missing, give them the roles they lack, and let them in with this password.

    The demo's programmes and organisations must be there. People who are not of the demo are left alone.
    """
    people = {member: _person(by, member) for member in TEAM}
    new = sum(is_new for _staff, is_new in people.values())
    passwords = _let_in([found for found, _is_new in people.values()], password)
    roles = sum(_give(by, found, member) for member, (found, _is_new) in people.items())
    return Gathered(new, passwords, roles)


def _person(by: Actor, member: Member) -> tuple[Staff, bool]:
    found = Staff.objects.filter(email=member.email).first()
    if found:
        return found, False
    organisation = Organisation.objects.get(code=member.organisation)
    return staff.create(by=by, email=member.email, name=member.name, organisation=organisation), True


def _let_in(people: list[Staff], password: str) -> int:
    """One hash for all: it is one password, and hashing is slow on purpose."""
    if len({person.password for person in people}) == 1 and check_password(password, people[0].password):
        return 0
    secret = make_password(password)
    return Staff.objects.filter(pk__in=[person.pk for person in people]).update(password=secret)


def _give(by: Actor, person: Staff, member: Member) -> int:
    given = 0
    for programme in Programme.objects.filter(code__in=member.works_in, is_demo=True):
        if not RoleGrant.objects.filter(staff=person, programme=programme, role=member.role).exists():
            areas = list(Area.objects.filter(code__in=member.areas, programmes=programme))
            grant.give(by=by, to=person, programme=programme, role=member.role, areas=areas)
            given += 1
    return given
