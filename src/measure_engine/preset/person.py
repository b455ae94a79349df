"""Presets that count people and families."""

from ..aggregate import Count, Population, Share, ShareOfPopulation, StampCard
from ..condition import ActiveVolunteer, Condition, FirstEver, HasEntries, HasTrait, Reached, Stage, Trait, When
from ..definition import Definition, Dimension, Split
from ..language import gettext_noop
from ..selection import Codes
from ..vocabulary import Unit
from .parameter import (
    COURSE,
    KIND_WORDS,
    OFFER,
    PERSON,
    PLACE,
    Parameter,
    Preset,
    Values,
    filters,
    flag,
    selection,
    whole,
    word,
    words,
)

TAKING_PART = ("visit", "attendance")
ON_A_PATH = ("enrolment", "attendance")

SPLIT = (
    word("split_by", gettext_noop("Fordelt efter"), tuple(Dimension)),
    words("split_values", gettext_noop("Kun disse dele")),
)


def split(values: Values, judged: bool = False) -> Split | None:
    by = values.get("split_by")
    return Split(Dimension(by), values.get("split_values") or (), judged) if by else None


def _kinds(default: Codes) -> tuple[Parameter, ...]:
    return (words("kinds", gettext_noop("Slags registreringer"), KIND_WORDS, default),)


def _people(values: Values, unit: Unit = Unit.PERSON) -> Definition:
    where: tuple[Condition, ...] = (FirstEver(),) if values.get("new_only") else ()
    if (values.get("at_least") or 1) > 1:
        where += (HasEntries(values["at_least"], different_dates=True, when=When.PERIOD),)
    return Definition((selection(values["kinds"], values),), unit, where, split=split(values))


def _contacted(values: Values) -> Definition:
    population = Population.PEOPLE if values["of_population"] else None
    return Definition(
        (selection(("contact",), values),), Unit.CONTACTED, aggregate=Count(population), split=split(values)
    )


def _enrolled(values: Values) -> Definition:
    joined, attended = selection(("enrolment",), values, steps=("joined",)), selection(("attendance",), values)
    return Definition((joined, attended), Unit.PERSON, split=split(values))


def _started(values: Values) -> Definition:
    chosen = selection((*ON_A_PATH, "conversation"), values)
    return Definition((chosen,), Unit.PERSON, (Reached(Stage.STARTED),), split=split(values))


def _with_plan(values: Values) -> Definition:
    return Definition((selection(("plan",), values, steps=("made",)),), Unit.PERSON, split=split(values))


def _active_volunteers(values: Values) -> Definition:
    chosen = selection(("contribution", "volunteer_status"), values)
    return Definition((chosen,), Unit.VOLUNTEER, (ActiveVolunteer(values["months"]),))


def _volunteers(values: Values) -> Definition:
    return Definition((selection(("contribution",), values),), Unit.VOLUNTEER)


def _families_completing(values: Values) -> Definition:
    return Definition((selection(ON_A_PATH, values),), Unit.FAMILY, (Reached(Stage.COMPLETED),))


def _of_population(values: Values) -> Definition:
    aggregate = ShareOfPopulation(number=values["population"])
    return Definition((selection(values["kinds"], values),), Unit.PERSON, aggregate=aggregate)


def _with_trait(values: Values) -> Definition:
    condition = HasTrait(Trait(values["trait"]), values["values"])
    return Definition((selection(values["kinds"], values),), Unit.PERSON, aggregate=Share((condition,)))


def _guests(values: Values) -> Definition:
    chosen, unit = selection(("visit",), values), Unit.FAMILY if values["families"] else Unit.PERSON
    by_card = StampCard(with_families=bool(values["with_families"]))
    aggregate = Count() if values["counted_by"] == "register" else by_card
    return Definition((chosen,), unit, (FirstEver(),) if values["new_only"] else (), aggregate, split(values))


def _returning(values: Values) -> Definition:
    again = Share((HasEntries(2, different_dates=True),))
    aggregate = again if values["counted_by"] == "register" else StampCard(returning=True)
    return Definition((selection(("visit",), values),), Unit.PERSON, aggregate=aggregate)


def _trained(values: Values) -> Definition:
    by_method = Split(Dimension.TOPIC, values["topics"]) if values["by_method"] else None
    return Definition((selection(("training",), values),), Unit.TRAINED, split=by_method)


COUNTED_BY = word("counted_by", gettext_noop("Talt med stempelkort eller register"), ("card", "register"), "card")

