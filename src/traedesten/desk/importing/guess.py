"""The first proposal of what a sheet means, from a glance at it; the person has the last word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher

from traedesten.desk.importing import heading as headings
from traedesten.desk.importing import plan as plans
from traedesten.desk.importing.cell import count_in, day_in
from traedesten.desk.importing.glance import Glance
from traedesten.desk.importing.plan import NOTHING, WORDS, Plan, key_of
from traedesten.desk.importing.shape import year_in
from traedesten.desk.importing.upload import Cell
from traedesten.journal.book import Book
from traedesten.journal.catalogue import KINDS
from traedesten.journal.rules.problem import nearest_word

MOST_WORDS = 60  # different words of a column that are offered for translation
LIKE = 0.72
# Words in titles and headings that tell what the whole sheet is about.
TELLING = {
    "session": ("café", "cafe", "åbning", "fremmøde", "besøgstal", "arrangement", "mødegang", "deltagerliste"),
    "contact": ("opsøgende", "kontakt", "dør", "trappe", "opgang", "husbesøg"),
    "conversation": ("samtale",),
    "contribution": ("frivillig", "timer"),
    "delivery": ("omdelt", "omdeling"),
}
# What people call things that the programme calls something else.
ALIKE = {
    "channel": {"hoveddør": "door", "ved døren": "door", "opkald": "phone", "tlf": "phone", "ringede": "phone",
                "sms": "text", "besked": "text", "gården": "yard", "vaskeri": "laundry", "butik": "shop",
                "caféen": "cafe", "kontoret": "office", "mail": "mail", "facebook": "online", "på gaden": "street"},
    "step": {"talt med": "talked", "talte": "talked", "ikke hjemme": "no_answer", "ingen hjemme": "no_answer",
             "nej": "declined", "henvist": "referred", "lukket": "cancelled", "ok": "held"},
}  # fmt: skip
LEAST_SURE = {"step": "held", "first_time": "unknown"}


def plan(table: Glance, kinds: Iterable[str], book: Book, today: date) -> Plan:
    """Kind, columns, what holds for all rows and the words, by headings and content."""
    found = Plan(heading_row=table.heading_row, is_wide=table.is_wide)
    by_heading = _columns(table, today)
    found.kind = _kind(table, list(kinds), set(by_heading.values()))
    allowed = plans.fields_of(KINDS[found.kind]) if found.kind else {}
    found.columns = {
        key_of(name, index): by_heading[index]
        for index, name in enumerate(table.headings)
        if by_heading.get(index) in allowed
    }
    if found.kind:
        _by_content(found, table, book)
    complete(found, table, book)
    return found


def _by_content(found: Plan, table: Glance, book: Book) -> None:
    """A column headed as a place, or as nothing known, whose words are the programme's areas, activities or places."""
    spec = KINDS[found.kind]
    for index, name in enumerate(table.headings):
        key = key_of(name, index)
        if found.columns.get(key, "venue") != "venue" or index in table.private:
            continue
        column = table.columns[index]
        words = [word.text for word in column.words if word.is_text] if column.has_all else []
        for target in ("area", "activity", "venue"):
            if words and target in spec.columns and target not in found.columns.values():
                choices = plans.options(target, spec, book)
                if all(_proposal(word, target, choices) for word in words):
                    found.columns[key] = target
                    break


def complete(found: Plan, table: Glance, book: Book) -> None:
    """Proposals for what the plan does not say yet: constants and words. What was said stands."""
    if not found.kind:
        return
    spec = KINDS[found.kind]
    for name in plans.constant_fields(spec, found.columns.values()):
        if name in WORDS and name not in found.constants:
            choices = plans.options(name, spec, book)
            found.constants[name] = _named_in(table.title, name, choices) if name in plans.needed(spec) else ""
    for name, words in words_in(table, found).items():
        choices = plans.options(name, spec, book)
        known = found.words.setdefault(name, {})
        for word in words:
            if not known.get(word):
                known[word] = _proposal(word, name, choices)


def words_in(table: Glance, found: Plan) -> dict[str, list[str]]:
    """Field -> the sheet's own words in its columns, in small letters, each once, the most used first."""
    seen: dict[str, dict[str, int]] = {}
    for index, name in enumerate(table.headings):
        target = found.columns.get(key_of(name, index), "")
        if target in WORDS:
            counts = seen.setdefault(target, {})
            for word in table.columns[index].words:
                counts[word.text] = counts.get(word.text, 0) + word.count
    return {name: sorted(counts, key=lambda word: -counts[word])[:MOST_WORDS] for name, counts in seen.items()}


def _columns(table: Glance, today: date) -> dict[int, str]:
    """By headings; where none is a day, the column whose cells are days; two counts of people are added up."""
    found = headings.by_field(table.headings)
    year = year_in(table.title)
    for index, name in enumerate(table.headings):
        cells = [cell for cell in table.columns[index].cells if cell is not None]
        if index in table.private:
            found.pop(index, None)
        elif index not in found and "on" not in found.values() and _share(cells, year, today) > 0.7:
            found[index] = "on"
        elif name.casefold().strip() in ("voksne", "børn", "antal voksne", "antal børn", "heraf nye") and cells:
            is_part = name.casefold().startswith("heraf")
            if not is_part and all(count_in(cell).isdecimal() or not count_in(cell) for cell in cells):
                found[index] = "people"
    return found


def _share(cells: Sequence[Cell], year: int | None, today: date) -> float:
    days = [day_in(cell, year=year, today=today) for cell in cells]
    return sum(day is not None for day in days) / len(days) if days else 0


def _kind(table: Glance, kinds: list[str], mapped: set[str]) -> str:
    told = " ".join([table.title, *table.headings]).casefold()

    def score(code: str) -> float:
        spec = KINDS[code]
        has = mapped & set(plans.fields_of(spec))
        lacks = [name for name in plans.needed(spec) if name not in mapped and name not in WORDS]
        points = 2.0 * len(has) - 4 * len(lacks)
        points += sum(2 for word in TELLING.get(code, ()) if word in told)
        points += {"session": 1.2, "contact": 0.9}.get(code, 0)
        return points + 2 * ("channel" in has and "channel" in spec.required) - 0.1 * len(spec.required)

    return max(kinds, key=score, default="")


def _named_in(title: str, name: str, choices: Mapping[str, str]) -> str:
    """The choice the title names, the only one there is, or the harmless one."""
    plain = title.casefold()
    named = [code for code, label in choices.items() if label.casefold() in plain]
    if named:
        return max(named, key=lambda code: len(choices[code]))
    if len(choices) == 1:
        return next(iter(choices))
    close = _closest(plain.split(), choices) if name in ("activity", "area") else ""
    return close or (LEAST_SURE[name] if LEAST_SURE.get(name) in choices else "")


def _closest(words: list[str], choices: Mapping[str, str]) -> str:
    best, found = LIKE, ""
    for code, label in choices.items():
        for word in words:
            ratio = SequenceMatcher(None, word.strip(".,:()"), label.casefold()).ratio()
            if ratio > best:
                best, found = ratio, code
    return found


def _proposal(word: str, name: str, choices: Mapping[str, str]) -> str:
    if code := plans.mean(word, name, choices):
        return code
    if word in ("-", "–", "?", "."):
        return NOTHING
    for text, code in ALIKE.get(name, {}).items():
        if text in word and code in choices:
            return code
    held = [code for code, label in choices.items() if word in label.casefold() or label.casefold() in word]
    if len(held) == 1 and len(word) > 2:
        return held[0]
    return nearest_word(word, choices) or ""
