"""What definitions say of themselves: read them aloud."""

from dataclasses import replace

import pytest

from measure_engine import target
from measure_engine.definition import Definition
from measure_engine.explain import explain, heading
from measure_engine.figure import Figure, Shape
from measure_engine.forecast import Forecast
from measure_engine.judgement import Status, Verdict, assess
from measure_engine.name import Names
from measure_engine.preset import definition_of
from measure_engine.reference import Evaluator
from measure_engine.selection import Selection
from measure_engine.sentence import sentence, when
from measure_engine.vocabulary import Unit

from .world import END, WORLD, entry, held, world

NAMES = Names.of(
    WORLD,
    {("area", "nord"): "Ellekær", ("activity", "cafe"): "Sundhedscaféen", ("organisation", "center"): "Sundhedscentret",
     ("tag", "sundhed"): "Sundhed", ("topic", "who5.score"): "WHO-5"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        (
            {"preset": "unique_people", "kinds": "contact", "areas": "nord"},
            "Antal forskellige personer med mindst én kontakt i Ellekær i året.",
        ),
        (
            {"preset": "unique_people", "sexes": "female", "activities": "cafe", "new_only": True},
            "Antal nye kvinder med mindst ét besøg eller fremmøde i »Sundhedscaféen« i året.",
        ),
        (
            {"preset": "people_enrolled", "activities": "kursus"},
            "Antal forskellige personer med mindst én indmeldelse eller ét fremmøde i »kursus« i året.",
        ),
        ({"preset": "people_contacted", "channels": ["door", "phone"]},
         "Antal forskellige beboere, der er kontaktet (ved døren eller telefon) i året."),
        ({"preset": "sessions_held", "session_forms": "event", "with_partner": True},
         "Antal afholdte arrangementer sammen med en partner i året."),
        ({"preset": "runs_held", "run_forms": "individual", "ended_only": True},
         "Antal individuelle forløb, der er sluttet i året."),
        ({"preset": "publications", "channels": "newsletter", "covering": 0.95, "areas": "nord"},
         "Antal udgivelser (nyhedsblad), der er delt ud til mindst 95 % af boligerne i Ellekær i året."),
        ({"preset": "regular_sessions", "every": "month", "at_least": 2},
         "Andel af måneder med mindst 2 afholdte gange i året."),
        ({"preset": "runs_with_session", "session_tags": "sundhed"},
         "Blandt forløb, der er sluttet i året: andelen, der har mindst én afholdt gang med mærket »Sundhed«."),
        ({"preset": "completion_rate", "of": "joined", "activities": "kursus"},
         ("Blandt deltagere, der er meldt ind på et forløb i »kursus«, som er sluttet i året: "
         "andelen, der har gennemført.")),
        ({"preset": "outcome_share", "outcomes": "daycare_started", "per": "child", "of": "started"},
         "Blandt børn af deltagere, der har startet et forløb i året: andelen, der er begyndt i dagtilbud."),
        ({"preset": "outcome_share", "outcomes": "smoke_free", "moments": "m6", "of": "joined"},
         ("Blandt deltagere, der er meldt ind på et forløb i året: andelen, der er røgfri efter 6 måneder; de, hvor "
         "tidspunktet ikke er kommet, regnes ikke med.")),
        ({"preset": "conversations", "sexes": "male", "activities": "cafe"},
         "Antal samtaler (mænd) i »Sundhedscaféen« i året."),
        ({"preset": "paired_change", "item": "who5.score", "pairing": "wave", "activities": "cafe"},
         "Gennemsnitlig ændring i »WHO-5« i »Sundhedscaféen« fra før til efter hos de samme personer i året."),
        ({"preset": "outcome_share", "outcomes": "smoke_free", "moments": "m6", "of": "followed_up"},
         ("Blandt deltagere, der har startet et forløb og er nået ved opfølgningen efter 6 måneder i året: andelen, "
         "der er røgfri efter 6 måneder; de, hvor tidspunktet ikke er kommet, regnes ikke med.")),
        ({"preset": "took_part_afterwards", "first_activities": "cafe", "providers": "center", "within_days": 90},
         ("Antal forskellige personer, der har startet et tilbud hos Sundhedscentret og først havde besøgt "
         "»Sundhedscaféen« (samme dag tæller med), højst 90 dage før i året.")),
        ({"preset": "retained", "days": 30},
         ("Blandt forskellige personer, der kom med på et forløb for mindst 30 dage siden: andelen, der har været med "
         "de seneste 30 dage og ikke er sluttet.")),
        ({"preset": "paired_change", "item": "who5.score"},
         "Gennemsnitlig ændring i »WHO-5« fra før til efter et forløb hos de samme personer i året."),
        ({"preset": "people_share_by_trait", "trait": "sex", "values": "male", "steps": "wellbeing"},
         "Blandt forskellige personer med mindst én trivselssamtale i året: andelen, der er mænd."),
        ({"preset": "people_share_of_population", "population": 2733},
         "Antal forskellige personer med mindst én samtale i året som andel af 2.733 personer."),
        ({"preset": "active_volunteers"},
         ("Antal forskellige frivillige, der har gjort en indsats de seneste 12 måneder "
         "eller er meldt aktive uden pause.")),
        ({"preset": "initiatives", "require": ["started", "described"], "from_need": True},
         "Antal initiativer født af et registreret behov, der er startet og beskrevet i året."),
        (
            {"preset": "completed_afterwards", "first_activities": "cafe", "offer_kinds": "civil"},
            (
                "Blandt forskellige personer, der har startet et tilbud i civilsamfundet, som er sluttet, og først "
                "havde besøgt »Sundhedscaféen« (samme dag tæller med) i året: andelen, der har gennemført."
            ),
        ),
        (
            {"preset": "unique_people", "kinds": "outcome", "steps": "joined_community"},
            "Antal forskellige personer med mindst ét udbytte (med i et fællesskab) i året.",
        ),
        ({"preset": "hours_given"}, "Antal timer i alt i året."),
        ({"preset": "unique_guests", "areas": "nord"},
         "Antal forskellige gæster i Ellekær i året, skønnet ud fra stempelkort."),
        ({"preset": "returning_guests"}, "Andel, der kommer igen, af gæsterne i året, skønnet ud fra stempelkort."),
        ({"preset": "returning_guests", "counted_by": "register"},
         ("Blandt forskellige personer med mindst ét besøg i året: andelen, der har besøg på mindst 2 forskellige "
         "datoer.")),
        ({"preset": "conversations", "by_type": True}, "Antal samtaler i året, fordelt på slags."),
        ({"preset": "outside_figure", "indicator": "utryghed"}, "Det seneste tal udefra for »utryghed«."),
    ],
)  # fmt: skip
def test_a_definition_says_what_it_counts(measure, said):
    assert sentence(definition_of(measure), NAMES, when="i året") == said


