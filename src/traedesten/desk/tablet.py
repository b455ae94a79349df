"""What two tablets, or one that forgot, say of the same opening: the figures beside each other, and the answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core import clock
from traedesten.desk import cafe_page
from traedesten.desk.cafe_place import Place
from traedesten.desk.choice import session_name
from traedesten.journal.actions.tally_clash import UNDO_WITHIN
from traedesten.journal.models import Tally, TallyClash
from traedesten.journal.models.tally import COUNTER_NAMES, COUNTERS

Choice = TallyClash.Choice
# What the host sees has happened, as the answer they give: the likeliest first.
ANSWERS = (
    (Choice.ANOTHER, gettext_lazy("Det var to tablets")),
    (Choice.KEEP, gettext_lazy("De første er rigtige")),
    (Choice.REPLACE, gettext_lazy("De nye er rigtige")),
)


@dataclass(frozen=True, slots=True)
class Answer:
    code: str
    name: Any
    told: str


@dataclass(frozen=True, slots=True)
class Clash:
    """``lines`` are a counter's name, what stands and what was set aside, where the two differ."""

    pk: int
    opening: str
    card: str
    lines: tuple[tuple[str, int, int], ...]
    seen: str
    href: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    said: str
    href: str


def of(place: Place) -> tuple[list[Clash], list[Settled]]:
    """Those to be settled, and those that can be undone still; for who counts here."""
    if not place.may_count:
        return [], []
    here = list(place.clashes())
    stands = _stands(here)
    recent = clock.now() - UNDO_WITHIN
    open_ones = [_clash(place, row, stands[_key(row)]) for row in here if not row.settled_as and _key(row) in stands]
    settled = [Settled(_settled(row), _href(place, row, "tablet_undo")) for row in here
               if row.settled_at and row.settled_at >= recent]  # fmt: skip
    return open_ones, settled


def _key(row: Tally | TallyClash) -> tuple[Any, ...]:
    return row.session_id, row.device, row.card


def _stands(rows: list[TallyClash]) -> dict[tuple[Any, ...], Tally]:
    found = Tally.objects.filter(session__in=[row.session_id for row in rows])
    return {_key(row): row for row in found}


def _clash(place: Place, row: TallyClash, kept: Tally) -> Clash:
    both = [(str(COUNTER_NAMES[name]), getattr(kept, name), getattr(row, name)) for name in COUNTERS]
    together = kept.visits + row.visits
    said = {
        Choice.ANOTHER: _("Begge tæller: %(visits)s besøg i alt.") % {"visits": together},
        Choice.KEEP: _("%(visits)s besøg. De nye tal bliver lagt væk.") % {"visits": kept.visits},
        Choice.REPLACE: _("%(visits)s besøg. De første tal bliver skiftet ud.") % {"visits": row.visits},
    }
    return Clash(
        row.pk,
        session_name(row.session),
        row.get_card_display(),
        tuple(each for each in both if each[1] != each[2]),
        f"{kept.visits}.{row.visits}",
        _href(place, row, "tablet"),
        tuple(Answer(code.value, name, said[code]) for code, name in ANSWERS),
    )


def _settled(row: TallyClash) -> str:
    name = session_name(row.session)
    if row.settled_as == Choice.ANOTHER:
        told = _(
            "%(opening)s: tallene fra to tablets er lagt sammen. Giv den ene tablet sit eget id, før den tæller igen: "
            "%(device)s"
        )
        return told % {"opening": name, "device": row.new_device}
    if row.settled_as == Choice.REPLACE:
        return _("%(opening)s: de nye tal gælder.") % {"opening": name}
    return _("%(opening)s: de første tal gælder.") % {"opening": name}


def _href(place: Place, row: TallyClash, name: str) -> str:
    return cafe_page.href(place, name, clash=row.pk)
