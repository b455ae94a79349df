"""Nobody works here with a password alone: who has no second step is led to where it is set up, and nowhere else."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

SESSION_KEY = "second_factor"
OWN_PAGES = ("account_", "mfa_")  # names of the views that are open meanwhile: log-in, its second step, log-out


class SecondFactorMiddleware:
    """What was found is remembered in the session, so that a page asks the database nothing for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        if not settings.SECOND_FACTOR or not request.user.is_authenticated or request.session.get(SESSION_KEY):
            return None
        if not getattr(view, "login_required", True) or _name(request).startswith(OWN_PAGES):
            return None
        if is_mfa_enabled(request.user):
            request.session[SESSION_KEY] = True
            return None
        messages.info(request, _("Vælg et andet trin, før du går i gang: en adgangsnøgle eller en app med koder."))
        return redirect("mfa_index")


def _name(request: HttpRequest) -> str:
    match = request.resolver_match
    return str(match.view_name) if match else ""