@pytest.mark.parametrize(
    ("narrowing", "words"),
    [
        ({"sources": ("doctor", "neighbour")}, "henvist af praktiserende læge eller nabo"),
        ({"age_bands": ("75+",)}, "på 75 år og derover"),
        ({"value_min": 2.5}, "med værdien 2,5 eller derover"),
        ({"value_max": 4}, "med værdien 4 eller derunder"),
        ({"partners": ("center",)}, "sammen med Sundhedscentret"),
        ({"with_partner": False}, "uden partnere"),
        ({"with_civil_society": False}, "lavet uden civilsamfundet"),
        ({"from_need": False}, "uden et registreret behov"),
        ({"offers": ("rygestop",)}, "i tilbuddet »rygestop«"),
        ({"runs": ("foraar",)}, "i forløbet »foraar«"),
        ({"initiatives": ("have",)}, "i initiativet »have«"),
        ({"focus_areas": ("tryghed",)}, "i indsatsområdet »tryghed«"),
        ({"venues": ("huset",)}, "på stedet »huset«"),
        ({"topics": ("kost",)}, "om kost"),
        ({"run_forms": ("group",)}, "på gruppeforløb"),
    ],
)
def test_whatever_narrows_a_measure_is_said(narrowing, words):
    definition = Definition((Selection(("conversation",), **narrowing),), Unit.PERSON)
    said = f"Antal forskellige personer med mindst én samtale {words} i året."
    assert sentence(definition, NAMES, when="i året") == said


@pytest.mark.parametrize(
    ("plain", "words"),
    [
        (None, "i perioden"),
        ({"kind": "every_period", "period": "season", "value": 1}, "i sæsonen"),
        ({"kind": "reach_by", "value": 1, "ends_on": "2026-12-31"}, "indtil 31. december 2026"),
        ({"kind": "rate", "value": 1}, "i perioden"),
    ],
)
def test_the_time_is_the_targets(plain, words):
    assert when(target.read(plain) if plain else None) == words


