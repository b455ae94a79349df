"""`traedesten demo`: filled once, changed by nothing the second time, and only where a shared password may be."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from demo import generate
from tests.cast import TODAY
from traedesten.core.action import System
from traedesten.core.models import AuditEvent
from traedesten.documents import simulated
from traedesten.documents.actions import demo_team
from traedesten.documents.demo_team import DUTIES, POSTS, TEAM, member
from traedesten.documents.management.commands.demo import Command
from traedesten.journal.models import BoxCount, Correction, DoorCheck, Entry, Tally
from traedesten.places.models import Staff
from traedesten.programme.models import Expense, Position, Programme, RoleGrant, Version
from traedesten.programme.roles import ROLES
from traedesten.schedule.models import Rhythm, Session


@pytest.fixture(autouse=True)
def _here(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path


def _run(**options):
    told = StringIO()
    call_command("demo", stdout=told, **{"today": TODAY.isoformat(), **options})
    return told.getvalue()


def _password(told):
    return told.split("Kodeord / password:")[1].split()[0]


def _everything():
    counted = {model.__name__: model.objects.count() for model in (Entry, Tally, Session, Staff, RoleGrant, Programme)}
    return counted, dict(Version.objects.values_list("programme__code", "number")), Staff.objects.first().password


@pytest.mark.django_db
def test_fills_the_demo_once_and_changes_nothing_the_second_time(settings, neighbourhoods):
    told = _run()

    counts = {code: len(each.entries) + len(each.corrections) for code, each in neighbourhoods.items()}
    assert all(Correction.objects.filter(entry__programme__code=code).exists() for code in counts)
    assert {code: Entry.objects.filter(programme__code=code).count() for code in counts} == counts
    assert Entry.objects.filter(happened_on__gt=TODAY).count() == 0
    assert Programme.objects.filter(is_demo=True).count() == len(counts)
    counted = neighbourhoods["mosevad"]
    here = (Tally.objects.count(), BoxCount.objects.count(), DoorCheck.objects.count())
    assert here == (len(counted.tallies()), len(counted.box_counts()), len(counted.door_checks()))

    leader = Staff.objects.get(email="leder@demo.example")
    assert leader.check_password(_password(told))
    assert leader.email in told
    file = settings.VAR_DIR / "demo-login.txt"
    assert _password(file.read_text(encoding="utf-8")) == _password(told)
    assert file.stat().st_mode & 0o077 == 0

    before = _everything()
    again = _run()
    assert _everything() == before
    assert _password(again) == _password(told)
    assert again.count("ingen nye registreringer") == len(counts)

    with pytest.raises(CommandError, match="senere, eller begynd forfra"):
        _run(today=(TODAY - timedelta(days=40)).isoformat())
    assert _everything() == before


@pytest.mark.django_db
def test_everybody_gets_the_role_that_is_theirs_and_no_more(monkeypatch):
    monkeypatch.setattr(Command, "_import", lambda *_given: 0)  # roles hang on programmes, not on entries
    monkeypatch.setattr(simulated, "fill", lambda **_given: 0)
    _run()
    held = {
        (grant.staff.email, grant.role, grant.programme.code, tuple(area.code for area in grant.areas.all()))
        for grant in RoleGrant.objects.select_related("staff", "programme")
    }
    assert held == {(each.email, each.role, code, each.areas) for each in TEAM for code in each.works_in}
    assert not Staff.objects.filter(is_superuser=True).exists()
    assert AuditEvent.objects.filter(verb="grant.give").count() == len(held)


@pytest.mark.django_db
def test_the_neighbourhoods_are_lived_in(monkeypatch):
    """Every position is held, somebody is on at everything that is held, and money is spent within its budget."""
    monkeypatch.setattr(Command, "_import", lambda *_given: 0)
    monkeypatch.setattr(simulated, "fill", lambda **_given: 0)
    _run()
    assert not Position.objects.filter(holders=None).exists()
    assert Session.objects.filter(staff=None).count() == Rhythm.objects.filter(staff=None).count() == 0
    for session in Session.objects.prefetch_related("staff__grants").select_related("programme"):
        assert all(
            any(grant.programme_id == session.programme_id for grant in person.grants.all())
            for person in session.staff.all()
        )
    host = Staff.objects.get(email="cafevaert@demo.example")
    assert set(host.sessions.values_list("area__code", flat=True)) == {"blaaklokke-humle"}
    for programme in Programme.objects.all():
        budget = sum(programme.budget_lines.values_list("amount", flat=True))
        spent = Expense.objects.filter(programme=programme, successor=None, withdrawn_on=None)
        assert 0 < sum(spent.values_list("amount", flat=True)) <= budget
    host.sessions.clear()
    host.sessions.add(Session.objects.filter(area__code="stenurtvangen").first())
    before = set(Session.staff.through.objects.values_list("session", "staff"))
    demo_team.settle(by=System("demo"))
    assert set(Session.staff.through.objects.values_list("session", "staff")) == before  # nobody chosen is moved


def test_those_on_duty_work_where_they_are_on():
    for duty in DUTIES:
        for mailbox in duty.mailboxes:
            found = member(mailbox)
            assert duty.programme in found.works_in
            assert not found.areas or duty.area in found.areas
    assert all(post.programme in member(post.mailbox).works_in for post in POSTS)


def test_help_says_what_it_does():
    said = " ".join(Command().create_parser("traedesten", "demo").format_help().split())
    assert "fire opdigtede programmer" in said
    assert "--today DATO" in said


def test_there_is_one_person_for_each_role():
    assert sorted(member.role for member in TEAM) == sorted(ROLES)
    assert len({member.email for member in TEAM}) == len(TEAM)
    assert {code for member in TEAM for code in member.works_in} == set(generate.STORIES)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("today", "says"),
    [("2100-01-01", "ligger i fremtiden"), ("i går", "er ikke en dato"), ("2026-02-30", "er ikke en dato")],
)
def test_a_day_that_is_none_or_not_yet_is_refused(today, says):
    with pytest.raises(CommandError, match=says):
        _run(today=today)
    assert not Programme.objects.exists()


@pytest.mark.django_db
def test_nothing_is_filled_where_it_is_no_demo(settings):
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="TRAEDESTEN_DEMO"):
        _run()
    assert not Programme.objects.exists()
    assert not (settings.VAR_DIR / "demo-login.txt").exists()
