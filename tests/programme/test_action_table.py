"""Role by role and action by action: who is let through and who is not, as docs/roles.md says."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied

from tools import role_page
from traedesten.core.access import OWN_ONLY, Reach
from traedesten.core.action import ACTIONS, NEEDS, load_actions
from traedesten.core.models import AuditEvent
from traedesten.journal.models import ImportBatch
from traedesten.measures.actions.finding import About
from traedesten.measures.models import SetAside
from traedesten.programme.models import GrantArea
from traedesten.programme.roles import ROLES
from traedesten.programme.rules import authority

load_actions()


def control(cast):
    """Something written down about a café's count, by somebody who is not asked here."""
    return {"control": SimpleNamespace(programme_id=cast.here.pk, area_id=None, recorded_by_id=None)}


def everywhere(cast):
    """What counts for the whole programme is let through where a role is held in every area of it."""
    GrantArea.objects.all().delete()
    return {"programme": cast.here}


def clash(cast):
    return {"clash": SimpleNamespace(programme_id=cast.here.pk, session=cast.cafe_session)}


# What an action must be given before it can tell what it reaches; the others are asked with the programme alone.
GIVEN = {
    "box_count.record": lambda cast: {"programme": cast.here, "area": cast.area_here},
    "new_guest_week.record": lambda cast: {"programme": cast.here, "area": cast.area_here},
    "site_audit.record": everywhere,
    "staff.deactivate": lambda cast: {"staff": cast.worker},
    "entry.record": lambda cast: {"programme": cast.here, "row": {}},
    "import_file.save": lambda cast: {"draft": SimpleNamespace(programme=cast.here)},
    "import_file.undo": lambda cast: {"batch": ImportBatch(pk=0, programme=cast.here)},
    "session.add_held": lambda cast: {"programme": cast.here, "plans": []},
    "tally.record": lambda cast: {"session": cast.cafe_session},
    "door_check.record": lambda cast: {"session": cast.cafe_session},
    "audit_prompt.record": lambda cast: {"session": cast.cafe_session},
    "paper_tally.record": lambda cast: {"session": cast.cafe_session},
    "session.tell_of": lambda cast: {"programme": cast.here, "plan": SimpleNamespace(area=cast.area_here)},
    "session.untell": lambda cast: {"session": cast.cafe_session},
    "tally_clash.settle": clash,
    "tally_clash.unsettle": clash,
    "snapshot.freeze": everywhere,
    "snapshot.correct": everywhere,
    "finding.set_aside": lambda cast: {"programme": cast.here, "about": About("twice", "0", frozenset())},
    "finding.take_up": lambda cast: {"row": SetAside(programme=cast.here)},
    "session.tag": lambda cast: {"session": cast.cafe_session},
    "session.untag": lambda cast: {"session": cast.cafe_session},
    "staff.reactivate": lambda cast: {"staff": cast.worker},
    "staff.drop_second_factor": lambda cast: {"staff": cast.worker},
    "invitation.make": lambda cast: {"staff": cast.worker},
    **dict.fromkeys(
        (
            "audit_prompt.correct",
            "box_count.correct",
            "control.withdraw",
            "door_check.correct",
            "new_guest_week.correct",
            "paper_tally.correct",
            "site_audit.correct",
        ),
        control,
    ),
}


def given_to(verb, cast):
    return GIVEN[verb](cast) if verb in GIVEN else {"programme": cast.here}


def refused(verb, by, given):
    """Whether the action stops at its door, before anything else of it runs."""
    try:
        ACTIONS[verb](by=by, **given)
    except PermissionDenied:
        return True
    except Exception:
        return False  # let in, and then told that arguments are missing
    return False


@pytest.mark.parametrize("verb", sorted(ACTIONS))
def test_outsiders_and_closed_accounts_are_stopped_at_every_action(cast, verb):
    given = given_to(verb, cast)
    for name in ("worker_elsewhere", "leader_elsewhere", "administrator_elsewhere", "superuser", "stranger", "closed"):
        assert refused(verb, cast.everyone[name], given), name
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("verb", sorted(ACTIONS))
def test_each_role_is_let_through_where_the_table_says_so(cast, verb):
    given = given_to(verb, cast)
    for code, role in ROLES.items():
        allowed = role_page.reach(role, NEEDS[verb], role_page.KIND_OF.get(verb, "")) == "Ja"
        assert refused(verb, cast.holder_of(code), given) != allowed, code


@pytest.mark.parametrize("verb", sorted(verb for verb, needs in NEEDS.items() if set(needs) & OWN_ONLY))
def test_own_rows_only_where_the_table_says_own(cast, verb):
    for code, role in ROLES.items():
        holder, here = cast.holder_of(code), frozenset({cast.here.pk})
        own = authority(holder, NEEDS[verb], Reach(here, owner_id=holder.pk))
        others = authority(holder, NEEDS[verb], Reach(here, owner_id=cast.stranger.pk))
        assert {(False, False): "", (True, False): "Egne", (True, True): "Ja"}[own, others] == role_page.reach(
            role, NEEDS[verb]
        ), code


def test_the_page_has_every_role_permission_and_action():
    page = role_page.page()
    assert all(f"### {role.name}\n" in page for role in ROLES.values())
    assert all(f"| `{verb}` |" in page for verb in ACTIONS)
    line = next(line for line in page.splitlines() if line.startswith("| `grant.give` |"))
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert cells[1] == "give andre en rolle og tage den tilbage"
    assert [bool(cell) for cell in cells[2:]] == [code == "administrator" for code in ROLES]
