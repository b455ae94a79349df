"""What is planned or under way: offers, initiatives, course runs, rhythms and sessions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from traedesten.documents.outline.agreement import choice, code, name
from traedesten.documents.outline.key import Key, Section, Type
from traedesten.offers.models import Offer
from traedesten.schedule.models import CourseRun, Initiative, Rhythm, RhythmTurn, Session

ACTIVITY = Key("activity", Type.ONE, _("Aktivitet (kode)"), "sundhedscafe", of="activities", required=True)
AREA = Key("area", Type.ONE, _("Område (kode)"), "nordby", of="areas")
VENUE = Key("venue", Type.ONE, _("Sted (kode)"), "beboerhuset", of="venues")
TAGS = Key("tags", Type.MANY, _("Mærker (koder)"), "[tema]", of="tags")
INITIATIVE = Key("initiative", Type.ONE, _("Initiativet, det hører til (kode)"), "gaahold", of="initiatives")

PLANS = (
    Section(
        "offers",
        Offer,
        _("Tilbud, beboere kan hjælpes videre til"),
        (
            code("motion"),
            name("Motion for alle"),
            Key("provider", Type.ONE, _("Udbyder (kode på organisation)"), "sundhedscentret", of="organisations"),
            choice("kind", Offer.Kind, _("Slags"), "municipal_health", "other"),
            Key("external", Type.FLAG, _("Holdes af andre end os"), "true", attribute="is_external", default=True),
        ),
        _("tilbuddet"),
    ),
    Section(
        "initiatives",
        Initiative,
        _("Initiativer lavet sammen med beboere; hvert får en tråd med samme kode"),
        (
            code("gaahold"),
            name("Gåhold"),
            AREA,
            Key("activity", Type.ONE, _("Aktivitet (kode)"), "sundhedscafe", of="activities"),
            Key("method", Type.TEXT, _("Metode"), "ABCD"),
            Key("with_civil_society", Type.FLAG, _("Lavet med civilsamfundet"), "true", default=False),
            Key("need", Type.THREAD, _("Behovet, det er født af (kode på behovets tråd)"), "behov-12"),
        ),
        _("initiativet"),
    ),
    Section(
        "runs",
        CourseRun,
        _("Forløb og hold"),
        (
            code("kursus-foraar"),
            name("Familiekursus, forår"),
            ACTIVITY,
            AREA,
            VENUE,
            Key("starts_on", Type.DATE, _("Første dag"), "2026-02-01", required=True),
            Key("ends_on", Type.DATE, _("Sidste dag; uden den er forløbet i gang"), "2026-05-31"),
            TAGS,
            Key("partner", Type.ONE, _("Sammen med (kode på organisation)"), "jobhuset", of="organisations"),
            choice("form", CourseRun.Form, _("Gruppe eller individuelt"), "group", "group"),
            Key("rule", Type.RULE, _("Andel af gangene, der skal til for at gennemføre"), "2/3", default="2/3"),
            Key("offer", Type.ONE, _("Tilbuddet, det er en omgang af (kode)"), "sygdomsmestring", of="offers"),
            INITIATIVE,
        ),
        _("forløbet"),
        order=("starts_on", "code"),
    ),
    Section(
        "rhythms",
        Rhythm,
        _("Rytmer: hvornår en aktivitet kommer igen. Gangene selv er sessioner"),
        (
            code("cafe-rytme"),
            ACTIVITY,
            Key("run", Type.ONE, _("Forløbet, den hører til (kode)"), "kursus-foraar", of="runs"),
            Key("starts_on", Type.DATE, _("Første dag"), "2026-01-05", required=True),
            Key("ends_on", Type.DATE, _("Sidste dag; uden den så længe aktiviteten"), "2026-12-31"),
            Key("starts_at", Type.TIME, _("Begynder"), "10:00"),
            Key("ends_at", Type.TIME, _("Slutter"), "12:00"),
            choice("form", Rhythm.Form, _("Form"), "open", "open"),
            choice("when_closed", Rhythm.WhenClosed, _("På helligdage og i lukkede uger"), "skip", "skip"),
            Key("customary_days_off", Type.FLAG, _("Også lukket Grundlovsdag, juleaftensdag og nytårsaften"), "true",
                attribute="rests_on_customary", default=True),
            Key("anchor", Type.DATE, _("En dag i den uge, »hver anden uge« tælles fra"), "2026-01-05",
                attribute="anchor_on"),
            Key("laid_until", Type.DATE, _("Dagen, sessionerne er lagt frem til"), "2026-12-31"),
            Key("replaces", Type.ONE, _("Rytmen, den følger efter (kode)"), "cafe-rytme-1", of="rhythms"),
        ),
        _("rytmen"),
        order=("starts_on", "code"),
    ),
    Section(
        "rhythm_turns",
        RhythmTurn,
        _("Rytmernes gange: en regel (RRULE) og et sted for hver; en rytme på skift har flere"),
        (
            Key("rhythm", Type.ONE, _("Rytme (kode)"), "cafe-rytme", of="rhythms", required=True),
            Key("number", Type.WHOLE, _("Nummer i rytmen"), "1", required=True, most=99),
            Key("rule", Type.TEXT, _("Regel: ugentlig eller månedlig på nævnte ugedage"), "FREQ=MONTHLY;BYDAY=1MO",
                required=True),
            Key("week", Type.WHOLE, _("Uger efter ankerets uge"), "1", default=0, most=51),
            VENUE,
            AREA,
            Key("name", Type.TEXT, _("Navn, når gangen har et"), "Temamøde"),
        ),
        _("gangen"),
        identity=("rhythm", "number"),
        order=("rhythm", "number"),
    ),
    Section(
        "sessions",
        Session,
        _("Planlagte åbninger og mødegange; at de blev holdt, er en registrering"),
        (
            code("cafe-2026-03-03"),
            ACTIVITY,
            Key("on", Type.DATE, _("Dato"), "2026-03-03", attribute="planned_on", required=True),
            Key("starts_at", Type.TIME, _("Begynder"), "10:00"),
            Key("ends_at", Type.TIME, _("Slutter"), "12:00"),
            VENUE,
            AREA,
            Key("run", Type.ONE, _("Forløbet, den hører til (kode)"), "kursus-foraar", of="runs"),
            INITIATIVE,
            TAGS,
            choice("form", Session.Form, _("Form"), "open", "open"),
            Key("name", Type.TEXT, _("Navn, når den har et"), "Temadag om søvn"),
            Key("rhythm", Type.ONE, _("Rytmen, den er lagt af (kode)"), "cafe-rytme", of="rhythms"),
            Key("rhythm_on", Type.DATE, _("Dagen, rytmen gav"), "2026-03-03"),
            Key("adjusted", Type.FLAG, _("Er den ændret, siden rytmen lagde den?"), "true",
                attribute="is_adjusted", default=False),
            Key("called_off", Type.FLAG, _("Er den aflyst på forhånd?"), "true",
                attribute="is_called_off", default=False),
            Key("unplanned", Type.FLAG, _("Blev den først skrevet ind, da den var holdt?"), "true",
                attribute="is_unplanned", default=False),
        ),
        _("sessionen"),
        order=("on", "starts_at", "code"),
    ),
)  # fmt: skip
