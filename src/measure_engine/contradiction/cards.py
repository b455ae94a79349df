"""Stamp cards by the taps against those gone from the box: whether the two ways of counting tell the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from ..estimate import BoxCount, Card, Counters
from ..estimate.counter import total
from ..language import gettext_noop
from ..world import Id
from .finding import Finding, Mend, Named, Rule
from .ground import Ground

FEW_APART = 10  # cards: a box is counted by hand, and a card is lost now and then
SHARE_APART = 0.35


def cards_apart(ground: Ground) -> Iterator[Finding]:
    """Between two counts of one box: cards gone from it, and cards handed out by the taps where it stands."""
    by_box: dict[tuple[object, ...], list[BoxCount]] = {}
    for count in sorted(ground.world.box_counts, key=lambda each: each.on):
        if count.on <= ground.as_of:
            by_box.setdefault(count.box, []).append(count)
    for counts in by_box.values():
        for before, after in pairwise(counts):
            gone, tapped = after.gone - before.gone, _handed_out(ground, after, before.on, after.on)
            apart = abs(gone - tapped)
            if apart > FEW_APART and apart > SHARE_APART * max(gone, tapped):
                yield Finding(
                    "cards_apart", after.on, (), activity=_activity(ground, after), area=after.area,
                    values={"gone": gone, "tapped": tapped, "since": before.on, "until": after.on,
                            "activity": Named("activity", _activity(ground, after))},
                    signs=(str(after.box), before.on, after.on, gone, tapped),
                )  # fmt: skip


def _handed_out(ground: Ground, box: BoxCount, since: date, until: date) -> int:
    return _sums(ground, box, since, until).handed_out


def _sums(ground: Ground, box: BoxCount, since: date, until: date) -> Counters:
    tallies = ground.world.family_tallies if box.card is Card.FAMILY else ground.world.tallies
    return total(sums for id_, sums in tallies.items() if _is_there(ground, id_, box, since, until))


def _is_there(ground: Ground, session: Id, box: BoxCount, since: date, until: date) -> bool:
    plan = ground.register.sessions.get(session)
    if plan is None or not since < plan.on <= until:
        return False
    return all(asked is None or asked == own for asked, own in
               ((box.activity, plan.activity), (box.area, plan.area), (box.venue, plan.venue)))  # fmt: skip


def _activity(ground: Ground, box: BoxCount) -> Id | None:
    """The box's own, else that of the sessions tallied where it stands."""
    if box.activity is not None:
        return box.activity
    plans = (ground.register.sessions.get(id_) for id_ in ground.world.tallies)
    return next((plan.activity for plan in plans if plan and box.area in (None, plan.area)), None)


def returned_more(ground: Ground) -> Iterator[Finding]:
    """More guests with their card a second time than cards have left the boxes by either count."""
    by_activity: dict[Id | None, list[Counters]] = {}
    for session, sums in ground.world.tallies.items():
        plan = ground.register.sessions.get(session)
        if plan is not None and plan.on <= ground.as_of:
            by_activity.setdefault(plan.activity, []).append(sums)
    for activity, several in by_activity.items():
        sums, gone = total(several), _gone(ground, activity)
        handed_out = max(sums.handed_out, gone)
        if sums.second_by_card > handed_out:
            yield Finding(
                "returned_more", ground.as_of, (), activity=activity,
                values={"returned": sums.second_by_card, "cards": handed_out, "activity": Named("activity", activity)},
                signs=(sums.second_by_card, handed_out),
            )  # fmt: skip


def _gone(ground: Ground, activity: Id | None) -> int:
    """Cards gone from all boxes by the newest count of each; a box of no activity may be this one's."""
    counts = sorted(ground.world.box_counts, key=lambda each: each.on)
    guests = [each for each in counts if each.on <= ground.as_of and each.card is Card.GUEST]
    return sum({each.box: each.gone for each in guests if each.activity in (None, activity)}.values())


RULES = (
    Rule(
        "cards_apart",
        gettext_noop("%(activity)s: fra %(since)s til %(until)s er der efter trykkene delt %(tapped)s kort ud, men "
                     "kassen mangler %(gone)s."),
        gettext_noop("Skønnet over gæster hviler på begge dele og bliver usikkert."),
        gettext_noop("Tæl kassen igen, eller find de åbninger, hvor nye gæster ikke er trykket som nye."),
        2, cards_apart, Mend.COUNTING,
    ),
    Rule(
        "returned_more",
        gettext_noop("%(activity)s: %(returned)s gæster er trykket som »2. gang«, men der er kun delt %(cards)s kort "
                     "ud."),
        gettext_noop("Andelen, der kommer igen, bliver for høj."),
        gettext_noop("Tæl kassen, og se, om »2. gang« bliver trykket for tit."),
        2, returned_more, Mend.COUNTING,
    ),
)  # fmt: skip
