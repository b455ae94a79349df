"""Finished standings in the database, so that a page over a hundred programmes need not work out a hundred boards.

A kept board is current when it was worked out at the programme's version and for the day to show; a registration
raises the version, so it is stale from that moment on. Stale ones may be shown with what they were and when. Whoever
works a board out anyway writes it down here, in one statement that never waits and never puts an older one over a
newer: two workers at once do not disagree.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Coalesce
from django.utils import translation

from measure_engine.columns import ColumnEvaluator
from measure_engine.definition import Definition, Dimension, Split
from measure_engine.preset import definition_of
from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.measures import board, standing
from traedesten.measures.board import Kept, Reading, day_for
from traedesten.measures.models import KeptBoard
from traedesten.measures.standing import Standing
from traedesten.programme import rules
from traedesten.programme.models import Programme, Version
from traedesten.programme.rules import AreaIds

SHAPE = 3
"""Raise it whenever what is written changes; rows of another shape are worked out anew."""
KEPT_READ = 1024
PATIENCE = 50  # milliseconds that a page waits for SQLite's one writer before it leaves the board unwritten
LIGHT = ("pk", "version", "programme_id", "scope", "told_on", "worked_out_at", "shape", "mark")
HOLDS = ("version", "told_on", "shape")
# Held sessions and visits do add up, over areas and over programmes; people do not.
SESSIONS, VISITS = (
    replace(definition_of({"preset": name}), split=Split(Dimension.AREA)) for name in ("sessions_held", "visits")
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AreaTotal:
    """What was held and visited in one area since the programme began; ``area_id`` None is what lies in no area."""

    area_id: int | None
    sessions: int
    visits: int


@dataclass(frozen=True, slots=True)
class Board:
    """A programme's standings as they were ``worked_out_at``, up to and with the day ``told_on``."""

    standings: tuple[Standing, ...]
    totals: tuple[AreaTotal, ...]
    version: int
    told_on: date
    worked_out_at: datetime

    def is_current(self, programme: Programme, version: int) -> bool:
        return self.version == version and self.told_on == day_for(programme)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A programme and the areas somebody sees its figures for."""

    programme: Programme
    area_ids: AreaIds


_read: Kept[Board | None] = Kept(KEPT_READ)


def forget() -> None:
    """Drop what this process has read: between tests, where keys begin again."""
    _read.clear()


def scope_of(area_ids: AreaIds) -> str:
    return "" if area_ids is None else ",".join(str(each) for each in sorted(area_ids))


# --- Writing ------------------------------------------------------------------------------------------------------

_UPSERT = """
INSERT INTO measures_keptboard
    (programme_id, scope, language, version, told_on, worked_out_at, shape, mark, written)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (programme_id, scope, language) DO UPDATE SET
    version = excluded.version, told_on = excluded.told_on, worked_out_at = excluded.worked_out_at,
    shape = excluded.shape, mark = excluded.mark, written = excluded.written
WHERE measures_keptboard.version <= excluded.version OR measures_keptboard.shape <> excluded.shape
   OR measures_keptboard.version > (SELECT number FROM programme_version WHERE programme_id = excluded.programme_id)
"""
"""An older board never takes the place of a newer; but one from a future that a restore undid gives way."""


def keep_if_of_the_day(
    programme: Programme, version: int, as_of: date, area_ids: AreaIds, readings: Sequence[Reading]
) -> None:
    """What a page worked out anyway; boards of other days are only looked at, and one that is there stays."""
    if as_of != day_for(programme):
        return
    kept = read([Wanted(programme, area_ids)]).get(programme.pk)
    if kept is None or not kept.is_current(programme, version):
        keep(programme, version, as_of, area_ids, readings)


def keep(programme: Programme, version: int, as_of: date, area_ids: AreaIds, readings: Sequence[Reading]) -> Board:
    """Write down what was just worked out for the day to show. ``version`` was read before the entries were.

    Not written when the database is busy: the page waits for nobody, and the next look writes it.
    """
    made = Board(
        tuple(standing.of(each) for each in readings if not each.is_ended),
        tuple(_totals(programme, as_of, area_ids, board.evaluator_of(programme))),
        version, as_of, clock.now(),
    )  # fmt: skip
    written = _written(made)
    language = translation.get_language() or settings.LANGUAGE_CODE
    row = (
        programme.pk,
        scope_of(area_ids),
        language,
        version,
        as_of,
        made.worked_out_at,
        SHAPE,
        mark_of(written),
        written,
    )
    try:
        with _without_waiting(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_UPSERT, _adapted(row))
    except DatabaseError as error:
        log.info("board of programme %s not kept: %s", programme.pk, type(error).__name__)
    return made


def _written(made: Board) -> str:
    standings = [standing.to_plain(each) for each in made.standings]
    totals = [[each.area_id, each.sessions, each.visits] for each in made.totals]
    return json.dumps(
        {"fields": standing.FIELDS, "standings": standings, "totals": totals}, ensure_ascii=False, separators=(",", ":")
    )


def _totals(programme: Programme, as_of: date, area_ids: AreaIds, evaluator: ColumnEvaluator) -> Iterable[AreaTotal]:
    """Of each area seen; and, for who sees them all, of what lies in none."""
    (sessions, held), (visits, visited) = (_by_area(evaluator, each, as_of) for each in (SESSIONS, VISITS))
    for area in programme.areas.all():
        if area_ids is None or area.pk in area_ids:
            yield AreaTotal(area.pk, held.get(area.code, 0), visited.get(area.code, 0))
    nowhere = max(0, sessions - sum(held.values())), max(0, visits - sum(visited.values()))
    if area_ids is None and any(nowhere):
        yield AreaTotal(None, *nowhere)


def _by_area(evaluator: ColumnEvaluator, definition: Definition, as_of: date) -> tuple[int, dict[str, int]]:
    """How many there are in all, and in each area by its code."""
    figure = evaluator.evaluate(definition, as_of=as_of)
    return int(figure.value or 0), {part.key: int(part.figure.value or 0) for part in figure.parts}


def mark_of(written: str) -> str:
    """The check sum that is kept beside what is written."""
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _adapted(row: tuple[Any, ...]) -> list[Any]:
    """Days and moments as this database takes them."""
    ops = connection.ops
    return [
        ops.adapt_datetimefield_value(each)
        if isinstance(each, datetime)
        else ops.adapt_datefield_value(each)
        if isinstance(each, date)
        else each
        for each in row
    ]


@contextmanager
def _without_waiting() -> Iterator[None]:
    """On SQLite one writer keeps all others waiting; on PostgreSQL only a statement on this very row would."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    before = connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        connection.connection.execute(f"PRAGMA busy_timeout = {before}")


