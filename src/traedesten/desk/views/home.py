"""The first page after log-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from traedesten.core import navigation
from traedesten.core.access import Permission
from traedesten.programme import queries


def home(request: HttpRequest) -> HttpResponse:
    """The programmes a person works in; straight to the work when there is only one."""
    programmes = list(queries.visible_to(request.user))
    places = [(programme, navigation.start_of(request, programme.code)) for programme in programmes]
    if len(places) == 1 and places[0][1]:
        return redirect(places[0][1])
    figures = sum(Permission.SEE_FIGURES in held for _code, _name, held in queries.named_for(request.user))
    return render(request, "desk/home.html", {"places": places, "has_across": figures > 1})
