"""Persons by code at the desk: whom one may find, how a code is confirmed, and what a new one looks like."""

from __future__ import annotations

import re
import secrets

from django.db.models.functions import Length
from django.utils.translation import gettext as _

from traedesten.desk.workplace import Workplace
from traedesten.journal.models import Entry
from traedesten.journal.models.entry import EntryQuerySet
from traedesten.people.models import Subject
from traedesten.programme.models import Programme

SHOWN = 8
CANDIDATES = 60
LETTERS = "ABDEFHKLMNPRSTUVX"  # none that is taken for another, on paper or on the phone


def found_by(workplace: Workplace, words: str) -> list[str]:
    """Codes that hold the words, of persons met in the areas where one works; the shortest first."""
    rows = Subject.objects.filter(programme=workplace.programme, code__icontains=words)
    codes = dict(rows.order_by(Length("code"), "code").values_list("pk", "code")[:CANDIDATES])
    if workplace.people_area_ids is not None:
        met = set(_met(workplace).filter(subject__in=list(codes)).values_list("subject", flat=True))
        codes = {key: code for key, code in codes.items() if key in met}
    return list(codes.values())[:SHOWN]


def stored_code(workplace: Workplace, code: str) -> str | None:
    """The code as it is written in the programme, whichever case it was typed in; None where there is no such."""
    rows = Subject.objects.filter(programme=workplace.programme, code__iexact=code)
    codes = list(rows.values_list("code", flat=True))
    return code if code in codes else next(iter(codes), None)


def is_met(workplace: Workplace, code: str) -> bool:
    """Whether the person has been met in an area where one works."""
    if workplace.people_area_ids is None:
        return True
    return bool(_met(workplace).filter(subject__programme=workplace.programme, subject__code=code).exists())


def doubt(workplace: Workplace, code: str, stored: str | None) -> tuple[str, str] | None:
    """Why a code should be confirmed: the sentence, and what the box to tick says. None where it is known here.

    ``stored`` is the code as the programme has it, or None.
    """
    if stored is None:
        return (
            _("Ingen person har koden »%(code)s«. Ret den, eller sæt kryds, hvis personen er ny.") % {"code": code},
            _("Opret »%(code)s« som ny person") % {"code": code},
        )
    if not is_met(workplace, stored):
        return (
            _("Koden »%(code)s« er ikke brugt i dine områder før. Tjek den, og sæt kryds, hvis den er rigtig.")
            % {"code": code},
            _("»%(code)s« er personens egen kode") % {"code": code},
        )
    return None


def looks_like_name(code: str) -> bool:
    """Whether somebody typed what a person is called: two words, or one that is written like a name."""
    words = [word for word in re.split(r"[\s.,]+", code) if len(word) > 1 and word.replace("-", "").isalpha()]
    return len(words) > 1 or (len(words) == 1 and words[0] == code.strip() and len(code) > 2 and not code.isupper())


def no_names() -> str:
    return _(
        "Det ligner et navn, og navne skrives aldrig her. Skriv personens kode, for eksempel KM-427, "
        "eller tryk »Ny person« og få en kode."
    )


def new_code(programme: Programme) -> str:
    """A code nobody has: random, so that it says nothing about how many there are or who came when."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _i in range(2)) + f"-{secrets.randbelow(900) + 100}"
        if not Subject.objects.filter(programme=programme, code__iexact=code).exists():
            return code


def made(column: str, code: str) -> dict[str, str]:
    """What a form is told about a code that was made for a new person."""
    return {column: code, f"{column}_sure": code, f"{column}_made": code}


def _met(workplace: Workplace) -> EntryQuerySet:
    rows: EntryQuerySet = Entry.objects.filter(programme=workplace.programme, subject__isnull=False)
    return rows.in_areas(workplace.people_area_ids, recorded_by=workplace.staff)
