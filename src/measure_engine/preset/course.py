"""Presets about paths: through a course to its end, from a place to an offer, and staying there."""

from ..aggregate import Share
from ..condition import (
    QUARTER_YEAR,
    After,
    Condition,
    FollowedUp,
    HasOutcome,
    JoinedBefore,
    Reached,
    Retained,
    Stage,
)
from ..definition import Definition
from ..language import gettext_noop
from ..selection import Selection
from ..vocabulary import STEPS, Unit
from .parameter import (
    COURSE,
    FILTERS,
    OFFER,
    PERSON,
    Parameter,
    Preset,
    Type,
    Values,
    filters,
    selection,
    whole,
    word,
    words,
)
from .person import ON_A_PATH

ON_THE_WAY = (*ON_A_PATH, "referral")

OF = word(
    "of",
    gettext_noop("Andel af alle, der er meldt ind, har startet eller er sluttet"),
    ("joined", "started", "ended", "followed_up"),
    "ended",
)


def _completion(values: Values) -> Definition:
    of = Stage.JOINED if values["of"] == "joined" else Stage.STARTED
    where = (Reached(Stage.OVER), Reached(of))
    return Definition((selection(ON_A_PATH, values),), Unit.ENROLMENT, where, Share((Reached(Stage.COMPLETED),)))


def _denominator(values: Values) -> tuple[Condition, ...]:
    if values["of"] == "followed_up":
        return (Reached(Stage.STARTED), FollowedUp(values["moments"]))
    return (Reached(Stage(values["of"])),)


def _outcome(values: Values) -> Definition:
    unit = {"person": Unit.PERSON, "child": Unit.CHILD, "enrolment": Unit.ENROLMENT}[values["per"]]
    wanted = HasOutcome(values["outcomes"], values["moments"])
    return Definition((selection(ON_A_PATH, values),), unit, _denominator(values), Share((wanted,)))


def _bridged(values: Values) -> tuple[tuple[Selection, ...], tuple[Condition, ...]]:
    seen = {"activities": values["first_activities"], "areas": values["first_areas"]}
    first = (
        Selection(("visit",), **seen),
        Selection(("told_visit",), steps=("yes",), activities=values["first_activities"]),
    )
    return (selection(ON_THE_WAY, values),), (Reached(Stage.STARTED), After(first, values["within_days"]))


def _afterwards(values: Values) -> Definition:
    chosen, where = _bridged(values)
    return Definition(chosen, Unit.PERSON, where)


def _completed_afterwards(values: Values) -> Definition:
    chosen, where = _bridged(values)
    return Definition(chosen, Unit.PERSON, (Reached(Stage.OVER), *where), Share((Reached(Stage.COMPLETED),)))


def _retained_afterwards(values: Values) -> Definition:
    chosen, where = _bridged(values)
    days = values["days"]
    return Definition(chosen, Unit.PERSON, (*where, JoinedBefore(days)), Share((Retained(days),)))


def _retained(values: Values) -> Definition:
    days = values["days"]
    chosen = selection(ON_A_PATH, values)
    return Definition((chosen,), Unit.PERSON, (JoinedBefore(days),), Share((Retained(days),)))


FIRST = (
    Parameter(
        "first_activities", Type.CODES, gettext_noop("Først besøgt (aktiviteter)"), required=True, codes_of="activity"
    ),
    Parameter("first_areas", Type.CODES, gettext_noop("Først besøgt (områder)"), default=(), codes_of="area"),
    whole("within_days", gettext_noop("Startet senest så mange dage efter besøget")),
)

BRIDGED = (*FIRST, *filters(*OFFER, *PERSON, "activities", "tags", "run_forms"))
DAYS = whole("days", gettext_noop("Dage, man skal have haft til at blive eller gå"), QUARTER_YEAR)
INITIATIVES = (FILTERS["initiatives"], FILTERS["with_civil_society"])

PRESETS = (
    Preset(
        "completion_rate",
        gettext_noop("Andel, der gennemfører"),
        gettext_noop(
            "Gennemført delt med startet (eller meldt ind) i de forløb, der er sluttet. Gennemført er fremmøde til "
            "mindst forløbets krav, normalt to tredjedele af de gange, der var deltagerens. Forløb i gang vises for "
            "sig."
        ),
        (
            word("of", gettext_noop("Andel af startede eller indmeldte"), ("started", "joined"), "started"),
            *filters(*COURSE, *PERSON),
        ),
        _completion,
        ("38", "56"),
    ),
    Preset(
        "outcome_share",
        gettext_noop("Andel med et udbytte"),
        gettext_noop(
            "Andelen af deltagere eller deres børn med et registreret udbytte, fx plan for job, dagtilbud eller "
            "røgfri. De, der ikke er spurgt eller nået, bliver i nævneren og vises."
        ),
        (
            words("outcomes", gettext_noop("Udbytte"), STEPS["outcome"], required=True),
            words("moments", gettext_noop("Tidspunkt"), ("at_end", "m3", "m6", "m12")),
            OF,
            word("per", gettext_noop("Regnet pr."), ("enrolment", "person", "child"), "enrolment"),
            *filters(*COURSE, *PERSON),
        ),
        _outcome,
        ("23", "24", "45", "56"),
    ),
    Preset(
        "took_part_afterwards",
        gettext_noop("Besøgte først, deltog siden"),
        gettext_noop(
            "Antal personer, der har startet et tilbud efter deres første besøg (samme dag tæller med). Gæster uden "
            "navn indgår ved at svare ja til, at de har brugt stedet, når de starter i tilbuddet."
        ),
        BRIDGED,
        _afterwards,
        ("35", "41"),
    ),
    Preset(
        "completed_afterwards",
        gettext_noop("Besøgte først, gennemførte siden"),
        gettext_noop(
            "Andelen, der har gennemført, blandt dem, der startede et tilbud efter deres første besøg og er sluttet."
        ),
        BRIDGED,
        _completed_afterwards,
        ("36",),
    ),
    Preset(
        "retained_afterwards",
        gettext_noop("Besøgte først, er der endnu"),
        gettext_noop("Andelen, der stadig er med, blandt dem, der startede et tilbud efter deres første besøg."),
        (*BRIDGED, DAYS),
        _retained_afterwards,
        ("42",),
    ),
    Preset(
        "retained",
        gettext_noop("Andel, der er der endnu"),
        gettext_noop(
            "Andelen, der har været med de seneste 91 dage og ikke er sluttet, blandt dem, der kom til for mindst "
            "91 dage siden."
        ),
        (*filters(*COURSE, *PERSON), *INITIATIVES, DAYS),
        _retained,
        ("40",),
    ),
)
