"""Milestones: something due by a date, whose work it is, and when and by whom it was reached."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.core.meanwhile import Plain
from traedesten.places.models import Staff
from traedesten.programme import row
from traedesten.programme.models import Milestone, Programme
from traedesten.programme.use import demand_unused


@action("milestone.add", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def add(*, by: Actor, programme: Programme, values: row.Values) -> Milestone:
    return row.make(Milestone, programme, values)


@action("milestone.change", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def change(*, by: Actor, milestone: Milestone, values: row.Values, seen: Plain | None = None) -> Milestone:
    return row.change(milestone, milestone.programme, values, seen)


@action("milestone.reach", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def reach(*, by: Actor, milestone: Milestone, done_on: date) -> Milestone:
    """It has been reached; who says so is noted beside it."""
    if done_on > clock.today():
        raise ValidationError({"done_on": _("Datoen ligger i fremtiden. Skriv den dag, milepælen blev nået.")})
    done_by = by if isinstance(by, Staff) else None
    return row.change(milestone, milestone.programme, {"done_on": done_on, "done_by": done_by}, None)


@action("milestone.reopen", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def reopen(*, by: Actor, milestone: Milestone) -> Milestone:
    """It was not reached after all."""
    return row.change(milestone, milestone.programme, {"done_on": None, "done_by": None}, None)


@action("milestone.remove", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def remove(*, by: Actor, milestone: Milestone) -> Programme:
    demand_unused(milestone)
    return row.remove(milestone, milestone.programme)
