"""What is planned that holds the programme to its period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from traedesten.programme.models import Programme


def days_planned(programme: Programme) -> Iterator[tuple[str, date]]:
    """What is planned and when, as far as it must lie in the programme's period: sessions, and how runs begin."""
    for run in programme.runs.all():
        yield run.name, run.starts_on
    for activity, day in programme.sessions.standing().values_list("activity__name", "planned_on"):
        yield _("En planlagt gang i %(activity)s") % {"activity": activity}, day
    for rhythm in programme.rhythms.select_related("activity"):
        name = _("En rytme i %(activity)s") % {"activity": rhythm.activity}
        yield from ((name, day) for day in (rhythm.starts_on, rhythm.ends_on) if day)
