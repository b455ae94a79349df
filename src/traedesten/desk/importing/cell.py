"""What people write in a cell, as the journal's own rules read it. What cannot be understood stays as it is written,
so that the rules say in their own words what is wrong."""

from __future__ import annotations

import re
from datetime import date, timedelta
from math import isfinite

from django.utils.translation import gettext as _

from traedesten.core.form_field import MONTHS, parse_date
from traedesten.desk.importing.upload import Cell
from traedesten.journal.rules.cell import EXCEL_DAYS, EXCEL_START, read_text
from traedesten.journal.rules.problem import CellError

WEEKDAYS = ("man", "tir", "ons", "tor", "fre", "lør", "søn")
WEEKDAY = re.compile(r"^(?P<day>(?:man|tirs|ons|tors|fre|lør|søn)(?:dag)?|ma|ti|on|to|fr|lø|sø)\b\.?,?\s*")
PART_OF_DATE = re.compile(r"^(?:d\.|den|d)\s*(?=\d)")
YEAR = re.compile(r"\b(20\d\d)\b")
FAULT = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!|I/T|VÆRDI!|REFERENCE!|NAVN\?|SPILL!|####*)?", re.I)
MARKS = frozenset({"x", "✓", "✔", "√", "ja", "j", "v"})
NONE = frozenset({"-", "–", "—", "/", ".", "?", "ingen", "0 personer"})
ADDED = re.compile(r"\d+(?:[^\d+()/]*\+\s*\d+)+[^\d+()/]*")
ABOUT = re.compile(
    r"(?:ca\.?|cirka|omkring|omtrent|~|≈|mindst|over)?\s*(?P<number>\d[\d.]*(?:,\d+)?)\s*"
    r"(?:(?:pers|person|personer|stk|styk|mennesker|deltagere|gæster|beboere|børn|voksne|fremmødte|timer|time|t)\.?)?"
    r"\s*(?:\((?:heraf|inkl)[^)]*\))?",
    re.I,
)


def shown(cell: Cell) -> str:
    """The cell as a person would write it in Denmark."""
    text = read_text(cell)
    if isinstance(cell, float):
        return f"{cell:.10g}".replace(".", ",")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        year, month, day = text.split("-")
        return f"{int(day)}.{int(month)}.{year}"
    return text


def whole(text: str) -> int | None:
    """The number 0 to 999,999,999 that the digits say, or None. Not ``isdigit``: that takes "²" too, and has no end."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def day_in(cell: Cell, *, year: int | None = None, today: date) -> date | None:
    """The day meant, or None. Without a year it is ``year``'s, or the latest such day; the weekday decides between
    years where it is written."""
    if isinstance(cell, int | float):
        return EXCEL_START + timedelta(days=int(cell)) if isfinite(cell) and int(cell) in EXCEL_DAYS else None
    text = " ".join(read_text(cell).casefold().split())
    if text.isdecimal():
        days = whole(text)
        return EXCEL_START + timedelta(days=days) if days is not None and days in EXCEL_DAYS else None
    weekday = WEEKDAY.match(text)
    text = PART_OF_DATE.sub("", text[weekday.end() :] if weekday else text)
    text = re.sub(r"\s*kl\.?\s*\d.*$", "", text).rstrip(".")
    try:
        found = parse_date(_with_long_year(text), today=today)
    except ValueError:
        return None
    if re.search(r"\d{4}|[./\- ]\d\d$", text) and len(re.findall(r"\d+", text)) + _names_month(text) >= 3:
        return found
    return _in_year(found, year, weekday["day"] if weekday else "")


def _with_long_year(text: str) -> str:
    """ "3. marts 26" and "3. marts -26" say 2026."""
    return re.sub(r"^(\d{1,2}\.?\s+[a-zæøå]+\.?)\s*[-']?\s*(\d\d)$", r"\1 20\2", text)


def _names_month(text: str) -> int:
    return int(any(word[:3] in MONTHS for word in re.findall(r"[a-zæøå]{3,}", text)))


def _in_year(found: date, year: int | None, weekday: str) -> date:
    for candidate in (year, found.year, found.year - 1):
        try:
            moved = found.replace(year=candidate or found.year)
        except ValueError:  # 29 February
            continue
        if not weekday or WEEKDAYS[moved.weekday()].startswith(weekday[:2]):
            return moved
    return found.replace(year=year) if year and (found.month, found.day) != (2, 29) else found


def count_in(cell: Cell) -> str:
    """ "12 + 3 børn" is 15, "ca. 20" is 20, "x" is 1, "-" is nothing; other texts come back as they are."""
    text = read_text(cell)
    plain = " ".join(text.casefold().split())
    if plain in MARKS:
        return "1"
    if plain in NONE:
        return ""
    if ADDED.fullmatch(plain):
        return str(sum(int(number) for number in re.findall(r"\d+", plain)))
    if found := ABOUT.fullmatch(plain):
        return found["number"]
    return text


def refuse_fault(cell: Cell) -> None:
    """What a spreadsheet shows when a formula failed is nobody's value."""
    if isinstance(cell, str) and cell.startswith("#") and FAULT.fullmatch(cell) and len(cell) > 1:
        message = _("Regnearket viser en fejl: %(text)s. Skriv det rigtige, eller lad rækken være.")
        raise CellError("sheet_fault", message % {"text": cell[:20]})
