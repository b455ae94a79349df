"""The agreement: programme, who and where, what is promised to be done, with whom, by when and for how much."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from traedesten.documents.outline.key import Key, Section, Type
from traedesten.journal.catalogue import TOPIC_LISTS
from traedesten.places.models import Area, Organisation, Venue
from traedesten.programme.models import (
    Activity,
    BudgetLine,
    ClosedWeek,
    Expense,
    FocusArea,
    Milestone,
    Partner,
    Phase,
    Position,
    Programme,
    Tag,
    Topic,
)


def code(example: str) -> Key:
    meaning = _("Kort navn, som resten af filen og registreringerne bruger")
    return Key("code", Type.CODE, meaning, example, required=True)


def name(example: str) -> Key:
    return Key("name", Type.TEXT, _("Navn, som det vises"), example, required=True)


ORGANISATION = Key("organisation", Type.ONE, _("Organisation (kode)"), "nordby-kommune", of="organisations")


def choice(called: str, choices: Any, meaning: Any, example: str, default: str | None = None) -> Key:
    return Key(called, Type.CHOICE, meaning, example, choices=tuple(choices.values), default=default)


PROGRAMME = Section(
    "programme",
    Programme,
    _("Aftalen selv"),
    (
        code("sammen-i-nordby"),
        name("Sammen i Nordby"),
        choice("kind", Programme.Kind, _("Boligsocial helhedsplan eller projekt"), "project", "project"),
        Key("starts_on", Type.DATE, _("Første dag"), "2026-01-01", required=True),
        Key("ends_on", Type.DATE, _("Sidste dag"), "2028-12-31", required=True),
        Key("demo", Type.FLAG, _("Er det en demo med opdigtede steder?"), "true", attribute="is_demo", default=False),
        Key("description", Type.TEXT, _("Hvad programmet går ud på"), "Tre boligområder får en sundhedscafé."),
    ),
    _("programmet"),
)

FIGURE_KEYS = (
    Key("from", Type.DATE, _("Gælder fra"), "2026-01-01", attribute="valid_from", required=True),
    Key("people", Type.WHOLE, _("Beboere"), "1234"),
    Key("dwellings", Type.WHOLE, _("Boliger"), "560"),
)

AGREEMENT = (
    Section(
        "organisations",
        Organisation,
        _("Kommuner, boligorganisationer, foreninger og andre, der er med. Kan deles af flere programmer"),
        (
            code("nordby-kommune"),
            name("Nordby Kommune"),
            choice("kind", Organisation.Kind, _("Slags"), "municipality", "other"),
        ),
        _("organisationen"),
        is_shared=True,
    ),
    Section(
        "areas",
        Area,
        _("Programmets boligafdelinger eller områder, med beboere og boliger. Kan deles af flere programmer"),
        (
            code("nordby"),
            name("Nordbyparken"),
            choice("kind", Area.Kind, _("Slags"), "estate", "estate"),
            ORGANISATION,
            Key("municipality", Type.ONE, _("Kommunen, det ligger i (kode)"), "nordby-kommune", of="organisations"),
            Key("figures", Type.ROWS, _("Antal fra en dato og frem"), keys=FIGURE_KEYS),
        ),
        _("området"),
        is_shared=True,
    ),
    Section(
        "venues",
        Venue,
        _("Lokaler og steder. Kan deles af flere programmer"),
        (
            code("beboerhuset"),
            name("Beboerhuset"),
            Key("area", Type.ONE, _("Område (kode)"), "nordby", of="areas"),
            ORGANISATION,
        ),
        _("stedet"),
        is_shared=True,
    ),
    Section(
        "partners",
        Partner,
        _("Organisationer, der deltager, med de timer om året, de har lovet"),
        (
            Key("organisation", Type.ONE, _("Organisation (kode)"), "nordby-if", of="organisations", required=True),
            Key("agreed_hours_a_year", Type.AMOUNT, _("Aftalte timer om året"), "20", most=999_999),
        ),
        _("samarbejdspartneren"),
        identity=("organisation",),
        order=("organisation",),
    ),
    Section(
        "tags",
        Tag,
        _("Mærker til aktiviteter, sessioner og forløb"),
        (code("tema"), name("Temaaktivitet")),
        _("mærket"),
    ),
    Section(
        "topics",
        Topic,
        _("Emner, registreringer kan handle om, ud over dem alle programmer har"),
        (
            Key("list", Type.CHOICE, _("Hvilken liste"), "indicator", required=True, choices=tuple(TOPIC_LISTS)),
            Key("code", Type.LABEL, _("Kode i listen; et spørgsmål er skema.spørgsmål"), "utryghed", required=True),
            name("Andel, der er utrygge"),
        ),
        _("emnet"),
        identity=("list", "code"),
        order=("list", "code"),
    ),
    Section(
        "focus_areas",
        FocusArea,
        _("Aftalens indsatsområder"),
        (
            code("tryghed"),
            name("Tryghed og trivsel"),
            Key("purpose", Type.TEXT, _("Formål"), "Flere kender deres naboer."),
        ),
        _("indsatsområdet"),
        has_position=True,
    ),
    Section(
        "activities",
        Activity,
        _("Aktiviteter; en delaktivitet har en overordnet"),
        (
            code("sundhedscafe"),
            name("Sundhedscaféen"),
            Key("focus_area", Type.ONE, _("Indsatsområde (kode)"), "tryghed", of="focus_areas"),
            Key("parent", Type.ONE, _("Aktiviteten, den er en del af (kode)"), "trivselstrappen", of="activities"),
            Key("areas", Type.MANY, _("Hvor (koder på områder)"), "[nordby, sydby]", of="areas"),
            Key("tags", Type.MANY, _("Mærker (koder)"), "[sundhed]", of="tags"),
            Key("partners", Type.MANY, _("Med hvem (koder på organisationer)"), "[nordby-if]", of="organisations"),
            choice("form", Activity.Form, _("Form"), "open", "other"),
            Key("starts_on", Type.DATE, _("Første dag, når den ikke er programmets"), "2026-03-01"),
            Key("ends_on", Type.DATE, _("Sidste dag, når den ikke er programmets"), "2027-12-31"),
            Key("close_reason", Type.TEXT, _("Hvorfor den er lukket efter sidste dag"), "For få deltagere"),
            Key(
                "replaces",
                Type.ONE,
                _("Den lukkede aktivitet, den er begyndt i stedet for (kode)"),
                "tirsdagscafe",
                of="activities",
            ),
            Key("description", Type.TEXT, _("Hvad der gøres"), "Åbent hus hver tirsdag."),
            Key("target_group", Type.TEXT, _("For hvem"), "Alle voksne"),
        ),
        _("aktiviteten"),
        has_position=True,
    ),
    Section(
        "roles",
        Position,
        _("Stillinger, aftalen betaler, med timer om ugen"),
        (
            code("leder"),
            name("Projektleder"),
            Key("weekly_hours", Type.AMOUNT, _("Timer om ugen"), "37", most=9999),
            ORGANISATION,
        ),
        _("stillingen"),
    ),
    Section(
        "budget",
        BudgetLine,
        _("Penge fra hver finansieringskilde, i hele kroner"),
        (
            Key("funder", Type.ONE, _("Betaler (kode på organisation)"), "fond", of="organisations", required=True),
            Key("year", Type.WHOLE, _("År; uden år gælder beløbet hele perioden"), "2026", most=2200),
            Key("amount", Type.WHOLE, _("Kroner"), "441000", required=True, most=1_000_000_000_000),
            Key("focus_area", Type.ONE, _("Indsatsområde (kode)"), "tryghed", of="focus_areas"),
            choice("kind", BudgetLine.Kind, _("Bevilling, lokal medfinansiering eller egne penge"), "grant", "grant"),
        ),
        _("budgetlinjen"),
        identity=("funder", "focus_area", "kind", "year"),
        order=("focus_area", "funder", "kind", "year"),
    ),
    Section(
        "expenses",
        Expense,
        _("Det, der er brugt, i hele kroner. Et beløb rettes med et nyt, der peger på det gamle"),
        (
            code("udgift-1"),
            Key("funder", Type.ONE, _("Betaler (kode på organisation)"), "fond", of="organisations", required=True),
            Key("year", Type.WHOLE, _("Året, det er brugt i"), "2026", required=True, most=2200),
            Key("on", Type.DATE, _("Dato, hvis beløbet har en"), "2026-05-20", attribute="spent_on"),
            Key("amount", Type.WHOLE, _("Kroner"), "12500", required=True, most=1_000_000_000_000),
            Key("focus_area", Type.ONE, _("Indsatsområde (kode)"), "tryghed", of="focus_areas"),
            choice("kind", BudgetLine.Kind, _("Bevilling, lokal medfinansiering eller egne penge"), "grant", "grant"),
            Key("note", Type.TEXT, _("Til hvad"), "Kaffe og frugt til caféen"),
            Key("document", Type.TEXT, _("Bilagsnummer"), "2026-117", attribute="document_number"),
            Key(
                "corrects",
                Type.ONE,
                _("Det beløb, det retter (kode)"),
                "udgift-1",
                attribute="supersedes",
                of="expenses",
            ),
            Key("withdrawn_on", Type.DATE, _("Taget tilbage"), "2026-06-01"),
            Key("withdrawn_because", Type.TEXT, _("Hvorfor det er taget tilbage"), "Bogført to gange"),
        ),
        _("udgiften"),
        order=("year", "on", "code"),
    ),
    Section(
        "phases",
        Phase,
        _("Faser med hver sit fokus; de må ikke overlappe"),
        (
            code("fase-1"),
            name("Opstart"),
            Key("starts_on", Type.DATE, _("Første dag"), "2026-01-01", required=True),
            Key("ends_on", Type.DATE, _("Sidste dag"), "2026-06-30", required=True),
            Key("focus", Type.TEXT, _("Hvad fasen handler om"), "Finde hinanden"),
        ),
        _("fasen"),
        order=("starts_on", "code"),
    ),
    Section(
        "milestones",
        Milestone,
        _("Milepæle"),
        (
            code("cafe-aabner"),
            name("Caféen er åben"),
            Key("due_on", Type.DATE, _("Skal være nået"), "2026-12-31", required=True),
            Key("activity", Type.ONE, _("Aktivitet (kode)"), "sundhedscafe", of="activities"),
            Key("role", Type.ONE, _("Ansvarlig stilling (kode)"), "leder", attribute="position", of="roles"),
            Key("done_on", Type.DATE, _("Blev nået"), "2026-11-30"),
        ),
        _("milepælen"),
        order=("due_on", "code"),
    ),
    Section(
        "closed_weeks",
        ClosedWeek,
        _("Uger, der er planlagt lukket; de tæller ikke med, hvor hver uge bedømmes"),
        (Key("week", Type.WEEK, _("ISO-uge"), "2026-W29", required=True),),
        _("ugen"),
        identity=("week",),
        order=("week",),
        single="week",
    ),
)
