"""Whose criteria are shown: everybody's, one's own, or those of one post.

A post is one's own when its name holds the name of a role the person has here: the agreement names posts, not people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from traedesten.measures.board import Reading
from traedesten.programme.models import Position
from traedesten.programme.rules import Standing

MINE = "mig"


def posts_of(readings: Iterable[Reading]) -> list[Position]:
    """The posts that answer for a criterion, by name."""
    found = {each.criterion.responsible for each in readings}
    return sorted((post for post in found if post), key=lambda post: post.name)


def own_posts(here: Standing, posts: Iterable[Position]) -> frozenset[str]:
    """Codes of the posts that are the person's own."""
    names = [str(holding.role.name).casefold() for holding in here.holdings]
    return frozenset(post.code for post in posts if any(name in post.name.casefold() for name in names))


def choices(posts: Sequence[Position], own: frozenset[str]) -> list[tuple[str, str]]:
    """What can be chosen, by code; one's own first where there are any."""
    mine = [(MINE, _("Mit ansvar"))] if own else []
    return [("", _("Alle")), *mine, *((post.code, post.name) for post in posts)]


def chosen(readings: Iterable[Reading], asked: str, own: frozenset[str]) -> tuple[Reading, ...]:
    """The readings of the post asked for; all where nothing was asked for."""
    if not asked:
        return tuple(readings)
    codes = own if asked == MINE else {asked}
    return tuple(each for each in readings if each.criterion.responsible and each.criterion.responsible.code in codes)
