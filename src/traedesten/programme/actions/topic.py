"""Topics: what entries can be about, in lists of the programme's own."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.core.meanwhile import Plain
from traedesten.programme import row
from traedesten.programme.models import Programme, Topic
from traedesten.programme.use import demand_unused

LABEL = re.compile(r"[A-Za-z0-9_æøåÆØÅ.\-]+")


@action("topic.add", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def add(*, by: Actor, programme: Programme, values: row.Values) -> Topic:
    """A new topic. Without a code it gets one made of its name; a question of a questionnaire brings its own."""
    topics = programme.topics.filter(list=values["list"])
    code = values.get("code") or row.new_code(str(values.get("name", "")), topics)
    _demand_label(code)
    if topics.filter(code=code).exists():
        raise ValidationError({"code": _("Koden »%(code)s« er brugt i listen. Vælg en anden.") % {"code": code}})
    return row.make(Topic, programme, {**values, "code": code})


@action("topic.change", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def change(*, by: Actor, topic: Topic, values: row.Values, seen: Plain | None = None) -> Topic:
    """What it is called; the list and the code stay, for entries and criteria speak of them."""
    return row.change(topic, topic.programme, {"name": values["name"]}, seen)


@action("topic.remove", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def remove(*, by: Actor, topic: Topic) -> Programme:
    demand_unused(topic)
    return row.remove(topic, topic.programme)


def _demand_label(code: str) -> None:
    if not LABEL.fullmatch(code) or len(code) > 80:
        raise ValidationError({"code": _("Brug kun bogstaver, cifre, punktum og bindestreg, for eksempel who5.score.")})
