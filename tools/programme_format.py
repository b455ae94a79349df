"""The programme file in docs/formats.md, and its JSON Schema in docs/schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.utils import translation

from measure_engine.preset import PRESETS, Parameter
from tools import algebra_format
from tools.page import table
from traedesten.documents.outline import FORMAT, PROGRAMME, SECTIONS, TARGET_KEYS, Key, Section, Type
from traedesten.documents.schema import schema
from traedesten.documents.source import MAX_ALIASED_NODES, MAX_BYTES, MAX_DEPTH

INTRODUCTION = f"""## Programfilen (`{FORMAT}`)

En aftale som fil: YAML (eller JSON med samme felter), i UTF-8. `traedesten load FIL` læser den ind, `traedesten dump
KODE` skriver den ud igen. JSON-skemaet er [schemas/programme.schema.json](schemas/programme.schema.json), og det er
det, koden prøver filen mod. Eksempler ligger i `demo/programmes/`.

- **Alt eller intet.** Er der fejl, vises de alle med linje og sted, og intet gemmes.
- **Samme fil to gange ændrer ingenting.** En rettet fil retter det, der er anderledes; rækker kendes på deres kode.
- **Det, filen ikke nævner, fjernes**, medmindre registreringer eller planer bruger det: så afvises filen, og brugerne
  nævnes. Tilbud, initiativer, forløb, rytmer og sessioner planlægges også i programmet selv; mangler en af deres
  overskrifter helt i filen, røres rækkerne ikke. En tom liste (`sessions: []`) fjerner dem.
- **Organisationer, områder og steder kan deles.** Bruger et andet program rækken, skal filen sige det samme om den.
- **Et ændret mål** skrives med `valid_from` og `decision`; det gamle mål bliver stående ved siden af.
- **Ord læses, som de står.** Kun `true`, `false`, `null`, `~` og tal er andet end tekst: `no`, `on` og `10:00` er
  tekst. Datoer skrives `2026-12-31`, tal med punktum som komma og uden tusindtegn; `400.000` afvises, fordi det kan
  læses på to måder.
- **Grænser.** Højst {MAX_BYTES // 1024 // 1024} MB, {MAX_DEPTH} lag og {MAX_ALIASED_NODES} værdier gentaget med `*`.
  Mærker (`!`) og felter, der står to gange, afvises.
- Ud over filens egne emner har alle programmer fra starten emner for målinger, planer, opfølgning og afslutning."""

MEASURES = """### Hvad der kan måles (`measure`)

Enten `preset` med et navn herunder og dets felter, eller `definition` med målets egen algebra (bagefter). Rækkerne er
dem i feltets fælles liste over kriterier, som målet er lavet til. `*` ved et felt betyder, at det skal udfyldes."""

TARGETS = """### Mål (`targets`)

`reach_by` er at nå et tal inden en dato, `every_period` at nå det i hver uge, måned, sæson eller år for sig, `level_at`
et niveau på en dato, `direction` op eller ned fra udgangspunktet og `rate` et gennemsnit eller en andel."""

TYPES: dict[Type, str] = {
    Type.CODE: "kode",
    Type.LABEL: "kode",
    Type.TEXT: "tekst",
    Type.DATE: "dato",
    Type.TIME: "klokkeslæt",
    Type.WHOLE: "helt tal",
    Type.NUMBER: "tal",
    Type.AMOUNT: "tal, højst to decimaler",
    Type.FLAG: "true eller false",
    Type.RULE: "andel",
    Type.WEEK: "uge",
    Type.MONTHS: "liste af 1, 4, 7, 10",
    Type.THREAD: "kode",
    Type.VALUE: "tal, evt. med %",
    Type.MEASURE: "mål, se nedenfor",
    Type.ROWS: "liste, se nedenfor",
}


def section() -> str:
    with translation.override("da"):
        parts = [INTRODUCTION, *(_section(each) for each in (PROGRAMME, *SECTIONS))]
        parts += [TARGETS, _keys(TARGET_KEYS), MEASURES, _measures(), algebra_format.section()]
    return "\n\n".join(parts)


def schema_text() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=2)


def _section(each: Section) -> str:
    inner = [key for key in each.parts() if key.keys is not TARGET_KEYS]
    lists = [f"Hver af `{key.name}`:\n\n{_keys(key.keys)}" for key in inner]
    what = "Et enkelt sæt felter." if each is PROGRAMME else "En liste af værdier." if each.single else "En liste."
    return "\n\n".join([f"### `{each.name}`", f"{each.meaning}. {what}", _keys(each.keys), *lists])


def _keys(keys: tuple[Key, ...]) -> str:
    rows = (
        (f"`{name}`", _type(key), str(key.meaning), "ja" if key.required else "", key.example and f"`{key.example}`")
        for name, key in _flat(keys)
    )
    return table(("Felt", "Type", "Betyder", "Skal udfyldes", "Eksempel"), rows)


def _flat(keys: tuple[Key, ...]) -> Iterator[tuple[str, Key]]:
    for key in keys:
        if key.type is Type.GROUP:
            yield from ((f"{key.name}.{inner.name}", inner) for inner in key.keys)
        else:
            yield key.name, key


def _type(key: Key) -> str:
    if key.choices:
        listed = ", ".join(f"`{choice}`" for choice in key.choices)
        return f"en af: {listed}" + (f" (ellers `{key.default}`)" if key.default else "")
    if key.type is Type.ONE:
        return f"kode i `{key.of}`"
    if key.type is Type.MANY:
        return f"koder i `{key.of}`"
    default = "" if key.default in (None, "") else f" (ellers `{json.dumps(key.default).strip(chr(34))}`)"
    return TYPES[key.type] + default


def _measures() -> str:
    rows = (
        (f"`{name}`", preset.label, ", ".join(preset.rows), ", ".join(_parameter(each) for each in preset.parameters))
        for name, preset in sorted(PRESETS.items())
    )
    return table(("Navn", "Måler", "Rækker", "Felter"), rows)


def _parameter(parameter: Parameter) -> str:
    return f"`{parameter.name}`" + ("*" if parameter.required else "")
