"""Presets that read questionnaires, smileys and figures from outside."""

from ..aggregate import CrossSection, Latest, PairedChange, Pairing, ShareOfAnswers
from ..definition import Definition, Dimension, Split
from ..language import gettext_noop
from ..selection import Selection
from ..vocabulary import STEPS, Unit
from .parameter import KIND_WORDS, Preset, Values, filters, real, selection, word, words
from .person import ON_A_PATH


def _answers(values: Values) -> Definition:
    unit = Unit.FAMILY if values["per"] == "family" else Unit.RESPONSE
    waves = {"steps": values["waves"]} if values["waves"] else {}
    chosen = selection(("answer",), values, topics=values["items"], **waves)
    asked = (selection(values["asked_kinds"], values),) if values["asked_kinds"] else ()
    parts = Split(Dimension.TOPIC, values["items"], judged=True) if len(values["items"]) > 1 else None
    return Definition((chosen,), unit, aggregate=ShareOfAnswers(values["at_least"], asked), split=parts)


def _ratings(values: Values) -> Definition:
    return Definition((selection(("rating",), values),), Unit.RESPONSE, aggregate=ShareOfAnswers(values["at_least"]))


def _paired(values: Values) -> Definition:
    by_course = values["pairing"] == Pairing.COURSE
    chosen = selection(ON_A_PATH, values) if by_course else selection(("answer",), values, topics=(values["item"],))
    aggregate = PairedChange(values["item"], Pairing(values["pairing"]), values["better_by"])
    return Definition((chosen,), Unit.PERSON, aggregate=aggregate)


def _survey(values: Values) -> Definition:
    chosen = selection(("answer",), values, topics=(values["item"],))
    return Definition((chosen,), Unit.RESPONSE, aggregate=CrossSection(values["item"]))


def _outside(values: Values) -> Definition:
    chosen = Selection(("outside_figure",), topics=(values["indicator"],), areas=values["areas"])
    return Definition((chosen,), Unit.ENTRY, aggregate=Latest(values["indicator"]))


ITEM = word("item", gettext_noop("Spørgsmål eller skala (fx who5.score)"), required=True)

PRESETS = (
    Preset(
        "answer_share",
        gettext_noop("Andel, der svarer positivt"),
        gettext_noop(
            "Andelen af svarene, der er på eller over en grænse. Er der flere spørgsmål, vurderes hvert for sig, "
            "og det svageste afgør. Det seneste svar fra hver gælder."
        ),
        (
            words("items", gettext_noop("Spørgsmål"), required=True),
            real("at_least", gettext_noop("Svar på mindst"), required=True),
            word("per", gettext_noop("Regnet pr."), ("response", "family"), "response"),
            words("waves", gettext_noop("Målinger"), STEPS["answer"]),
            words("asked_kinds", gettext_noop("Spurgt er alle med"), KIND_WORDS),
            *filters("activities", "areas", "runs"),
        ),
        _answers,
        ("21", "26", "45"),
    ),
    Preset(
        "rating_share",
        gettext_noop("Andel gode vurderinger"),
        gettext_noop("Andelen af smileyer på eller over en grænse på skalaen fra 1 til 5."),
        (real("at_least", gettext_noop("Mindst"), 4), *filters("activities", "areas", "venues")),
        _ratings,
        ("34",),
    ),
    Preset(
        "paired_change",
        gettext_noop("Ændring fra før til efter"),
        gettext_noop(
            "Den gennemsnitlige ændring hos dem, der har svaret både før og efter. Vises fra 10 par. "
            "Der er ingen kontrolgruppe."
        ),
        (
            ITEM,
            word("pairing", gettext_noop("Før og efter findes ved"), tuple(Pairing), "course"),
            real("better_by", gettext_noop("Bedre eller dårligere med mindst"), 10),
            *filters("activities", "areas", "runs", "run_forms", "tags"),
        ),
        _paired,
        ("44", "59"),
    ),
    Preset(
        "survey_mean",
        gettext_noop("Gennemsnit i en spørgeundersøgelse"),
        gettext_noop("Gennemsnit med usikkerhed for hver måling. Det er ikke de samme mennesker hver gang."),
        (ITEM, *filters("activities", "areas")),
        _survey,
        ("62",),
    ),
    Preset(
        "outside_figure",
        gettext_noop("Tal udefra"),
        gettext_noop(
            "Det seneste tal fra en undersøgelse eller et register, med sammenligningsgruppens seneste ved siden af."
        ),
        (word("indicator", gettext_noop("Indikator"), required=True), *filters("areas")),
        _outside,
        ("3", "16", "17", "18"),
    ),
)
