"""Rules of rhythms can be read, every rhythm has a turn, and no session claims a day of its rhythm twice."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from traedesten.documents.check.draft import Draft
from traedesten.documents.fault import Fault, Path
from traedesten.schedule.pattern import RULE


def faults(draft: Draft) -> Iterator[Fault]:
    for path, item in draft.items("rhythm_turns"):
        rule = item.get("rule")
        if isinstance(rule, str) and not RULE.fullmatch(rule.strip()):
            text = _("»%(rule)s« kan ikke læses som en regel. Skriv for eksempel FREQ=WEEKLY;BYDAY=TU eller"
                     " FREQ=MONTHLY;BYDAY=1MO.")  # fmt: skip
            yield Fault((*path, "rule"), text % {"rule": rule})
    seen: dict[tuple[object, object], Path] = {}
    for path, item in draft.items("sessions"):
        own = (item.get("rhythm"), item.get("rhythm_on"))
        if own[0] and own[1] and own in seen:
            text = _("rytmen »%(rhythm)s« har allerede en session for %(day)s. Ret dagen, eller fjern rytmen her.")
            yield Fault((*path, "rhythm_on"), text % {"rhythm": own[0], "day": own[1]})
        seen.setdefault(own, path)