# --- Reading ------------------------------------------------------------------------------------------------------


def read(wanted: Iterable[Wanted]) -> dict[int, Board]:
    """By the programme's key: what is kept for those areas in the language of the page, current or not.

    Two questions however many programmes there are, one when this process has read them before.
    """
    scopes = {each.programme.pk: scope_of(each.area_ids) for each in wanted}
    rows = KeptBoard.objects.filter(
        programme__in=list(scopes), scope__in=set(scopes.values()), language=translation.get_language()
    )
    asked = {row[2]: row for row in rows.values_list(*LIGHT) if scopes[row[2]] == row[3]}
    new = [row[0] for row in asked.values() if not _read.has(row)]
    written = dict(KeptBoard.objects.filter(pk__in=new).values_list("pk", "written")) if new else {}
    found = {key: _read.get(row, partial(_board, row, written.get(row[0], ""))) for key, row in asked.items()}
    return {key: each for key, each in found.items() if each is not None}


def _board(row: tuple[Any, ...], written: str) -> Board | None:
    """None where the row does not hold; it is worked out anew, and the log says so."""
    _pk, version, programme_id, _scope, told_on, worked_out_at, shape, mark = row
    try:
        if shape != SHAPE or mark != mark_of(written):
            raise ValueError("another shape, or damaged")
        plain = json.loads(written)
        if tuple(plain["fields"]) != standing.FIELDS:
            raise ValueError("other fields")
        standings = tuple(standing.from_plain(each) for each in plain["standings"])
        totals = tuple(AreaTotal(*each) for each in plain["totals"])
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        log.warning(
            "kept board of programme %s cannot be read (%s, shape %s); it is worked out anew",
            programme_id, type(error).__name__, shape,
        )  # fmt: skip
        return None
    return Board(standings, totals, version, told_on, worked_out_at)


def bring_up_to_date(programme: Programme, area_ids: AreaIds) -> Board:
    """The board as it stands now: what is kept if it is current, else worked out and written down."""
    wanted = Wanted(programme, area_ids)
    version, as_of = _version(programme), day_for(programme)
    kept = read([wanted]).get(programme.pk)
    if kept and kept.is_current(programme, version):
        return kept
    readings = board.of_areas(programme, as_of, area_ids)  # writes it down, unless it had been worked out before
    kept = read([wanted]).get(programme.pk)
    if kept and kept.told_on == as_of and version <= kept.version <= _version(programme):
        return kept
    return keep(programme, version, as_of, area_ids, readings)


def _version(programme: Programme) -> int:
    return Version.objects.filter(programme=programme).values_list("number", flat=True).first() or 0


# --- All of them ----------------------------------------------------------------------------------------------------


def stale() -> Iterator[tuple[Programme, AreaIds, str]]:
    """Every programme, areas and language that somebody asks for and whose board is not current.

    Danish always; another language where it has been asked for once.
    """
    scopes = _scopes()
    rows = {row[:3]: row[3:] for row in KeptBoard.objects.values_list("programme_id", "scope", "language", *HOLDS)}
    for programme in Programme.objects.annotate(number=Coalesce("version__number", 0)).order_by("pk"):
        current = (programme.number, day_for(programme), SHAPE)
        for area_ids in scopes[programme.pk]:
            scope = scope_of(area_ids)
            others = {key[2] for key in rows if key[:2] == (programme.pk, scope)}
            for language in sorted({settings.LANGUAGE_CODE, *others}):
                if rows.get((programme.pk, scope, language)) != current:
                    yield programme, area_ids, language


def drop_unasked() -> int:
    """Remove what is kept for areas that no role asks for any more; how many there were."""
    asked = {(key, scope_of(area_ids)) for key, each in _scopes().items() for area_ids in each}
    rows = KeptBoard.objects.values_list("pk", "programme_id", "scope")
    gone = [pk for pk, programme_id, scope in rows if (programme_id, scope) not in asked]
    return KeptBoard.objects.filter(pk__in=gone).delete()[0]


def _scopes() -> dict[int, set[AreaIds]]:
    """By programme: the areas its people see figures for, each combination once, and all areas together."""
    found: dict[int, set[AreaIds]] = {pk: {None} for pk in Programme.objects.values_list("pk", flat=True)}
    for programme_id, area_ids in rules.area_sets(Permission.SEE_FIGURES):
        found[programme_id].add(area_ids)
    return found
