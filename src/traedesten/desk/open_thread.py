"""What is begun and not ended: enquiries to follow up, referrals on their way, themes to take further.

Each is told by its newest entry, with the steps that may come next; a link carries the entry's id, never a person's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from traedesten.core import clock
from traedesten.desk import layout, sentence
from traedesten.desk.choice import NONE
from traedesten.desk.thread import GOES_ON_WITH
from traedesten.desk.workplace import Workplace
from traedesten.journal import vocabulary as v
from traedesten.journal.catalogue import KINDS
from traedesten.journal.models import ContactNote, Entry
from traedesten.journal.queries import RELATED

SHOWN = 12
# Step -> what usually comes next, the likeliest first. A step that is missing here ends the thread.
NEXT: dict[str, dict[str, tuple[str, ...]]] = {
    "enquiry": {"received": ("followed_up", "closed"), "followed_up": ("followed_up", "closed")},
    "concern": {"received": ("followed_up", "closed"), "followed_up": ("followed_up", "closed")},
    "referral": {
        "offered": ("accepted", "started", "refused"),
        "accepted": ("accompanied", "started", "lapsed"),
        "accompanied": ("started", "lapsed"),
        "started": ("completed", "still_active", "ended"),
        "still_active": ("still_active", "completed", "ended"),
    },
    "goal": {"set": ("reached", "dropped")},
    "plan": {"made": ("revised", "closed"), "revised": ("revised", "closed")},
    "need": {"voiced": ("met",)},
    "theme": {
        "identified": ("evidence", "addressed"),
        "evidence": ("evidence", "addressed", "closed"),
        "addressed": ("evidence", "closed"),
    },
    "initiative": {
        "from_need": ("planned", "started"),
        "planned": ("started", "ended"),
        "started": ("described", "method_tried", "anchored", "ended"),
        "described": ("method_tried", "anchored", "ended"),
        "method_tried": ("described", "anchored", "ended"),
    },
    "story": {"told": ("published",)},
}
# What a next step says again of the one before.
CARRIED = ("thread", "subject", "offer", "activity", "area", "topic", "partner", "source", "channel")
CARRIED_ON = ("thread", "subject", "activity", "area")


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class OpenThread:
    """``due_on`` is the day somebody wrote to follow it up by, where they did."""

    entry: Entry
    sentence: str
    on: date
    due_on: date | None
    steps: tuple[Step, ...]

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < clock.today()


def of(workplace: Workplace, kinds: Collection[str], limit: int = SHOWN) -> list[OpenThread]:
    """The open threads of these kinds that the person sees and may go on with; the most pressing first."""
    asked = [kind for kind in kinds if kind in NEXT and kind in workplace.visible & workplace.recordable]
    found = dict(row for kind in asked for row in _open(workplace, kind)[: limit * 4])
    due = dict(ContactNote.objects.filter(entry__in=found, due_on__isnull=False).values_list("entry_id", "due_on"))
    first = sorted(found, key=lambda pk: (due.get(pk) or date.max, found[pk], pk))[:limit]
    rows = Entry.objects.select_related(*sentence.READS).in_bulk(first)  # only those shown are read whole
    return [_told(workplace, rows[pk], due.get(pk)) for pk in first]


def _open(workplace: Workplace, kind: str) -> QuerySet[Entry, tuple[int, date]]:
    """Key and day of the newest entry of each thread, where its step does not end it.

    All are read once through, not once for each thread.
    """
    rows = workplace.entries().current().filter(kind=kind, thread__isnull=False)
    everywhere = Entry.objects.current().filter(programme=workplace.programme, kind=kind, thread__isnull=False)
    newest = everywhere.order_by().values("thread").annotate(last=Max("seq")).values("last")
    found = rows.filter(seq__in=newest, step__in=list(NEXT[kind]))
    return found.order_by("happened_on", "seq").values_list("seq", "happened_on")


def _told(workplace: Workplace, row: Entry, due_on: date | None) -> OpenThread:
    said = sentence.of(row, with_person=workplace.sees_people)
    form = reverse("desk:register_kind", kwargs={"programme": workplace.programme.code, "kind": row.kind})
    steps = [
        Step(v.STEPS.name(step), f"{form}?{urlencode({'efter': str(row.uid), 'step': step})}")
        for step in NEXT[row.kind][row.step]
    ]
    return OpenThread(row, said, row.happened_on, due_on, tuple(steps))


def carried_on(workplace: Workplace, kind: str, entry: Entry | None) -> Mapping[str, Any]:
    """What the form of the next step begins with; the step itself stands in the address.

    A follow-up goes on with what somebody ended: with who and where, not with why they ended.
    """
    if entry is None or (entry.kind != kind and entry.kind not in GOES_ON_WITH.get(kind, ())):
        return {}
    columns = set(KINDS[kind].columns)
    found: dict[str, Any] = {}
    for name in CARRIED if entry.kind == kind else CARRIED_ON:
        value = getattr(entry, name)
        if value and name in columns and (name != "subject" or workplace.sees_people):
            found[name] = getattr(value, "code", value)
        elif name in layout.asked(KINDS[kind]):
            found[name] = NONE
    return found


def entry_of(workplace: Workplace, uid: Any) -> Entry | None:
    return workplace.entries().current().filter(uid=uid).select_related(*RELATED).first() if uid else None
