"""The page a colleague opens with the link they were given."""

from __future__ import annotations

from typing import cast

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.models import Login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from traedesten.core.action import System
from traedesten.core.login_form import FirstPasswordForm
from traedesten.places import access_notice
from traedesten.places.actions import access_change
from traedesten.places.actions import invitation as invitations
from traedesten.places.models import Invitation, Staff
from traedesten.places.queries import open_invitation


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password and be logged in. A link that is used, old or wrong says whom to ask, and nothing more."""
    found = open_invitation(token)
    if found is None:
        return render(request, "places/invitation_gone.html", status=410)
    form = FirstPasswordForm(found.staff, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            chosen = form.cleaned_data["new_password1"]
            staff = invitations.accept(by=System("invitation"), token=token, password=chosen)
        except Invitation.DoesNotExist:  # the other of two presses was first
            return render(request, "places/invitation_gone.html", status=410)
        response = perform_password_login(request, {"email": staff.email}, Login(user=staff, email=staff.email))
        if request.user.is_authenticated:  # and not waiting for a second step
            reauthenticate_by_password(request)  # just typed it twice: do not ask again before the second step is set
        return response
    context = {"form": form, "staff": found.staff}
    return render(request, "places/invitation.html", context, status=422 if form.errors else 200)


@require_POST
@never_cache
def changes_read(request: HttpRequest) -> HttpResponse:
    """One press; what was done stands under "Mit login" for three months."""
    access_change.read(by=System("access_change"), staff=cast(Staff, request.user))
    access_notice.forget(request)
    return redirect("mfa_index")
