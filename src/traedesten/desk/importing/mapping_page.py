"""The page where one says what each column is: the sheet as it stands, beside it as it is understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from traedesten.core.writing import written_number
from traedesten.desk.importing import guess, shape
from traedesten.desk.importing import plan as plans
from traedesten.desk.importing.cell import shown, whole
from traedesten.desk.importing.job import Opened
from traedesten.desk.importing.plan import NOTHING, Plan, key_of
from traedesten.desk.importing.record import Column, Understanding, columns
from traedesten.journal.catalogue import KINDS
from traedesten.journal.rules.problem import CellError

TOP_ROWS, TOP_COLUMNS = 8, 8
Choice = tuple[str, str, bool]  # value, label, whether chosen


@dataclass(frozen=True, slots=True)
class ShownColumn:
    index: int
    letter: str
    heading: str
    is_private: bool
    samples: list[tuple[str, str]]  # as it stands, as it is understood
    choices: list[Choice]
    is_used: bool


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """A question with answers to choose from; ``hint`` is what it is about."""

    name: str
    label: str
    choices: list[Choice]
    value: str = ""
    is_missing: bool = False
    needs: bool = False


@dataclass(frozen=True, slots=True)
class MappingPage:
    sheets: ShownChoice | None
    kind: ShownChoice
    heading: ShownChoice
    columns: list[ShownColumn]
    constants: list[ShownChoice]
    words: list[tuple[str, list[ShownChoice]]]
    problems: list[str]
    rows_told: str
    left: list[shape.LeftRow]
    top: list[list[str]]
    may_be_wide: bool
    is_wide: bool
    is_remembered: bool
    unknown_words: int


def page(found: Opened) -> MappingPage:
    plan, glance = found.plan, found.glance
    spec = KINDS[plan.kind]
    reading = Understanding(glance, plan, found.book, found.today)
    return MappingPage(
        sheets=_sheets(found),
        kind=ShownChoice("kind", "", [(code, plans.kind_name(code), code == plan.kind) for code in found.kinds]),
        heading=_heading_rows(found),
        columns=[_column(found, column, reading) for column in columns(glance, plan)],
        constants=[_constant(found, name) for name in plans.constant_fields(spec, plan.columns.values())],
        words=_words(found),
        problems=problems(found),
        rows_told=ngettext("%s række", "%s rækker", glance.row_count) % written_number(glance.row_count),
        left=glance.left,
        top=[row[:TOP_COLUMNS] for row in glance.top[:TOP_ROWS]],
        may_be_wide=bool(plan.is_wide) or bool(shape.date_columns(glance, found.today)),
        is_wide=bool(plan.is_wide),
        is_remembered=plan.is_remembered,
        unknown_words=sum(not code for words in plan.words.values() for code in words.values()),
    )


def problems(found: Opened) -> list[str]:
    """Why the file cannot be tried yet."""
    plan, spec = found.plan, KINDS[found.plan.kind]
    names = plans.fields_of(spec)
    mapped = [each.target for each in columns(found.glance, plan) if each.target]
    told = []
    for name in dict.fromkeys(["on", *plans.needed(spec)]):
        if name not in mapped and not plan.constants.get(name):
            told.append(_("Sig, hvad »%s« er: vælg en kolonne, eller vælg det for hele arket.") % names[name])
    several = {name for name in mapped if mapped.count(name) > 1 and name not in plans.COUNTS and not _is_text(name)}
    told += [_("»%s« er valgt til flere kolonner. Vælg kun én.") % names[name] for name in sorted(several)]
    return told


def _is_text(name: str) -> bool:
    return name not in (*plans.WORDS, *plans.COUNTS, "on", "at", "subject", "household", "thread")


def _sheets(found: Opened) -> ShownChoice | None:
    good = found.glance.sheets
    if len(good) < 2:
        return None
    return ShownChoice("sheet", _("Ark"), [(str(index), name, index == found.plan.sheet) for index, name in good])


def _heading_rows(found: Opened) -> ShownChoice:
    chosen = found.plan.heading_row
    choices = [
        (str(index), f"{index + 1}: {' · '.join(filter(None, row))}"[:70], index == chosen)
        for index, row in enumerate(found.glance.top)
        if sum(bool(text) for text in row) > 1
    ][:15]
    return ShownChoice("heading_row", _("Overskrifterne står i række"), choices)


def _column(found: Opened, column: Column, reading: Understanding) -> ShownColumn:
    spec = KINDS[found.plan.kind]
    choices = [("", _("Brug ikke"), not column.target)]
    choices += [(name, label, name == column.target) for name, label in plans.fields_of(spec).items()]
    cells = [] if column.is_private else found.glance.columns[column.index].samples
    samples = [(shown(cell)[:60], _understood(reading, column.target, cell)) for cell in cells]
    return ShownColumn(
        column.index, found.glance.letters[column.index], column.heading, column.is_private, samples, choices,
        bool(column.target),
    )  # fmt: skip


def _understood(reading: Understanding, target: str, cell: Any) -> str:
    if not target:
        return ""
    try:
        said = reading.understood(target, cell)
    except CellError:
        return "?"
    if target in plans.WORDS:
        return reading.choices.get(target, {}).get(said, "" if not said else "?")
    if target == "on":
        return shown(said) if len(said) == 10 and said[4] == "-" else "?"
    if target in plans.COUNTS:
        return said if said.replace(",", "").isdecimal() or not said else "?"
    return "" if said == shown(cell) else said


def _constant(found: Opened, name: str) -> ShownChoice:
    spec = KINDS[found.plan.kind]
    value = found.plan.constants.get(name, "")
    label, needs = plans.fields_of(spec).get(name, name), name in ("on", *plans.needed(spec))
    if name not in plans.WORDS:
        return ShownChoice(f"constant-{name}", label, [], shown(value), is_missing=needs and not value, needs=needs)
    blank = [("", _("Vælg") if needs else _("Står ikke i arket"), not value)]
    options = plans.options(name, spec, found.book)
    choices = blank + [(code, text, code == value) for code, text in options.items()]
    return ShownChoice(f"constant-{name}", label, choices, is_missing=needs and not value, needs=needs)


def _words(found: Opened) -> list[tuple[str, list[ShownChoice]]]:
    """Field and its words; those that are the programme's own already are not asked about."""
    spec = KINDS[found.plan.kind]
    told, spelled = [], _spelled(found)
    for name, words in guess.words_in(found.glance, found.plan).items():
        choices = plans.options(name, spec, found.book)
        known: Mapping[str, str] = found.plan.words.get(name, {})
        asked = []
        for number, word in enumerate(words):
            chosen = known.get(word, "")
            if plans.mean(word, name, choices) == chosen and chosen:
                continue
            answers = [("", _("Vælg"), not chosen), (NOTHING, _("Lad feltet stå tomt"), chosen == NOTHING)]
            answers += [(code, label, code == chosen) for code, label in choices.items()]
            asked.append(ShownChoice(f"word-{name}-{number}", spelled.get(word, word), answers, is_missing=not chosen))
        if asked:
            told.append((plans.fields_of(spec)[name], asked))
    return told


