"""The big buttons of the registration page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from traedesten.desk import layout
from traedesten.desk.workplace import Workplace
from traedesten.journal.catalogue import KINDS


@dataclass(frozen=True, slots=True)
class Button:
    href: str
    icon: str
    name: str
    hint: Any


@dataclass(frozen=True, slots=True)
class ButtonGroup:
    code: str
    name: Any
    buttons: tuple[Button, ...]


def usual(workplace: Workplace, kinds: list[str]) -> list[Button]:
    return [_button(workplace, kind) for kind in kinds]


def groups(workplace: Workplace, besides: Collection[str]) -> list[ButtonGroup]:
    """Every other kind the person records, grouped; groups without any are left out."""
    wanted = workplace.offered - set(besides)
    found = [
        ButtonGroup(
            group.code,
            group.name,
            tuple(_button(workplace, kind) for kind in group.kinds if kind in wanted),
        )
        for group in layout.GROUPS
    ]
    return [group for group in found if group.buttons]


def _button(workplace: Workplace, kind: str) -> Button:
    href = reverse("desk:register_kind", kwargs={"programme": workplace.programme.code, "kind": kind})
    drawn = layout.LAYOUTS[kind]
    return Button(href, drawn.icon, KINDS[kind].name, drawn.hint)
