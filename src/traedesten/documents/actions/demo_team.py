"""Letting the demo's colleagues in, all with one password."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import check_password, make_password

from traedesten.core.action import Actor, AuditSubject, action
from traedesten.documents.demo_team import DOMAIN, POSTS, TEAM, Member, Post, on_duty
from traedesten.places.actions import staff
from traedesten.places.models import Area, Organisation, Staff
from traedesten.programme.actions import grant, position_holder
from traedesten.programme.models import Position, Programme, RoleGrant
from traedesten.schedule.models import Rhythm, Session


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


@dataclass(frozen=True, slots=True)
class Settled:
    """How many positions were filled, and at how many sessions and rhythms somebody was put on."""

    posts: int
    duties: int

    def audit_subject(self) -> AuditSubject:
        return AuditSubject(Staff._meta.label, DOMAIN, count=self.posts + self.duties)


@action("demo_team.settle", needs=())
def settle(*, by: Actor) -> Settled:
    """Fill the positions nobody has had, and put somebody on where nobody is. What visitors chose is left alone."""
    posts = sum(_fill(by, post) for post in POSTS)
    return Settled(posts, _put_on(Session) + _put_on(Rhythm))


def _fill(by: Actor, post: Post) -> int:
    position = Position.objects.filter(programme__code=post.programme, programme__is_demo=True, code=post.position)
    found = position.filter(holders=None).first()
    if found is None:
        return 0
    who = Staff.objects.get(email=f"{post.mailbox}@{DOMAIN}")
    position_holder.add(
        by=by, position=found, values={"staff": who, "starts_on": post.starts_on, "ends_on": post.ends_on}
    )
    return 1


def _put_on(model: Any) -> int:
    """A rhythm has no area of its own: its first turn's."""
    area = "area__code" if model is Session else "turns__area__code"
    rows = model.objects.filter(programme__is_demo=True, staff=None)
    people = dict(Staff.objects.filter(email__in=[each.email for each in TEAM]).values_list("email", "pk"))
    links = list(_links(rows.values_list("pk", "programme__code", "activity__code", area), people, model))
    model.staff.through.objects.bulk_create(links, 500)
    return len(links)


def _links(rows: Iterable[tuple[int, str, str, str | None]], people: dict[str, int], model: Any) -> Iterable[Any]:
    seen = set()
    for pk, programme, activity, area in rows:
        for each in on_duty(programme, activity, area or "") if pk not in seen else ():
            yield model.staff.through(**{f"{model._meta.model_name}_id": pk, "staff_id": people[each.email]})
        seen.add(pk)
