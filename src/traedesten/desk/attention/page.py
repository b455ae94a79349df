"""The page in three parts, most harmful first, and how many of it a person can mend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measure_engine.series import VISITS
from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.desk.attention import behind, deed
from traedesten.desk.attention.behind import Seen
from traedesten.desk.attention.deed import Deed
from traedesten.desk.workplace import Workplace
from traedesten.measures import board
from traedesten.measures.actions.finding import About
from traedesten.measures.attention import contradiction, leap, uncounted
from traedesten.measures.attention.contradiction import Found
from traedesten.measures.attention.leap import Leapt
from traedesten.measures.models import SetAside
from traedesten.programme.models import Activity
from traedesten.programme.rules import NO_AREA

SHOWN = 25  # of a part, until somebody asks for all
HARMS = {
    3: ("high", gettext_lazy("Gør et tal forkert")),
    2: ("middle", gettext_lazy("Kan gøre et tal forkert")),
    1: ("low", gettext_lazy("Gør et tal mere usikkert")),
    0: ("low", gettext_lazy("Rører intet kriterium")),
}


@dataclass(frozen=True, slots=True)
class Reads:
    """A criterion that reads what was found, as far as the reader sees its figure."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that needs a look. ``aside`` is set where somebody has said that it is right as it is."""

    mark: str
    said: str
    matters: str
    right: str
    harm: int
    criteria: tuple[Reads, ...]
    deeds: tuple[Deed, ...]
    about: About | None
    shows_person: bool = False
    aside: SetAside | None = None
    found: Found | None = None
    entries: tuple[Any, ...] = ()

    @property
    def level(self) -> str:
        return HARMS[self.harm][0]

    @property
    def level_name(self) -> str:
        return str(HARMS[self.harm][1])


@dataclass(frozen=True, slots=True)
class Part:
    """``more`` are those beyond what is shown at first."""

    code: str
    heading: str
    text: str
    items: tuple[Item, ...]
    more: int = 0


@dataclass(frozen=True)
class Page:
    everything: tuple[tuple[str, tuple[Item, ...]], ...]
    shows_all: bool = False

    @property
    def parts(self) -> list[Part]:
        words = headings()
        return [Part(code, *words[code], *self._cut(_open(items))) for code, items in self.everything]

    @property
    def set_aside(self) -> list[Item]:
        return [item for _code, items in self.everything for item in items if item.aside]

    @property
    def is_empty(self) -> bool:
        return not any(_open(items) for _code, items in self.everything)

    @property
    def persons_shown(self) -> int:
        """How many lines name a person: for the access log."""
        return sum(item.shows_person for part in self.parts for item in part.items) + sum(
            item.shows_person for item in self.set_aside
        )

    def item(self, mark: str) -> Item | None:
        return next((item for _code, items in self.everything for item in items if item.mark == mark), None)

    @property
    def to_mend(self) -> int:
        """How many the person can do something about; of jumps, those they may say are right."""
        return sum(
            bool(item.deeds) and (code != "leaps" or item.about is not None)
            for code, items in self.everything
            for item in _open(items)
        )

    def _cut(self, items: tuple[Item, ...]) -> tuple[tuple[Item, ...], int]:
        most = len(items) if self.shows_all else SHOWN
        return items[:most], max(0, len(items) - most)


def headings() -> dict[str, tuple[str, str]]:
    return {
        "contradictions": (
            _("Registreringer, der siger hinanden imod"),
            _("De kan ikke alle være rigtige. Det værste står først."),
        ),
        "leaps": (
            _("Tal, der springer"),
            _("De afviger meget fra tiden omkring. Det kan være rigtigt, men er værd at se efter."),
        ),
        "uncounted": (
            _("Kriterier, der ikke kan tælles"),
            _("Her mangler noget, før tallet kan siges eller vokse."),
        ),
    }


