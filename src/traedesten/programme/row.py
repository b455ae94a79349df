"""How the actions of the agreement write their rows: tidied, checked, under the programme's lock, with a new version.

Values are field name -> value as the model has it, many-to-many fields as lists of rows. What a field may hold is said
by the model and by the action; what the programme file could not say again is refused here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _

from traedesten.core import meanwhile
from traedesten.core.access import Reach, reach_of
from traedesten.places.models import Area
from traedesten.programme import former
from traedesten.programme.models import Programme, Version
from traedesten.programme.rules import NO_AREA

Row = TypeVar("Row", bound=models.Model)
Values = Mapping[str, Any]

LONGEST_TEXT = 20_000
CODE_LENGTH = 50
SPELT = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")


def whole_programme(arguments: Mapping[str, Any]) -> Reach:
    """The reach of what concerns every area: a role in some of the areas is not enough."""
    return Reach(reach_of(arguments).programme_ids, frozenset({NO_AREA}))


def make(model: type[Row], programme: Programme, values: Values, *, is_shared: bool = False) -> Row:
    """A new row of the programme, or one that several may share. Raises ValidationError by field."""
    Version.objects.next_for(programme.pk)
    _demand_own(programme, values)
    columns, links = _parted(model, tidied(model, values))
    if "code" in _names(model) and not columns.get("code"):
        rows = model._base_manager.all() if is_shared else model._base_manager.filter(programme=programme)
        columns["code"] = new_code(str(columns.get("name", "")), rows)
    row = model(**({} if is_shared else {"programme": programme}), **columns)
    return _saved(row, links)


def change(row: Row, programme: Programme, values: Values, seen: meanwhile.Plain | None) -> Row:
    """The row with new values. Raises ChangedMeanwhile where somebody else was quicker, ValidationError by field."""
    Version.objects.next_for(programme.pk)
    row.refresh_from_db(from_queryset=type(row)._base_manager.select_for_update())
    _demand_own(programme, values)
    tidy = tidied(type(row), values)
    meanwhile.demand_unchanged(seen, meanwhile.of_row(row, tidy), meanwhile.of_values(tidy))
    columns, links = _parted(type(row), tidy)
    for name, value in columns.items():
        setattr(row, name, value)
    return _saved(row, links)


def remove(row: models.Model, programme: Programme) -> Programme:
    """Take the row away, if nothing says it is in use (`demand_unused` first). Gives the programme for the audit."""
    Version.objects.next_for(programme.pk)
    former.remember(programme, row)
    row.delete()
    return programme


def _demand_own(programme: Programme, values: Values) -> None:
    """Whatever is named belongs to the programme; forms offer nothing else, so this is for who sends their own."""
    foreign = {
        name: _("Det hører ikke til programmet.") for name, value in values.items() if _is_foreign(programme, value)
    }
    if foreign:
        raise ValidationError(foreign)


def _is_foreign(programme: Programme, value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(_is_foreign(programme, each) for each in value)
    if isinstance(value, Area):
        return not programme.areas.filter(pk=value.pk).exists()
    return isinstance(value, models.Model) and getattr(value, "programme_id", programme.pk) != programme.pk


def tidied(model: type[models.Model], values: Values) -> dict[str, Any]:
    """Texts as a file would hold them: one kind of line break, no control characters, nothing round about."""
    return {name: _tidy(model, name, value) for name, value in values.items()}


def _tidy(model: type[models.Model], name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > LONGEST_TEXT:
        raise ValidationError({name: _("Der er plads til 20.000 tegn. Skriv det kortere.")})
    if not text and not model._meta.get_field(name).blank:  # type: ignore[union-attr]
        raise ValidationError({name: _("Mangler. Skriv noget her.")})
    return text


def _names(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields()}


def _parted(model: type[models.Model], values: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns, and links to other rows."""
    linked = {field.name for field in model._meta.many_to_many}
    columns = {name: value for name, value in values.items() if name not in linked}
    return columns, {name: value for name, value in values.items() if name in linked}


def _saved(row: Row, links: Mapping[str, Iterable[models.Model]]) -> Row:
    row.full_clean()
    row.save()
    for name, rows in links.items():
        getattr(row, name).set(rows)
    return row


def new_code(name: str, rows: models.QuerySet[Any]) -> str:
    """A short name of the row for files and addresses, made of what it is called; a number behind where it is taken."""
    base = slugify(name.casefold().translate(SPELT))[:CODE_LENGTH].strip("-_") or "ny"
    taken = set(rows.filter(code__startswith=base).values_list("code", flat=True))
    return next(
        code for number in range(len(taken) + 1) if (code := f"{base}-{number + 1}" if number else base) not in taken
    )
