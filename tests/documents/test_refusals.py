"""Bad programme files: each fault has its line, its place, and what would be right."""

import json

import pytest

from tests.documents.sample import TEXT, line_of, plain, refused, spoilt
from traedesten.documents import document

FIGURE = "{kind: reach_by, value: 30, area: syd}"
MEASURE = "{preset: unique_people, kinds: [visit], activities: [cafe]}"
NEGATIVE = (
    "er en ændring, ikke et niveau. Skriv det niveau, der skal nås, eller vælg slagsen »direction« med "
    "retningen op eller ned fra udgangspunktet."
)


def test_the_sample_is_sound():
    assert refused(TEXT) == []


SHAPE = [
    (
        "kind: estate",
        "kind: estat",
        "areas › nord › kind: »estat« findes ikke. Mente du »estate«? Vælg en af: estate, neighbourhood, town.",
    ),
    ("on: 2026-01-06", "on: 6/1 2026", "sessions › c1 › on: »6/1 2026« er ikke en dato. Skriv den som 2026-12-31."),
    ("on: 2026-01-06", "on: 2026-02-30", "sessions › c1 › on: »2026-02-30« er ikke en dato. Skriv den som 2026-12-31."),
    ("on: 2026-01-06", "on: 20260106", "sessions › c1 › on: »20260106« er ikke en dato. Skriv den som 2026-12-31."),
    (
        "starts_at: 10:00",
        "starts_at: 10.00",
        "sessions › c1 › starts_at: »10.0« er ikke et klokkeslæt. Skriv det som 09:30.",
    ),
    ("rule: 3/4", "rule: 0.75", "runs › kursus-1 › rule: »0.75« er ikke en andel. Skriv den som 2/3."),
    (
        "weekly_hours: 37",
        "weekly_hours: 37 timer",
        (
            "roles › leder › weekly_hours: »37 timer« er ikke et tal. Skriv det uden enhed og tusindtegn, med punktum "
            "som komma."
        ),
    ),
    (
        "amount: 400000",
        "amount: 400.000",
        "budget › fonden › amount: »400.000« kan ikke læses som helt tal. Skriv 400000 uden tusindtegn.",
    ),
    (
        "amount: 400000",
        "amount: 4.5",
        "budget › fonden › amount: »4.5« er ikke et helt tal. Skriv det uden enhed, tusindtegn og decimaler.",
    ),
    ("amount: 400000", "amount: -5", "budget › fonden › amount: »-5« er for lille. Skriv mindst 0."),
    (
        "value: 80,",
        "value: 1.200,",
        (
            "criteria › T2 › targets › 1 › value: »1.200« kan læses på to måder. Skriv 1200, eller 1.2000 hvis det er "
            "decimaler."
        ),
    ),
    ('row: "2"', "row: 2", 'criteria › T2 › row: »2« læses ikke som tekst. Sæt anførselstegn om: "2".'),
    (
        "demo: true",
        "demo: ja",
        "programme › demo: »ja« passer ikke her. Skriv true eller false.",
    ),
    (
        "code: nordby\n",
        "code: nord by\n",
        "programme › code: »nord by« kan ikke bruges som kode. Brug bogstaverne a-z, tal, bindestreg og understreg.",
    ),
    ("name: Sammen i Nordby", "name: ' '", "programme › name: er tom. Skriv noget, eller fjern feltet."),
    (
        "name: Sammen i Nordby",
        f"name: {'N' * 201}",
        "programme › name: teksten er på 201 tegn; der er plads til 200.",
    ),
    (
        "format: traedesten-programme/1",
        "format: traedesten/1",
        "format: »traedesten/1« kan ikke læses. Filen skal begynde med format: traedesten-programme/1.",
    ),
    ("  - {code: tema, name: Tema}", "  - tema", "tags › 1: »tema« passer ikke her. Skriv felter med navne."),
    (
        "closed_weeks: [2026-W29, 2026-W53]",
        "closed_weeks: 2026-W29",
        "closed_weeks: »2026-W29« passer ikke her. Skriv en liste.",
    ),
    ("2026-W53]", "uge 53]", "closed_weeks › 2: »uge 53« er ikke en uge. Skriv den som 2026-W29."),
    ("2026-W53]", "2027-W53]", "closed_weeks › 2: ugen 2027-W53 findes ikke; året har 52 uger."),
    ("2026-W53]", "2026-W54]", "closed_weeks › 2: ugen 2026-W54 findes ikke; året har 53 uger."),
]

