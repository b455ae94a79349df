"""What a person changed in the set-up within the last ten minutes, so that they can take it back with one press.

Kept in the person's own session: what the row said before and after. Taking it back is an action like any other, and
is refused where somebody else has changed the row since.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest

from traedesten.core import clock
from traedesten.core.ids import new_id
from traedesten.core.meanwhile import Plain

KEY = "setup_undo"
KEPT_FOR = timedelta(minutes=10)
MOST = 12
Verb = Literal["add", "change", "remove", "correct", "withdraw", "end"]


def remember(
    request: HttpRequest, *, programme: str, part: str, verb: Verb, row: int, name: str, before: Plain, after: Plain
) -> str:
    """Keep one change; the token it can be found by."""
    token = str(new_id())
    kept = {
        "token": token,
        "programme": programme,
        "part": part,
        "verb": verb,
        "row": row,
        "name": name,
        "before": before,
        "after": after,
        "at": clock.now().isoformat(),
    }
    request.session[KEY] = [*request.session.get(KEY, []), kept][-MOST:]
    return token


def find(request: HttpRequest, token: str, programme: str) -> dict[str, Any] | None:
    """The change with this token, if it is the person's, of this programme and not too old."""
    for kept in request.session.get(KEY, []):
        if (kept["token"], kept["programme"]) == (token, programme):
            found: dict[str, Any] = kept
            return found if clock.now() - datetime.fromisoformat(kept["at"]) <= KEPT_FOR else None
    return None


def forget(request: HttpRequest, token: str) -> None:
    request.session[KEY] = [kept for kept in request.session.get(KEY, []) if kept["token"] != token]


def typed(model: type[models.Model], plain: Plain) -> dict[str, Any]:
    """Kept values as the model has them; rows that are gone are left out."""
    made: dict[str, Any] = {}
    for name, value in plain.items():
        try:
            field: Any = model._meta.get_field(name)
        except FieldDoesNotExist:  # a part may show more than its row has, and knows how to read it
            made[name] = value
            continue
        if field.many_to_many:
            made[name] = list(field.related_model._base_manager.filter(pk__in=value))
        elif field.is_relation:
            made[name] = field.related_model._base_manager.filter(pk=value).first() if value else None
        else:
            made[name] = field.to_python(value)
    return made
