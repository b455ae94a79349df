"""What a definition is made of, said in Danish and as JSON Schema, read off the dataclasses themselves."""

import types
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from typing import Any, Union, get_args, get_origin

from .aggregate import Aggregate
from .condition import Condition
from .definition import Definition, Split
from .language import DANISH, Translator, gettext_noop
from .plain import TAG, Tagged, default_of, hints
from .selection import CLOSED_LISTS, Selection
from .vocabulary import KINDS, STEPS

WORDS: dict[str, str] = {
    "count": gettext_noop("hvor mange enheder"),
    "sum": gettext_noop("summen af en kolonne"),
    "mean": gettext_noop("en kolonnes gennemsnit pr. enhed, der har den"),
    "mean_people": gettext_noop("forskellige personer pr. enhed i gennemsnit"),
    "share": gettext_noop("andelen af enhederne, der også opfylder betingelserne i having"),
    "share_of_population": gettext_noop("personer som andel af befolkningen"),
    "share_of_answers": gettext_noop("andelen af svar på mindst et bestemt tal; hvers seneste svar tæller"),
    "paired_change": gettext_noop("de samme personers gennemsnitlige ændring fra før til efter"),
    "cross_section": gettext_noop("gennemsnittet af hver runde i et spørgeskema; den seneste er tallet"),
    "latest": gettext_noop("det seneste tal udefra"),
    "stamp_card": gettext_noop("gæster kendt på stempelkort; et skøn med »mindst« og et sandsynligt spænd"),
    "has_entries": gettext_noop("har mindst så mange registreringer, egne eller af et andet udvalg"),
    "first_ever": gettext_noop("har sin første registrering nogensinde i perioden"),
    "has_trait": gettext_noop("personen har et bestemt køn eller en bestemt alder"),
    "covers_areas": gettext_noop("er delt ud til mindst så stor en del af boligerne i hvert område"),
    "active_volunteer": gettext_noop("er en aktiv frivillig: har bidraget for nylig eller er meldt aktiv"),
    "run_ended": gettext_noop("forløbet er sluttet; de, der kører, vises for sig"),
    "reached": gettext_noop("er nået til et bestemt punkt på vejen gennem et forløb eller tilbud"),
    "after": gettext_noop("kom, efter at personen havde en registrering af et andet udvalg"),
    "joined_before": gettext_noop("begyndte så længe før opgørelsen, at der har været tid til at blive eller gå"),
    "retained": gettext_noop("har været der for nylig og er ikke sluttet"),
    "has_outcome": gettext_noop("har et af disse resultater registreret med ja"),
    "followed_up": gettext_noop("er nået ved opfølgningen på det tidspunkt"),
}
"""What may stand at `is`: each aggregate and condition."""

FIELDS: dict[str, str] = {
    "definition": gettext_noop("målets egen algebra"),
    "select": gettext_noop("hvilke registreringer"),
    "unit": gettext_noop("hvad én er, når der tælles"),
    "where": gettext_noop("betingelser, som enheden skal opfylde"),
    "aggregate": gettext_noop("hvad der regnes ud"),
    "split": gettext_noop("hvad tallet deles op efter"),
    TAG: gettext_noop("hvilken beregning eller betingelse"),
    "kinds": gettext_noop("slags registreringer"),
    "steps": gettext_noop("trin eller udfald"),
    "topics": gettext_noop("emner; et, der ender med punktum, tager alle, der begynder sådan"),
    "channels": gettext_noop("steder eller måder"),
    "sources": gettext_noop("hvem der henviste"),
    "activities": gettext_noop("aktiviteter, med deres underaktiviteter"),
    "focus_areas": gettext_noop("indsatsområder"),
    "areas": gettext_noop("områder"),
    "venues": gettext_noop("steder"),
    "runs": gettext_noop("forløb"),
    "run_forms": gettext_noop("gruppeforløb eller individuelle"),
    "session_forms": gettext_noop("mødegangens form"),
    "offers": gettext_noop("tilbud"),
    "providers": gettext_noop("udbydere"),
    "offer_kinds": gettext_noop("slags tilbud"),
    "tags": gettext_noop("mærker på gangen, forløbet eller aktiviteten"),
    "partners": gettext_noop("samarbejdspartnere"),
    "initiatives": gettext_noop("initiativer"),
    "sexes": gettext_noop("køn"),
    "age_bands": gettext_noop("aldersgrupper"),
    "first_times": gettext_noop("om det var første gang"),
    "with_partner": gettext_noop("kun med (true) eller uden (false) en partner"),
    "with_civil_society": gettext_noop("kun initiativer med (true) eller uden (false) civilsamfundet"),
    "from_need": gettext_noop("kun initiativer født af et behov (true) eller ikke (false)"),
    "value_min": gettext_noop("mindste værdi"),
    "value_max": gettext_noop("største værdi"),
    "at_least": gettext_noop("mindst så mange, eller mindst dette tal"),
    "of": gettext_noop("et andet udvalg af registreringer"),
    "different_dates": gettext_noop("på lige så mange forskellige dage"),
    "when": gettext_noop("i perioden, eller når som helst til og med opgørelsen"),
    "trait": gettext_noop("køn eller alder"),
    "values": gettext_noop("værdier"),
    "share": gettext_noop("andel fra 0 til 1"),
    "days": gettext_noop("antal dage"),
    "months": gettext_noop("antal måneder"),
    "stage": gettext_noop("hvor langt: begyndt, mødt op, sluttet, afsluttet eller gennemført"),
    "first": gettext_noop("det, der skulle komme først"),
    "within_days": gettext_noop("højst så mange dage efter"),
    "moments": gettext_noop("tidspunkter for opfølgning"),
    "column": gettext_noop("kolonnen, der regnes på"),
    "population": gettext_noop("beboere eller boliger"),
    "units": gettext_noop("de registreringer, der gør, at enheden findes"),
    "having": gettext_noop("betingelser, der skal være opfyldt for at tælle med i andelen"),
    "number": gettext_noop("befolkningens størrelse, når den ikke er områdernes"),
    "asked": gettext_noop("dem, der skulle have svaret"),
    "item": gettext_noop("spørgsmål eller samlet score"),
    "pairing": gettext_noop("om før og efter findes ud fra forløbet eller svarets runde"),
    "better_by": gettext_noop("så meget bedre tæller som fremgang"),
    "indicator": gettext_noop("hvilket tal udefra"),
    "returning": gettext_noop("kun gæster, der er kommet igen"),
    "with_families": gettext_noop("regn familiernes personer med (beregnet af familiekortene)"),
    "retained": gettext_noop("kun gæster fra før det seneste hele kvartal, som kom i det"),
    "by": gettext_noop("det, der deles op efter"),
    "judged": gettext_noop("om hver del bedømmes for sig"),
}
"""What each field of the algebra means; the same name means the same wherever it stands."""

