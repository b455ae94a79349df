"""A small programme file that uses every key, and ways to spoil it."""

from __future__ import annotations

import copy
from typing import Any

from traedesten.documents import document
from traedesten.documents.fault import FileRefused

TEXT = """\
format: traedesten-programme/1
programme:
  code: nordby
  name: Sammen i Nordby
  kind: project
  starts_on: 2026-01-01
  ends_on: 2028-12-31
  demo: true
  description: |
    To områder får en café.

    Den er åben hver uge.
organisations:
  - {code: nordby-kommune, name: Nordby Kommune, kind: municipality}
  - {code: nordby-if, name: Nordby Idrætsforening, kind: association}
  - {code: fonden, name: Fonden, kind: funder}
areas:
  - code: nord
    name: Nordgården
    kind: estate
    organisation: nordby-kommune
    figures: [{from: 2026-01-01, people: 900, dwellings: 400}, {from: 2027-01-01, people: 910, dwellings: 400}]
  - {code: syd, name: Sydgården, figures: [{from: 2026-01-01, people: 409}]}
venues:
  - {code: huset, name: Beboerhuset, area: nord, organisation: nordby-kommune}
partners:
  - {organisation: nordby-if, agreed_hours_a_year: 20.5}
tags:
  - {code: tema, name: Tema}
  - {code: krop, name: Krop og sind}
topics:
  - {list: indicator, code: utryghed, name: Andel der er utrygge}
  - {list: item, code: kursus.ny-viden, name: Jeg har fået ny viden}
focus_areas:
  - {code: tryghed, name: Tryghed, purpose: Naboer kender hinanden.}
  - {code: sundhed, name: Sundhed}
activities:
  - {code: cafe, name: Caféen, focus_area: sundhed, areas: [nord, syd], tags: [tema], partners: [nordby-if], form: open}
  - {code: cafe-tema, name: Temadage, parent: cafe, form: event, starts_on: 2026-03-01, ends_on: 2027-12-31}
  - {code: kursus, name: Familiekursus, description: Seks gange, target_group: Alle familier, form: course}
  - {code: kor, name: Kor, ends_on: 2026-12-31, close_reason: For få kom}
  - {code: sang, name: Fællessang, replaces: kor, starts_on: 2027-01-01}
offers:
  - {code: motion, name: Motion for alle, provider: nordby-if, kind: civil, external: false}
roles:
  - {code: leder, name: Projektleder, weekly_hours: 37, organisation: nordby-kommune}
budget:
  - {funder: fonden, year: 2026, amount: 400000, focus_area: sundhed, kind: grant}
  - {funder: nordby-kommune, amount: 100000, kind: co_financing}
expenses:
  - {code: udgift-1, funder: fonden, year: 2027, on: 2027-05-20, amount: 1200, focus_area: sundhed, document: 27-117}
  - {code: udgift-2, funder: fonden, year: 2027, amount: 1250, kind: own, corrects: udgift-1, note: Kaffe}
  - {code: udgift-3, funder: fonden, year: 2027, amount: 10, withdrawn_on: 2027-01-02, withdrawn_because: To gange}
phases:
  - {code: start, name: Start, starts_on: 2026-01-01, ends_on: 2026-06-30, focus: Finde hinanden}
  - {code: drift, name: Drift, starts_on: 2026-07-01, ends_on: 2028-12-31}
milestones:
  - {code: aabner, name: Caféen åbner, due_on: 2026-03-01, activity: cafe, role: leder, done_on: 2026-02-20}
closed_weeks: [2026-W29, 2026-W53]
initiatives:
  - {code: gaahold, name: Gåhold, area: nord, activity: cafe, method: ABCD, with_civil_society: true, need: behov-1}
runs:
  - code: kursus-1
    name: Familiekursus forår
    activity: kursus
    area: nord
    venue: huset
    starts_on: 2026-02-01
    ends_on: 2026-05-01
    tags: [krop]
    partner: nordby-if
    form: individual
    rule: 3/4
    offer: motion
    initiative: gaahold
rhythms:
  - {code: uge, activity: cafe, starts_on: 2026-01-05, laid_until: 2026-05-31, ends_on: 2026-05-31}
  - code: maaned
    activity: kursus
    run: kursus-1
    starts_on: 2026-02-02
    starts_at: 13:00
    ends_at: 15:00
    form: course
    when_closed: move
    customary_days_off: false
    anchor: 2026-02-03
    replaces: uge
rhythm_turns:
  - {rhythm: maaned, number: 1, rule: FREQ=MONTHLY;BYDAY=1MO, venue: huset, area: nord}
  - {rhythm: maaned, number: 2, rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", week: 1, name: Temadag}
  - {rhythm: uge, number: 1, rule: FREQ=WEEKLY;BYDAY=TU}
sessions:
  - {code: c1, activity: cafe, on: 2026-01-06, starts_at: 10:00, ends_at: 12:00, venue: huset, area: nord}
  - code: k1
    activity: kursus
    on: 2026-02-03
    run: kursus-1
    initiative: gaahold
    tags: [krop]
    form: course
    name: Første gang
    rhythm: maaned
    rhythm_on: 2026-02-02
    adjusted: true
    called_off: true
criteria:
  - code: T2
    row: "2"
    text: 80 beboere bruger caféen
    focus_area: sundhed
    activity: cafe
    data_source: Registrering
    responsible: leder
    measure: {preset: unique_people, kinds: [visit], activities: [cafe]}
    targets:
      - {kind: reach_by, value: 80, ends_on: 2027-12-31}
      - {kind: reach_by, value: 30, area: syd}
  - code: T3
    text: Færre er utrygge
    measure: {preset: outside_figure, indicator: utryghed}
    baseline: {value: 19, on: 2018-12-31, source: Tryghedsmåling}
    comparison: {name: Hele byen, value: 12.5}
    targets:
      - {kind: level_at, value: 14, unit: percent, direction: down}
  - code: T5
    text: Hver anden kommer igen
    measure:
      definition:
        select: [{kinds: visit, activities: [cafe]}]
        unit: person
        aggregate: {is: share, having: [{is: has_entries, at_least: 2, different_dates: true}]}
        split: {by: area, values: [nord, syd], judged: true}
    targets:
      - {kind: every_period, period: season, season_starts: [4, 10], value: 50, unit: percent, part: nord}
"""


def plain() -> dict[str, Any]:
    """The sample as data of its own, to be changed at will."""
    return copy.deepcopy(document.read(TEXT.encode()).plain)


def refused(text: str | bytes, name: str = "") -> list[str]:
    """The sentences a file is refused with."""
    raw = text.encode() if isinstance(text, str) else text
    try:
        document.read(raw, name=name)
    except FileRefused as error:
        return [fault.sentence() for fault in error.faults]
    return []


def spoilt(old: str, new: str) -> list[str]:
    """The sentences the sample is refused with when a piece of it is replaced."""
    assert TEXT.count(old) == 1, f"{old!r} must stand once in the sample"
    return refused(TEXT.replace(old, new))


def line_of(piece: str, text: str = TEXT) -> int:
    return text[: text.index(piece)].count("\n") + 1