SENSE = [
    (
        "    organisation: nordby-kommune\n",
        "    municipality: nordby-if\n",
        (
            "areas › nord › municipality: »nordby-if« er ikke en kommune i filen. Skriv »kind: municipality« ved "
            "organisationen."
        ),
    ),
    (
        "area: syd}",
        "area: sud}",
        "criteria › T2 › targets › 2 › area: »sud« findes ikke i filens areas. Mente du »syd«?",
    ),
    (
        "partner: nordby-if\n",
        "partner: xyz\n",
        (
            "runs › kursus-1 › partner: »xyz« findes ikke i filens organisations. Kendte koder: fonden, nordby-if, "
            "nordby-kommune."
        ),
    ),
    (
        "code: drift",
        "code: start",
        "phases › start: start står her to gange i phases. Behold den ene, eller giv den anden en ny kode.",
    ),
    (
        "parent: cafe,",
        "parent: cafe-tema,",
        (
            "activities › cafe-tema › parent: aktiviteten er en del af sig selv: cafe-tema → cafe-tema. Fjern en af de "
            "overordnede."
        ),
    ),
    (
        "ends_on: 2028-12-31\n  demo",
        "ends_on: 2025-12-31\n  demo",
        "programme › ends_on: slutter 2025-12-31, før det begynder 2026-01-01. Byt om på datoerne.",
    ),
    (
        "ends_on: 2026-05-01",
        "ends_on: 2026-01-31",
        "runs › kursus-1 › ends_on: slutter 2026-01-31, før det begynder 2026-02-01. Byt om på datoerne.",
    ),
    (
        "on: 2026-01-06",
        "on: 2025-12-31",
        "sessions › c1 › on: 2025-12-31 ligger uden for programmet, der går fra 2026-01-01 til 2028-12-31.",
    ),
    (
        "starts_on: 2026-07-01",
        "starts_on: 2026-06-30",
        (
            "phases › drift › starts_on: fasen begynder 2026-06-30, før »start« slutter 2026-06-30. Faser må ikke "
            "overlappe."
        ),
    ),
    (
        "2026-W53]",
        "2029-W01]",
        "closed_weeks › 2: ugen 2029-W01 ligger uden for programmet, der går fra 2026-01-01 til 2028-12-31.",
    ),
    (
        "year: 2026",
        "year: 2029",
        "budget › fonden › year: 2029 ligger uden for programmet, der går fra 2026 til 2028.",
    ),
    (
        "ends_at: 12:00",
        "ends_at: 09:00",
        "sessions › c1 › ends_at: slutter kl. 09:00, men begynder kl. 10:00. Skriv et senere klokkeslæt.",
    ),
    ("rule: 3/4", "rule: 5/4", "runs › kursus-1 › rule: 5/4 er mere end alle gange. Skriv fx 2/3 eller 1/1."),
    (
        "weekly_hours: 37",
        "weekly_hours: 0.375",
        "roles › leder › weekly_hours: 0.375 har for mange decimaler; skriv højst to.",
    ),
    (
        "{from: 2027-01-01,",
        "{from: 2026-01-01,",
        "areas › nord › figures: der er to tal fra 2026-01-01. Behold det ene.",
    ),
    (
        "  - {code: huset, name: Beboerhuset, area: nord, organisation: nordby-kommune}",
        "  - {code: huset, name: Beboerhuset, area: nord}\n  - {code: teltet, name: Teltet}",
        "venues › teltet › area: mangler. Skriv, hvilket område stedet ligger i.",
    ),
    (
        "{code: fonden, name: Fonden, kind: funder}",
        "{code: fonden, name: Fonden, kind: funder}\n  - {code: ubrugt, name: Ubrugt}",
        (
            "organisations › ubrugt: organisationen bruges ingen steder i filen. Skriv den under partners, eller fjern "
            "den."
        ),
    ),
]

