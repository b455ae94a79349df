"""Beginning an initiative that nobody planned: it is there from its first step, so that figures find it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from traedesten.core.access import Permission, Reach, reach_of
from traedesten.core.action import Actor, action
from traedesten.places.models import Area
from traedesten.programme.models import Activity, Part, Programme, Version
from traedesten.schedule.models import Initiative, Thread


def _reach(arguments: Mapping[str, Any]) -> Reach:
    """Who records the steps of initiatives may begin one."""
    return replace(reach_of(arguments), kind="initiative")


@action("initiative.begin", needs=Permission.RECORD_ENTRY, reach=_reach)
def begin(
    *,
    by: Actor,
    programme: Programme,
    code: str,
    name: str,
    area: Area | None = None,
    activity: Activity | None = None,
) -> Initiative:
    """The initiative of the thread with this code; made when it is not there, left as it is when it is."""
    Version.objects.next_for(programme.pk, Part.PLANS)
    thread, _new = Thread.objects.get_or_create(programme=programme, code=code)
    told = {"programme": programme, "code": code, "name": name, "area": area, "activity": activity}
    return Initiative.objects.get_or_create(thread=thread, defaults=told)[0]
