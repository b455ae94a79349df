"""Telling of a session that was held though nobody had planned it: the session and what came of it in one deed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from traedesten.core import clock
from traedesten.core.ids import new_id
from traedesten.desk import deed, registration
from traedesten.desk.choice import NONE, Choices, session_name
from traedesten.desk.sheet.unplanned import IN_AREA, UnplannedForm
from traedesten.desk.workplace import Workplace
from traedesten.journal.catalogue import KINDS
from traedesten.journal.models import Entry
from traedesten.journal.models.entry import EntryQuerySet
from traedesten.journal.receipt import Receipt
from traedesten.programme.models import Version
from traedesten.programme.rules import NO_AREA
from traedesten.schedule.actions import session_unplanned
from traedesten.schedule.models import Session

SPEC = KINDS["session"]
READ_BACK = 20


def choices(workplace: Workplace, told: Mapping[str, Any]) -> Choices:
    return registration.choices(workplace, SPEC, {"on": told.get("on")})


def blank_form(workplace: Workplace, told: Mapping[str, Any]) -> UnplannedForm:
    """What the person last held, where and today; then what was typed before."""
    day = min(clock.today(), workplace.programme.ends_on)
    initial = {"id": str(new_id()), "on": day, **told}
    form = UnplannedForm(choices=choices(workplace, initial), initial=initial)
    for name, code in _usual(workplace, form).items():
        form.initial.setdefault(name, code)
    return form


def sent_form(workplace: Workplace, sent: QueryDict) -> UnplannedForm:
    return UnplannedForm(sent, choices=choices(workplace, sent.dict()), initial={})


def _usual(workplace: Workplace, form: UnplannedForm) -> dict[str, str]:
    """Activity and place of the session the person told of last; else what is told of most, for them to look at.

    As far as both can be chosen here; the only ones there are where nobody has told of any.
    """
    offered = {name: dict(form.fields[name].choices) for name in ("activity", "where")}  # type: ignore[attr-defined]
    rows = workplace.entries().current().filter(kind="session", session__isnull=False).order_by("-seq")
    own = _held(rows.filter(recorded_by=workplace.staff), offered)
    if own:
        form.is_learned = True
        return own[0]
    common = Counter(tuple(each.items()) for each in _held(rows, offered)).most_common(1)
    if common:
        return dict(common[0][0])
    real = {name: [code for code in codes if code] for name, codes in offered.items()}
    return {name: codes[0] for name, codes in real.items() if len(codes) == 1}


def _held(rows: EntryQuerySet, offered: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """What and where the newest of them were, as far as both are offered."""
    columns = ("session__activity__code", "session__venue__code", "session__area__code")
    told = [
        {"activity": what, "where": _place(venue, area)} for what, venue, area in rows.values_list(*columns)[:READ_BACK]
    ]
    return [each for each in told if all(code in offered[name] for name, code in each.items())]


def _place(venue: str | None, area: str | None) -> str:
    return venue or (f"{IN_AREA}{area}" if area else NONE)


def save(workplace: Workplace, form: UnplannedForm) -> Receipt:
    """The session and its entries, or nothing. Raises what `session_unplanned.tell_of` raises."""
    by, programme = workplace.staff, workplace.programme
    with transaction.atomic():
        row = session_unplanned.tell_of(
            by=by, programme=programme, plan=form.plan(), uid=form.uid, is_another=form.cleaned_data["another"]
        )
        form.belongs_to(row)
        receipt = deed.write(workplace, form.uid, form.parts(), then=form.write_more)
        if not receipt.is_saved:
            transaction.set_rollback(True)
    return receipt


def let_go(workplace: Workplace, entry: Entry) -> bool:
    """Take the session back too, once the entry that told of it is withdrawn and nothing else stands about it."""
    row = entry.session
    if entry.kind != "session" or row is None or not row.is_unplanned or row.is_called_off:
        return False
    area = row.area_id or NO_AREA
    may = any(workplace.standing.may(each, area=area, kind=SPEC.code) for each in session_unplanned.UNTELLING)
    with transaction.atomic():
        Version.objects.next_for(row.programme_id)  # nobody writes about it between the question and the answer
        if not may or Entry.objects.current().filter(session=row).exists() or row.tallies.exists():
            return False
        session_unplanned.untell(by=workplace.staff, session=row)
    return True


def ways(workplace: Workplace, alike: tuple[Session, ...]) -> list[tuple[str, str, bool]]:
    """What each of the sessions is called, where it is registered or read, and whether it has been told of."""
    told = dict(workplace.entries().current().filter(kind="session", session__in=alike).values_list("session", "uid"))
    form = reverse("desk:register_kind", kwargs={"programme": workplace.programme.code, "kind": "session"})
    return [
        (session_name(row), _entry(workplace, told[row.pk]) if row.pk in told
         else f"{form}?{urlencode({'session': row.code})}", row.pk in told)
        for row in alike
    ]  # fmt: skip


def _entry(workplace: Workplace, uid: Any) -> str:
    return reverse("desk:entry", kwargs={"programme": workplace.programme.code, "uid": uid})


def values_of_undone(workplace: Workplace, uid: str) -> dict[str, Any]:
    """What stood in the form whose session the person has just taken back; empty for anything else."""
    told = registration.values_of_undone(uid, workplace, SPEC)
    found = registration.uid_of(uid)
    row = deed.entries(workplace, found).select_related("session__activity").first() if told and found else None
    if row is None or row.session is None or not row.session.is_unplanned:
        return {}
    here = row.session
    where = _place(here.venue and here.venue.code, here.area and here.area.code)
    own = {"activity": here.activity.code, "where": where, "on": here.planned_on, "name": here.name}
    return {name: value for name, value in told.items() if name != "session"} | own
