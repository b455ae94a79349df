"""Budget against spent, by funder and year: sums, what is left, how far; and the hours partners give beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.writing import written_number
from traedesten.journal.models import Entry
from traedesten.programme.models import BudgetLine, Programme
from traedesten.setup.site import Site

Key = tuple[str, int, int | None]
"""Kind, key of the funder, year; None for the whole period."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Kroner. ``label`` says what they are of."""

    label: str
    budget: int
    spent: int

    @property
    def left(self) -> int:
        return self.budget - self.spent

    @property
    def percent(self) -> str:
        """How much of the budget is spent; a dash where there is none to spend of."""
        return (
            _("%(number)s\u00a0%%") % {"number": written_number(round(100 * self.spent / self.budget))}
            if self.budget
            else "–"
        )

    @property
    def is_over(self) -> bool:
        return self.spent > self.budget

    @property
    def said(self) -> str:
        """The bar in words."""
        told = {"spent": written_number(self.spent), "budget": written_number(self.budget), "percent": self.percent}
        if not self.budget:
            return _("Brugt %(spent)s kr., uden budget.") % told
        return _("Brugt %(spent)s kr. af %(budget)s kr. (%(percent)s).") % told


@dataclass(frozen=True, slots=True)
class FunderMoney:
    """One funder's money of one kind: the sum, and a row for each year."""

    name: str
    kind: str
    total: Sums
    years: list[Sums]


@dataclass(frozen=True, slots=True)
class Hours:
    """What a partner has promised and given this year."""

    name: str
    agreed: float
    given: float | None

    @property
    def said(self) -> str:
        agreed = written_number(self.agreed)
        if self.given is None:
            return _("%(agreed)s timer om året er aftalt.") % {"agreed": agreed}
        return _("%(given)s af %(agreed)s timer i år.") % {"given": written_number(self.given), "agreed": agreed}


@dataclass(frozen=True, slots=True)
class Overview:
    total: Sums
    kinds: list[Sums]
    funders: list[FunderMoney]
    hours: list[Hours]


def overview(site: Site) -> Overview | None:
    """None while there is neither budget nor spending."""
    programme = site.programme
    budget, spent = _budget(programme), _spent(programme)
    keys = {*budget, *spent}
    hours = _hours(site)
    if not keys and not hours:
        return None
    names = dict(_names(programme))
    pairs = sorted({(kind, funder) for kind, funder, _year in keys}, key=lambda pair: (_place(pair[0]), names[pair[1]]))
    funders = [_funder(kind, funder, names[funder], budget, spent) for kind, funder in pairs]
    return Overview(
        _sum(_("I alt"), keys, budget, spent),
        [
            _sum(str(kind.label), [key for key in keys if key[0] == kind], budget, spent)
            for kind in BudgetLine.Kind
            if any(key[0] == kind for key in keys)
        ],
        funders,
        hours,
    )


def _funder(kind: str, funder: int, name: str, budget: dict[Key, int], spent: dict[Key, int]) -> FunderMoney:
    own = [key for key in {*budget, *spent} if key[:2] == (kind, funder)]
    years = sorted({key[2] for key in own}, key=lambda year: (year is None, year or 0))
    rows = [_sum(str(year) if year else _("Hele perioden"), [(kind, funder, year)], budget, spent) for year in years]
    return FunderMoney(name, str(BudgetLine.Kind(kind).label), _sum(_("I alt"), own, budget, spent), rows)


def _sum(label: str, keys: Iterable[Key], budget: dict[Key, int], spent: dict[Key, int]) -> Sums:
    keys = list(keys)
    return Sums(label, sum(budget.get(key, 0) for key in keys), sum(spent.get(key, 0) for key in keys))


def _budget(programme: Programme) -> dict[Key, int]:
    found: dict[Key, int] = defaultdict(int)
    for kind, funder, year, amount in programme.budget_lines.values_list("kind", "funder", "year", "amount"):
        found[kind, funder, year] += amount
    return dict(found)


def _spent(programme: Programme) -> dict[Key, int]:
    rows = programme.expenses.current().order_by().values_list("kind", "funder", "year").annotate(total=Sum("amount"))
    return {(kind, funder, year): total for kind, funder, year, total in rows}


def _names(programme: Programme) -> Iterable[tuple[int, str]]:
    yield from programme.budget_lines.values_list("funder", "funder__name")
    yield from programme.expenses.values_list("funder", "funder__name")


def _place(kind: str) -> int:
    return [str(each) for each in BudgetLine.Kind].index(kind)


def _hours(site: Site) -> list[Hours]:
    """Delivered hours are a figure: only for those who see figures."""
    partners = site.programme.partners.filter(agreed_hours_a_year__gt=0).select_related("organisation")
    given: dict[Any, float] = {}
    may_see = site.standing.may(Permission.SEE_FIGURES)
    if may_see and partners:
        entries = Entry.objects.filter(
            programme=site.programme, kind="contribution", partner__isnull=False, happened_on__year=clock.today().year
        )
        given = dict(entries.current().order_by().values_list("partner").annotate(total=Sum("value")))
    return [
        Hours(
            each.organisation.name,
            float(each.agreed_hours_a_year or 0),
            float(given.get(each.organisation_id) or 0) if may_see else None,
        )
        for each in partners
    ]
