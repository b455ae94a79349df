"""Topic lists every programme starts with, and what may plausibly be measured in a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class MeasurementRule:
    """Something measured in a person: outside ``minimum`` to ``maximum`` it cannot be, outside ``usual`` one asks."""

    name: Any
    unit: str
    minimum: float
    maximum: float
    usual: tuple[float, float]


MEASUREMENTS: dict[str, MeasurementRule] = {
    "weight": MeasurementRule(_("Vægt"), "kg", 2, 350, (40, 160)),
    "height": MeasurementRule(_("Højde"), "cm", 40, 230, (140, 205)),
    "bp_systolic": MeasurementRule(_("Blodtryk, øverste tal"), "mmHg", 60, 260, (90, 180)),
    "bp_diastolic": MeasurementRule(_("Blodtryk, nederste tal"), "mmHg", 30, 160, (50, 110)),
    "blood_sugar": MeasurementRule(_("Blodsukker"), "mmol/l", 1, 40, (3, 20)),
    "lung_function": MeasurementRule(_("Lungefunktion (FEV1)"), "liter", 0.2, 8, (1, 6)),
    "carbon_monoxide": MeasurementRule(_("Kulilte"), "ppm", 0, 150, (0, 60)),
    "fitness": MeasurementRule(_("Kondital"), "ml/kg/min", 5, 95, (15, 65)),
}

# What a conversation may have been about beside its topic, in the words of the field: (group, names).
TALK_TOPICS: tuple[tuple[Any, tuple[Any, ...]], ...] = (
    (_("KRAM"), (_("Kost"), _("Rygning"), _("Alkohol"), _("Motion"))),
    (_("Dobbelt KRAM"), (_("Kompetencer"), _("Relationer"), _("Accept"), _("Mestring"))),
    (
        _("Hverdagen"),
        (
            _("Søvn"),
            _("Stress og bekymringer"),
            _("Ensomhed"),
            _("Smerter og sygdom"),
            _("Medicin"),
            _("Økonomi"),
            _("Bolig"),
            _("Børn og familie"),
            _("Job og uddannelse"),
            _("Breve fra det offentlige"),
            _("Sprog"),
            _("Sorg"),
        ),
    ),
)

# Topic lists that every programme has from the start; programmes add their own topics beside them.
STANDARD_TOPICS: dict[str, tuple[tuple[str, Any], ...]] = {
    "measurement": tuple((code, rule.name) for code, rule in MEASUREMENTS.items()),
    "moment": (
        ("at_end", _("Ved afslutning")),
        ("m3", _("Efter 3 måneder")),
        ("m6", _("Efter 6 måneder")),
        ("m12", _("Efter 12 måneder")),
    ),
    "plan": (("health_book", _("Sundhedsbog")), ("action_plan", _("Individuel handleplan"))),
    "end_reason": (
        ("as_planned", _("Afsluttet som planlagt")),
        ("no_more_need", _("Ikke længere behov")),
        ("own_choice", _("Aktivt fravalg")),
        ("stayed_away", _("Udeblevet")),
        ("event", _("En hændelse kom på tværs")),
        ("moved", _("Flyttet")),
        ("died", _("Død")),
    ),
}

TOPIC_LISTS: dict[str, Any] = {
    "matter": _("Hvad det handlede om"),
    "measurement": _("Målinger"),
    "goal": _("Mål"),
    "plan": _("Planer"),
    "end_reason": _("Grunde til at slutte"),
    "moment": _("Tidspunkter for opfølgning"),
    "indicator": _("Tal udefra"),
    "method": _("Metoder"),
    "need": _("Behov"),
    "theme": _("Temaer"),
    "item": _("Spørgsmål"),
}
