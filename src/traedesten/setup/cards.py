"""The cards of the parts that are set up here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from traedesten.core import clock
from traedesten.core.writing import written_date, written_number
from traedesten.offers.models import Offer
from traedesten.programme.models import PositionHolder
from traedesten.setup import hub
from traedesten.setup.hub import Card, Facts
from traedesten.setup.part import Part
from traedesten.setup.parts import (
    activity,
    area,
    area_figure,
    budget,
    closed_week,
    expense,
    focus_area,
    milestone,
    offer,
    organisation,
    phase,
    position,
    position_holder,
    tag,
    topic,
    venue,
)
from traedesten.setup.site import Site

AGREEMENT = gettext_lazy("Aftalen")
PLACES = gettext_lazy("Hvem og hvor")
MONEY = gettext_lazy("Mennesker og penge")
TIME = gettext_lazy("Tiden")
WORDS = gettext_lazy("Egne ord")

# Parts without a card of their own: one comes to them from the area and from the position.
WITHIN = (area_figure.PART, position_holder.PART)


def register() -> None:
    """Called when the app is ready."""
    for card in CARDS:
        hub.register(card)


def _programme(site: Site) -> Facts:
    programme = site.programme
    told = {"first": written_date(programme.starts_on), "last": written_date(programme.ends_on)}
    missing = () if programme.description else (_("en beskrivelse"),)
    return Facts(_("%(first)s til %(last)s") % told, missing)


def _focus_areas(site: Site) -> Facts:
    number = site.programme.focus_areas.count()
    told = ngettext("%d indsatsområde", "%d indsatsområder", number) % number
    return Facts(told, () if number else (_("det første indsatsområde"),), is_done=number > 0)


def _activities(site: Site) -> Facts:
    rows = list(site.programme.activities.values_list("ends_on", "close_reason", "focus_area"))
    today = clock.today()
    number, closed = len(rows), sum(bool(reason and last and last < today) for last, reason, _focus in rows)
    told = ngettext("%d aktivitet", "%d aktiviteter", number) % number
    if closed:
        told = _("%(all)s, heraf %(closed)d lukket") % {"all": told, "closed": closed}
    loose = sum(focus is None for _last, _reason, focus in rows)
    missing = () if number else (_("den første aktivitet"),)
    if loose and site.programme.focus_areas.exists():
        missing = (ngettext("indsatsområde på %d", "indsatsområde på %d", loose) % loose,)
    return Facts(told, missing, is_done=number > 0)


def _areas(site: Site) -> Facts:
    areas = list(site.programme.areas.prefetch_related("figures"))
    told = ngettext("%d område", "%d områder", len(areas)) % len(areas)
    newest = [figure for each in areas if (figure := area.figure_on(each, clock.today()))]
    people = sum(figure.people or 0 for figure in newest)
    if people:
        told = _("%(areas)s, %(people)s beboere") % {"areas": told, "people": written_number(people)}
    bare = sum(not each.figures.all() for each in areas)
    missing = (_("beboertal i %(number)d") % {"number": bare},) if bare else ()
    return Facts(told, missing if areas else (_("det første område"),), is_done=bool(areas))


def _venues(site: Site) -> Facts:
    number = venue.rows(site.programme).count()
    return Facts(ngettext("%d sted", "%d steder", number) % number)


def _organisations(site: Site) -> Facts:
    number = site.programme.partners.count()
    told = ngettext("%d samarbejdspartner", "%d samarbejdspartnere", number) % number
    return Facts(told, () if number else (_("dem, der er med"),))


def _positions(site: Site) -> Facts:
    positions = list(site.programme.positions.values_list("pk", "weekly_hours"))
    told = ngettext("%d stilling", "%d stillinger", len(positions)) % len(positions)
    hours = sum(each or 0 for _pk, each in positions)
    if hours:
        told = _("%(positions)s, %(hours)s timer om ugen") % {"positions": told, "hours": written_number(hours)}
    filled = _filled(site, clock.today())
    empty = sum(pk not in filled for pk, _hours in positions)
    missing = (_("en medarbejder på %(number)d") % {"number": empty},) if empty else ()
    return Facts(told, missing if positions else (_("den første stilling"),), is_done=bool(positions) and not empty)


def _filled(site: Site, day: date) -> set[int]:
    holders = PositionHolder.objects.filter(position__programme=site.programme, starts_on__lte=day)
    return {pk for pk, last in holders.values_list("position", "ends_on") if last is None or last >= day}


def _budget(site: Site) -> Facts:
    total = sum(site.programme.budget_lines.values_list("amount", flat=True))
    if not total:
        return Facts(_("Intet budget endnu"), (_("det første beløb"),))
    spent = sum(site.programme.expenses.current().values_list("amount", flat=True))
    told = {"spent": written_number(spent), "total": written_number(total)}
    return Facts(_("%(spent)s kr. brugt af %(total)s kr.") % told)


def _milestones(site: Site) -> Facts:
    rows = list(site.programme.milestones.values_list("due_on", "done_on"))
    done = sum(reached is not None for _due, reached in rows)
    late = sum(reached is None and due < clock.today() for due, reached in rows)
    told = _("%(done)d af %(all)d nået") % {"done": done, "all": len(rows)} if rows else _("Ingen milepæle endnu")
    return Facts(told, (ngettext("%d er overskredet", "%d er overskredet", late) % late,) if late else ())


def _phases(site: Site) -> Facts:
    number = site.programme.phases.count()
    return Facts(ngettext("%d fase", "%d faser", number) % number)


def _closed_weeks(site: Site) -> Facts:
    number = site.programme.closed_weeks.count()
    return Facts(ngettext("%d uge", "%d uger", number) % number)


def _tags(site: Site) -> Facts:
    number = site.programme.tags.count()
    return Facts(ngettext("%d mærke", "%d mærker", number) % number)


def _topics(site: Site) -> Facts:
    number = topic.own_topics(site.programme).count()
    return Facts(ngettext("%d eget emne", "%d egne emner", number) % number)


def _offers(site: Site) -> Facts:
    number = Offer.objects.filter(programme=site.programme).count()
    return Facts(ngettext("%d tilbud", "%d tilbud", number) % number)


def _card(
    part: Part, order: int, group: Any, text: Any, facts: Callable[[Site], Facts], icon: str, step: Any = ""
) -> Card:
    address = hub.at("setup:part", part=part.key)
    return Card(
        key=part.key, order=order, group=group, title=part.title, text=text, facts=facts, address=address, icon=icon,
        step=step,
    )  # fmt: skip


CARDS = (
    Card(
        key="programme",
        order=10,
        group=AGREEMENT,
        title=gettext_lazy("Programmet"),
        text=gettext_lazy("Navn, periode og hvad det går ud på."),
        facts=_programme,
        address=hub.at("setup:programme"),
        icon="assignment",
    ),
    _card(
        area.PART, 15, PLACES, gettext_lazy("Hvor I arbejder, med beboere og boliger."), _areas, "home",
        gettext_lazy("Skriv boligområderne ned"),
    ),
    _card(
        focus_area.PART, 20, AGREEMENT, gettext_lazy("Det, aftalen er delt op i, med formål."), _focus_areas,
        "format-list-bulleted", gettext_lazy("Skriv indsatsområderne ned"),
    ),
    _card(
        activity.PART, 30, AGREEMENT, gettext_lazy("Det, I gør. Luk en, og begynd en anden."), _activities, "groups",
        gettext_lazy("Skriv aktiviteterne ned"),
    ),
    _card(
        organisation.PART, 50, PLACES, gettext_lazy("Hvem der er med, og de timer, de har lovet."), _organisations,
        "business",
    ),
    _card(venue.PART, 55, PLACES, gettext_lazy("Lokaler, hvor noget foregår."), _venues, "location"),
    _card(
        position.PART, 60, MONEY, gettext_lazy("Stillinger med timer, og hvem der har dem."), _positions, "person",
        gettext_lazy("Skriv stillingerne ned, og hvem der har dem"),
    ),
    _card(
        budget.PART, 65, MONEY, gettext_lazy("Hvad hver finansieringskilde giver, og hvad der er brugt."), _budget,
        "payments",
    ),
    _card(
        milestone.PART, 70, TIME, gettext_lazy("Det, der skal være nået, og hvem der har ansvaret."), _milestones,
        "flag",
    ),
    _card(phase.PART, 75, TIME, gettext_lazy("Stykker af perioden med hver sit fokus."), _phases, "time"),
    _card(
        closed_week.PART, 80, TIME, gettext_lazy("Uger, hvor der er planlagt lukket."), _closed_weeks,
        "calendar-month",
    ),
    _card(topic.PART, 90, WORDS, gettext_lazy("Det, man kan vælge, når man registrerer."), _topics, "chat"),
    _card(tag.PART, 92, WORDS, gettext_lazy("Egne mærker på aktiviteter og åbninger."), _tags, "bookmark"),
    _card(offer.PART, 94, WORDS, gettext_lazy("Det, I kan hjælpe beboere videre til."), _offers, "forward"),
)  # fmt: skip

SPENDING = expense.PART
