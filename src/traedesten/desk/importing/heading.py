"""What a heading of somebody's spreadsheet is likely to mean: a field of the journal, or something to keep out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from traedesten.desk.importing.upload import Cell
from traedesten.journal.rules.cell import holds_cpr, read_text

# Field -> words a heading has; the first field that fits is taken.
MEANINGS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        ("on", r"^(dato|dag|hvornår|d\.|date|datoen)\b|dato$"),
        ("at", r"^(kl|klokkeslæt|tidspunkt|tid)\b"),
        ("families", r"famili|husstand"),
        ("people", r"^antal\b(?! (familier|timer|minutter))|gæster|deltagere|fremmød|besøgende|hvor mange|omdelt"),
        ("first_time", r"første gang|ny(e)?\s*\??$|nyt ansigt|ny beboer|kender vi"),
        ("channel", r"hvordan|kanal|måde|kontaktform|mødt (hvor|via)|mødested|medie"),
        ("source", r"hvem kom|henvist af|kilde til|via hvem"),
        ("step", r"trin|resultat|udfald|hvad skete|status|udbytte|type samtale"),
        ("topic", r"emne|tema|om hvad|hvad talte|årsag|behov|måling"),
        ("activity", r"aktivitet|indsats|arrangement|tilbudstype"),
        ("area", r"område|afdeling|bydel|boligafd|kvarter"),
        ("venue", r"^sted|lokale|hvor$|beboerhus"),
        ("offer", r"^tilbud|hold$"),
        ("partner", r"partner|forening|organisation|samarbejd"),
        ("subject", r"kode|pseudonym|borger(-| )?(id|nr)|(person|deltager)(-| )?(id|nr)|^id$|løbenr"),
        ("household", r"^familie(-| )?(kode|id|nr)"),
        ("sex", r"^køn|m/k"),
        ("age_band", r"alder"),
        ("value", r"minut|timer|^tal$|værdi|point|score"),
        ("note", r"note|notat|bemærk|kommentar|beskriv|opfølg|andet"),
        ("title", r"overskrift|titel"),
    )
)  # fmt: skip
PRIVATE = re.compile(
    r"^(for|efter)?navne?t?( på .*)?$|\b(cpr|personnummer|cpr-?nr\.?|telefon\w*|tlf\.?|mobil\w*|e-?mail\w*|mail|født"
    r"|fødselsdato|fødselsdag)\b|^(deltagers?|borgers?|beboers?|gæstens?|barnets?|mors?|fars?)\s*navn|^adresse",
    re.I,
)


def meaning(heading: str) -> str:
    """The field a heading names, or ""."""
    text = " ".join(heading.split())
    if is_private_word(text):
        return ""
    return next((name for name, pattern in MEANINGS if pattern.search(text)), "")


def is_known(heading: str) -> bool:
    return bool(len(heading) < 60 and (meaning(heading) or is_private_word(heading)))


def is_private_word(heading: str) -> bool:
    return bool(PRIVATE.search(" ".join(heading.split())))


def is_private(heading: str, cells: Iterable[Cell]) -> bool:
    """Names, numbers and addresses of persons: such a column never comes in, whatever anybody chooses."""
    return is_private_word(heading) or any(holds_cpr(read_text(cell)) for cell in cells)


def by_field(headings: Sequence[str]) -> dict[int, str]:
    """Column -> field by the headings; each field once, the first that fits."""
    found: dict[int, str] = {}
    for index, heading in enumerate(headings):
        name = meaning(heading)
        if name and name not in found.values():
            found[index] = name
    return found
