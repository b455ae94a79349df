"""The success criteria, with what is measured, where it stood, and what is promised."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from measure_engine.period import PeriodKind
from measure_engine.target import Direction, TargetKind
from traedesten.documents.outline.key import Key, Section, Type
from traedesten.programme.models import Criterion

TARGET_KEYS = (
    Key("kind", Type.CHOICE, _("Slags mål"), "reach_by", required=True, choices=tuple(TargetKind)),
    Key("value", Type.VALUE, _("Tallet, der skal nås"), "80"),
    Key("unit", Type.TEXT, _("Enhed; andele skrives i procent (percent)"), "percent"),
    Key("starts_on", Type.DATE, _("Første dag, når den ikke er programmets"), "2026-01-01"),
    Key("ends_on", Type.DATE, _("Sidste dag, når den ikke er programmets"), "2026-12-31"),
    Key("period", Type.CHOICE, _("Hver hvad (kun for every_period)"), "year", choices=tuple(
        kind for kind in PeriodKind if kind is not PeriodKind.WHOLE
    )),
    Key("season_starts", Type.MONTHS, _("Måneder, sæsonerne begynder i, når de ikke er forår og efterår"), "[1, 7]"),
    Key("area", Type.ONE, _("Kun i området (kode)"), "nordby", of="areas"),
    Key("activity", Type.ONE, _("Kun i aktiviteten (kode)"), "sundhedscafe", of="activities"),
    Key("part", Type.TEXT, _("Kun for en del af opdelingen, fx wellbeing"), "wellbeing"),
    Key("direction", Type.CHOICE, _("Op eller ned; down gør mindst til højst"), "up", choices=tuple(Direction)),
    Key("valid_from", Type.DATE, _("Gælder fra, når målet er ændret"), "2027-01-01"),
    Key("valid_until", Type.DATE, _("Sidste dag, målet gælder, når det er opgivet"), "2027-06-30"),
    Key("decision", Type.TEXT, _("Beslutningen, der ændrede målet"), "Styregruppen 12. december 2026"),
)  # fmt: skip

BASELINE_KEYS = (
    Key("value", Type.NUMBER, _("Tallet ved begyndelsen"), "19", attribute="baseline_value", required=True),
    Key("on", Type.DATE, _("Hvornår"), "2018-12-31", attribute="baseline_on"),
    Key("source", Type.TEXT, _("Hvorfra"), "Tryghedsmåling 2018", attribute="baseline_source"),
)

COMPARISON_KEYS = (
    Key("name", Type.TEXT, _("Hvem der sammenlignes med"), "Hele byen", attribute="comparison_name", required=True),
    Key("value", Type.NUMBER, _("Deres tal"), "74.7", attribute="comparison_value", required=True),
)

CRITERIA = Section(
    "criteria",
    Criterion,
    _("Succeskriterierne"),
    (
        Key("code", Type.LABEL, _("Kort navn"), "T2", required=True),
        Key("row", Type.LABEL, _("Række i feltets fælles liste over kriterier"), "2"),
        Key("text", Type.TEXT, _("Kriteriet, som det står i aftalen"), "80 beboere får et forløb.", required=True),
        Key("focus_area", Type.ONE, _("Indsatsområde (kode)"), "tryghed", of="focus_areas"),
        Key("activity", Type.ONE, _("Aktivitet (kode)"), "sundhedscafe", of="activities"),
        Key("data_source", Type.TEXT, _("Datakilde"), "Registrering i Trædesten"),
        Key("responsible", Type.ONE, _("Ansvarlig stilling (kode)"), "leder", of="roles"),
        Key("ends_on", Type.DATE, _("Sidste dag, kriteriet tælles, når det er afsluttet"), "2027-06-30"),
        Key("measure", Type.MEASURE, _("Hvad der tælles: et navngivet mål med felter, eller en definition"),
            "{preset: unique_people}", required=True),
        Key("baseline", Type.GROUP, _("Hvor det stod ved begyndelsen"), keys=BASELINE_KEYS),
        Key("comparison", Type.GROUP, _("Et tal at sammenligne med"), keys=COMPARISON_KEYS),
        Key("targets", Type.ROWS, _("Mål"), keys=TARGET_KEYS),
    ),
    _("kriteriet"),
    has_position=True,
)  # fmt: skip
