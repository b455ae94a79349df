"""A page of the journal: days with their entries, each a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.writing import written_day
from traedesten.desk import sentence
from traedesten.desk.journal_filter import FilterForm
from traedesten.desk.registration import is_undoable
from traedesten.desk.workplace import Workplace
from traedesten.journal.models import Entry

PER_PAGE = 40


@dataclass(frozen=True, slots=True)
class Line:
    """``mark`` is what has become of the entry: "", "corrected", "superseded" or "withdrawn"."""

    entry: Entry
    sentence: str
    mark: str
    is_own: bool
    may_undo: bool


@dataclass(frozen=True, slots=True)
class Page:
    lines: tuple[Line, ...]
    number: int
    has_next: bool
    searched_for: str
    is_narrowed: bool

    @property
    def days(self) -> list[tuple[str, list[Line]]]:
        """The lines by day, as people name it."""
        by_day = groupby(self.lines, key=lambda line: line.entry.happened_on)
        return [(_day(on), list(lines)) for on, lines in by_day]

    @property
    def next(self) -> int:
        return self.number + 1

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def person_count(self) -> int:
        """How many lines are about a person or a household."""
        return sum(line.entry.subject_id is not None or line.entry.household_id is not None for line in self.lines)


def page(workplace: Workplace, form: FilterForm, number: str) -> Page:
    """One page; a number that is none is the first. One row more is read to know whether there is a next."""
    current = max(1, int(number)) if number.isdecimal() and len(number) < 5 else 1
    start = (current - 1) * PER_PAGE
    # The ids first, from an index alone: what stands beside an entry is read for this page's, not for those passed.
    asked = form.narrow(workplace.entries()).order_by("-happened_on", "-seq").values_list("pk", flat=True)
    found = list(asked[start : start + PER_PAGE + 1])
    rows = Entry.objects.select_related("superseded_by", *sentence.READS).in_bulk(found[:PER_PAGE])
    lines = tuple(line(rows[pk], workplace) for pk in found[:PER_PAGE])
    searched_for = str(form.wanted.get("subject", ""))
    return Page(lines, current, len(found) > PER_PAGE, searched_for, bool(form.wanted))


def line(entry: Entry, workplace: Workplace) -> Line:
    said = sentence.of(entry, with_person=workplace.sees_person_of(entry))
    mark, is_own = mark_of(entry), entry.recorded_by_id == workplace.staff.pk
    return Line(entry, said, mark, is_own, mark == "" and is_undoable(entry, workplace))


def mark_of(entry: Entry) -> str:
    """What has become of an entry; asks nothing when `superseded_by` is joined."""
    newer = getattr(entry, "superseded_by", None)
    if newer is not None:
        return "withdrawn" if newer.is_withdrawal else "superseded"
    return "corrected" if entry.supersedes_id is not None else ""


def _day(on: date) -> str:
    day = written_day(on, today=clock.today())
    return f"{day[:1].upper()}{day[1:]}"


def shortcuts(workplace: Workplace) -> list[tuple[str, str]]:
    """What is asked for most often, one tap each: a name and the query of its address."""
    today = clock.today()
    starts = {
        _("I dag"): today,
        _("Denne uge"): today - timedelta(days=today.weekday()),
        _("Denne måned"): today.replace(day=1),
        _("I år"): today.replace(month=1, day=1),
    }
    dated = [(name, urlencode({"starts_on": on.strftime("%d.%m.%Y")})) for name, on in starts.items()]
    return [(_("Mine egne"), urlencode({"by": workplace.staff.pk})), *dated]