PROMISE = [
    ("value: 80,", "value: -5 %,", f"criteria › T2 › targets › 1 › value: -5 % {NEGATIVE}"),
    ("value: 80,", "value: '-5 %',", f"criteria › T2 › targets › 1 › value: -5 % {NEGATIVE}"),
    (
        FIGURE,
        "{kind: every_period, value: 30}",
        (
            "criteria › T2 › targets › 2 › period: mangler. Skriv, om målet gælder hver uge (week), måned (month), "
            "kvartal (quarter), halvår (half_year), sæson (season), år (year) eller fase (phase)."
        ),
    ),
    (
        FIGURE,
        "{kind: reach_by, value: 30}",
        (
            "criteria › T2 › targets › 2: kriteriet har allerede et mål for det samme, og kun ét kan gælde. Er målet "
            "ændret, så skriv valid_from og decision; ellers skriv to kriterier."
        ),
    ),
    (
        FIGURE,
        "{kind: reach_by, value: 30, area: syd, valid_from: 2027-01-01}",
        "criteria › T2 › targets › 2 › decision: mangler. Skriv den beslutning, der ændrede målet.",
    ),
    (
        FIGURE,
        "{kind: reach_by, value: 30, area: syd, decision: Styregruppen}",
        "criteria › T2 › targets › 2 › valid_from: mangler. Skriv den dag, det ændrede mål gælder fra.",
    ),
    (
        FIGURE,
        "{kind: reach_by, value: 30, part: kvinder}",
        "criteria › T2 › targets › 2 › part: kriteriets tal er ikke delt op. Fjern feltet, eller vælg en opdeling.",
    ),
    (
        MEASURE,
        "unique_people",
        "criteria › T2 › measure: skriv »preset« med et navn og dets felter, eller »definition«.",
    ),
    (
        MEASURE,
        "{preset: unique_people, kinds: [visit], activities: [kafe]}",
        "criteria › T2 › measure: »kafe« findes ikke i filens activities. Mente du »cafe«?",
    ),
    (
        "indicator: utryghed}",
        "indicator: utrygt}",
        "criteria › T3 › measure: »utrygt« findes ikke i filens topics. Mente du »utryghed«?",
    ),
    (
        MEASURE,
        "{definition: {select: [{kinds: [visit]}], unit: run, aggregate: {is: share_of_population}}}",
        (
            "criteria › T2 › measure › definition › aggregate (hvad der regnes ud): »share_of_population« "
            "kan ikke beregnes for »run«; nævneren har en anden "
            "enhed. Vælg: contacted, person."
        ),
    ),
]


@pytest.mark.parametrize(("old", "new", "sentence"), [*SHAPE, *SENSE, *PROMISE])
def test_a_fault_is_told_by_line_place_and_what_would_be_right(old, new, sentence):
    found = spoilt(old, new)
    assert [each.split(", ", 1)[1] for each in found] == [sentence]
    assert found[0].startswith("linje ")


def test_the_line_is_that_of_the_field():
    assert spoilt("rule: 3/4", "rule: tre")[0].startswith(f"linje {line_of('rule: 3/4')}, ")
    assert spoilt("kind: estate", "kind: x")[0].startswith(f"linje {line_of('kind: estate')}, ")


def test_an_unknown_preset_gives_the_nearest_and_the_list():
    [found] = spoilt("preset: unique_people", "preset: unique_poeple")
    start = (
        "criteria › T2 › measure › preset: målet »unique_poeple« findes ikke. Mente du »unique_people«? Kendte mål: "
    )
    assert found.split(", ", 1)[1].startswith(start + "active_volunteers, ")
    assert "sessions_held, " in found


def test_an_unknown_field_of_a_preset_gives_the_nearest_and_the_list():
    [found] = spoilt("kinds: [visit]", "kindz: [visit]")
    start = "criteria › T2 › measure › kindz: feltet findes ikke her. Mente du »kinds«? Kendte felter: preset, kinds, "
    assert found.split(", ", 1)[1].startswith(start)


