"""What a person may do about something found, with one tap: correct, take back, or mend the plan behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from measure_engine.contradiction.finding import Mend
from traedesten.core.access import Permission
from traedesten.core.writing import written_date
from traedesten.desk.attention.behind import Behind, Seen, may_correct, may_withdraw
from traedesten.desk.workplace import Workplace
from traedesten.journal import vocabulary as v
from traedesten.measures.attention.leap import Leapt
from traedesten.measures.attention.uncounted import Uncounted, Where
from traedesten.measures.cafe import Site, sites_of
from traedesten.programme.models import Activity
from traedesten.programme.rules import NO_AREA
from traedesten.schedule.models import Session

MOST = 2


@dataclass(frozen=True, slots=True)
class Deed:
    label: str
    href: str


def of_contradiction(workplace: Workplace, seen: Seen) -> tuple[Deed, ...]:
    """The likeliest first; none for who may only see it."""
    made = [*_plan(workplace, seen), *_counting(workplace, seen), *_entries(workplace, seen)]
    return tuple(made[:MOST])


def _at(workplace: Workplace, view: str, **named: Any) -> str:
    return reverse(view, kwargs={"programme": workplace.programme.code, **named})


def _plan(workplace: Workplace, seen: Seen) -> Iterator[Deed]:
    finding, may = seen.found.finding, workplace.standing.may
    if seen.found.rule.mend is Mend.SESSION and isinstance(finding.session, int):
        row = Session.objects.filter(pk=finding.session).only("code", "area_id").first()
        if row and may(Permission.PLAN_SESSIONS, area=row.area_id or NO_AREA):
            yield Deed(_("Ret dagen i kalenderen"), _at(workplace, "planning:session_edit", session=row.code))
    if seen.found.rule.mend is Mend.ACTIVITY and may(Permission.EDIT_PROGRAMME, area=NO_AREA):
        href = _at(workplace, "setup:row", part="aktiviteter", row=finding.activity)
        yield Deed(_("Ret aktivitetens dage"), href)


def _counting(workplace: Workplace, seen: Seen) -> Iterator[Deed]:
    if seen.found.rule.mend is Mend.COUNTING:
        finding = seen.found.finding
        yield from cafe(workplace, finding.activity, finding.area)


def cafe(workplace: Workplace, activity: Any, area: Any) -> Iterator[Deed]:
    """The page of the café counted there, or of all cafés where that cannot be told."""
    known = sites_of(workplace.programme, workplace.area_ids)
    sites = [site for site in known if activity in (None, site.activity.pk) and _is_in(site, area)]
    if len(sites) == 1:
        href = _at(workplace, "desk:cafe", activity=sites[0].activity.code, area=sites[0].slug)
        yield Deed(_("Åbn caféens optælling"), href)
    elif sites:
        yield Deed(_("Åbn caféerne"), _at(workplace, "desk:cafes"))


def _is_in(site: Site, area: Any) -> bool:
    return area is None or (site.area is not None and site.area.pk == area)


def _entries(workplace: Workplace, seen: Seen) -> Iterator[Deed]:
    rule, rows = seen.found.finding.rule, seen.rows
    if rule == "twice":
        yield from _withdrawals(workplace, rows[:1])
        return
    if rule == "without_start" and "referral" in workplace.offered:
        yield Deed(_("Skriv trinnet »Begyndt«"), _at(workplace, "desk:register_kind", kind="referral"))
    for row in rows:
        if may_correct(workplace, row):
            named = {"kind": v.KINDS.name(row.kind).lower(), "day": written_date(row.happened_on)}
            yield Deed(_("Ret %(kind)s %(day)s") % named, _at(workplace, "desk:correct", uid=row.uid))


def _withdrawals(workplace: Workplace, rows: tuple[Behind, ...]) -> Iterator[Deed]:
    for row in rows:
        if may_withdraw(workplace, row):
            yield Deed(_("Træk den ene tilbage"), _at(workplace, "desk:withdraw", uid=row.uid))


def of_leap(workplace: Workplace, leapt: Leapt) -> tuple[Deed, ...]:
    """The entries of the period, or those behind the criterion's figure."""
    if not workplace.standing.may(Permission.SEE_ENTRIES):
        return ()
    if leapt.criterion:
        return (Deed(_("Se kriteriet"), _at(workplace, "measures:criterion", code=leapt.criterion)),)
    asked = {"kind": "session" if leapt.kind not in v.KINDS else leapt.kind}
    if leapt.period:
        asked |= {
            "starts_on": leapt.period.start.strftime("%d.%m.%Y"),
            "ends_on": leapt.period.end.strftime("%d.%m.%Y"),
        }
    else:
        asked["all"] = "on"
    if code := Activity.objects.filter(pk=leapt.activity_id).values_list("code", flat=True).first():
        asked["activity"] = code
    return (Deed(_("Se registreringerne"), f"{_at(workplace, 'desk:journal')}?{urlencode(asked)}"),)


def of_uncounted(workplace: Workplace, one: Uncounted) -> tuple[Deed, ...]:
    may = workplace.standing.may
    edits = may(Permission.EDIT_CRITERIA, area=NO_AREA)
    code = one.criterion.code
    if one.where is Where.CRITERION and edits:
        return (Deed(_("Ret kriteriet"), _at(workplace, "setup:criterion_edit", code=code)),)
    if one.where is Where.TARGET and edits:
        return (Deed(_("Ret målet"), _at(workplace, "setup:targets", code=code)),)
    if one.where is Where.ACTIVITY and one.activity and edits:
        return (
            Deed(
                _("Vælg, hvad der skal tælles"), _at(workplace, "setup:activity_criteria", activity=one.activity.code)
            ),
        )
    if one.where is Where.CALENDAR and may(Permission.PLAN_SESSIONS):
        return (Deed(_("Åbn kalenderen"), _at(workplace, "planning:calendar")),)
    if one.where is Where.TEAM and may(Permission.GRANT_ROLE):
        return (Deed(_("Se adgang og roller"), _at(workplace, "setup:team")),)
    if one.where is Where.CAFE:
        return tuple(cafe(workplace, None, None))
    if one.where is Where.REGISTER and one.kind in workplace.offered:
        return (Deed(_("Registrér"), _at(workplace, "desk:register_kind", kind=one.kind)),)
    return ()
