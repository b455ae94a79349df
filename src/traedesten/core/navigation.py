"""The main menu: apps add their own places in it, so that the page frame need not know them.

An item belongs to one programme (its address takes `programme`, the code) or to the whole installation. Items of a
programme are shown when one is at hand: the address names it, or the person worked in it last.
"""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

SESSION_KEY = "programme"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One place in the menu. `section` is the start of the view names that count as being there."""

    label: str
    view: str
    order: int
    section: str = ""
    per_programme: bool = True


@dataclass(frozen=True, kw_only=True)
class Link:
    """An item as one page shows it."""

    label: str
    href: str
    current: bool


_items: dict[str, Item] = {}


def register(item: Item) -> None:
    """Add an item; called from the app's `AppConfig.ready`. The same view twice replaces."""
    _items[item.view] = item


def current_programme(request: HttpRequest) -> str:
    """The code of the programme the page is about, else of the one last worked in, else empty."""
    match = request.resolver_match
    if match and match.kwargs.get("programme"):
        return str(match.kwargs["programme"])
    session = getattr(request, "session", None)
    return str(session.get(SESSION_KEY, "")) if session is not None else ""


def menu(request: HttpRequest) -> list[Link]:
    """The links of the main menu for a person who is logged in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    links = (_link(item, request) for item in sorted(_items.values(), key=lambda item: item.order))
    return [link for link in links if link]


def _link(item: Item, request: HttpRequest) -> Link | None:
    code = current_programme(request)
    if item.per_programme and not code:
        return None
    try:
        href = reverse(item.view, kwargs={"programme": code} if item.per_programme else None)
    except NoReverseMatch:
        return None
    match = request.resolver_match
    name = match.view_name if match else ""
    return Link(label=item.label, href=href, current=name.startswith(item.section or item.view))