def test_a_missing_field_and_an_unknown_one_are_two_faults():
    assert spoilt("  name: Sammen i Nordby\n", "  nam: Sammen i Nordby\n") == [
        "linje 2, programme › name: mangler. Skriv: Navn, som det vises.",
        (
            "linje 4, programme › nam: feltet findes ikke her. Mente du »name«? Kendte felter: code, name, kind, "
            "starts_on, ends_on, demo, description."
        ),
    ]


def test_all_faults_are_told_at_once_in_the_order_they_stand():
    text = (
        TEXT.replace("kind: estate", "kind: estat").replace("area: syd}", "area: sud}").replace("rule: 3/4", "rule: x")
    )
    assert [each.split(": ")[0] for each in refused(text)] == [
        f"linje {line_of('kind: estate')}, areas › nord › kind",
        f"linje {line_of('rule: 3/4')}, runs › kursus-1 › rule",
        f"linje {line_of('area: syd}')}, criteria › T2 › targets › 2 › area",
    ]


def test_a_misspelt_section_is_one_fault_and_not_all_that_comes_of_it():
    [found] = spoilt("\nareas:", "\naeras:")
    assert "aeras: feltet findes ikke her. Mente du »areas«?" in found


def test_a_section_that_is_not_there_is_told_once_with_what_is_missing_in_it():
    plain_ = plain()
    del plain_["areas"]
    texts = [fault.text for fault in document.faults_of(plain_) if fault.path == ("areas",)]
    assert texts == ["mangler i filen, men den henviser til »nord«, »syd«. Skriv dem her."]


def test_a_fault_in_the_algebra_has_its_own_line_and_no_words_of_the_programming_language():
    measure = "{definition: {select: [{kinds: [visit]}], unit: person, aggregate: {is: kaffe}}}"
    [found] = spoilt(MEASURE, measure)
    assert "criteria › T2 › measure › definition › aggregate › is (hvilken beregning eller betingelse): " in found
    assert "»kaffe« findes ikke. Vælg en af: count, " in found
    [found] = spoilt(MEASURE, measure.replace("is: kaffe", ""))
    assert "mangler. Skriv en af: count, " in found


def test_a_code_that_cannot_be_read_is_not_also_told_as_missing_where_it_is_named():
    found = spoilt("code: nord\n", "code: nord gården\n")
    assert [each.split(", ", 1)[1] for each in found] == [
        (
            "areas › nord gården › code: »nord gården« kan ikke bruges som kode. Brug bogstaverne a-z, tal, bindestreg "
            "og understreg."
        )
    ]


def test_a_circle_of_two_activities_is_told_once():
    found = spoilt("{code: cafe, name: Caféen,", "{code: cafe, parent: cafe-tema, name: Caféen,")
    assert [each.split(", ", 1)[1] for each in found] == [
        (
            "activities › cafe › parent: aktiviteten er en del af sig selv: cafe → cafe-tema → cafe. Fjern en af de "
            "overordnede."
        )
    ]


def test_a_circle_is_found_from_an_activity_outside_it():
    plain_ = plain()
    plain_["activities"] = [
        {"code": code, "name": code, "parent": parent} for code, parent in (("a", "b"), ("b", "c"), ("c", "b"))
    ]
    for name in ("milestones", "initiatives", "runs", "rhythms", "rhythm_turns", "sessions", "criteria"):
        plain_[name] = []
    assert [fault.text for fault in document.faults_of(plain_)] == [
        "aktiviteten er en del af sig selv: b → c → b. Fjern en af de overordnede."
    ]


def test_the_same_data_as_json_is_the_same_document():
    raw = json.dumps(plain()).encode()
    assert document.read(raw, name="nordby.json") == document.read(TEXT.encode())


def test_json_faults_have_a_place_and_no_line():
    data = plain()
    data["areas"][0]["kind"] = "estat"
    assert refused(json.dumps(data), name="nordby.json") == [
        "areas › nord › kind: »estat« findes ikke. Mente du »estate«? Vælg en af: estate, neighbourhood, town."
    ]
