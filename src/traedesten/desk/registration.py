"""What stands in the form before anybody has typed: the day, the last choice, where one came from, an older entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.form_field import parse_date
from traedesten.core.ids import new_id
from traedesten.desk import deed, habit, layout, sentence, sheet, thread
from traedesten.desk.choice import NONE, Choices, only
from traedesten.desk.entry_form import EntryForm
from traedesten.desk.open_thread import OpenThread
from traedesten.desk.workplace import Workplace
from traedesten.journal.actions import entry as journal_entry
from traedesten.journal.catalogue import KindSpec
from traedesten.journal.models import Entry
from traedesten.journal.models.entry import EntryQuerySet
from traedesten.journal.queries import RELATED
from traedesten.journal.receipt import Receipt
from traedesten.journal.store import details
from traedesten.schedule.actions import initiative

NAME_AT_MOST = 200  # characters of an initiative's name; a heading may be longer
UNDO_WITHIN = timedelta(minutes=10)
CODED = ("activity", "area", "venue", "session", "run", "offer", "partner")
NAMED = ("subject", "linked_subject", "household", "thread", "topic")
PLAIN = ("step", "channel", "source", "sex", "age_band", "first_time", "people", "families", "value")
# The usual first answer, where there is one.
FIRST_STEP = {"enquiry": "received", "concern": "received", "session": "held", "need": "voiced", "enrolment": "joined"}


def choices(workplace: Workplace, spec: KindSpec, told: Mapping[str, Any]) -> Choices:
    """Options near the day and with the session that ``told`` names."""
    on = _day(told.get("on")) or min(clock.today(), workplace.programme.ends_on)
    return Choices(workplace, spec, on, session=str(told.get("session") or ""))


def _day(told: Any) -> date | None:
    if isinstance(told, date) or not told:
        return told or None
    try:
        return parse_date(str(told), today=clock.today())
    except ValueError:
        return None


def blank_form(request: HttpRequest, workplace: Workplace, spec: KindSpec, told: Mapping[str, Any]) -> EntryForm:
    """A form nobody has sent yet: defaults, then what was typed before (``told``: a draft, or values to go on with)."""
    usual = defaults(request, workplace, spec)
    initial = {"id": str(new_id()), **usual, **_here(request, spec), **told}
    options = choices(workplace, spec, initial)
    if layout.is_placed_by_plan(spec) and not initial.get("session") and not initial.get("run"):
        initial["session"] = options.session_now(of_run="run" in spec.columns and "session" not in spec.required)
    return sheet.form_class(spec.code)(choices=options, initial=initial, usual=usual)


def sent_form(request: HttpRequest, workplace: Workplace, spec: KindSpec, *, is_shown: bool = False) -> EntryForm:
    """The form as it was sent; the same defaults as when it was shown tell what the person changed.

    ``is_shown`` is for showing it again: with every option, and its faults.
    """
    initial = defaults(request, workplace, spec)
    options = choices(workplace, spec, request.POST.dict())
    form_class = sheet.form_class(spec.code)
    form = form_class(request.POST, choices=options, initial=initial, usual=initial, is_shown=is_shown)
    form.is_valid()
    return form


def defaults(request: HttpRequest, workplace: Workplace, spec: KindSpec) -> dict[str, Any]:
    """What can be known without asking: today, the last choice, the only area there is."""
    today = min(clock.today(), workplace.programme.ends_on)  # what is written down late happened before the end
    initial: dict[str, Any] = {} if layout.date_follows_session(spec) else {"on": today}
    initial |= _allowed(spec, habit.last_choices(request, workplace, spec.code))
    initial = {n: value for n, value in initial.items() if value != NONE or n in layout.asked(spec)}
    options = Choices(workplace, spec, today)
    if layout.is_first(spec, "activity") and "activity" in spec.columns and "activity" not in initial:
        initial["activity"] = options.usual_activity()
    if spec.code in FIRST_STEP:
        initial["step"] = FIRST_STEP[spec.code]
    if spec.code in thread.BEGINS and "thread" not in {name for group in spec.one_of for name in group}:
        initial["thread"] = thread.NEW
    if "area" in spec.columns and "area" not in initial and not layout.date_follows_session(spec):
        initial["area"] = only(options.of("area") or [])
    if "partner" in spec.columns and workplace.organisation_id is not None:
        initial["partner"] = only(options.of("partner") or [])
    return initial


def _here(request: HttpRequest, spec: KindSpec) -> dict[str, str]:
    """Columns named in the address: the page one came from knew them already. Never what people write."""
    written = {detail.name for detail in spec.detail_columns}
    return {name: value for name, value in _allowed(spec, request.GET.dict()).items() if name not in written}


def _allowed(spec: KindSpec, told: Mapping[str, Any]) -> dict[str, Any]:
    columns = set(layout.columns(spec))
    return {name: value for name, value in told.items() if name in columns and value}


def values_of(entry: Entry, *, with_notes: bool) -> dict[str, Any]:
    """An entry as the form's initial values: codes, words and numbers."""
    values: dict[str, Any] = {"on": entry.happened_on, "at": entry.happened_at}
    for name in (*CODED, *NAMED):
        row = getattr(entry, name)
        values[name] = row.code if row else None
    values |= {name: getattr(entry, name) for name in PLAIN}
    values["value"] = _shown(entry.value)
    if with_notes:
        values |= details(entry)
    return {name: value for name, value in values.items() if value not in (None, "")}


