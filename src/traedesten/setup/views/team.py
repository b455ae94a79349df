"""Access to the programme: who has it, inviting, roles, closing; and what each role may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from traedesten.core import draft
from traedesten.core.access import Permission, refusal
from traedesten.core.encryption import decrypt, encrypt
from traedesten.places.actions import invitation as invitations
from traedesten.places.actions import staff as accounts
from traedesten.places.models import Staff
from traedesten.programme import rules
from traedesten.programme.actions import grant as grants
from traedesten.programme.models import Programme
from traedesten.programme.queries import in_programme
from traedesten.setup.site import Site, at_setup
from traedesten.setup.team import colleague
from traedesten.setup.team.form import InviteForm, RoleForm

LINK = "invitation_link"  # in the session, encrypted, until it has been shown once
NOTHING = 422


@require_safe
@never_cache
@at_setup
def team(request: HttpRequest, site: Site) -> HttpResponse:
    """Everybody with a role here, and how they get in. Leaders see it; administrators change it."""
    context = {"site": site, "colleagues": colleague.of(site.programme), "may_change": _may_change(site)}
    return render(request, "setup/team.html", context)


def _may_change(site: Site) -> bool:
    return site.standing.may(Permission.MANAGE_STAFF) and site.standing.may(Permission.GRANT_ROLE)


def _demand(site: Site) -> None:
    if not _may_change(site):
        raise PermissionDenied(refusal((Permission.MANAGE_STAFF,)))


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@at_setup
def invite(request: HttpRequest, site: Site) -> HttpResponse:
    """A new colleague with a first role and a link to pass on; a known one only gets the role."""
    _demand(site)
    form = InviteForm(request.POST or None, programme=site.programme, initial=draft.take(request))
    if request.method == "POST" and form.is_valid():
        staff = _attempt(form, lambda: _invited(request, site, form))
        if staff:
            return redirect(_page_of(site, staff))
    context = {"site": site, "form": form, "writer": draft.writer_of(site.staff)}
    return render(request, "setup/invite.html", context, status=NOTHING if form.errors else 200)


def _invited(request: HttpRequest, site: Site, form: InviteForm) -> Staff:
    """All of it or nothing: the account, the role and the link."""
    cleaned, known = form.cleaned_data, form.known()
    with transaction.atomic():
        staff = known or accounts.create(
            by=site.staff, email=cleaned["email"], name=cleaned["name"], organisation=cleaned["organisation"]
        )
        role = cleaned["role"]
        grants.give(by=site.staff, to=staff, programme=site.programme, role=role, areas=form.areas_chosen())
        if known is None:
            _remember_link(request, staff, invitations.make(by=site.staff, staff=staff))
    if known is not None:
        text = _("%(name)s havde allerede en adgang og har fået rollen.")
        messages.success(request, text % {"name": staff.name})
    return staff


def _remember_link(request: HttpRequest, staff: Staff, made: invitations.Made) -> None:
    path = reverse("account_invitation", kwargs={"token": made.token})
    request.session[LINK] = {"staff": staff.pk, "address": encrypt(request.build_absolute_uri(path)).decode()}


def _page_of(site: Site, staff: Staff) -> str:
    return reverse("setup:colleague", kwargs={"programme": site.programme.code, "staff": staff.pk})


def _attempt(form: RoleForm, act: Callable[[], Any]) -> Any:
    try:
        return act()
    except ValidationError as error:
        form.refuse(error)
    except PermissionDenied as denied:
        form.add_error(None, str(denied))
    return None


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@at_setup
def one(request: HttpRequest, site: Site, staff: int) -> HttpResponse:
    """One colleague: roles, one more role, a new link, the second step, closing and opening."""
    found = colleague.one(site.programme, staff)
    form = RoleForm(request.POST or None, programme=site.programme)
    if request.method == "POST":
        _demand(site)
        if form.is_valid():
            role = {"role": form.cleaned_data["role"], "areas": form.areas_chosen()}
            if _attempt(form, lambda: grants.give(by=site.staff, to=found.staff, programme=site.programme, **role)):
                messages.success(request, _("Rollen er givet."))
                return redirect(_page_of(site, found.staff))
    link = request.session.get(LINK, {})
    is_theirs = link.get("staff") == found.staff.pk
    address = decrypt(request.session.pop(LINK)["address"].encode()) if is_theirs else ""
    context = {"site": site, "colleague": found, "form": form, "address": address, "may_change": _may_change(site)}
    context["is_oneself"], context["writer"] = found.staff == site.staff, draft.writer_of(site.staff)
    return render(request, "setup/colleague.html", context, status=NOTHING if form.errors else 200)


# What the buttons of a colleague's page do: the action, and what is said afterwards.
DEEDS: dict[str, tuple[Callable[..., Any], str]] = {
    "luk": (accounts.deactivate, "closed"),
    "aabn": (accounts.reactivate, "opened"),
    "andet-trin": (accounts.drop_second_factor, "dropped"),
}


@require_POST
@never_cache
@at_setup
def act(request: HttpRequest, site: Site, staff: int, deed: str) -> HttpResponse:
    """A button: closed, opened, a new link, the second step forgotten, a role taken back."""
    if deed != "link" and deed not in DEEDS:
        raise Http404
    found = colleague.one(site.programme, staff)
    said = {
        "closed": _("Adgangen er lukket. Roller og registreringer står, som de gjorde."),
        "opened": _("Adgangen er åben igen."),
        "dropped": _("Andet trin er glemt. Ved næste log ind vælges et nyt."),
    }
    try:
        if deed == "link":
            _remember_link(request, found.staff, invitations.make(by=site.staff, staff=found.staff))
        else:
            deed_done, word = DEEDS[deed]
            deed_done(by=site.staff, staff=found.staff)
            messages.success(request, said[word])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(_page_of(site, found.staff))


@require_POST
@never_cache
@at_setup
def take_role(request: HttpRequest, site: Site, staff: int, grant: int) -> HttpResponse:
    """Take one role back; who has none left is no longer of the programme."""
    found = colleague.one(site.programme, staff)
    held = next((each for each in found.held if each.grant.pk == grant), None)
    if held is not None:
        grants.withdraw(by=site.staff, grant=held.grant)
        text = _("%(name)s er ikke længere %(role)s.")
        messages.success(request, text % {"name": found.staff.name, "role": held.name.lower()})
    if held is not None and len(found.held) == 1:
        return redirect("setup:team", programme=site.programme.code)
    return redirect(_page_of(site, found.staff))


@require_safe
@in_programme(Permission.SEE_PROGRAMME)
def roles(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What every role may do, for everybody: one's own first."""
    own = {holding.role for holding in rules.standing(request.user, programme).holdings}
    told = sorted(((each.role in own, each) for each in colleague.roles()), key=lambda pair: not pair[0])
    return render(request, "setup/roles.html", {"programme": programme, "roles": told})
