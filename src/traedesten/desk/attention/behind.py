"""The entries behind contradictions as one person may see them: those they may not are as if they were not found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from traedesten.core.access import Permission
from traedesten.core.portion import portions
from traedesten.desk.workplace import Workplace
from traedesten.journal.models import Entry
from traedesten.measures.attention.contradiction import Found
from traedesten.programme import rules
from traedesten.programme.rules import NO_AREA, seen_from

AT_ONCE = 500  # a question to the database holds so many values
COLUMNS = ("pk", "uid", "kind", "area_id", "partner_id", "recorded_by_id", "programme_id", "subject__code",
           "happened_on")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Behind:
    """What of an entry decides who may see and change it."""

    pk: int
    uid: Any
    kind: str
    area_id: int | None
    partner_id: int | None
    recorded_by_id: int | None
    programme_id: int
    code: str | None
    happened_on: date


@dataclass(frozen=True, slots=True)
class Seen:
    """A contradiction all of whose entries the person may see, in the finding's own order."""

    found: Found
    rows: tuple[Behind, ...]
    who: str
    shows_person: bool


def seen(workplace: Workplace, all_found: Sequence[Found]) -> list[Seen]:
    """Those whose every entry the person may see; of what rests on tallies, those where they see tallies too."""
    known = _rows(workplace, {pk for each in all_found for pk in each.finding.entries})
    made = []
    for each in all_found:
        rows = tuple(known[pk] for pk in each.finding.entries if pk in known)
        if len(rows) == len(each.finding.entries) and (rows or each.rests_on_tally) and _sees_tally(workplace, each):
            made.append(_seen(workplace, each, rows))
    return made


def _rows(workplace: Workplace, keys: Iterable[Any]) -> dict[Any, Behind]:
    found = {}
    visible = Entry.objects.filter(seen_from(workplace.standing, workplace.staff)).order_by()
    for some in portions(sorted(keys), AT_ONCE):
        for values in visible.filter(pk__in=some).values_list(*COLUMNS):
            row = Behind(*values)
            if row.programme_id == workplace.programme.pk:
                found[row.pk] = row
    return found


def _sees_tally(workplace: Workplace, each: Found) -> bool:
    if not each.rests_on_tally:
        return True
    area = each.finding.area if isinstance(each.finding.area, int) else NO_AREA
    return workplace.standing.may(Permission.SEE_ENTRIES, kind="tally", area=area)


def _seen(workplace: Workplace, each: Found, rows: tuple[Behind, ...]) -> Seen:
    """The person by code where every entry with one is of a place where the reader sees people."""
    persons = [row for row in rows if row.code]
    shows = bool(persons) and all(workplace.standing.sees_person_of(row, workplace.staff) for row in persons)
    who = str(persons[0].code) if shows else _("en person")
    return Seen(each, rows, who, shows)


def may_correct(workplace: Workplace, row: Behind) -> bool:
    return rules.may_change(
        workplace.staff, row, own=Permission.CORRECT_OWN, any_=Permission.CORRECT_ANY, here=workplace.standing
    )


def may_withdraw(workplace: Workplace, row: Behind) -> bool:
    return rules.may_change(
        workplace.staff, row, own=Permission.WITHDRAW_OWN, any_=Permission.WITHDRAW_ANY, here=workplace.standing
    )
