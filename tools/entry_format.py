"""The entries in docs/formats.md, and the JSON Schema of an entry in docs/schemas."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation

from tools.page import table
from traedesten.journal import vocabulary as v
from traedesten.journal.catalogue import COLUMN_NAMES, KINDS, MEASUREMENTS, TOPIC_LISTS, KindSpec
from traedesten.journal.reader import table as limit
from traedesten.journal.rules.cell import LONGEST_ID
from traedesten.journal.rules.column import danish_number
from traedesten.journal.schema import entry_schema, required_columns

INTRODUCTION = f"""## Registreringer (CSV, Excel, JSON Lines)

Én række er én registrering. `traedesten import-entries FIL --programme KODE` læser rækkerne ind, `traedesten
export-entries KODE` skriver dem ud i de samme kolonner. JSON-skemaet for en linje i JSON Lines er
[schemas/entry.schema.json](schemas/entry.schema.json); det, udtrækket skriver, passer til det.

- **Første række er kolonnernes navne.** Rækkefølgen er fri, og kolonner, ingen række bruger, kan udelades. En ukendt
  kolonne afvises med det navn, der ligner mest. I JSON Lines nævner hver linje sine egne kolonner.
- **Alt eller intet.** Fejl vises med række, kolonne og grund, og intet gemmes; med `--good-only` gemmes de rigtige
  rækker. `--dry-run` prøver filen uden at gemme.
- **Samme fil to gange ændrer ingenting.** Er kolonnen `id` tom, regnes id'et ud af det, rækken siger, og af hvor mange
  ens rækker der står over den i filen. I `id` kan stå et UUID eller et andet systems eget nummer (højst {LONGEST_ID}
  tegn). Nummeret gemmes ikke, men bliver til et UUID regnet ud af programmets kode og nummeret, så det samme nummer er
  den samme række næste gang. Et id, der findes med andet indhold, afvises; begynder hver fil forfra med 1, 2, 3, så lad
  kolonnen stå tom.
- **CSV** må have semikolon, komma eller tabulator og være gemt som UTF-8, Windows eller UTF-16. **Excel**: .xlsx; det
  første ark, eller det, der nævnes med `--sheet`; formler læses som deres værdi. Udtræk i CSV sætter en apostrof foran
  tekst, som et regneark ville tage for en formel; indlæsningen fjerner den igen.
- **Datoer** skrives `2026-11-20`, `20.11.2026` eller `20/11-2026`, klokkeslæt `13:30`, tal `12`, `12,5` eller
  `1.234,5`. `1.234` afvises, fordi det kan læses på to måder.
- **Koder** er programmets egne. Personer, familier og tråde, der ikke findes, oprettes; en kode for en person har højst
  40 bogstaver, tal og bindestreger. Navne, e-mail og CPR-numre hører aldrig til her, heller ikke i notater.
