"""Select: which entries. Empty fields do not restrict; the values of one field are alternatives."""

from dataclasses import dataclass, fields, replace

from .language import gettext_noop
from .plain import DefinitionError
from .vocabulary import AGE_BANDS, FIRST_TIMES, KINDS, OFFER_KINDS, RUN_FORMS, SESSION_FORMS, SEXES, STEPS

Codes = tuple[str, ...]

CODED = {
    "activities": "activity",
    "focus_areas": "focus_area",
    "areas": "area",
    "venues": "venue",
    "runs": "run",
    "offers": "offer",
    "providers": "organisation",
    "partners": "organisation",
    "initiatives": "initiative",
    "tags": "tag",
}
"""Fields that hold codes of the programme's own rows, and what they are codes of."""

CLOSED_LISTS = {
    "sexes": SEXES,
    "age_bands": AGE_BANDS,
    "first_times": FIRST_TIMES,
    "session_forms": SESSION_FORMS,
    "run_forms": RUN_FORMS,
    "offer_kinds": OFFER_KINDS,
}


@dataclass(frozen=True, slots=True)
class Selection:
    """`activities` includes their sub-activities. `steps` restricts the kinds that have steps. A topic ending in "."
    takes every topic that begins so.

    `tags` are those of the session, its run or its activity (with parents). `partners` are those of the entry, the
    run or the activity; `with_partner` asks only whether there is one. `with_civil_society` and `from_need` are
    asked of the initiative; an initiative is from a need when its row names one or an entry says so.

    Unless `steps` asks for them, a contact nobody answered (no two-way exchange) and a cancelled session are not
    taken; nor, unless a range of values is asked for, an outcome registered as no.
    """

    kinds: Codes
    steps: Codes = ()
    topics: Codes = ()
    channels: Codes = ()
    sources: Codes = ()
    activities: Codes = ()
    focus_areas: Codes = ()
    areas: Codes = ()
    venues: Codes = ()
    runs: Codes = ()
    run_forms: Codes = ()
    session_forms: Codes = ()
    offers: Codes = ()
    providers: Codes = ()
    offer_kinds: Codes = ()
    tags: Codes = ()
    partners: Codes = ()
    initiatives: Codes = ()
    sexes: Codes = ()
    age_bands: Codes = ()
    first_times: Codes = ()
    with_partner: bool | None = None
    with_civil_society: bool | None = None
    from_need: bool | None = None
    value_min: float | None = None
    value_max: float | None = None

    def __post_init__(self) -> None:
        self._check_kinds()
        self._check_steps()
        for name, allowed in CLOSED_LISTS.items():
            _check_among(name, getattr(self, name), allowed)
        if self.with_partner is False and self.partners:
            raise DefinitionError(
                gettext_noop("der kan ikke både vælges partnere og kræves, at der ingen partner er; fjern det ene."),
                field="with_partner",
            )
        if self.value_min is not None and self.value_max is not None and self.value_min > self.value_max:
            raise DefinitionError(
                gettext_noop("den mindste værdi er større end den største; intet kan opfylde begge."), field="value_min"
            )

    def _check_kinds(self) -> None:
        if not self.kinds:
            raise DefinitionError(gettext_noop("vælg mindst én slags registrering."), field="kinds")
        _check_among("kinds", self.kinds, tuple(sorted(KINDS)))

    def _check_steps(self) -> None:
        possible = tuple(step for kind in self.kinds for step in STEPS[kind])
        if self.steps and not possible:
            raise DefinitionError(
                gettext_noop("»%(kinds)s« har ingen trin; fjern feltet."), field="steps", kinds=", ".join(self.kinds)
            )
        _check_among("steps", self.steps, possible)

    def within(self, *, areas: Codes = (), activities: Codes = ()) -> "Selection":
        """The same selection in fewer areas or activities."""
        return replace(self, areas=narrow("areas", self.areas, areas), activities=activities or self.activities)

    def codes(self) -> dict[str, set[str]]:
        """The codes it speaks of, by what they are codes of."""
        found: dict[str, set[str]] = {}
        for each in fields(self):
            if each.name in CODED and getattr(self, each.name):
                found.setdefault(CODED[each.name], set()).update(getattr(self, each.name))
        return found


def _check_among(name: str, chosen: Codes, allowed: Codes) -> None:
    for value in chosen:
        if value not in allowed:
            raise DefinitionError(
                gettext_noop("»%(value)s« findes ikke. Vælg blandt: %(options)s."),
                field=name, value=value, options=", ".join(dict.fromkeys(allowed)),
            )  # fmt: skip


def narrow(name: str, own: Codes, asked: Codes) -> Codes:
    if not asked or not own:
        return asked or own
    both = tuple(code for code in own if code in asked)
    if not both:
        raise DefinitionError(
            gettext_noop("%(asked)s ligger uden for det valgte (%(own)s); der er intet at tælle."),
            field=name, asked=", ".join(asked), own=", ".join(own),
        )  # fmt: skip
    return both
