"""A snapshot as a page shows it: the published agreement, and for the team what it knew beside it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from measure_engine import disclosure
from measure_engine.disclosure import PublishedFigure
from traedesten.core.access import Permission
from traedesten.journal.export import FORMULA
from traedesten.measures import page, queries
from traedesten.measures.bar import BAR_WIDTH
from traedesten.measures.board import Kept
from traedesten.measures.models import FrozenFigure, Snapshot
from traedesten.programme.models import Criterion, Programme
from traedesten.programme.rules import AreaIds, standing
from traedesten.programme.rules import Standing as Roles

KEPT_BODIES = 64
LATE_DAYS = 31  # frozen later than this after the day, it is said how long
KEY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-(\d{1,3}))?")


_bodies: Kept[SafeString] = Kept(KEPT_BODIES)


@dataclass(frozen=True, slots=True)
class Exact:
    """What the team knew then."""

    shown: str
    interval: str
    missing: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    status: str
    status_name: str
    entries: int


@dataclass(frozen=True, slots=True)
class Bar:
    """How far the published number is along its target, of a picture 200 wide; never drawn of anything else."""

    done: str
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where it stands, said with published numbers only; the periods as label, figure and status."""

    status: str
    status_text: str
    reason: str
    expected: str
    forecast: str
    periods: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    scope: str
    period: str
    # None where it could not be counted.
    figure: PublishedFigure | None
    standing: Standing | None
    wanted: str
    decision: str
    bar: Bar | None
    exact: Exact | None

    @property
    def is_known_so(self) -> bool:
        """Whether what was published is what the team knew, word for word."""
        return bool(self.exact and self.figure and self.exact.shown == self.figure.text)

    @property
    def interval(self) -> str:
        """How sure it is, where the figure does not say so itself."""
        found = self.figure.interval if self.figure else ""
        return "" if self.figure and found in self.figure.text else found


@dataclass(frozen=True, slots=True)
class Told:
    """One criterion with its lines."""

    code: str
    text: str
    activity: str
    definition: str
    ended_on: date | None
    lines: tuple[Line, ...]
    areas: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    criteria: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A published number that a later edition changed."""

    code: str
    text: str
    scope: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One snapshot in a list, and what it is told by: its address, and which it corrects."""

    snapshot: Snapshot
    key: str
    made_on: date
    days_after: int
    is_newest: bool

    @property
    def is_late(self) -> bool:
        return self.days_after > LATE_DAYS

    @property
    def newer_key(self) -> str:
        return key_of(self.snapshot.corrected_by)

    @property
    def older_key(self) -> str:
        assert self.snapshot.corrects is not None
        return key_of(self.snapshot.corrects)


@dataclass(frozen=True, slots=True)
class FrozenLine:
    """What one snapshot says of a criterion, on the criterion's own page."""

    name: str
    key: str
    scope: str
    text: str
    shown: str


def key_of(snapshot: Snapshot) -> str:
    """The part of the address that names a snapshot: its day, and the edition where it is not the first."""
    day = snapshot.last_day.isoformat()
    return day if snapshot.edition == 1 else f"{day}-{snapshot.edition}"


def find(here: Roles, programme: Programme, key: str) -> Snapshot:
    """Raises Http404 where there is none with that key, and PermissionDenied for who sees none at all."""
    rows = queries.snapshots_visible(here, programme)
    matched = KEY.fullmatch(key)
    try:
        day = date.fromisoformat(matched[1]) if matched else None
    except ValueError:
        day = None
    if matched is None or day is None:
        raise Http404
    found = rows.filter(last_day=day, edition=int(matched[2] or 1)).first()
    if found is None:
        raise Http404
    found.programme = programme
    return found


def edition(snapshot: Snapshot) -> Edition:
    made_on = timezone.localdate(snapshot.made_at)
    is_newest = not hasattr(snapshot, "corrected_by")
    return Edition(snapshot, key_of(snapshot), made_on, (made_on - snapshot.last_day).days, is_newest)


