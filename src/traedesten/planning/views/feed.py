"""Calendars to subscribe to: the person's own page of them, and the file itself, which asks for no log-in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from traedesten.core import draft
from traedesten.planning import feed_file, limit
from traedesten.planning.feed_form import FeedForm
from traedesten.planning.planner import Planner, at_plan
from traedesten.schedule import queries
from traedesten.schedule.actions import feed as verb


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_plan()
def feeds(request: HttpRequest, planner: Planner) -> HttpResponse:
    """The person's own subscriptions with their addresses, and a form for one more."""
    form = FeedForm(request.POST or None, planner=planner)
    if request.method == "POST" and form.is_valid():
        verb.open_(by=planner.staff, programme=planner.programme, **form.about())
        messages.success(request, _("Kalenderen er klar. Kopiér adressen ind i din egen kalender."))
        return redirect("planning:feeds", programme=planner.programme.code)
    draft.give_back(request, form)
    rows = queries.feeds_of(planner.staff, planner.programme)
    lines = [(row, feed_file.name_of(row), _address(request, str(row.token))) for row in rows]
    context = {"planner": planner, "lines": lines, "form": form, "writer": draft.writer_of(planner.staff)}
    return render(request, "planning/feeds.html", context, status=422 if form.errors else 200)


@require_POST
@at_plan()
def renew(request: HttpRequest, planner: Planner, feed: int) -> HttpResponse:
    """The old address answers no more."""
    verb.renew(by=planner.staff, feed=get_object_or_404(queries.feeds_of(planner.staff, planner.programme), pk=feed))
    messages.success(request, _("Der er kommet en ny adresse, og den gamle er lukket."))
    return redirect("planning:feeds", programme=planner.programme.code)


@require_POST
@at_plan()
def close(request: HttpRequest, planner: Planner, feed: int) -> HttpResponse:
    verb.close(by=planner.staff, feed=get_object_or_404(queries.feeds_of(planner.staff, planner.programme), pk=feed))
    messages.success(request, _("Abonnementet er lukket, og adressen virker ikke længere."))
    return redirect("planning:feeds", programme=planner.programme.code)


@login_not_required
@require_safe
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of a secret address. Unknown, renewed and closed ones are alike: 404."""
    if limit.has_missed_too_often(request):
        return _too_often()
    found = queries.feed_by(token)
    if found is None or not feed_file.is_open(found):
        limit.missed(request)
        raise Http404
    if limit.is_asked_too_often(found.digest):
        return _too_often()
    body = feed_file.text(found)
    mark = feed_file.mark(body)
    is_known = request.headers.get("If-None-Match", "") == mark
    answer = HttpResponse(b"" if is_known else body, status=304 if is_known else 200)
    answer["Content-Type"] = "text/calendar; charset=utf-8"
    answer["ETag"] = mark
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = 'inline; filename="kalender.ics"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _too_often() -> HttpResponse:
    answer = HttpResponse(status=429)
    answer["Retry-After"] = str(limit.WINDOW)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _address(request: HttpRequest, secret: str) -> str:
    return request.build_absolute_uri(reverse("planning:feed", kwargs={"token": secret}))