CLASSES: tuple[type, ...] = (Definition, Selection, Split)
BASES: tuple[type[Tagged], ...] = (Condition, Aggregate)


def kinds_of(base: type[Tagged]) -> dict[str, type]:
    """The classes that may stand for a base, by the word that names them."""
    return {option.word: option for option in base.__subclasses__()}


def schema(translator: Translator = DANISH) -> dict[str, Any]:
    """What the `$defs` of a JSON Schema need, so that `#/$defs/definition` is the algebra."""
    made = {_name(kind): _object(kind, {}, translator) for kind in CLASSES}
    for base in BASES:
        made[_name(base)] = {"anyOf": _alternatives(base, translator)}
    return made


def _alternatives(base: type[Tagged], translator: Translator) -> list[dict[str, Any]]:
    options = kinds_of(base)
    bare = [word for word, kind in options.items() if not _required(kind)]
    objects = [
        _object(kind, {TAG: {"const": word, "description": translator.gettext(WORDS[word])}}, translator)
        for word, kind in options.items()
    ]
    return [{"enum": bare}, *objects]


def _object(kind: type, tag: dict[str, Any], translator: Translator) -> dict[str, Any]:
    properties = {
        name: {**_restricted(kind, name, hint), "description": translator.gettext(FIELDS[name])}
        for name, hint in hints(kind).items()
    }
    return {
        "type": "object",
        "properties": {**tag, **properties},
        "required": [*tag, *_required(kind)],
        "additionalProperties": False,
    }


def _required(kind: type) -> list[str]:
    return [each.name for each in fields(kind) if default_of(each) is MISSING]


def _restricted(kind: type, name: str, hint: Any) -> dict[str, Any]:
    """The closed lists of a selection are no types, but they are as closed."""
    if kind is not Selection:
        return _of(hint)
    lists = {
        **CLOSED_LISTS,
        "kinds": sorted(KINDS),
        "steps": sorted({step for steps in STEPS.values() for step in steps}),
    }
    return _one_or_many({"enum": list(lists[name])}) if name in lists else _of(hint)


def _of(hint: Any) -> dict[str, Any]:
    if get_origin(hint) in (Union, types.UnionType):
        inner = next(option for option in get_args(hint) if option is not type(None))
        return {"anyOf": [_of(inner), {"type": "null"}]}
    if get_origin(hint) is tuple:
        return _one_or_many(_of(get_args(hint)[0]))
    if is_dataclass(hint) or issubclass(hint, Tagged):
        return {"$ref": f"#/$defs/{_name(hint)}"}
    if issubclass(hint, StrEnum):
        return {"enum": [str(each) for each in hint]}
    return {bool: {"type": "boolean"}, int: {"type": "integer"}, float: {"type": "number"}}.get(
        hint, {"type": "string", "minLength": 1}
    )


def _one_or_many(item: dict[str, Any]) -> dict[str, Any]:
    """A list may be written as its single value."""
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _name(kind: Any) -> str:
    return str(kind.__name__).lower()
