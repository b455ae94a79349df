"""How the columns of one row must fit together and fit the programme. Nothing here asks what else is registered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from traedesten.journal.book import Book, RunRow, SessionRow
from traedesten.journal.catalogue import COLUMN_NAMES, MEASUREMENTS, KindSpec
from traedesten.journal.rules.column import danish_date, out_of_range
from traedesten.journal.rules.problem import Problem

# What a session knows about the entries written at it; the place may differ (a room was changed), the rest may not.
FROM_SESSION = ("on", "activity", "area", "run")
# A figure from a survey or register may be older than the programme: it can be what the programme started from.
MAY_BE_OLDER = ("outside_figure",)

Given = Mapping[str, Any]


def column_name(column: str, spec: KindSpec | None = None) -> str:
    """Danish name of a column; the value column is called what the kind measures."""
    if spec and column == "value" and spec.value:
        return str(spec.value.label)
    for detail in spec.detail_columns if spec else ():
        if detail.name == column:
            return str(detail.label)
    return str(COLUMN_NAMES.get(column, column))


def fill(spec: KindSpec, given: Given, book: Book) -> tuple[dict[str, Any], list[Problem]]:
    """What the session or the run says about columns left empty, and where the row says something else."""
    filled: dict[str, Any] = {}
    problems: list[Problem] = []
    session: SessionRow | None = given.get("session")
    run: RunRow | None = given.get("run")
    if session:
        known = {name: getattr(session, name) for name in (*FROM_SESSION, "venue")}
        _take_over(spec, given, known, filled)
        problems += [_differs(name, given[name], known[name], book) for name in _disagreeing(given, known)]
    if run:
        known = {"activity": run.activity, "area": run.area, "venue": run.venue}
        _take_over(spec, given, known, filled)
        problems += _run_differs(given, filled, run, book)
    return filled, problems


def _take_over(spec: KindSpec, given: Given, known: Given, filled: dict[str, Any]) -> None:
    for name, value in known.items():
        if value is not None and name not in given and (name == "on" or name in spec.columns):
            filled.setdefault(name, value)


def _disagreeing(given: Given, known: Given) -> Iterator[str]:
    for name in FROM_SESSION:
        if name in given and known[name] is not None and _id(given[name]) != known[name]:
            yield name


def _run_differs(given: Given, filled: Given, run: RunRow, book: Book) -> Iterator[Problem]:
    activity = _id(given["activity"]) if "activity" in given else filled.get("activity")
    if activity is not None and activity != run.activity:
        yield Problem(
            "run",
            "disagrees",
            _("Forløbet »%(run)s« hører til aktiviteten »%(right)s«. Ret forløbet eller aktiviteten.")
            % {"run": run.code, "right": _code_of(book.activities, run.activity)},
        )


def _id(value: Any) -> Any:
    return getattr(value, "id", value)


def _differs(name: str, given: Any, known: Any, book: Book) -> Problem:
    tables: dict[str, Callable[[], Mapping[str, Any]]] = {
        "activity": lambda: book.activities,
        "area": lambda: book.areas,
        "run": lambda: book.runs,
    }
    right = danish_date(known) if name == "on" else _code_of(tables[name](), known)
    return Problem(
        name,
        "disagrees",
        _("%(column)s passer ikke med åbningen, som har »%(right)s«. Ret den, eller lad feltet stå tomt.")
        % {"column": column_name(name), "right": right},
    )


def _code_of(rows: Mapping[str, Any], row_id: int) -> str:
    return next((row.code for row in rows.values() if row.id == row_id), "?")


def presence(spec: KindSpec, names: set[str]) -> Iterator[Problem]:
    """Columns that must be filled and are not."""
    details = tuple(detail.name for detail in spec.detail_columns if detail.required)
    for column in ("on", *spec.required, *details):
        if column not in names:
            yield Problem(
                column,
                "missing",
                _("%(column)s skal udfyldes for slagsen »%(kind)s«.")
                % {"column": column_name(column, spec), "kind": spec.name},
            )
    for group in spec.one_of:
        if not names.intersection(group):
            several = _(" eller ").join(f"»{column_name(column, spec)}«" for column in group)
            yield Problem(group[0], "missing", _("Udfyld mindst én af %(columns)s.") % {"columns": several})


def period(spec: KindSpec, on: date, activity_id: int | None, book: Book) -> Iterator[Problem]:
    """Whether the day lies in the programme and in the activity's own period."""
    programme = book.programme
    if on < programme.starts_on and spec.code not in MAY_BE_OLDER:
        yield Problem(
            "on",
            "before_programme",
            _("Datoen %(day)s ligger før programmets start %(start)s. Skriv den dag eller en senere.")
            % {"day": danish_date(on), "start": danish_date(programme.starts_on)},
        )
    elif on > programme.ends_on:
        yield Problem(
            "on",
            "after_programme",
            _("Datoen %(day)s ligger efter programmets slutning %(end)s. Skriv den dag eller en tidligere.")
            % {"day": danish_date(on), "end": danish_date(programme.ends_on)},
        )
    elif activity_id is not None:
        yield from _activity_period(on, activity_id, book)


