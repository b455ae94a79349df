"""Every kind of entry: what it means, which columns it needs and allows, how it is classified, who reads it.

Forms, imports, sync, the formats documentation and the simulator are driven by this table. A new kind is one `KindSpec`
here, one word in `vocabulary.KINDS` and, where people write beside it, one detail table.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from traedesten.journal.catalogue import meeting_kind, path_kind, work_kind
from traedesten.journal.catalogue.spec import CONTROLS, TALLY, DetailColumn, KindSpec, TallySpec, ValueRule
from traedesten.journal.catalogue.topic import MEASUREMENTS, STANDARD_TOPICS, TALK_TOPICS, TOPIC_LISTS, MeasurementRule

__all__ = [
    "COLUMN_NAMES",
    "CONTROLS",
    "KINDS",
    "MEASUREMENTS",
    "STANDARD_TOPICS",
    "TALK_TOPICS",
    "TALLY",
    "TOPIC_LISTS",
    "DetailColumn",
    "KindSpec",
    "MeasurementRule",
    "TallySpec",
    "ValueRule",
]

KINDS: dict[str, KindSpec] = {spec.code: spec for spec in (*meeting_kind.SPECS, *path_kind.SPECS, *work_kind.SPECS)}

COLUMN_NAMES: dict[str, Any] = {
    "id": _("Id"),
    "kind": _("Slags"),
    "on": _("Dato"),
    "at": _("Klokkeslæt"),
    "activity": _("Aktivitet"),
    "area": _("Område"),
    "venue": _("Sted"),
    "session": _("Åbning eller mødegang"),
    "run": _("Forløb"),
    "offer": _("Tilbud"),
    "partner": _("Samarbejdspartner"),
    "subject": _("Person"),
    "linked_subject": _("Barn eller anden knyttet person"),
    "household": _("Familie"),
    "thread": _("Tråd"),
    "step": _("Trin"),
    "topic": _("Emne"),
    "channel": _("Måde eller kanal"),
    "source": _("Hvem kom det fra"),
    "sex": _("Køn"),
    "age_band": _("Alder"),
    "first_time": _("Første gang"),
    "people": _("Antal personer"),
    "families": _("Antal familier"),
    "value": _("Tal"),
}
