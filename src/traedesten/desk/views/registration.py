"""Registering: the page of buttons, the form of one kind, the way back within ten minutes."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from traedesten.core import draft
from traedesten.core.access import Permission
from traedesten.desk import (
    button,
    deed,
    habit,
    layout,
    look,
    open_thread,
    registration,
    sentence,
    subject,
    tagging,
    unplanned,
)
from traedesten.desk.entry_form import EntryForm
from traedesten.desk.receipt import just_saved
from traedesten.desk.workplace import Workplace, at_work
from traedesten.journal.actions.entry import Outcome
from traedesten.journal.catalogue import KindSpec
from traedesten.journal.models import Entry
from traedesten.journal.receipt import Receipt
from traedesten.journal.rules.cell import holds_cpr
from traedesten.measures import cafe


@require_safe
@at_work(Permission.RECORD_ENTRY)
def register(request: HttpRequest, workplace: Workplace) -> HttpResponse:
    """A large button for every kind the person records, the usual ones first."""
    favourites = habit.favourites(request, workplace)
    context = {
        "workplace": workplace,
        "usual": button.usual(workplace, favourites),
        "is_learned": habit.is_learned(request, workplace),
        "counts_guests": "tally" in workplace.standing.kinds(Permission.RECORD_ENTRY)
        and cafe.is_counting(workplace.programme),
        "groups": button.groups(workplace, besides=favourites),
    }
    return render(request, "desk/register.html", context)


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_work(Permission.RECORD_ENTRY)
def register_kind(request: HttpRequest, workplace: Workplace, kind: str) -> HttpResponse:
    """The form of one kind: shown, sent, and shown again for the next one."""
    spec = workplace.kind(kind)
    if request.method != "POST":
        told = _told_before(request, workplace, spec)
        return _page(request, workplace, registration.blank_form(request, workplace, spec, told))
    if request.POST.get("new_subject"):
        return _with_new_code(request, workplace, spec)
    form = registration.sent_form(request, workplace, spec)
    if form.errors:
        return _shown_again(request, workplace, spec)
    receipt = registration.save(workplace, form)
    if not receipt.is_saved:
        return _shown_again(request, workplace, spec, receipt)
    tagging.remember(request, form.uid, str(form.row().get("session", "")), getattr(form, "tagged", ()))
    habit.remember(request, workplace, {**form.row(), **form.none_of_them})
    again = {} if receipt.outcome is Outcome.NEW else {"igen": receipt.outcome.value}
    return redirect(f"{_form_address(workplace, kind)}?{urlencode({'gemt': str(receipt.uid), **again})}")


def _page(
    request: HttpRequest, workplace: Workplace, form: EntryForm, status: int = 200, earlier: Entry | None = None
) -> HttpResponse:
    begun = open_thread.of(workplace, [form.spec.code])
    look.at_list(workplace, "journal.threads", form.choices.persons_shown)
    look.at_list(workplace, "desk.known", form.persons_shown + registration.persons_told(workplace, begun))
    context = {
        "workplace": workplace,
        "spec": form.spec,
        "form": form,
        "is_again": bool(request.GET.get("sendt")) and form.initial.get("id") == request.GET["sendt"],
        "counts": layout.COUNTS.get(form.spec.code, ()),
        "open_threads": begun,
        "writer": draft.writer_of(workplace.staff),
        "saved": just_saved(request, workplace),
        "earlier": earlier,
        "earlier_said": sentence.of(earlier, with_person=workplace.sees_person_of(earlier)) if earlier else "",
    }
    return render(request, "desk/register_kind.html", context, status=status)


def _form_address(workplace: Workplace, kind: str) -> str:
    return reverse("desk:register_kind", kwargs={"programme": workplace.programme.code, "kind": kind})


def _shown_again(
    request: HttpRequest, workplace: Workplace, spec: KindSpec, receipt: Receipt | None = None
) -> HttpResponse:
    """Everything typed stays; a form that was used before gets a new id, so that the next press is a new entry."""
    form = registration.sent_form(request, workplace, spec, is_shown=True)
    row = form.row() if receipt and form.is_valid() else {}
    if receipt and any(problem.code == "same_id" for problem in receipt.problems):
        form.renew()
        form.add_error(None, _("Du har allerede gemt én fra dette skema. Tryk Gem igen, hvis dette er en ny."))
    elif receipt:
        form.show(receipt.problems)
    earlier = registration.spoken_against(workplace, row, receipt) if receipt else None
    return _page(request, workplace, form, status=422, earlier=earlier)


def _with_new_code(request: HttpRequest, workplace: Workplace, spec: KindSpec) -> HttpResponse:
    """Without JavaScript: the same form with a code for a new person, and everything typed kept."""
    column = "linked_subject" if request.POST["new_subject"] == "linked_subject" else "subject"
    code = subject.new_code(workplace.programme)
    typed = {**registration.typed(dict(request.POST.lists())), **subject.made(column, code)}
    return _page(request, workplace, registration.blank_form(request, workplace, spec, typed))


@require_safe
@at_work(Permission.RECORD_ENTRY)
def new_subject(request: HttpRequest, workplace: Workplace, kind: str) -> HttpResponse:
    """htmx: the field with a code for a new person in it."""
    column = "linked_subject" if request.GET.get("field") == "linked_subject" else "subject"
    code = subject.new_code(workplace.programme)
    form = registration.blank_form(request, workplace, workplace.kind(kind), subject.made(column, code))
    if column not in form.fields:
        return HttpResponse(status=404)
    form.fields[column].widget.attrs["autofocus"] = True
    return HttpResponse(form[column].as_field_group())


@require_POST
@at_work(Permission.SEE_PEOPLE)
def subjects(request: HttpRequest, workplace: Workplace) -> HttpResponse:
    """htmx: codes that hold what is typed, of persons met where one works. By POST: no code stands in an address."""
    column = "linked_subject" if request.GET.get("field") == "linked_subject" else "subject"
    words = "".join(filter(str.isprintable, request.POST.get(column, ""))).strip()[:40]
    if holds_cpr(words):  # nobody is found by it, and no log keeps it
        words = ""
    codes = subject.found_by(workplace, words) if words else []
    if words:
        look.for_person(workplace, "journal.suggestions", words, len(codes))
    return render(request, "desk/_components/subjects.html", {"codes": codes, "column": column, "words": words})


@require_POST
@at_work(Permission.WITHDRAW_OWN)
def undo(request: HttpRequest, workplace: Workplace, uid: UUID) -> HttpResponse:
    """Take back what one has just registered; it stands in the form again, to be put right or left."""
    entry = get_object_or_404(workplace.entries(), uid=uid, recorded_by=workplace.staff)
    if not registration.is_undoable(entry, workplace):
        messages.info(request, _("De ti minutter er gået. Du kan trække registreringen tilbage her i stedet."))
        return redirect("desk:withdraw", programme=workplace.programme.code, uid=uid)
    tagging.take_off(request, workplace, uid)
    count = deed.take_back(workplace, uid, _("Fortrudt med det samme"))
    if count:
        messages.success(request, registration.told_undone(count))
    else:
        messages.info(request, _("Registreringen er allerede rettet eller trukket tilbage. Intet er ændret."))
    if unplanned.let_go(workplace, entry):
        again = reverse("desk:unplanned", kwargs={"programme": workplace.programme.code})
        return redirect(f"{again}?{urlencode({'fortrudt': str(uid)})}")
    return redirect(f"{_form_address(workplace, entry.kind)}?{urlencode({'fortrudt': str(uid)})}")


def _values_of_undone(request: HttpRequest, workplace: Workplace, spec: KindSpec) -> dict[str, object]:
    """What stood in the registration the person has just taken back."""
    return registration.values_of_undone(request.GET.get("fortrudt", ""), workplace, spec)


def _told_before(request: HttpRequest, workplace: Workplace, spec: KindSpec) -> Mapping[str, object]:
    """What stands in the form already: typed before a log-in, just taken back, or the step before.

    What is read from an entry about somebody is a look at it.
    """
    typed = registration.typed(draft.take_all(request))
    again = registration.values_sent(request.GET.get("sendt", ""), workplace, spec)
    told = typed or again or _values_of_undone(request, workplace, spec) or _gone_on(request, workplace, spec)
    if not typed and (told.get("subject") or told.get("household")):
        look.at_list(workplace, "desk.form_again", 1)
    return told


def _gone_on(request: HttpRequest, workplace: Workplace, spec: KindSpec) -> Mapping[str, object]:
    """What the step before said, where one came from the list of what is in hand."""
    entry = open_thread.entry_of(workplace, registration.uid_of(request.GET.get("efter", "")))
    return open_thread.carried_on(workplace, spec.code, entry)
