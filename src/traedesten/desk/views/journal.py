"""Reading the journal: the list, and one entry with all that has become of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from traedesten.core import access_log
from traedesten.core.access import Permission
from traedesten.core.models import Look
from traedesten.desk import entry_list, entry_page
from traedesten.desk.journal_filter import FilterForm
from traedesten.desk.workplace import Workplace, at_work


@require_safe
@never_cache
@at_work(Permission.SEE_ENTRIES)
def journal(request: HttpRequest, workplace: Workplace) -> HttpResponse:
    """Entries the person may see, newest first; a look at persons' entries and a search for one are logged."""
    form = FilterForm(request.GET or None, workplace=workplace)
    page = entry_list.page(workplace, form, request.GET.get("side", ""))
    if page.searched_for:
        _log(workplace, Look.Way.SEARCH, "journal.search", count=len(page.lines), words=page.searched_for)
    elif page.subject_count:
        _log(workplace, Look.Way.READ, "journal.list", count=page.subject_count)
    return render(request, "desk/journal.html", {"workplace": workplace, "form": form, "page": page})


@require_safe
@never_cache
@at_work(Permission.SEE_ENTRIES)
def entry(request: HttpRequest, workplace: Workplace, uid: UUID) -> HttpResponse:
    """One entry in words, with its history and what the person may do about it."""
    found = get_object_or_404(entry_page.readable(workplace), uid=uid)
    page = entry_page.page(workplace, found)
    if page.is_about_somebody:
        entry_page.log_look(workplace, found)
    return render(request, "desk/entry.html", {"workplace": workplace, "page": page})


def _log(workplace: Workplace, way: Look.Way, what: str, *, count: int, words: str | None = None) -> None:
    access_log.write(
        by=workplace.staff, way=way, what=what, programme_id=workplace.programme.pk, count=count, words=words
    )