PRESETS = (
    Preset(
        "unique_people",
        gettext_noop("Forskellige personer"),
        gettext_noop("Antal forskellige personer med mindst én registrering i perioden. En person tæller én gang."),
        (
            *_kinds(TAKING_PART),
            *filters(
                *PLACE, *OFFER, *PERSON, "runs", "run_forms", "session_forms", "steps", "topics", "channels", "sources"
            ),
            flag("new_only", gettext_noop("Kun nye"), False),
            whole("at_least", gettext_noop("På mindst så mange forskellige datoer"), 1),
            *SPLIT,
        ),
        _people,
        ("2", "20", "46", "53", "55"),
    ),
    Preset(
        "people_contacted",
        gettext_noop("Beboere, der er kontaktet"),
        gettext_noop(
            "Antal forskellige personer med en kontakt plus førstegangskontakter uden person. "
            "Vides det ikke, om det var første gang, vises kontakten som manglende."
        ),
        (
            *filters(*PLACE, *PERSON, "topics", "channels", "sources"),
            flag("of_population", gettext_noop("Vis ved siden af områdets beboertal"), False),
            *SPLIT,
        ),
        _contacted,
        ("7", "31"),
    ),
    Preset(
        "people_enrolled",
        gettext_noop("Deltagere på hold og forløb"),
        gettext_noop("Antal forskellige personer, der er meldt ind eller mødt op i perioden (løbende optag)."),
        (*filters(*COURSE, *PERSON, "channels", "sources"), *SPLIT),
        _enrolled,
        ("2", "22"),
    ),
    Preset(
        "people_started",
        gettext_noop("Personer, der har startet et forløb"),
        gettext_noop(
            "Antal forskellige personer, der har deltaget mindst én gang i et forløb, første gang i perioden."
        ),
        (*filters(*COURSE, *PERSON, *OFFER), *SPLIT),
        _started,
        ("2", "4"),
    ),
    Preset(
        "people_with_plan",
        gettext_noop("Personer med en plan"),
        gettext_noop("Antal forskellige personer, der har fået lavet en plan, fx sundhedsbogen."),
        (*filters("activities", "focus_areas", "areas", "topics", *PERSON), *SPLIT),
        _with_plan,
        ("14",),
    ),
    Preset(
        "active_volunteers",
        gettext_noop("Aktive frivillige"),
        gettext_noop("Antal frivillige med en indsats de seneste 12 måneder, eller meldt aktive uden pause."),
        (
            *filters("activities", "focus_areas", "areas"),
            whole("months", gettext_noop("Indsats inden for så mange måneder"), 12),
        ),
        _active_volunteers,
        ("1",),
    ),
    Preset(
        "unique_volunteers",
        gettext_noop("Frivillige, der har hjulpet"),
        gettext_noop("Antal forskellige frivillige med mindst én indsats i perioden."),
        filters(*PLACE, *PERSON, "session_forms"),
        _volunteers,
        ("5",),
    ),
    Preset(
        "unique_families",
        gettext_noop("Forskellige familier"),
        gettext_noop("Antal forskellige familier (husstande) med mindst én registrering i perioden."),
        (
            *_kinds(("conversation",)),
            *filters(*PLACE, "runs", "run_forms", "session_forms", "steps", "topics"),
            flag("new_only", gettext_noop("Kun nye"), False),
            *SPLIT,
        ),
        lambda values: _people(values, Unit.FAMILY),
        ("25",),
    ),
    Preset(
        "families_completing",
        gettext_noop("Familier, der har gennemført"),
        gettext_noop("Antal forskellige familier, hvor mindst én har gennemført et forløb, der sluttede i perioden."),
        filters(*COURSE),
        _families_completing,
        ("19",),
    ),
    Preset(
        "people_share_of_population",
        gettext_noop("Personer som andel af befolkningen"),
        gettext_noop("Forskellige personer som andel af områdets beboere eller af et tal, du skriver."),
        (
            *_kinds(("conversation",)),
            *filters(*PLACE, *PERSON, "steps", "topics"),
            whole("population", gettext_noop("Befolkning (tomt: områdernes beboertal)")),
        ),
        _of_population,
        ("58",),
    ),
    Preset(
        "people_share_by_trait",
        gettext_noop("Andel af personerne med et bestemt køn eller en bestemt alder"),
        gettext_noop("Andelen blandt dem, hvor det vides. Den seneste registrering af hver person gælder."),
        (
            *_kinds(("conversation",)),
            word("trait", gettext_noop("Køn eller alder"), tuple(Trait), required=True),
            words("values", gettext_noop("Disse værdier"), required=True),
            *filters(*PLACE, "steps", "topics"),
        ),
        _with_trait,
        ("58",),
    ),
    Preset(
        "unique_guests",
        gettext_noop("Forskellige gæster"),
        gettext_noop("Antal forskellige gæster, skønnet ud fra stempelkort, eller talt blandt kendte personer."),
        (
            *filters(*PLACE),
            COUNTED_BY,
            flag("families", gettext_noop("Familier i stedet for personer"), False),
            flag("with_families", gettext_noop("Familiernes personer regnet med (beregnet)"), False),
            flag("new_only", gettext_noop("Kun nye"), False),
            *SPLIT,
        ),
        _guests,
        ("32",),
    ),
    Preset(
        "returning_guests",
        gettext_noop("Gæster, der kommer igen"),
        gettext_noop("Andelen af gæster, der har været der på mindst to forskellige datoer."),
        (*filters(*PLACE), COUNTED_BY),
        _returning,
        ("33",),
    ),
    Preset(
        "retained_guests",
        gettext_noop("Gæster, der bliver ved"),
        gettext_noop("Andelen af de tidligere gæster, der kom i det seneste hele kvartal, skønnet ud fra stempelkort."),
        filters(*PLACE),
        lambda values: Definition((selection(("visit",), values),), Unit.PERSON, aggregate=StampCard(retained=True)),
        ("33",),
    ),
    Preset(
        "trained_people",
        gettext_noop("Uddannede i en metode"),
        gettext_noop(
            "Antal fagfolk, der er uddannet i en metode: forskellige personer plus antal på holdlister uden person."
        ),
        (
            *filters("activities", "topics", "partners", "with_partner"),
            flag("by_method", gettext_noop("Fordelt på metode"), False),
        ),
        _trained,
        ("61",),
    ),
)
