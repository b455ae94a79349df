"""Reading the journal: the list, one entry with all that has become of it, and a file of what was found."""

from __future__ import annotations

import io
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from traedesten.core import clock
from traedesten.core.access import Permission, refusal
from traedesten.core.writing import written_number
from traedesten.desk import entry_list, entry_page, entry_table, journal_filter, look
from traedesten.desk.journal_filter import FilterForm
from traedesten.desk.workplace import Workplace, at_work
from traedesten.journal import export

# What can be taken out: the ending and the type of the file.
TYPES = {
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("csv", "text/csv; charset=utf-8"),
    "again": ("csv", "text/csv; charset=utf-8"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@at_work(Permission.SEE_ENTRIES)
def journal(request: HttpRequest, workplace: Workplace) -> HttpResponse:
    """Entries the person may see, newest first; a look at persons' entries and a search for one are logged.

    A search is sent by POST, so that no person's code stands in an address, a history or a server's log, and answered
    with an address of its own, so that one can go back to it.
    """
    if request.method == "POST":
        sent = FilterForm(request.POST, workplace=workplace)
        if sent.is_valid():
            return redirect(_address(workplace, journal_filter.address_of(request, sent)))
        return _listed(request, workplace, sent, status=422)
    if journal_filter.is_forgotten(request):
        messages.info(request, _("Søgningen på en person huskes kun, så længe du er logget ind. Søg igen."))
        return redirect(_address(workplace, journal_filter.without(request, "subject")))
    return _listed(request, workplace, FilterForm(journal_filter.asked(request), workplace=workplace))


def _address(workplace: Workplace, query: str = "") -> str:
    address = reverse("desk:journal", kwargs={"programme": workplace.programme.code})
    return f"{address}?{query}" if query else address


def _listed(request: HttpRequest, workplace: Workplace, form: FilterForm, status: int = 200) -> HttpResponse:
    page = entry_list.page(workplace, form, request.GET.get("side", ""))
    if page.searched_for:
        look.for_person(workplace, "journal.search", page.searched_for, len(page.lines))
    else:
        look.at_list(workplace, "journal.list", page.person_count)
    context = {
        "workplace": workplace,
        "form": form,
        "page": page,
        "query": request.GET.urlencode(),
        "conditions": [(label, said, journal_filter.without(request, name)) for name, label, said in form.said],
        "shortcuts": entry_list.shortcuts(workplace),
        "may_take_persons_out": workplace.sees_people,
        "may_take_out": workplace.standing.may(Permission.EXPORT_ENTRIES),
        "may_bring_in": workplace.standing.may(Permission.IMPORT_ENTRIES),
    }
    return render(request, "desk/journal.html", context, status=status)


@require_POST
@never_cache
@at_work(Permission.EXPORT_ENTRIES)
def take_out(request: HttpRequest, workplace: Workplace) -> HttpResponse:
    """What was found, as a file: to read, or in the columns that can be read in again. The log gets its line first."""
    form = FilterForm(journal_filter.asked(request), workplace=workplace)
    kind = request.POST.get("format", "")
    if kind == "again" and not workplace.sees_people:
        raise PermissionDenied(refusal((Permission.SEE_PEOPLE,)))  # its columns hold persons' codes
    entries = form.narrow(workplace.entries_with_people() if kind == "again" else workplace.entries())
    count = entries.count()
    if kind not in TYPES or (form.is_bound and not form.is_valid()) or journal_filter.is_forgotten(request):
        messages.error(request, _("Filen kunne ikke laves. Vælg igen, hvad den skal indeholde."))
        return redirect(_address(workplace, request.GET.urlencode()))
    if count > entry_table.MOST_ROWS and kind != "again":
        known = {"count": written_number(count), "most": written_number(entry_table.MOST_ROWS)}
        text = _("Der er %(count)s registreringer, og en fil kan have %(most)s. Vælg en kortere periode.")
        messages.error(request, text % known)
        return redirect(_address(workplace, request.GET.urlencode()))
    look.taken_out(workplace, "journal.export", count, str(form.wanted.get("subject", "")))
    file = io.BytesIO()
    if kind == "again":
        export.write(entries, file, file_format="csv")
    else:
        said = [(label, said) for _name, label, said in form.said]
        entry_table.WRITERS[kind](entries, workplace, file, entry_table.about(workplace, said, count))
    return _file(workplace, kind, file.getvalue())


def _file(workplace: Workplace, kind: str, content: bytes) -> HttpResponse:
    ending, content_type = TYPES[kind]
    name = f"journal-{workplace.programme.code}-{clock.today().isoformat()}.{ending}"
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_safe
@never_cache
@at_work(Permission.SEE_ENTRIES)
def entry(request: HttpRequest, workplace: Workplace, uid: UUID) -> HttpResponse:
    """One entry in words, with its history and what the person may do about it."""
    found = get_object_or_404(entry_page.readable(workplace), uid=uid)
    page = entry_page.page(workplace, found)
    look.at_entry(workplace, found, shows_note=page.shows_note)
    return render(request, "desk/entry.html", {"workplace": workplace, "page": page})