def groups(rows: Iterable[Mapping[str, Any]], exact: Mapping[int, FrozenFigure] | None = None) -> tuple[Group, ...]:
    """Rows of published columns by focus area and criterion; `exact` are the team's own figures by key, where seen."""
    by_focus: dict[str, dict[int, list[Mapping[str, Any]]]] = {}
    for row in rows:
        by_focus.setdefault(row["focus_area"], {}).setdefault(row["criterion"], []).append(row)
    return tuple(
        Group(focus or _("Hele programmet"), tuple(_told(found, exact or {}) for found in criteria.values()))
        for focus, criteria in by_focus.items()
    )


def of(here: Roles, snapshot: Snapshot) -> tuple[Group, ...]:
    """The snapshot's page. Exact figures are read only for the team, in the areas where each sees figures."""
    rows = queries.published_rows(snapshot)
    if not here.may(Permission.SEE_FIGURES):
        return groups(rows)
    areas = here.area_ids(Permission.SEE_FIGURES)
    return groups(rows, {figure.pk: figure for figure in snapshot.figures.all() if _is_seen(figure, areas)})


def body(here: Roles, snapshot: Snapshot) -> SafeString:
    """The snapshot as written, kept: it never changes. Who sees other areas' exact figures has one of their own."""
    is_team = here.may(Permission.SEE_FIGURES)
    areas = here.area_ids(Permission.SEE_FIGURES) if is_team else frozenset()

    def write() -> SafeString:
        shown = of(here, snapshot)
        context = {"groups": shown, "notes": notes(shown), "programme": snapshot.programme, "is_team": is_team}
        return render_to_string("measures/_published.html", context)

    # With the moment, for a database put back from a copy gives its numbers out again.
    key = (snapshot.pk, snapshot.made_at, is_team, areas, translation.get_language())
    return _bodies.get(key, write)


def _is_seen(figure: FrozenFigure, areas: AreaIds) -> bool:
    return areas is None or figure.area_id is None or figure.area_id in areas


def agreement(staff: Any, programme: Programme) -> dict[str, Any]:
    """What who is outside the team finds where the team finds its compass: the newest published figures, or only what
    was promised."""
    here = standing(staff, programme)
    newest = queries.newest_published(here, programme)
    return {
        "programme": programme,
        "edition": edition(newest) if newest else None,
        "body": body(here, newest) if newest else "",
        "sees_published": queries.sees_published(here),
        **({} if newest else page.agreement(programme)),
    }


def of_draft(cells: Sequence[FrozenFigure]) -> tuple[Group, ...]:
    """What would be published, before anything is."""
    columns = [name for name in queries.PUBLISHED_COLUMNS if name not in ("snapshot", "criterion", "area")]
    return groups(
        [{"criterion": each.criterion_id} | {name: getattr(each, name) for name in columns} for each in cells]
    )


def _told(rows: Sequence[Mapping[str, Any]], exact: Mapping[int, FrozenFigure]) -> Told:
    first = rows[0]
    lines = [(row["sort"], _line(row, exact.get(row["id"]))) for row in rows]
    return Told(
        first["code"], first["text"], first["activity"], first["definition"], first["ended_on"],
        tuple(line for sort, line in lines if sort == FrozenFigure.Sort.TARGET),
        tuple(line for sort, line in lines if sort == FrozenFigure.Sort.AREA),
    )  # fmt: skip


def _line(row: Mapping[str, Any], exact: FrozenFigure | None) -> Line:
    figure = disclosure.read(row["published"]) if row["published"] else None
    told = row["published_standing"] if row["target"] else None  # what is not judged stands nowhere
    standing = Standing(**{**told, "periods": tuple(told["periods"])}) if told else None
    bar = _bar(figure, row["target"], row["wanted"]) if figure else None
    return Line(row["scope"], row["period"], figure, standing, row["wanted"], row["decision"], bar, _exact(exact))


def _exact(figure: FrozenFigure | None) -> Exact | None:
    if figure is None:
        return None
    missing = tuple(f"{each['count']} {each['what']}" for each in figure.missing)
    parts = tuple((part["label"], part["shown"]) for part in figure.parts)
    interval = "" if figure.interval in figure.shown else figure.interval
    return Exact(figure.shown, interval, missing, parts, figure.status, figure.status_name, figure.entry_count)


