"""What is planned or under way: offers, initiatives, course runs and sessions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from traedesten.documents.outline.agreement import choice, code, name
from traedesten.documents.outline.key import Key, Section, Type
from traedesten.offers.models import Offer
from traedesten.schedule.models import CourseRun, Initiative, Session

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
        ),
        _("sessionen"),
        order=("on", "starts_at", "code"),
    ),
)
