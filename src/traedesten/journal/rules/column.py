"""Reading one column of one kind: which words, codes and numbers it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from traedesten.journal import vocabulary as v
from traedesten.journal.book import Book, SessionRow
from traedesten.journal.catalogue import COLUMN_NAMES, KINDS, TOPIC_LISTS, DetailColumn, KindSpec, ValueRule
from traedesten.journal.rules import cell
from traedesten.journal.rules.problem import CellError, did_you_mean, listed, nearest, nearest_word

# Every entry has these, whatever its kind.
ALWAYS = ("id", "kind", "on", "at")
MOST_PEOPLE = 1_000_000
WORRIES = ("enquiry", "concern")

Reader = Callable[[Any], Any]


def reader(spec: KindSpec, column: str, book: Book, today: date) -> Reader | None:
    """What reads this column for this kind; None when the kind does not have the column."""
    if column in ALWAYS:
        return _always(column, book, today)
    for detail in spec.detail_columns:
        if detail.name == column:
            return _detail(detail, today)
    if column not in spec.columns:
        return None
    return _of_kind(spec, column, book)


def _always(column: str, book: Book, today: date) -> Reader:
    if column == "on":
        return lambda raw: not_in_future(cell.read_date(raw), today)
    if column == "id":
        return lambda raw: cell.read_id(raw, book.programme.code)
    readers: dict[str, Reader] = {"kind": read_kind, "at": cell.read_time}
    return readers[column]


def _detail(detail: DetailColumn, today: date) -> Reader:
    if detail.is_ahead:
        return cell.read_date
    if detail.is_date:
        return lambda raw: not_in_future(cell.read_date(raw), today)
    return lambda raw: cell.read_free_text(raw, detail.max_length)


def _of_kind(spec: KindSpec, column: str, book: Book) -> Reader:
    words = words_of(spec, column)
    if words is not None:
        return lambda raw: read_word(raw, words)
    if column in ("people", "families"):
        return read_count
    if column == "value":
        return lambda raw: read_value(raw, spec.value)
    if column == "topic":
        return lambda raw: read_topic(raw, spec.topic_list, book)
    if column == "session":
        return lambda raw: read_session(raw, book)
    if column in ("subject", "linked_subject", "household"):
        return cell.read_pseudonym
    if column == "thread":
        return cell.read_thread
    return _reference(column, book)


def words_of(spec: KindSpec, column: str) -> dict[str, Any] | None:
    """Code -> Danish name of a closed word list, cut to what the kind allows; None for other columns."""
    lists: dict[str, tuple[v.Vocabulary, Iterable[str]]] = {
        "step": (v.STEPS, spec.steps),
        "channel": (v.CHANNELS, spec.channels),
        "source": (v.SOURCES, v.SOURCES),
        "sex": (v.SEXES, v.SEXES),
        "age_band": (v.AGE_BANDS, v.AGE_BANDS),
        "first_time": (v.FIRST_TIMES, v.FIRST_TIMES),
    }
    if column not in lists:
        return None
    vocabulary, codes = lists[column]
    return {code: vocabulary.name(code) for code in codes}


def _reference(column: str, book: Book) -> Reader:
    tables: dict[str, Callable[[], Mapping[str, Any]]] = {
        "activity": lambda: book.activities,
        "area": lambda: book.areas,
        "venue": lambda: book.venues,
        "run": lambda: book.runs,
        "offer": lambda: book.offers,
        "partner": lambda: book.partners,
    }
    return lambda raw: read_code(raw, tables[column](), column)


def read_kind(raw: Any) -> str:
    text = cell.read_text(raw)
    if text in KINDS:
        return text
    if text == "tally":
        raise CellError(
            "unknown_kind", _("Optællinger med stempelkort kommer fra tabletten og indlæses ikke fra filer.")
        )
    found = nearest_word(text, v.KINDS.names)
    raise CellError(
        "unknown_kind",
        _("Slagsen »%(text)s« findes ikke.") % {"text": text[:40]}
        + (did_you_mean(found) or " " + _("Brug en af: %(words)s.") % {"words": listed(KINDS, 40)}),
    )


def read_word(raw: Any, words: Mapping[str, Any]) -> str:
    text = cell.read_text(raw)
    if text in words:
        return text
    lowered = text.lower()
    if lowered in words:
        return lowered
    if isinstance(raw, date):
        raise CellError(
            "unknown_word",
            _("Regnearket har lavet teksten om til en dato. Gør kolonnen til tekst, og skriv en af: %(words)s.")
            % {"words": listed(words)},
        )
    raise CellError(
        "unknown_word",
        _("»%(text)s« kan ikke bruges her.") % {"text": text[:40]}
        + did_you_mean(nearest_word(text, words))
        + " "
        + _("Brug en af: %(words)s.") % {"words": listed(words, 40)},
    )


def read_code(raw: Any, rows: Mapping[str, Any], column: str) -> Any:
    text = cell.read_text(raw)
    row = rows.get(text)
    if row is None:
        cell.refuse_cpr(text)
        raise CellError("unknown_code", unknown_code(column, text, rows))
    return row


def read_session(raw: Any, book: Book) -> SessionRow:
    text = cell.read_text(raw)
    row = book.session(text)
    if row is None:
        cell.refuse_cpr(text)
        raise CellError("unknown_code", unknown_code("session", text, book.session_codes()))
    return row


def unknown_code(column: str, text: str, codes: Iterable[str]) -> str:
    """Says that the programme has no such code, names the likeliest, and for areas all of them."""
    known = list(codes)
    sentence = _("%(column)s »%(text)s« findes ikke i programmet.") % {
        "column": COLUMN_NAMES[column],
        "text": text[:60],
    }
    sentence += did_you_mean(nearest(text, known))
    if column == "area":
        return sentence + " " + _("Programmets områder er: %(words)s.") % {"words": listed(known, 40)}
    if len(known) <= 12:
        return sentence + " " + _("Programmet har: %(words)s.") % {"words": listed(known) or "–"}
    return sentence


def read_topic(raw: Any, topic_list: str, book: Book) -> str:
    text = cell.read_text(raw)
    topics = book.topics.get(topic_list, {})
    if text in topics:
        return text
    cell.refuse_cpr(text)
    found = nearest_word(text, {code: row.name for code, row in topics.items()})
    raise CellError(
        "unknown_code",
        _("Emnet »%(text)s« findes ikke på programmets liste »%(list)s«.")
        % {"text": text[:60], "list": TOPIC_LISTS[topic_list]}
        + did_you_mean(found)
        + (" " + _("Brug en af: %(words)s.") % {"words": listed(_said(topics))} if topics else ""),
    )


def _said(topics: Mapping[str, Any]) -> Iterator[str]:
    """Every topic by its name, with its code where that is another word."""
    for code, row in topics.items():
        yield row.name if row.name.casefold() == code else f"{row.name} ({code})"


def read_count(raw: Any) -> int:
    number = cell.read_whole(raw)
    if not 0 <= number <= MOST_PEOPLE:
        raise CellError("range", _("Antallet skal ligge mellem 0 og %(limit)s.") % {"limit": MOST_PEOPLE})
    return number


def read_value(raw: Any, rule: ValueRule | None) -> float:
    number = cell.read_number(raw)
    rule = rule or ValueRule("")
    if not rule.minimum <= number <= rule.maximum:
        raise CellError("range", out_of_range(number, rule.minimum, rule.maximum, str(rule.unit)))
    if rule.whole and not number.is_integer():
        raise CellError("whole", _("Tallet skal være et helt tal, ikke %(text)s.") % {"text": danish_number(number)})
    return number


def out_of_range(number: float, minimum: float, maximum: float, unit: str) -> str:
    return _("%(number)s ligger uden for det mulige. Tallet skal ligge mellem %(minimum)s og %(maximum)s.") % {
        "number": danish_number(number),
        "minimum": danish_number(minimum),
        "maximum": " ".join(filter(None, (danish_number(maximum), unit))),
    }


def danish_number(number: float) -> str:
    return f"{number:.10g}".replace(".", ",") if abs(number) < 1e9 else f"{number:.0f}"


def not_in_future(day: date, today: date) -> date:
    if day > today:
        raise CellError(
            "future",
            _("Datoen %(day)s ligger i fremtiden. Skriv den dag, det skete; senest i dag %(today)s.")
            % {"day": danish_date(day), "today": danish_date(today)},
        )
    return day


def danish_date(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