- **Åbning og forløb** udfylder selv dato, aktivitet, område og forløb; står de der, skal de passe.
- **Grænser.** Højst {limit.LARGEST_FILE // limit.MEGABYTE} MB, {limit.MOST_ROWS:_} rækker og {limit.MOST_COLUMNS}
  kolonner.
- **Notater** om personer er kun med i et udtræk, når man beder om dem (`--with-notes`).""".replace("_", " ")

SAMPLES: Mapping[str, Any] = {
    "on": "2026-11-12",
    "activity": "cafe",
    "area": "nordby",
    "session": "cafe-2026-11-12",
    "run": "familie-1",
    "offer": "rygestop",
    "partner": "nordby-skole",
    "subject": "P-17",
    "thread": "forloeb-17",
    "first_time": "yes",
    "people": 12,
    "source_name": "Beboerundersøgelse 2026",
    "note": "Stille formiddag, mange nye ansigter",
}
TOPICS = {"measurement": "weight", "indicator": "tryghed", "method": "abcd", "item": "who5.score"}
VALUES = {"measurement": 71.5, "outside_figure": 62.5, "answer": 64, "rating": 4}


def section() -> str:
    with translation.override("da"):
        parts = [INTRODUCTION, _columns(), *(_kind(spec) for spec in KINDS.values()), _measurements()]
    return "\n\n".join(parts)


def schema_text() -> str:
    with translation.override("da"):
        return json.dumps(entry_schema(), ensure_ascii=False, indent=2)


def example(spec: KindSpec) -> dict[str, Any]:
    """A right row of the kind, as short as it can be."""
    names = [*required_columns(spec), *(group[0] for group in spec.one_of)]
    names += [] if "on" in names or "session" in names else ["on"]
    return {"kind": spec.code, **{name: _sample(spec, name) for name in dict.fromkeys(names)}}


def _sample(spec: KindSpec, name: str) -> Any:
    if name == "step":
        return spec.steps[0]
    if name == "channel":
        return spec.channels[0]
    if name == "topic":
        return TOPICS[spec.topic_list]
    return VALUES[spec.code] if name == "value" else SAMPLES[name]


def _columns() -> str:
    texts = {detail.name: detail.label for spec in KINDS.values() for detail in spec.detail_columns}
    rows = ((f"`{name}`", str(label), _words(name)) for name, label in {**COLUMN_NAMES, **texts}.items())
    return "### Kolonner\n\n" + table(("Kolonne", "Betyder", "Ord"), rows)


def _words(name: str) -> str:
    lists = {"source": v.SOURCES, "sex": v.SEXES, "age_band": v.AGE_BANDS, "first_time": v.FIRST_TIMES}
    return _named(lists[name], lists[name]) if name in lists else ""


def _named(words: Iterable[str], vocabulary: v.Vocabulary) -> str:
    return ", ".join(f"`{word}` {vocabulary.name(word)}" for word in words)


def _kind(spec: KindSpec) -> str:
    lines = [f"- **Skal udfyldes:** {_codes(required_columns(spec)) or 'kun dato'}."]
    lines += [f"- **Mindst én af:** {_codes(group)}." for group in _groups(spec)]
    rest = [name for name in spec.allowed if name not in required_columns(spec)]
    lines.append(f"- **Kan udfyldes:** {_codes(['id', 'at', *rest, *_texts(spec)])}.")
    if spec.steps:
        lines.append(f"- **`step`:** {_named(spec.steps, v.STEPS)}.")
    if spec.channels:
        lines.append(f"- **`channel`:** {_named(spec.channels, v.CHANNELS)}.")
    if spec.topic_list:
        lines.append(f"- **`topic`** fra programmets liste `{spec.topic_list}` ({TOPIC_LISTS[spec.topic_list]}).")
    lines += _value(spec)
    row = json.dumps(example(spec), ensure_ascii=False)
    return f"### `{spec.code}`: {spec.name}\n\n{spec.sentence}\n\n" + "\n".join(lines) + f"\n\n```json\n{row}\n```"


def _groups(spec: KindSpec) -> list[tuple[str, ...]]:
    dated = [("on", "session")] if "session" in spec.columns and "session" not in spec.required else []
    return [*dated, *spec.one_of]


def _texts(spec: KindSpec) -> list[str]:
    return [detail.name for detail in spec.detail_columns if not detail.required]


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _value(spec: KindSpec) -> list[str]:
    if not spec.value:
        return []
    bounds = f"{danish_number(spec.value.minimum)} til {danish_number(spec.value.maximum)} {spec.value.unit}".strip()
    return [f"- **`value`:** {spec.value.label}, {bounds}{', hele tal' if spec.value.whole else ''}."]


def _measurements() -> str:
    rows = (
        (f"`{code}`", str(rule.name), rule.unit, f"{danish_number(rule.minimum)} til {danish_number(rule.maximum)}")
        for code, rule in MEASUREMENTS.items()
    )
    return "### Målinger\n\n" + table(("`topic`", "Måling", "Enhed", "Muligt"), rows)
