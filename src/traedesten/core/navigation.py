"""The main menu and the choice of programme: apps add their own, so that the page frame need not know them.

An item belongs to one programme (its address takes `programme`, the code) or to the whole installation. Items of a
programme are shown when one is at hand: the address names it, it is the one last worked in, or there is only one.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import NoReverseMatch, reverse

SESSION_KEY = "programme"
REMEMBERED = "_programmes"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One place in the menu. `section` is the start of the view names that count as being there, or several of them.

    `needs` is the permission without which the page would only refuse: who lacks it is not shown the way. A page of
    the whole installation asks for it in `at_least` so many programmes.
    """

    label: Any  # a str, or a lazy one
    view: str
    order: int
    section: str | tuple[str, ...] = ""
    per_programme: bool = True
    needs: str = ""
    at_least: int = 1


@dataclass(frozen=True, kw_only=True)
class Link:
    """An item, or a programme to switch to, as one page shows it."""

    label: Any
    href: str
    current: bool


Programmes = Callable[[Any], Sequence[tuple[str, str, Collection[str]]]]
_items: dict[str, Item] = {}
_programmes_of: list[Programmes] = []


def register(item: Item) -> None:
    """Add an item; called from the app's `AppConfig.ready`. The same view twice replaces."""
    _items[item.view] = item


def install(programmes_of: Programmes) -> None:
    """Say who knows which programmes a person may see: their code, their name and what the person may do there."""
    _programmes_of[:] = [programmes_of]


def programmes(request: HttpRequest) -> dict[str, str]:
    """Names by code of the programmes the person may see."""
    return {code: name for code, (name, _permissions) in _known(request).items()}


def _known(request: HttpRequest) -> dict[str, tuple[str, Collection[str]]]:
    """Name and permissions by code, asked once per request."""
    if not hasattr(request, REMEMBERED):
        user = getattr(request, "user", None)
        rows = _programmes_of[0](user) if user and user.is_authenticated and _programmes_of else []
        setattr(request, REMEMBERED, {code: (name, permissions) for code, name, permissions in rows})
    found: dict[str, tuple[str, Collection[str]]] = getattr(request, REMEMBERED)
    return found


def current_programme(request: HttpRequest) -> str:
    """The code of the programme the page is about, else of the one last worked in, else of the only one."""
    match, session, known = request.resolver_match, getattr(request, "session", {}), programmes(request)
    for code in (match.kwargs.get("programme") if match else None, session.get(SESSION_KEY)):
        if code in known:
            return str(code)
    return next(iter(known)) if len(known) == 1 else ""


def menu(request: HttpRequest) -> list[Link]:
    """The links of the main menu for a person who is logged in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    code, name = current_programme(request), request.resolver_match.view_name if request.resolver_match else ""
    return [
        Link(label=item.label, href=href, current=name.startswith(item.section or item.view))
        for item in _in_order()
        if _is_open(request, item, code) and (href := _address(item, code))
    ]


def switch(request: HttpRequest) -> list[Link]:
    """The person's programmes, each leading to where work in it begins; the current one marked."""
    current = current_programme(request)
    return [
        Link(label=name, href=start_of(request, code), current=code == current)
        for code, name in programmes(request).items()
    ]


def start_of(request: HttpRequest, code: str) -> str:
    """The first place of the menu in this programme; empty while no app has one."""
    places = (item for item in _in_order() if item.per_programme and _is_open(request, item, code))
    return next((href for item in places if (href := _address(item, code))), "")


def _is_open(request: HttpRequest, item: Item, code: str) -> bool:
    if item.per_programme:
        return not item.needs or item.needs in _known(request).get(code, ("", ()))[1]
    return not item.needs or sum(item.needs in held for _name, held in _known(request).values()) >= item.at_least


def _in_order() -> list[Item]:
    return sorted(_items.values(), key=lambda item: item.order)


def _address(item: Item, code: str) -> str:
    if item.per_programme and not code:
        return ""
    try:
        return reverse(item.view, kwargs={"programme": code} if item.per_programme else None)
    except NoReverseMatch:
        return ""


def remember_programme(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Any:
    """Middleware: the programme of the last page that was shown is the one the menu is about on the next."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        code = request.resolver_match.kwargs.get("programme") if request.resolver_match else None
        if code and response.status_code == 200 and request.session.get(SESSION_KEY) != code:
            request.session[SESSION_KEY] = code
        return response

    return answer