def _activity_period(on: date, activity_id: int, book: Book) -> Iterator[Problem]:
    activity = next(row for row in book.activities.values() if row.id == activity_id)
    if activity.starts_on and on < activity.starts_on:
        yield Problem(
            "on",
            "outside_activity",
            _(
                "Datoen %(day)s ligger før starten på aktiviteten »%(activity)s« %(limit)s. "
                "Skriv den dag eller en senere, eller vælg en anden aktivitet."
            )
            % {"day": danish_date(on), "activity": activity.name, "limit": danish_date(activity.starts_on)},
        )
    if activity.ends_on and on > activity.ends_on:
        yield Problem(
            "on",
            "outside_activity",
            _(
                "Datoen %(day)s ligger efter slutningen på aktiviteten »%(activity)s« %(limit)s. "
                "Skriv den dag eller en tidligere, eller vælg en anden aktivitet."
            )
            % {"day": danish_date(on), "activity": activity.name, "limit": danish_date(activity.ends_on)},
        )


# --- Rules of single kinds -----------------------------------------------------------------------------------------


def measurement_in_range(row: Given, book: Book) -> Iterator[Problem]:
    rule = MEASUREMENTS.get(row.get("topic", ""))
    value = row.get("value")
    if rule and value is not None and not rule.minimum <= value <= rule.maximum:
        message = out_of_range(value, rule.minimum, rule.maximum, rule.unit)
        yield Problem("value", "range", f"{rule.name}: {message}")


def delivered_within_dwellings(row: Given, book: Book) -> Iterator[Problem]:
    if "people" not in row or "area" not in row or "on" not in row:
        return
    dwellings = book.dwellings(row["area"], row["on"])
    if dwellings is not None and row["people"] > dwellings:
        yield Problem(
            "people",
            "dwellings",
            _("Området har %(dwellings)s boliger. Der kan ikke være omdelt til %(people)s.")
            % {"dwellings": dwellings, "people": row["people"]},
        )


def published_with_consent(row: Given, book: Book) -> Iterator[Problem]:
    if row.get("step") != "published":
        return
    consented = row.get("consented_on")
    if consented is None:
        yield Problem(
            "consented_on",
            "consent",
            _("En fortælling udgives kun med samtykke. Skriv den dag, samtykket blev givet."),
        )
    elif "on" in row and consented > row["on"]:
        yield Problem(
            "consented_on",
            "consent",
            _("Samtykket er fra %(day)s, efter udgivelsen. Det skal være givet senest samme dag.")
            % {"day": danish_date(consented)},
        )


def cancelled_with_nobody(row: Given, book: Book) -> Iterator[Problem]:
    for column in ("people", "families"):
        if row.get("step") == "cancelled" and row.get(column):
            yield Problem(
                column,
                "cancelled_session",
                _("Åbningen er aflyst, så der kan ikke have været nogen. Lad feltet stå tomt."),
            )


def families_within_people(row: Given, book: Book) -> Iterator[Problem]:
    people, families = row.get("people"), row.get("families")
    if people is not None and families is not None and families > people:
        yield Problem(
            "families",
            "disagrees",
            _("Der kan ikke være flere familier (%(families)s) end mennesker (%(people)s). Ret et af tallene.")
            % {"families": families, "people": people},
        )


def not_linked_to_itself(row: Given, book: Book) -> Iterator[Problem]:
    if "linked_subject" not in row:
        return
    if row["linked_subject"] == row.get("subject"):
        yield Problem("linked_subject", "disagrees", _("En person kan ikke være knyttet til sig selv."))


KIND_RULES: dict[str, tuple[Callable[[Given, Book], Iterator[Problem]], ...]] = {
    "measurement": (measurement_in_range,),
    "delivery": (delivered_within_dwellings,),
    "story": (published_with_consent,),
    "session": (cancelled_with_nobody, families_within_people),
    "enrolment": (not_linked_to_itself,),
    "outcome": (not_linked_to_itself,),
}
