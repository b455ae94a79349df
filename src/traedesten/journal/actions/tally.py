"""Taking in a device's running sums of a session: a higher revision takes the place of a lower one, without history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.journal.models import Card, Tally, TallyClash
from traedesten.journal.models.tally import COUNTER_NAMES, COUNTERS
from traedesten.journal.receipt import Outcome, TallyReceipt
from traedesten.journal.rules import Problem, counter, past, reach
from traedesten.journal.rules.column import read_count
from traedesten.journal.rules.problem import CellError, did_you_mean, nearest
from traedesten.programme.models import Part, Version
from traedesten.schedule.models import Session

# So many taps may be undone on a tablet between two sendings; all of them when the whole count is taken back.
MOST_UNDONE = 5


@action("tally.record", needs=Permission.RECORD_ENTRY, reach=reach.of_session)
def record(
    *,
    by: Actor,
    session: Session,
    device: UUID,
    revision: int,
    counters: Mapping[str, Any],
    card: str = Card.GUEST,
    today: date | None = None,
) -> TallyReceipt:
    """Keep a device's sums of one sort of card. NEW: kept. IDENTICAL: this revision is here. SUPERSEDED: a higher one.

    CONFLICT: this revision is here with other sums, or so much is gone since the last that two tablets seem to use one
    id; what is here stays, and what was sent is set aside until a person has looked (`tally_clash`). A counter that is
    left out is 0.
    """
    sums, problems = _read(counters)
    problems += _session_problems(session, today or clock.today()) + _sending_problems(revision, card)
    if problems:
        return _receipt(None, Outcome.REFUSED, session, problems)
    version = Version.objects.next_for(session.programme_id, Part.TALLIES)
    if past.Asked(session.programme_id).session_step(session.pk) == "cancelled":
        message = _("Åbningen er aflyst og kan ikke tælles. Træk aflysningen tilbage først.")
        return _receipt(None, Outcome.REFUSED, session, [Problem("session", "cancelled_session", message)])
    kept = Tally.objects.filter(session=session, device=device, card=card).first()
    if kept and kept.revision >= revision:
        return _set_aside(_ignored(kept, revision, sums, session), revision, sums)
    if kept and sums["visits"] and any(getattr(kept, name) - sums[name] > MOST_UNDONE for name in COUNTERS):
        told = _receipt(kept, Outcome.CONFLICT, session, [_two_tablets(kept, sums)])
        return _set_aside(told, revision, sums)
    tally, _new = Tally.objects.update_or_create(
        session=session,
        device=device,
        card=card,
        defaults={"programme_id": session.programme_id, "revision": revision, "version": version, **sums},
    )
    return _receipt(tally, Outcome.NEW, session, [])


def _set_aside(receipt: TallyReceipt, revision: int, sums: Mapping[str, int]) -> TallyReceipt:
    """Keep what clashes beside what stands. It counts nowhere, and a later one takes its place."""
    kept = receipt.tally
    if receipt.outcome is Outcome.CONFLICT and kept is not None:
        unsettled = {"settled_as": "", "settled_at": None, "settled_version": None, "new_device": None}
        TallyClash.objects.update_or_create(
            session_id=receipt.session_id,
            device=kept.device,
            card=kept.card,
            defaults={"programme_id": receipt.programme_id, "revision": revision, **unsettled, **sums},
        )
    return receipt


def _ignored(kept: Tally, revision: int, sums: Mapping[str, int], session: Session) -> TallyReceipt:
    if revision < kept.revision:
        return _receipt(kept, Outcome.SUPERSEDED, session, [])
    if all(getattr(kept, name) == sums[name] for name in COUNTERS):
        return _receipt(kept, Outcome.IDENTICAL, session, [])
    message = _(
        "Revision %(number)s er modtaget før med andre tal. Send tallene med en højere revision. Er det to tablets, "
        "skal de have hvert sit id."
    )
    return _receipt(kept, Outcome.CONFLICT, session, [Problem("revision", "same_id", message % {"number": revision})])


def _two_tablets(kept: Tally, sums: Mapping[str, int]) -> Problem:
    name = max(COUNTERS, key=lambda each: getattr(kept, each) - sums[each])
    message = _(
        "Tabletten har før meldt %(before)s i »%(name)s« ved åbningen og melder nu %(now)s. "
        "Bruger to tablets samme id, så giv den ene et nyt; tallene er lagt til side så længe."
    )
    values = {"before": getattr(kept, name), "now": sums[name], "name": COUNTER_NAMES[name]}
    return Problem("device", "same_id", message % values)


def _sending_problems(revision: int, card: str) -> list[Problem]:
    problems = []
    if revision < 1:
        problems.append(Problem("revision", "range", _("Revisionen skal være 1 eller højere.")))
    if card not in Card.values:
        message = _("Korttypen »%(card)s« findes ikke. Brug %(known)s.")
        known = " / ".join(Card.values)
        problems.append(Problem("card", "unknown_code", message % {"card": str(card)[:60], "known": known}))
    return problems


def _receipt(tally: Tally | None, outcome: Outcome, session: Session, problems: list[Problem]) -> TallyReceipt:
    return TallyReceipt(tally, outcome, session.programme_id, session.pk, tuple(problems))


def _read(counters: Mapping[str, Any]) -> tuple[dict[str, int], list[Problem]]:
    sums = dict.fromkeys(COUNTERS, 0)
    problems = []
    for name, raw in counters.items():
        if name not in sums:
            message = _("Tælleren »%(name)s« findes ikke.") % {"name": name[:60]}
            problems.append(Problem(name, "unknown_column", message + did_you_mean(nearest(name, COUNTERS))))
            continue
        try:
            sums[name] = read_count(raw)
        except CellError as error:
            problems.append(Problem(name, error.code, error.message))
    return sums, problems or list(counter.inconsistent(sums))


def _session_problems(session: Session, today: date) -> list[Problem]:
    if session.planned_on <= today:
        return []
    return [Problem("session", "future", _("Åbningen ligger i fremtiden og kan ikke tælles endnu."))]
