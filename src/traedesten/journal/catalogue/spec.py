"""The shape of a catalogue row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from traedesten.core.classification import Sensitivity
from traedesten.journal import vocabulary

PLACE = ("activity", "area", "venue", "session")
PERSON = ("subject", "sex", "age_band", "household")


@dataclass(frozen=True, slots=True)
class ValueRule:
    """What ``value`` means for a kind: Danish label and unit, the range it must lie in, whole numbers only or not."""

    label: Any
    unit: Any = ""
    minimum: float = 0
    maximum: float = 1_000_000
    whole: bool = False


@dataclass(frozen=True, slots=True)
class DetailColumn:
    """A column that only people read, kept in the kind's detail table; ``is_ahead`` for a day that is still to come."""

    name: str
    label: Any
    max_length: int = 20_000
    is_date: bool = False
    required: bool = False
    is_ahead: bool = False


@dataclass(frozen=True, slots=True)
class KindSpec:
    """One kind of entry.

    ``one_of`` holds groups of columns of which at least one must be filled. ``steps`` empty means the kind has no step.
    ``topic_list`` names the programme's topic list that ``topic`` is chosen from. ``detail`` is the model of the detail
    table. ``rows`` are the rows of criteria.md that read the kind.
    """

    code: str
    sentence: Any
    required: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    steps: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    topic_list: str = ""
    value: ValueRule | None = None
    detail: type[Model] | None = None
    detail_columns: tuple[DetailColumn, ...] = ()
    unit: str = "entry"
    sensitivity: Sensitivity = Sensitivity.PSEUDONYMOUS
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        extra = tuple(c for c in self.required if c not in self.allowed)
        object.__setattr__(self, "columns", extra + self.allowed)

    @property
    def name(self) -> str:
        """The Danish name."""
        return vocabulary.KINDS.name(self.code)


NOTE = DetailColumn("note", _("Notat"))
DUE = DetailColumn("due_on", _("Følg op senest"), 10, is_date=True, is_ahead=True)
_MOST_WAYS = ("door", "phone", "text", "yard", "laundry", "shop", "cafe", "office", "event", "mail", "online", "street")
WAYS = (*_MOST_WAYS, "school", "other")
MEDIA = ("newsletter", "website", "facebook", "postcard", "poster", "screen", "press", "other")


@dataclass(frozen=True, slots=True)
class TallySpec:
    """What is counted without being an entry: a device's sums for a session, and the controls of them.

    Each has its own model in `journal.models`, and whoever may record tallies may record the controls.
    """

    code: str
    name: Any
    sentence: Any
    rows: tuple[str, ...]
    sensitivity: Sensitivity = Sensitivity.WORKING


TALLY = TallySpec(
    "tally",
    _("Optælling med stempelkort"),
    _("Én tablets løbende summer for én åbning; ingen række om en gæst."),
    ("32", "33", "46"),
)

BOX_COUNT = TallySpec(
    "box_count",
    _("Kort i kassen"),
    _("Hvor mange stempelkort der er tilbage i kassen, eller delt ud, af dem, der er trykt."),
    ("32", "33"),
)
DOOR_CHECK = TallySpec(
    "door_check",
    _("Dørtælling"),
    _("Hvor mange der kom ind ad døren ved en åbning, og hvor mange af dem der blev trykket på tabletten."),
    ("32", "33"),
)
SITE_AUDIT = TallySpec(
    "site_audit",
    _("Eftersyn af trykkene"),
    _("Hvad en, der stod ved siden af tabletten, så: så mange af hver slags besøg blev trykket rigtigt."),
    ("32", "33"),
)
CONTROLS = {spec.code: spec for spec in (BOX_COUNT, DOOR_CHECK, SITE_AUDIT)}