def explained(measure, *rows, targets=()):
    definition = definition_of(measure)
    evaluator = Evaluator(world(*rows), names=NAMES)
    found = assess(definition, tuple(target.read(each) for each in targets), evaluator, as_of=END)
    return explain(definition, found, NAMES)


def test_a_figure_is_explained_from_entries_to_status():
    rows = (*held("c1", "c2"), entry("session", "2024-02-07", session="m1", step="held", people=12))
    measure = {"preset": "mean_per_session", "of": "people", "activities": "cafe"}
    assert explained(measure, *rows, targets=[{"kind": "rate", "value": 10}]) == (
        "Antal personer i gennemsnit pr. afholdt gang i »Sundhedscaféen« i perioden.",
        "Registreringer udvalgt: 3",
        "Afholdte gange: 3",
        "12 / 1 = 12",
        "Mangler (2): registreringer uden antal",
        "Nået: 12; målet er mindst 10.",
    )


def test_what_cannot_be_measured_says_why_and_nothing_else():
    assert explained({"preset": "unique_guests"}) == (
        "Antal forskellige gæster i perioden, skønnet ud fra stempelkort.",
        "Der er ingen optællinger med stempelkort endnu.",
        "Ingen tal: Kan ikke måles endnu: Der er ingen optællinger med stempelkort endnu.",
    )


def test_an_outside_figure_tells_when_it_was_measured_and_what_it_is_compared_with():
    rows = (entry("outside_figure", "2024-06-01", topic="x", value=17.5),
            entry("outside_figure", "2024-06-01", topic="x", step="comparison", value=11.0))  # fmt: skip
    lines = explained({"preset": "outside_figure", "indicator": "x"}, *rows)
    assert lines[2:6] == ("Resultat: 17,5", "Målt 1. juni 2024", "Sammenligning: 11", "Tallet kommer udefra.")


def test_an_explanation_holds_interval_parts_what_is_apart_and_every_target():
    rows = [entry("conversation", "2024-02-06", subject=f"p{n}", step="health", area="nord") for n in range(3)]
    targets = [{"kind": "reach_by", "value": 2, "area": "nord"}, {"kind": "reach_by", "value": 2, "area": "syd"}]
    lines = explained({"preset": "conversations", "by_type": True}, *rows, targets=targets)
    assert lines[3:] == (
        "Resultat: 3",
        "Heraf sundhedssamtaler: 3",
        "Personerne er kendt uden navn og talt præcist.",
        "Ellekær: 3 af 2. (nået)",
        "syd: 0 af 2, da tiden var gået. (ikke nået)",
        "Ikke nået: syd: 0 af 2, da tiden var gået.",
    )
    rows = [entry("rating", "2024-02-06", activity="cafe", value=5.0, people=40)]
    assert "Usikkerhed (95 %): 91-100 %" in explained({"preset": "rating_share"}, *rows)


def test_names_fall_back_from_the_programmes_own_to_the_journals_to_the_code():
    assert NAMES("area", "nord") == "Ellekær"
    assert NAMES("channel", "door") == "ved døren"
    assert NAMES("age_band", "75+") == "75 år og derover"
    assert NAMES("topic", "noget") == "noget"


@pytest.mark.parametrize(
    ("reach", "said"),
    [
        (0.468, "47\u00a0%"),
        (0.796, "79\u00a0%"),
        (0.8, "80\u00a0%"),
        (0.197, "19\u00a0%"),
        (0.2, "20\u00a0%"),
        (0.001, "under 1\u00a0%"),
        (0.999, "over 99\u00a0%"),
    ],
)
def test_where_it_is_heading_is_said_in_words_that_fit_the_status(reach, said):
    promised = target.Target(target.TargetKind.REACH_BY, value=300)
    found = Forecast(300, 265.2, 334.8, 250, 350, reach)
    verdict = Verdict(promised, Figure(100, Shape.COUNT, "person"), Status.OPEN, "", forecast=found)
    wanted = f"Forventet ved målets slutning: 265-335 (80 %). Sandsynlighed for at nå målet: {said}."
    assert heading(verdict) == wanted
    ceiling = replace(verdict, target=replace(promised, direction=target.Direction.DOWN))
    assert f"Sandsynlighed for at holde loftet: {said}." in heading(ceiling)
    assert heading(replace(verdict, forecast=None)) == ""
