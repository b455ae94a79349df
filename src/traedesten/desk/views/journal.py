"""Reading the journal: the list, and one entry with all that has become of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from traedesten.core.access import Permission
from traedesten.desk import entry_list, entry_page, look
from traedesten.desk.journal_filter import FilterForm
from traedesten.desk.workplace import Workplace, at_work


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@at_work(Permission.SEE_ENTRIES)
def journal(request: HttpRequest, workplace: Workplace) -> HttpResponse:
    """Entries the person may see, newest first; a look at persons' entries and a search for one are logged.

    A search is sent by POST, so that no person's code stands in an address, a history or a server's log.
    """
    form = FilterForm(request.POST if request.method == "POST" else None, workplace=workplace)
    page = entry_list.page(workplace, form, request.POST.get("side") or request.GET.get("side", ""))
    if page.searched_for:
        look.for_person(workplace, "journal.search", page.searched_for, len(page.lines))
    else:
        look.at_list(workplace, "journal.list", page.person_count)
    return render(request, "desk/journal.html", {"workplace": workplace, "form": form, "page": page})


@require_safe
@never_cache
@at_work(Permission.SEE_ENTRIES)
def entry(request: HttpRequest, workplace: Workplace, uid: UUID) -> HttpResponse:
    """One entry in words, with its history and what the person may do about it."""
    found = get_object_or_404(entry_page.readable(workplace), uid=uid)
    page = entry_page.page(workplace, found)
    look.at_entry(workplace, found, shows_note=page.shows_note)
    return render(request, "desk/entry.html", {"workplace": workplace, "page": page})
