"""What somebody wants to see over all programmes: read from the address, carried in every link of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measure_engine.judgement import Status
from measure_engine.preset import PRESETS
from traedesten.measures.across.seen import Seen
from traedesten.measures.board import translator
from traedesten.measures.card import status_name
from traedesten.measures.legend import BEST_FIRST
from traedesten.measures.standing import UNCOUNTED, Standing

NONE = "-"  # programmes whose areas say no municipality
STANDINGS: tuple[str, ...] = (*BEST_FIRST, UNCOUNTED)
PROBLEMS = frozenset({UNCOUNTED, str(Status.NOT_REACHED), str(Status.BEHIND)})
NEED, NAME, PLACE, REACHED = "behov", "navn", "kommune", "naaet"
ORDERS: dict[str, Any] = {
    NEED: gettext_lazy("Det, der trænger mest"),
    REACHED: gettext_lazy("Flest mål nået"),
    NAME: gettext_lazy("Navn"),
    PLACE: gettext_lazy("Kommune"),
}

Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """Empty ones do not restrict. ``place`` is a municipality's code, ``measure`` a preset's name."""

    place: str = ""
    focus: str = ""
    measure: str = ""
    standing: str = ""
    order: str = NEED

    @property
    def is_narrowed(self) -> bool:
        return bool(self.place or self.is_of_criteria)

    @property
    def is_of_criteria(self) -> bool:
        """Whether only some of a programme's criteria are asked for."""
        return bool(self.focus or self.measure or self.standing)

    def query(self, **changes: Any) -> str:
        other = replace(self, **changes)
        told = {"kommune": other.place, "indsats": other.focus, "maal": other.measure, "status": other.standing,
                "orden": "" if other.order == NEED else other.order}  # fmt: skip
        query = urlencode({name: value for name, value in told.items() if value})
        return f"?{query}" if query else ""

    def has_place(self, seen: Seen) -> bool:
        codes = {each.code for each in seen.municipalities} or {NONE}
        return not self.place or self.place in codes

    def has(self, standing: Standing) -> bool:
        return self.counts(standing) and self.standing in ("", standing.standing)

    def counts(self, standing: Standing) -> bool:
        """Whether the criterion is of the focus area and the measure, however it stands."""
        return self.focus in ("", standing.focus) and self.measure in ("", standing.measure)


def asked(values: Mapping[str, str]) -> Choice:
    """What the address asks for; what is not known restricts to nothing that could be shown, never to more."""
    order = values.get("orden", "")
    return Choice(
        values.get("kommune", ""), values.get("indsats", ""), values.get("maal", ""), values.get("status", ""),
        order if order in ORDERS else NEED,
    )  # fmt: skip


def standing_name(code: str) -> str:
    return _("Kan ikke tælles") if code == UNCOUNTED else status_name(Status(code))


def measure_name(code: str) -> str:
    """What a preset is called; a measure written freely has no name of its own."""
    return translator().gettext(PRESETS[code].label) if code in PRESETS else _("Skrevet på sin egen måde")


def options(everything: Iterable[Seen]) -> dict[str, Options]:
    """What there is to choose from on the page, each with a first that does not restrict."""
    places: dict[str, str] = {}
    focuses, measures, standings = set[str](), set[str](), set[str]()
    for seen in everything:
        places |= {each.code: each.name for each in seen.municipalities} or {NONE: _("Ingen kommune skrevet")}
        for each in seen.board.standings if seen.board else ():
            focuses.add(each.focus)
            measures.add(each.measure)
            standings.add(each.standing)
    known = [(code, measure_name(code)) for code in measures - {""}]
    return {
        "place": _first(_("Alle kommuner"), sorted(places.items(), key=lambda each: (each[0] == NONE, each[1]))),
        "focus": _first(_("Alle indsatsområder"), [(name, name) for name in sorted(focuses - {""})]),
        "measure": _first(_("Alle slags mål"), sorted(known, key=lambda each: each[1])),
        "standing": _first(
            _("Alle statusser"), [(code, standing_name(code)) for code in STANDINGS if code in standings]
        ),
        "order": [(code, str(name)) for code, name in ORDERS.items()],
    }


def _first(every: str, rest: Options) -> Options:
    return [("", every), *rest]
