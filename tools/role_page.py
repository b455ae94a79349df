"""docs/roles.md: who may do what, written from the roles and from what each action needs."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import translation

from tools.page import table
from traedesten.core.access import OWN_ONLY, Permission
from traedesten.core.action import NEEDS, load_actions
from traedesten.journal.catalogue import KINDS, TALLY
from traedesten.programme.roles import ROLES, Role

INTRODUCTION = """# Roller og rettigheder

Alt herunder er skrevet af de regler, programmet selv kører efter (`traedesten/programme/roles.py`). En rolle gives i ét
program, i alle dets områder eller i nogle af dem, og rækker ikke længere. Har man flere roller, gælder hver med sine
egne områder. Den, der ikke har en rolle i et program, får at vide, at det ikke findes. At være teknisk superbruger
giver ingen rettigheder her. Notater om helbred læses af den, der skrev dem, og af roller med den rettighed."""

NOTE = """»Egne« betyder: kun det, personen selv har registreret. Handlinger, som ingen rolle har, udføres kun af
systemet selv, for eksempel fra kommandolinjen."""


def page() -> str:
    load_actions()
    with translation.override("da"):
        parts = [INTRODUCTION, "## Rollerne", *(_role(role) for role in ROLES.values())]
        parts += ["## Rettighed for rettighed", _permissions()]
        parts += [
            "## Handling for handling",
            NOTE,
            _actions(),
        ]
    return "\n\n".join(parts)


# Actions that are about one kind only, so that a role must record it too.
COUNTING = (
    "tally.record",
    "tally_clash.settle",
    "tally_clash.unsettle",
    "box_count.record",
    "door_check.record",
    "site_audit.record",
    "audit_prompt.record",
    "new_guest_week.record",
    "paper_tally.record",
)
OF_SESSIONS = ("session.tag", "session.untag", "session.tell_of", "session.untell")
KIND_OF = {
    **dict.fromkeys(COUNTING, "tally"),
    **dict.fromkeys(OF_SESSIONS, "session"),
    "initiative.begin": "initiative",
}


def reach(role: type[Role], needs: Iterable[Permission], kind: str = "") -> str:
    """How far a role gets with an action that needs one of these: "Ja", "Egne" or, not at all, nothing."""
    held = set(needs) & set(role.permissions)
    if not held or (kind and kind not in role.records):
        return ""
    return "Egne" if held <= OWN_ONLY else "Ja"


def _role(role: type[Role]) -> str:
    lines = [f"### {role.name}", "", str(role.description), ""]
    lines.append(f"- **Må:** {'; '.join(str(permission.description) for permission in role.permissions)}.")
    lines.append(f"- **Registrerer:** {_kinds(role.records)}.")
    if set(role.sees) != set(role.records):
        lines.append(f"- **Ser:** {_kinds(role.sees)}.")
    if role.own_organisation:
        lines.append("- **Kun** det, der hører til personens egen organisation.")
    if role.volunteer:
        lines.append("- Kan holdes af en frivillig.")
    return "\n".join(lines)


def _kinds(codes: tuple[str, ...]) -> str:
    names = [str(TALLY.name if code == TALLY.code else KINDS[code].name) for code in codes]
    return ", ".join(names) if names else "intet"


def _permissions() -> str:
    rows = [(str(need.description), *(reach(role, [need]) for role in ROLES.values())) for need in Permission]
    return table(("Rettighed", *_names()), rows)


def _actions() -> str:
    rows = []
    for verb, needs in sorted(NEEDS.items()):
        wish = " eller ".join(str(need.description) for need in needs) or "kun systemet selv"
        rows.append((f"`{verb}`", wish, *(reach(role, needs, KIND_OF.get(verb, "")) for role in ROLES.values())))
    return table(("Handling", "Kræver at måtte", *_names()), rows)


def _names() -> list[str]:
    return [str(role.name) for role in ROLES.values()]
