"""What is begun and not ended: enquiries to follow up, referrals on their way, themes to take further.

Each is told by its newest entry, with the steps that may come next; a link carries the entry's id, never a person's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from textwrap import shorten
from typing import Any

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.desk import layout, sentence
from traedesten.desk.choice import NONE
from traedesten.desk.thread import GOES_ON_WITH
from traedesten.desk.workplace import Workplace
from traedesten.journal import vocabulary as v
from traedesten.journal.catalogue import KINDS
from traedesten.journal.models import ContactNote, Entry
from traedesten.journal.queries import RELATED
from traedesten.programme import rules

SHOWN = 12
SHORT = 60  # characters of somebody's own words in a list
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
    """``due_on`` is the day somebody wrote to follow it up by, where they did.

    ``more`` tells it from others that sound the same; ``shows_words`` where somebody's own words are among it.
    """

    entry: Entry
    sentence: str
    on: date
    due_on: date | None
    steps: tuple[Step, ...]
    more: tuple[str, ...] = ()
    shows_words: bool = False

    @property
    def told(self) -> str:
        return " · ".join((self.sentence, *self.more))

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < clock.today()


def of(
    workplace: Workplace, kinds: Collection[str], limit: int = SHOWN, under_way: Collection[str] = ()
) -> list[OpenThread]:
    """The open threads of these kinds that the person sees and may go on with; the most pressing first.

    One whose step is ``under_way`` waits for nobody, and is told only where a day was set to follow it up by.
    """
    asked = [kind for kind in kinds if kind in NEXT and kind in workplace.visible & workplace.recordable]
    rows = [row for kind in asked for row in _open(workplace, kind)[: limit * 8]]
    found, steps = {pk: on for pk, on, _step in rows}, {pk: step for pk, _on, step in rows}
    due = dict(ContactNote.objects.filter(entry__in=found, due_on__isnull=False).values_list("entry_id", "due_on"))
    waiting = [pk for pk in found if due.get(pk) or steps[pk] not in under_way]
    first = sorted(waiting, key=lambda pk: (due.get(pk) or date.max, found[pk], pk))[:limit]
    read = Entry.objects.select_related("recorded_by", "supersedes", *sentence.READS)
    shown = read.in_bulk(first)  # only those shown are read whole
    return _told_apart(workplace, [_told(workplace, shown[pk], due.get(pk)) for pk in first])


def _open(workplace: Workplace, kind: str) -> QuerySet[Entry, tuple[int, date, str]]:
    """Key, day and step of the newest entry of each thread, where its step does not end it.

    All are read once through, not once for each thread.
    """
    rows = workplace.entries().current().filter(kind=kind, thread__isnull=False)
    everywhere = Entry.objects.current().filter(programme=workplace.programme, kind=kind, thread__isnull=False)
    newest = everywhere.order_by().values("thread").annotate(last=Max("seq")).values("last")
    found = rows.filter(seq__in=newest, step__in=list(NEXT[kind]))
    return found.order_by("happened_on", "seq").values_list("seq", "happened_on", "step")


def _told(workplace: Workplace, row: Entry, due_on: date | None) -> OpenThread:
    said = sentence.of(row, with_person=workplace.sees_person_of(row))
    form = reverse("desk:register_kind", kwargs={"programme": workplace.programme.code, "kind": row.kind})
    steps = [
        Step(v.STEPS.name(step), f"{form}?{urlencode({'efter': str(row.uid), 'step': step})}")
        for step in NEXT[row.kind][row.step]
    ]
    return OpenThread(row, said, row.happened_on, due_on, tuple(steps))


# --- Lines that sound the same --------------------------------------------------------------------------------


def _told_apart(workplace: Workplace, threads: list[OpenThread]) -> list[OpenThread]:
    """Just as much added as it takes to tell each from the others of its day: a list of persons tells no more of them
    than it must. Somebody's own words come last, and only for who may read them."""
    threads = _with_more(threads, lambda each: str(each.entry.activity or ""))
    threads = _with_more(threads, _time_of)
    threads = _with_more(threads, lambda each: getattr(each.entry.recorded_by, "name", ""))
    alike = [each.entry for each in threads if _is_alike(each, threads)]
    words = _own_words(workplace, alike) if alike else {}
    found = []
    for each in threads:
        said = words.get(each.entry.pk, "")
        found.append(replace(each, more=(*each.more, f"»{said}«"), shows_words=True) if said else each)
    return _numbered(found)


def _sound(each: OpenThread) -> tuple[Any, ...]:
    return each.told, each.on, each.due_on


def _is_alike(each: OpenThread, threads: Sequence[OpenThread]) -> bool:
    return sum(_sound(other) == _sound(each) for other in threads) > 1


def _with_more(threads: list[OpenThread], detail: Callable[[OpenThread], str]) -> list[OpenThread]:
    """The detail beside those that sound alike, where it differs among them."""
    told: dict[tuple[Any, ...], set[str]] = {}
    for each in threads:
        told.setdefault(_sound(each), set()).add(detail(each))
    return [
        replace(each, more=(*each.more, detail(each))) if len(told[_sound(each)]) > 1 and detail(each) else each
        for each in threads
    ]


def _time_of(each: OpenThread) -> str:
    """When it happened; else, for what was written down the same day, when that was."""
    entry, written = each.entry, timezone.localtime(each.entry.recorded_at)
    if entry.happened_at:
        return _("kl. %(time)s") % {"time": time_format(entry.happened_at, "H.i")}
    if written.date() != entry.happened_on:
        return ""
    return _("skrevet kl. %(time)s") % {"time": time_format(written, "H.i")}


def _own_words(workplace: Workplace, rows: Collection[Entry]) -> dict[int, str]:
    """The beginning of the notes of those entries that the person may read."""
    readable = [row.pk for row in rows if rules.may_read_note(workplace.staff, row, workplace.standing)]
    notes = ContactNote.objects.filter(entry__in=readable).exclude(note=None)
    return {row.entry_id: shorten(str(row.note), SHORT, placeholder=" …") for row in notes}


def _numbered(threads: list[OpenThread]) -> list[OpenThread]:
    """A number, where nothing that may be told is different."""
    count, seen = Counter(map(_sound, threads)), Counter[Any]()
    found = []
    for each in threads:
        seen[_sound(each)] += 1
        number = f"({seen[_sound(each)]})"
        found.append(replace(each, more=(*each.more, number)) if count[_sound(each)] > 1 else each)
    return found


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
        if value and name in columns and (name != "subject" or workplace.sees_person_of(entry)):
            found[name] = getattr(value, "code", value)
        elif name in layout.asked(KINDS[kind]):
            found[name] = NONE
    return found


def entry_of(workplace: Workplace, uid: Any) -> Entry | None:
    return workplace.entries().current().filter(uid=uid).select_related(*RELATED).first() if uid else None
