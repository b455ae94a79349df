"""What was typed when the log-in had run out: kept encrypted for half an hour, given back to the same person only."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import InvalidToken
from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.encryption import decrypt, encrypt
from traedesten.core.logged_out import KEEPS_TYPED

KEY = "draft"
KEPT_FOR = timedelta(minutes=30)
LARGEST = 60_000  # characters of all that was typed; longer texts than any field takes are not kept
NOT_TYPED = ("csrfmiddlewaretoken", "writer")

_signer = Signer(salt="core.draft")


def writer_of(staff: Any) -> str:
    """The hidden field that says whose form this is, so that a draft never reaches somebody else."""
    return _signer.sign(str(staff.pk))


def keeps_typed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view whose form is to survive an expired log-in."""
    setattr(view, KEEPS_TYPED, True)
    return view


class KeepTyped:
    """Middleware before the one that demands a log-in: it takes the draft before the person is sent to log in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.method == "POST" and not request.user.is_authenticated and getattr(view, KEEPS_TYPED, False):
            keep(request)


def keep(request: HttpRequest, why: str = "log-in") -> bool:
    """Put what was posted into the session, if the form is one we gave to somebody; whether it was."""
    try:
        writer = _signer.unsign(request.POST.get("writer", ""))
    except BadSignature:
        return False
    typed = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
    kept = {"path": request.path, "writer": writer, "at": clock.now().isoformat(), "typed": typed, "why": why}
    text = json.dumps(kept, ensure_ascii=False)
    if len(text) > LARGEST:
        return False
    request.session[KEY] = encrypt(text).decode()
    return True


def unmarked(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose mark did not fit: what was typed is kept where it can be, and the way back is there."""
    view = request.resolver_match.func if request.resolver_match else None
    is_kept = getattr(view, KEEPS_TYPED, False) and keep(request, why="mark")
    context = {"is_kept": is_kept, "way_back": request.path if is_kept else ""}
    return render(request, "403_csrf.html", context, status=403)


def take(request: HttpRequest) -> dict[str, str]:
    """What the person typed into this page before the log-in ran out; empty when there is nothing. Given once."""
    return {name: values[-1] for name, values in take_all(request).items() if values}


def take_all(request: HttpRequest) -> dict[str, list[str]]:
    """The same with every value of fields that take several."""
    token = request.session.get(KEY)
    if not token:
        return {}
    try:
        kept = json.loads(decrypt(token.encode()))
    except InvalidToken:  # the keys were changed meanwhile
        del request.session[KEY]
        return {}
    if kept["writer"] == str(request.user.pk) and kept["path"] != request.path and not _is_old(kept):
        return {}  # another page of theirs; the draft waits for its own
    del request.session[KEY]
    if kept["writer"] != str(request.user.pk) or _is_old(kept):
        return {}
    if kept.get("why") == "mark":
        messages.info(request, _("Det, du skrev, står her endnu. Tryk Gem for at gemme det."))
    else:
        messages.info(request, _("Du var blevet logget ud. Det, du skrev, står her endnu. Tryk Gem for at gemme det."))
    typed: dict[str, list[str]] = kept["typed"]
    return typed


def give_back(request: HttpRequest, *shown: BaseForm) -> None:
    """Fill the fresh forms of a page with what was typed into them before the log-in ran out: what was emptied and
    boxes that were unticked too."""
    if request.method == "POST":
        return
    if typed := take_all(request):
        sent = QueryDict(mutable=True)
        for name, values in typed.items():
            sent.setlist(name, values)
        for form in shown:
            _fill(form, sent)


def _fill(form: BaseForm, sent: QueryDict) -> None:
    for name, field in form.fields.items():
        sent_as = form.add_prefix(name)
        if not field.widget.value_omitted_from_data(sent, {}, sent_as):
            form.initial[name] = field.widget.value_from_datadict(sent, {}, sent_as)


def _is_old(kept: dict[str, Any]) -> bool:
    return clock.now() - datetime.fromisoformat(kept["at"]) > KEPT_FOR