def _open(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(item for item in items if item.aside is None)


def of(workplace: Workplace, *, shows_all: bool = False) -> Page:
    aside = {row.fingerprint: row for row in SetAside.objects.filter(programme=workplace.programme)}
    readings = _readings(workplace)
    texts = {each.criterion.code: each.criterion.text for each in readings}
    parts: list[tuple[str, tuple[Item, ...]]] = []
    if workplace.standing.may(Permission.SEE_ENTRIES):
        parts.append(("contradictions", tuple(_contradictions(workplace, texts, aside))))
    if workplace.standing.may(Permission.SEE_FIGURES):
        parts.append(("leaps", tuple(_leaps(workplace, texts, aside))))
        parts.append(("uncounted", tuple(_uncounted(workplace, readings, aside))))
    return Page(tuple(parts), shows_all)


def _readings(workplace: Workplace) -> tuple[board.Reading, ...]:
    if not workplace.standing.may(Permission.SEE_FIGURES):
        return ()
    return board.of_staff(workplace.staff, workplace.programme, board.day_for(workplace.programme))


def _reads(codes: Sequence[str], texts: dict[str, str]) -> tuple[Reads, ...]:
    return tuple(Reads(code, texts[code]) for code in codes if code in texts)


# Contradictions


def _contradictions(workplace: Workplace, texts: dict[str, str], aside: dict[str, SetAside]) -> list[Item]:
    all_found = contradiction.found(workplace.programme, clock.today())
    register = board.evaluator_of(workplace.programme).register
    made = []
    for seen in behind.seen(workplace, all_found):
        said = contradiction.said(register, seen.found.finding, seen.who)
        made.append(_of_contradiction(workplace, seen, said, texts, aside))
    return made


def _of_contradiction(
    workplace: Workplace, seen: Seen, told: str, texts: dict[str, str], aside: dict[str, SetAside]
) -> Item:
    found, said = seen.found, board.translator().gettext
    return Item(
        mark=found.finding.fingerprint,
        said=told,
        matters=said(found.rule.matters) % _named(found), right=said(found.rule.right) % _named(found),
        harm=found.harm, criteria=_reads(found.criteria, texts), deeds=deed.of_contradiction(workplace, seen),
        about=_about(workplace, seen), shows_person=seen.shows_person, aside=aside.get(found.finding.fingerprint),
        found=found, entries=tuple(row.pk for row in seen.rows),
    )  # fmt: skip


def _named(found: Found) -> dict[str, Any]:
    return {name: value for name, value in found.finding.values.items() if isinstance(value, int | float)}


def _about(workplace: Workplace, seen: Seen) -> About | None:
    """What setting it aside would be about; None for who may not."""
    may_all = all(behind.may_correct(workplace, row) for row in seen.rows)
    may_any = workplace.standing.may(Permission.CORRECT_ANY, area=NO_AREA)
    if not (may_all if seen.rows else may_any):
        return None
    areas = frozenset(row.area_id or NO_AREA for row in seen.rows) or frozenset({NO_AREA})
    owners = {row.recorded_by_id for row in seen.rows}
    finding = seen.found.finding
    return About(finding.rule, finding.fingerprint, areas, owners.pop() if len(owners) == 1 else None)


# Jumps


def _leaps(workplace: Workplace, texts: dict[str, str], aside: dict[str, SetAside]) -> list[Item]:
    all_found = leap.found(workplace.programme, clock.today())
    inside = _whole_activities(workplace)
    return [_of_leap(workplace, each, texts, aside) for each in all_found if _sees(workplace, each, texts, inside)]


def _whole_activities(workplace: Workplace) -> set[Any] | None:
    """Activities that lie in the person's own areas alone, for counts are of all of an activity; None for all."""
    area_ids = workplace.standing.area_ids(Permission.SEE_FIGURES)
    if area_ids is None:
        return None
    rows = Activity.objects.filter(programme=workplace.programme).prefetch_related("areas")
    return {row.pk for row in rows if row.areas.all() and {area.pk for area in row.areas.all()} <= area_ids}


def _sees(workplace: Workplace, each: Leapt, texts: dict[str, str], inside: set[Any] | None) -> bool:
    if each.criterion:
        return each.criterion in texts
    needed = "session" if each.kind == VISITS else each.kind
    return needed in workplace.visible and (inside is None or each.activity_id in inside)


def _of_leap(workplace: Workplace, each: Leapt, texts: dict[str, str], aside: dict[str, SetAside]) -> Item:
    may = workplace.standing.may(Permission.CORRECT_ANY, area=NO_AREA)
    return Item(
        mark=each.fingerprint, said=each.said, matters=each.matters, right=each.right, harm=2,
        criteria=_reads(each.criteria, texts), deeds=deed.of_leap(workplace, each),
        about=About(each.code, each.fingerprint) if may else None, aside=aside.get(each.fingerprint),
    )  # fmt: skip


# What cannot be counted


def _uncounted(
    workplace: Workplace, readings: tuple[board.Reading, ...], aside: dict[str, SetAside]
) -> list[Item]:  # fmt: skip
    may = workplace.standing.may(Permission.CORRECT_ANY, area=NO_AREA)
    made = []
    for each in uncounted.found(workplace.programme, readings, clock.today()):
        about = About(each.code, each.fingerprint) if may and each.may_stay else None
        made.append(
            Item(
                mark=each.fingerprint,
                said=_said(each),
                matters="",
                right=each.right,
                harm=each.harm,
                criteria=(Reads(each.criterion.code, each.criterion.text),),
                deeds=deed.of_uncounted(workplace, each),
                about=about,
                aside=aside.get(each.fingerprint) if each.may_stay else None,
            )
        )
    return made


def _said(each: uncounted.Uncounted) -> str:
    return _("Kan ikke tælles: %(why)s") % {"why": each.said} if each.harm == uncounted.NOT_TOLD else each.said
