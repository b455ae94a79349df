"""The algebra of measures in docs/formats.md: what may stand in a criterion's `definition`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import MISSING, fields
from enum import StrEnum
from typing import Any, get_args, get_origin

from measure_engine.aggregate import Aggregate
from measure_engine.condition import Condition
from measure_engine.definition import Definition, Split, units_for
from measure_engine.phrase import UNIT_NOUNS
from measure_engine.plain import default_of, hints, to_plain
from measure_engine.selection import CLOSED_LISTS, CODED, Selection
from measure_engine.shape import FIELDS, WORDS, kinds_of
from measure_engine.vocabulary import KINDS_OF_UNIT
from tools.page import table
from traedesten.documents.check.measure import SECTION_OF

INTRODUCTION = """### Målets egen algebra (`definition`)

Et mål, som ingen af navnene ovenfor rammer, skrives i fem led: vælg registreringer (`select`), lav dem til enheder
(`unit`), behold dem, der opfylder betingelser (`where`), regn noget ud (`aggregate`), og del det evt. op (`split`).

```yaml
measure:
  definition:
    select: [{kinds: [visit], activities: [sundhedscafe], areas: [nordby]}]
    unit: person
    where: [{is: has_entries, at_least: 3, different_dates: true}]
    aggregate: {is: share, having: [{is: has_trait, trait: sex, values: [female]}]}
```

En liste med én værdi kan skrives som værdien selv, og en beregning eller betingelse, der ingen felter skal have, som
sit ord alene: `where: first_ever`. Felter, der ikke står der, begrænser ikke. `*` betyder, at feltet skal udfyldes."""

SELECT = """#### `select`: hvilke registreringer

En liste af udvalg; en registrering skal passe til et af dem. Står der flere værdier i et felt, er en af dem nok; står
der flere felter, skal de alle passe. En kontakt, ingen svarede på, en aflyst gang og et resultat med nej er kun
med, når `steps` eller værdien beder om dem."""

TYPES: dict[Any, str] = {str: "tekst", bool: "true eller false", int: "helt tal", float: "tal"}
OBJECTS: dict[Any, str] = {Selection: "udvalg", Condition: "betingelser", Aggregate: "beregning", Split: "opdeling"}


def section() -> str:
    return "\n\n".join(
        [
            INTRODUCTION,
            table(("Felt", "Type", "Betyder"), (_row(Definition, name) for name in hints(Definition))),
            SELECT,
            table(("Felt", "Type", "Betyder"), (_row(Selection, name) for name in hints(Selection))),
            "#### `unit`: hvad én er",
            table(("Ord", "Tæller", "Laves af"), _units()),
            "#### `where`: betingelser",
            _words(Condition),
            "#### `aggregate`: hvad der regnes ud",
            _words(Aggregate),
            "#### `split`: hvad der deles op efter",
            table(("Felt", "Type", "Betyder"), (_row(Split, name) for name in hints(Split))),
        ]
    )


def _units() -> Iterable[tuple[str, str, str]]:
    for unit, noun in UNIT_NOUNS.items():
        yield f"`{unit}`", noun, _codes(sorted(KINDS_OF_UNIT.get(unit, ()))) or "alle slags"


def _words(base: Any) -> str:
    rows = []
    for word, kind in kinds_of(base).items():
        inner = "; ".join(f"{_name(kind, name)} {FIELDS[name]} ({_type(kind, name)})" for name in hints(kind))
        rows.append((f"`{word}`", WORDS[word], inner, _codes(sorted(units_for(kind))) or "alle"))
    return table(("`is`", "Betyder", "Felter", "Kun for enhederne"), rows)


def _row(kind: Any, name: str) -> tuple[str, str, str]:
    return _name(kind, name), _type(kind, name), FIELDS[name]


def _name(kind: Any, name: str) -> str:
    needed = next(default_of(each) is MISSING for each in fields(kind) if each.name == name)
    return f"`{name}`" + ("*" if needed else "")


def _type(kind: Any, name: str) -> str:
    if kind is Selection and name == "kinds":
        return "liste; slagsene står under Registreringer"
    if kind is Selection and name in CLOSED_LISTS:
        return _codes(CLOSED_LISTS[name])
    if kind is Selection and name in CODED:
        return f"koder i `{SECTION_OF[CODED[name]]}`"
    default = next(default_of(each) for each in fields(kind) if each.name == name)
    text = _of(hints(kind)[name])
    return text if default in (MISSING, None, (), "", False) else f"{text}, ellers {_default(default)}"


def _default(value: Any) -> str:
    plain = to_plain(value)
    if isinstance(plain, float):
        return f"`{plain:g}`"
    return f"`{plain['is']}`" if isinstance(plain, dict) else f"`{plain}`"


def _of(hint: Any) -> str:
    inner = [option for option in get_args(hint) if option not in (type(None), ...)]
    if get_origin(hint) is tuple:
        return OBJECTS.get(inner[0], "") or "liste"
    hint = inner[0] if inner else hint
    if hint in OBJECTS:
        return OBJECTS[hint]
    if issubclass(hint, StrEnum):
        return "se nedenfor" if len(hint) > 15 else _codes(hint)
    return TYPES[hint]


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
