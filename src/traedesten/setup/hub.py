"""The first page of the set-up: a card for each part of the agreement, and the steps of a new programme.

Whoever builds a part registers its card from an `AppConfig.ready` (`register`); the page knows no part by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from traedesten.core.access import Permission
from traedesten.setup.site import Site


@dataclass(frozen=True, slots=True)
class Facts:
    """How much of a part there is, in words, and what is still missing."""

    count: str
    missing: tuple[str, ...] = ()
    is_done: bool = True


@dataclass(frozen=True, kw_only=True)
class Card:
    """One part of the agreement. ``facts`` is asked with the site; ``address`` gives where the card leads.

    ``step`` is the Danish sentence of the checklist of a new programme, in the cards' order; without one the card is
    no step. ``needs`` is what one must be allowed to be shown the card. ``group`` is the heading it stands under.
    """

    key: str
    order: int
    group: Any
    title: Any
    text: Any
    facts: Callable[[Site], Facts]
    address: Callable[[str], str]
    step: Any = ""
    icon: str = "document"
    needs: Permission = Permission.EDIT_PROGRAMME


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as one page shows it."""

    card: Card
    facts: Facts
    href: str


@dataclass(frozen=True)
class Hub:
    groups: list[tuple[Any, list[Shown]]]
    steps: list[Shown] = field(default_factory=list)

    @property
    def done(self) -> int:
        return sum(step.facts.is_done for step in self.steps)

    @property
    def next_step(self) -> Shown | None:
        return next((step for step in self.steps if not step.facts.is_done), None)


_cards: dict[str, Card] = {}


def register(card: Card) -> None:
    """Add a card; the same key twice replaces."""
    _cards[card.key] = card


def at(view: str, **parts: str) -> Callable[[str], str]:
    """The address of a view of the programme, for `Card.address`."""
    return lambda programme: reverse(view, kwargs={"programme": programme, **parts})


def hub(site: Site) -> Hub:
    """The cards the person may use, with their facts."""
    cards = [card for card in sorted(_cards.values(), key=lambda card: card.order) if site.standing.may(card.needs)]
    shown = [Shown(card, card.facts(site), card.address(site.programme.code)) for card in cards]
    return Hub(_grouped(shown), [each for each in shown if each.card.step])


def _grouped(shown: Iterable[Shown]) -> list[tuple[Any, list[Shown]]]:
    groups: dict[str, tuple[Any, list[Shown]]] = {}
    for each in shown:
        groups.setdefault(str(each.card.group), (each.card.group, []))[1].append(each)
    return list(groups.values())