def _bar(figure: PublishedFigure, target: Mapping[str, Any] | None, wanted: str) -> Bar | None:
    """Of the published number alone; none where there is none, or nothing to hold it against."""
    goal = (target or {}).get("value")
    if figure.value is None or not goal or (target or {}).get("kind") == "direction":
        return None
    is_share = figure.shape == "share"
    value, whole = (100 * figure.value, 100.0) if is_share else (figure.value, float(max(goal, figure.value)))
    label = _("%(shown)s, målet er %(wanted)s") % {"shown": figure.text, "wanted": wanted}
    return Bar(_along(value, whole), _along(goal, whole), label)


def _along(value: float, whole: float) -> str:
    share = max(0.0, min(1.0, value / whole)) if whole else 0.0
    return f"{share * BAR_WIDTH:.1f}"


def frozen_of(here: Roles, criterion: Criterion) -> list[FrozenLine]:
    """The criterion in every snapshot, newest first, corrected ones by their last edition; for the team."""
    rows = FrozenFigure.objects.filter(
        criterion=criterion, sort=FrozenFigure.Sort.TARGET, snapshot__corrected_by__isnull=True
    ).select_related("snapshot")
    areas = here.area_ids(Permission.SEE_FIGURES)
    ordered = sorted(rows, key=lambda row: (-row.snapshot.last_day.toordinal(), row.position))
    return [
        FrozenLine(row.snapshot.name, key_of(row.snapshot), row.scope, _text_of(row.published), row.shown)
        for row in ordered
        if _is_seen(row, areas)
    ]


def notes(shown: Iterable[Group]) -> list[str]:
    """How the numbers are rounded, each way said once."""
    lines = [line for group in shown for told in group.criteria for line in (*told.lines, *told.areas)]
    return list(dict.fromkeys(line.figure.note for line in lines if line.figure and line.figure.note))


def corrected(snapshot: Snapshot) -> tuple[Correction, ...]:
    """What a later edition says otherwise than the one it corrects; empty for the first."""
    if snapshot.corrects is None:
        return ()
    before = {row["key"]: row for row in queries.published_rows(snapshot.corrects)}
    found = [(row, before.get(row["key"])) for row in queries.published_rows(snapshot)]
    return tuple(
        Correction(row["code"], row["text"], row["scope"], _shown(old), _shown(row))
        for row, old in found
        if old is None or _shown(old) != _shown(row)
    )


def _shown(row: Mapping[str, Any] | None) -> str:
    return _text_of(row["published"] if row else None)


def _text_of(published: Mapping[str, Any] | None) -> str:
    return disclosure.read(published).text if published else "–"


CSV_COLUMNS = (
    "kriterium", "tekst", "indsatsområde", "aktivitet", "hvor", "periode", "del", "tal", "værdi", "mål", "status",
    "bemærkning",
)  # fmt: skip


def as_csv(shown: Iterable[Group]) -> str:
    """The published form alone, as a Danish spreadsheet opens it: a row a figure, and one for each part of it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for group in shown:
        for told in group.criteria:
            for line in (*told.lines, *told.areas):
                about = (told.code, told.text, group.name, told.activity, line.scope, line.period)
                status = line.standing.status_text if line.standing else ""
                figure = line.figure
                if figure is None:
                    writer.writerow(
                        [_text(each) for each in (*about, "", _("Kan ikke tælles"), "", line.wanted, "", "")]
                    )
                    continue
                rest = (_number(figure.value), line.wanted, status, figure.withheld or figure.not_measurable)
                writer.writerow([_text(each) for each in (*about, "", figure.text, *rest)])
                for part in figure.parts:
                    numbers = (part.label, part.figure.text, _number(part.figure.value), "", "", part.figure.withheld)
                    writer.writerow([_text(each) for each in (*about, *numbers)])
    return "\ufeff" + out.getvalue()


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}".replace(".", ",")


def _text(value: str) -> str:
    """What a spreadsheet would take for a formula is made text; a signed number stays one."""
    is_number = re.fullmatch(r"[+\-]?\d+(?:,\d+)?", value)
    return f"'{value}" if FORMULA.match(value) and not is_number else value
