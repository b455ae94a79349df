"""Reading one cell: text as people and spreadsheets write it -> a typed value, or a `CellError` with the right way.

A cell is text, or what a spreadsheet or a form has typed already (date, time, number).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from traedesten.core.ids import CONTENT_NAMESPACE
from traedesten.journal.rules.problem import CellError

DANISH_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?")
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?|-?\d{1,3}(?:\.\d{3})+,\d+|-?\d{1,3}(?:\.\d{3}){2,}")
THOUSAND_OR_DECIMAL = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
# Written together, or with the same sign between day, month and year; a point or a space may also stand before the last
# four. An eight-digit phone number, a date with or without a time and a year after a date are none.
CPR = re.compile(
    r"(?<![\d.])(\d{2})(?P<sign>[ .-]?)(\d{2})(?P=sign)\d{2}"
    r"(?:\s{0,2}[-/.\u2010-\u2015\u2212]\s{0,2}|\s{0,2})\d{4}(?![\d.,:]*\d)"
)
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
PSEUDONYM = re.compile(r"[^\W_](?:[^\W_]|-)*")
THREAD = re.compile(r"[^\W_](?:[^\W_]|[-_.])*")
# Day 0 of Excel's calendar, which believes that 1900 was a leap year.
EXCEL_START = date(1899, 12, 30)
HUGE = 1e15
LONGEST_ID = 100
EXCEL_DAYS = range(20_000, 80_000)
DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def read_text(raw: Any) -> str:
    """Any cell as text without blanks around it; whole numbers without decimals, dates as ISO."""
    if isinstance(raw, str):
        return raw.strip()
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date().isoformat()
    return "" if raw is None else str(raw)


def _is_number(raw: Any) -> bool:
    """Whether a cell was typed as a number to count with: no truth value, no infinity, not beyond measure."""
    return isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) < HUGE


def read_date(raw: Any) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if _is_number(raw) and int(raw) in EXCEL_DAYS:
        return EXCEL_START + timedelta(days=int(raw))
    text = read_text(raw)
    if found := ISO_DATE.fullmatch(text):
        parts = (found[1], found[2], found[3])
    elif found := DANISH_DATE.fullmatch(text):
        parts = (found[3], found[2], found[1])
    else:
        raise CellError(
            "date_format",
            _("»%(text)s« kan ikke læses som en dato. Skriv den som 2026-11-20, 20.11.2026 eller 20/11-2026.")
            % {"text": text[:40]},
        )
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        raise CellError("date_format", _("Datoen »%(text)s« findes ikke i kalenderen.") % {"text": text[:40]}) from None


def read_time(raw: Any) -> time:
    if isinstance(raw, datetime):
        return raw.time().replace(second=0, microsecond=0)
    if isinstance(raw, time):
        return raw.replace(second=0, microsecond=0, tzinfo=None)
    if isinstance(raw, float) and 0 <= raw < 1:
        minutes = round(raw * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    found = CLOCK.fullmatch(read_text(raw))
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise CellError(
            "time_format",
            _("»%(text)s« kan ikke læses som et klokkeslæt. Skriv det som 13:30.") % {"text": read_text(raw)[:40]},
        )
    return time(int(found[1]), int(found[2]))


def read_number(raw: Any) -> float:
    """A number written the Danish way ("12,5", "1.234,5") or the machine's ("12.5"); never a guess between the two."""
    if _is_number(raw):
        return float(raw)
    text = read_text(raw).replace("\u2212", "-").replace("\u00a0", "").replace(" ", "")
    if THOUSAND_OR_DECIMAL.fullmatch(text):
        raise CellError(
            "number_format",
            _("»%(text)s« kan være både et helt tal og et decimaltal. Skriv %(whole)s eller %(decimal)s.")
            % {"text": text, "whole": text.replace(".", ""), "decimal": text.replace(".", ",")},
        )
    if not NUMBER.fullmatch(text) or len(text) > 30:
        raise CellError(
            "number_format",
            _("»%(text)s« kan ikke læses som et tal. Skriv for eksempel 12 eller 12,5.")
            % {"text": read_text(raw)[:40]},
        )
    plain = text.replace(".", "").replace(",", ".") if "," in text or text.count(".") > 1 else text
    return float(plain)


def read_whole(raw: Any) -> int:
    number = read_number(raw)
    if not number.is_integer():
        raise CellError("whole", _("Antallet skal være et helt tal, ikke %(text)s.") % {"text": read_text(raw)[:40]})
    return int(number)


def read_id(raw: Any, programme_code: str) -> UUID:
    """A UUID as it stands; any other id a register or a spreadsheet has gives a UUID made of the programme and the id,
    so that the same id is the same row again."""
    if isinstance(raw, UUID):
        return raw
    text = read_text(raw)
    try:
        return UUID(text)
    except ValueError:
        refuse_cpr(text)
    if len(text) > LONGEST_ID:
        raise CellError(
            "id_format",
            _(
                "Id'et er på %(length)s tegn; der er plads til %(limit)s. "
                "Lad kolonnen stå tom, hvis rækken intet id har."
            )
            % {"length": len(text), "limit": LONGEST_ID},
        )
    # No kind of entry begins with a unit separator, so no id computed from a row's content can be the same.
    return uuid5(CONTENT_NAMESPACE, f"{programme_code}\x1fid\x1f{text}")


def holds_cpr(text: str) -> bool:
    """Whether a text holds what looks like a CPR number: six digits that are a day and month and a year, then four."""
    return any(
        1 <= int(found[3]) <= 12 and 1 <= int(found[1]) <= DAYS_IN_MONTH[int(found[3]) - 1]
        for found in CPR.finditer(text.translate(INVISIBLE))
    )


def refuse_cpr(text: str) -> None:
    if holds_cpr(text):
        raise CellError(
            "cpr", _("Her står noget, der ligner et CPR-nummer. Skriv aldrig CPR-numre her; brug personens kode.")
        )


def read_free_text(raw: Any, max_length: int) -> str:
    """What people write. Control characters and half characters, which no database can hold, are taken out."""
    text = "".join(c for c in read_text(raw) if (c >= " " or c in "\n\t") and not "\ud800" <= c <= "\udfff")
    if len(text) > max_length:
        raise CellError(
            "too_long",
            _("Teksten er på %(length)s tegn. Der er plads til %(limit)s.")
            % {"length": len(text), "limit": max_length},
        )
    refuse_cpr(text)
    return text


def read_pseudonym(raw: Any) -> str:
    text = read_text(raw)
    refuse_cpr(text)
    if len(text) > 40 or not PSEUDONYM.fullmatch(text):
        raise CellError(
            "pseudonym",
            _(
                "»%(text)s« kan ikke være en kode. "
                "Brug højst 40 bogstaver, tal og bindestreger, og aldrig navn, e-mail eller CPR."
            )
            % {"text": text[:40]},
        )
    return text


def read_thread(raw: Any) -> str:
    text = read_text(raw)
    refuse_cpr(text)
    if len(text) > 60 or not THREAD.fullmatch(text):
        raise CellError(
            "thread_format",
            _("»%(text)s« kan ikke være en tråd. Brug højst 60 bogstaver, tal, punktummer og bindestreger.")
            % {"text": text[:40]},
        )
    return text
