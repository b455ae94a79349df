"""How staff get in: by invitation only, slowed down when someone guesses, without keeping who tried."""

import hmac
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _


class StaffAdapter(DefaultAccountAdapter):
    """allauth's switchboard: nobody signs up on their own, and a wrong log-in says what to try."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "E-mail og adgangskode passer ikke sammen. Se efter stavefejl, og om store bogstaver er slået til."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def account_key(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """A keyed fingerprint of the e-mail that was typed: enough to count failures by, not enough to tell who."""
    given = credentials or {}
    typed = given.get("email") or given.get("username") or given.get("login") or request.POST.get("login", "")
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, str(typed).strip().casefold().encode(), "sha256").hexdigest()


def client_address(request: HttpRequest) -> str | None:
    """The address the request came from, read past our own proxies only; None when no request came over the net."""
    if not request.META.get("REMOTE_ADDR"):
        return None
    return str(get_adapter(request).get_client_ip(request))


def lockout(request: HttpRequest, response: HttpResponse | None, credentials: Mapping[str, Any] | None) -> HttpResponse:
    """The page shown instead of the log-in when too many attempts failed."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "account/lockout.html", {"minutes": minutes}, status=429)
