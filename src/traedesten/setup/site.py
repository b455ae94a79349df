"""One person at the set-up of one programme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from traedesten.core.access import Permission
from traedesten.places.models import Staff
from traedesten.programme import rules
from traedesten.programme.models import Programme
from traedesten.programme.queries import get_programme

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Site:
    """The roles are read once; every question of a page is then answered from them."""

    staff: Staff
    programme: Programme
    standing: rules.Standing


View = Callable[Concatenate[HttpRequest, Site, P], HttpResponse]
Routed = Callable[Concatenate[HttpRequest, str, P], HttpResponse]


def at_setup(view: View[P]) -> Routed[P]:
    """View decorator: the address gives ``programme`` (its code), the view gets the site, if the person may set up.

    Http404 for people of other programmes; PermissionDenied where the role lacks it or covers only some areas.
    """

    @wraps(view)
    def fetched(request: HttpRequest, /, programme: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        found = get_programme(request.user, programme, Permission.EDIT_PROGRAMME)
        standing = rules.standing(request.user, found)
        if not standing.may(Permission.EDIT_PROGRAMME, area=rules.NO_AREA):
            raise PermissionDenied(
                _("Opsætningen gælder hele programmet, og din rolle gælder kun nogle af områderne. "
                  "Spørg en, der leder hele programmet.")
            )  # fmt: skip
        return view(request, Site(request.user, found, standing), *args, **kwargs)  # type: ignore[arg-type]

    return fetched