def _spelled(found: Opened) -> dict[str, str]:
    """Words in small letters -> as the sheet first spells them."""
    columns = reversed(found.glance.columns)
    return {word.text: word.spelled for column in columns for word in column.words}


# --- What was answered ------------------------------------------------------------------------------------------------


def answered(found: Opened, sent: Mapping[str, str]) -> Plan:
    """The plan with what the page sent. Another sheet, heading or shape of table is proposed afresh."""
    before = found.plan
    sheet = _whole(sent.get("sheet"), before.sheet)
    heading = _whole(sent.get("heading_row"), before.heading_row or 0)
    is_wide = "is_wide" in sent
    sheet = sheet if sheet in dict(found.glance.sheets) else before.sheet
    if sheet != before.sheet:
        return found.propose(sheet)
    if heading != before.heading_row or is_wide != bool(before.is_wide):
        return found.propose(sheet, heading, is_wide)
    return _told(found, before, sent)


def _whole(text: str | None, otherwise: int) -> int:
    found = whole(text or "")
    return otherwise if found is None else found


def _told(found: Opened, before: Plan, sent: Mapping[str, str]) -> Plan:
    kind = sent.get("kind", "")
    plan = Plan(before.sheet, before.heading_row, before.is_wide, kind if kind in found.kinds else before.kind)
    plan.fixes, plan.left_out, plan.is_remembered = before.fixes, before.left_out, before.is_remembered
    allowed = plans.fields_of(KINDS[plan.kind])
    for index, name in enumerate(found.glance.headings):
        chosen = sent.get(f"column-{index}", "")
        if chosen in allowed:
            plan.columns[key_of(name, index)] = chosen
    for name in allowed:
        value = sent.get(f"constant-{name}")
        if value is not None:
            plan.constants[name] = value.strip()[:200]
    plan.words = _words_told(found, before, sent)
    if kind != before.kind:
        _guess_rest(found, plan)
    guess.complete(plan, found.glance, found.book)
    return plan


def _words_told(found: Opened, before: Plan, sent: Mapping[str, str]) -> dict[str, dict[str, str]]:
    words = {name: dict(known) for name, known in before.words.items()}
    for name, asked in guess.words_in(found.glance, before).items():
        for number, word in enumerate(asked):
            chosen = sent.get(f"word-{name}-{number}")
            if chosen is not None:
                words.setdefault(name, {})[word] = chosen[:100]
    return words


def _guess_rest(found: Opened, plan: Plan) -> None:
    """Another kind has other fields: columns without one are proposed again."""
    again = guess.plan(found.glance, [plan.kind], found.book, found.today)
    taken = set(plan.columns.values())
    for key, name in again.columns.items():
        if key not in plan.columns and name not in taken:
            plan.columns[key] = name
    plan.words = {}
