"""What kind of fact each model field holds and how long it is kept; every model says so, and a test fails on a gap.

Scrubbing, export, retention and the data dictionary all read this one table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class Described(StrEnum):
    """A code with the Danish words for it in ``label``."""

    label: Any

    def __new__(cls, code: str, label: Any) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


class Sensitivity(Described):
    """How much a field can say about a person, mildest first."""

    PUBLIC = "public", _("offentlig")
    WORKING = "working", _("arbejdsoplysning, ikke om en person")
    PSEUDONYMOUS = "pseudonymous", _("om en person uden navn (pseudonym)")
    IDENTIFYING = "identifying", _("viser, hvem en person er")
    SPECIAL = "special_category", _("følsom: helbred eller private forhold")


class Retention(Described):
    """How long a field is kept; the named periods that jobs and the data dictionary read."""

    PROGRAMME_PLUS_5_YEARS = "programme_plus_5_years", _("så længe programmet løber og 5 år efter")
    PERSON_PLUS_1_YEAR = "person_plus_1_year", _("så længe personen er med og 1 år efter")
    EMPLOYMENT = "employment", _("så længe medarbejderen har adgang")
    LOG_2_YEARS = "log_2_years", _("2 år")
    SESSION_14_DAYS = "session_14_days", _("højst 14 dage")
    INDEFINITE = "indefinite", _("så længe systemet bruges")


@dataclass(frozen=True, slots=True)
class FieldClass:
    sensitivity: Sensitivity
    retention: Retention


def classify(retention: Retention, **fields: str) -> dict[str, FieldClass]:
    """Field classes of one model: ``classify(Retention.X, working="code name", special="note")``.

    Keywords are names of `Sensitivity` members in lower case, values are field names parted by blanks.
    Raises KeyError for an unknown class and ValueError when a field is named twice.
    """
    marked: dict[str, FieldClass] = {}
    for sensitivity, names in fields.items():
        for name in names.split():
            if name in marked:
                raise ValueError(f"{name} is classified twice")
            marked[name] = FieldClass(Sensitivity[sensitivity.upper()], retention)
    return marked


# Tables of libraries, by model label: every field of such a model has the same class.
LIBRARY_MODELS: dict[str, FieldClass] = {
    "account.EmailAddress": FieldClass(Sensitivity.IDENTIFYING, Retention.EMPLOYMENT),
    "account.EmailConfirmation": FieldClass(Sensitivity.IDENTIFYING, Retention.SESSION_14_DAYS),
    "auth.Group": FieldClass(Sensitivity.WORKING, Retention.INDEFINITE),
    "auth.Group_permissions": FieldClass(Sensitivity.WORKING, Retention.INDEFINITE),
    "auth.Permission": FieldClass(Sensitivity.PUBLIC, Retention.INDEFINITE),
    "axes.AccessAttempt": FieldClass(Sensitivity.IDENTIFYING, Retention.SESSION_14_DAYS),
    "axes.AccessAttemptExpiration": FieldClass(Sensitivity.WORKING, Retention.SESSION_14_DAYS),
    "axes.AccessFailureLog": FieldClass(Sensitivity.IDENTIFYING, Retention.SESSION_14_DAYS),
    "axes.AccessLog": FieldClass(Sensitivity.IDENTIFYING, Retention.SESSION_14_DAYS),
    "contenttypes.ContentType": FieldClass(Sensitivity.PUBLIC, Retention.INDEFINITE),
    "mfa.Authenticator": FieldClass(Sensitivity.IDENTIFYING, Retention.EMPLOYMENT),
    "sessions.Session": FieldClass(Sensitivity.IDENTIFYING, Retention.SESSION_14_DAYS),
}


def field_classes(model: type[models.Model]) -> dict[str, FieldClass]:
    """Class of every concrete field of a model by field name; a field that nobody marked is absent."""
    names = [field.name for field in model._meta.get_fields() if field.concrete]
    library = LIBRARY_MODELS.get(model._meta.label)
    if library:
        return dict.fromkeys(names, library)
    if model._meta.auto_created:
        # A pure link table says no more than the two rows it links.
        return dict.fromkeys(names, FieldClass(Sensitivity.WORKING, Retention.PROGRAMME_PLUS_5_YEARS))
    marked: dict[str, FieldClass] = getattr(model, "classification", {})
    return {name: marked[name] for name in names if name in marked}