def _shown(value: float | None) -> Any:
    """Whole numbers without a decimal comma, so that they meet the words they stand for."""
    return int(value) if value is not None and value.is_integer() else value


def save(workplace: Workplace, form: EntryForm) -> Receipt:
    """Record all that the form says, or nothing. A new initiative is planned in the same breath, or neither is."""
    if not form.begins_initiative(form.cleaned_data):
        return deed.write(workplace, form.uid, form.parts(), then=form.write_more)
    by, programme, row = workplace.staff, workplace.programme, form.row()
    with transaction.atomic():
        initiative.begin(
            by=by,
            programme=programme,
            code=row["thread"],
            name=row["title"][:NAME_AT_MOST],
            area=programme.areas.filter(code=row.get("area", "")).first(),
            activity=programme.activities.filter(code=row.get("activity", "")).first(),
        )
        receipt = journal_entry.record(by=by, programme=programme, row=row)
        if not receipt.is_saved:
            transaction.set_rollback(True)
    return receipt


def spoken_against(workplace: Workplace, row: Mapping[str, Any], receipt: Receipt) -> Entry | None:
    """The entry that forbids this one, where the person may see it."""
    codes = {problem.code for problem in receipt.problems}
    rows = workplace.entries().current() if codes & {"told_already", "twice"} else workplace.entries().none()
    session = {"session__code": row.get("session")}
    if "told_already" in codes:
        return _first(rows.filter(kind="session", **session))
    same = session if row.get("session") else {"happened_on": row.get("on"), "step": row.get("step", "")}
    return _first(rows.filter(kind=row.get("kind"), subject__code=row.get("subject"), **same))


def _first(rows: EntryQuerySet) -> Entry | None:
    return rows.select_related(*sentence.READS).first()


def is_undoable(entry: Entry, workplace: Workplace) -> bool:
    """Whether the person recorded it themselves within the last ten minutes; a correction is not undone like that."""
    is_own = entry.recorded_by_id == workplace.staff.pk and entry.supersedes_id is None
    is_own = is_own and workplace.standing.may(Permission.WITHDRAW_OWN) and entry.kind in workplace.recordable
    return is_own and not entry.is_withdrawal and clock.now() - entry.recorded_at <= UNDO_WITHIN


def values_of_undone(uid: str, workplace: Workplace, spec: KindSpec) -> dict[str, Any]:
    """What stood in the form whose entries the person has just taken back; empty for anything else."""
    found = uid_of(uid)
    return _values_of_deed(found, deed.undone(workplace, found), spec) if found else {}


def values_sent(uid: str, workplace: Workplace, spec: KindSpec) -> dict[str, Any]:
    """The form as the person sent it, under its own id: for who comes back to it with the browser's button."""
    found = uid_of(uid)
    entries = list(deed.entries(workplace, found).current().select_related(*RELATED)) if found else []
    values = _values_of_deed(found, entries, spec) if found else {}
    return {**values, "id": str(found)} if values else {}


def _values_of_deed(uid: UUID, entries: Sequence[Entry], spec: KindSpec) -> dict[str, Any]:
    if not entries or entries[0].uid != uid or entries[0].kind != spec.code:
        return {}
    form_class = sheet.form_class(spec.code)
    values = values_of(entries[0], with_notes=True) | form_class.values_of_others(entries)
    told = {name: value for name, value in values.items() if value not in (None, "", [])}
    return {name: value for name, value in told.items() if name not in form_class.replaced}


def typed(sent: Mapping[str, list[str]]) -> dict[str, Any]:
    """What was posted, as a form's initial values: a list where several were chosen."""
    return {name: values[0] if len(values) == 1 else values for name, values in sent.items() if values}


def persons_told(workplace: Workplace, begun: Sequence[OpenThread]) -> int:
    """How many of the open threads are told with a person's code."""
    return sum(row.entry.subject_id is not None and workplace.sees_person_of(row.entry) for row in begun)


def told_undone(count: int) -> str:
    if count > 1:
        told = _("Fortrudt. Alle %(count)s registreringer er taget tilbage. Det, du skrev, står her endnu.")
        return told % {"count": count}
    return _("Fortrudt. Den tæller ikke med. Det, du skrev, står her, hvis noget skal rettes.")


def uid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
