"""What entries point at, as tables by number: a session's activity, a run's end, whose household, which tags."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

import numpy as np

from ..reference.path import TWO_THIRDS
from ..reference.register import Register
from ..world import ActivityRow, Id
from .domain import NOTHING, Array
from .table import DOMAINS, Domains

POINTS_AT = {
    "session": ("run", "activity", "area", "venue"),
    "run": ("activity", "area", "venue", "offer", "partner"),
    "thread": ("activity", "area"),
}
"""What blanks of an entry are filled from; "thread" is that of an initiative."""


class Links:
    """One world's rows, by the numbers that entries have for them."""

    def __init__(self, register: Register, domains: Domains) -> None:
        self.register, self.domains = register, domains
        self._rows: dict[str, Mapping[Id, Any]] = {
            "session": register.sessions, "run": register.runs, "thread": register.initiatives,
            "offer": register.offers,
        }  # fmt: skip
        self._add_values()
        self._filled_from = {
            (owner, name): self._column(owner, name) for owner, names in POINTS_AT.items() for name in names
        }
        self.person = self._persons()
        self.household = self._households()
        self.only_area = self._only_areas()
        self.initiative_of_session = self._initiatives("session")
        self.initiative_of_run = self._initiatives("run")
        self.is_initiative = domains["thread"].among(register.initiatives)

    def of(self, owner: str, name: str, numbers: Array) -> Array:
        """What sessions, runs or initiatives say of themselves, by their numbers."""
        found: Array = self._filled_from[owner, name][numbers]
        return found

    def test(self, owner: str, of_row: Callable[[Any], bool]) -> Array:
        """Whether a session, run or offer passes, by number; one nobody knows never does."""
        rows = self._rows[owner]
        return self.domains[owner].where(lambda id_: id_ in rows and of_row(rows[id_]))

    def tagged(self, owner: str, tags: frozenset[str]) -> Array:
        """Whether a session or run has one of the tags, by number."""
        return self.domains[owner].among(id_ for tag in tags for id_ in self._by_tag[owner].get(tag, ()))

    @cached_property
    def _by_tag(self) -> dict[str, dict[str, list[Id]]]:
        """Sessions are many and those with tags few, so they are looked through once."""
        found: dict[str, dict[str, list[Id]]] = {"session": {}, "run": {}}
        for owner, by_tag in found.items():
            for id_, row in self._rows[owner].items():
                for tag in row.tags:
                    by_tag.setdefault(tag, []).append(id_)
        return found

    def of_form(self, owner: str, forms: Iterable[str]) -> Array:
        """Whether a session or run is of one of the forms, by number."""
        return self.domains[owner].among(id_ for form in forms for id_ in self._by_form[owner].get(form, ()))

    @cached_property
    def _by_form(self) -> dict[str, dict[str, list[Id]]]:
        found: dict[str, dict[str, list[Id]]] = {"session": {}, "run": {}}
        for owner, by_form in found.items():
            for id_, row in self._rows[owner].items():
                by_form.setdefault(row.form, []).append(id_)
        return found

    def test_lineage(self, of_activity: Callable[[ActivityRow], bool]) -> Array:
        """Whether an activity or one of its parents passes."""
        lineage = self.register.lineage
        return self.domains["activity"].where(lambda id_: any(of_activity(each) for each in lineage(id_)))

    @cached_property
    def lineage(self) -> list[Array]:
        """Each activity, its parent, that one's parent ...: a table a level, -1 where there is none."""
        activities, found = self.domains["activity"], list[Array]()
        lines = {id_: [each.id for each in self.register.lineage(id_)] for id_ in self.register.activities}
        for level in range(max(map(len, lines.values()), default=0)):
            known = ((id_, activities.find(line[level])) for id_, line in lines.items() if len(line) > level)
            found.append(activities.lookup(known))
        return found

    @cached_property
    def run_ends(self) -> Array:
        """The last day of each run; 0 where it has none."""
        return self._of_runs(lambda row: row.ends_on.toordinal() if row.ends_on else 0, 0, np.int64)

    @cached_property
    def run_rule(self) -> Array:
        """The share of meetings that makes a run completed."""
        return self._of_runs(lambda row: row.rule, TWO_THIRDS, np.float64)

    def _of_runs(self, of_run: Callable[[Any], float], otherwise: float, kind: type) -> Array:
        runs = self.domains["run"]
        found: Array = np.full(len(runs) + 1, otherwise, kind)
        for id_, row in self.register.runs.items():
            found[runs.find(id_)] = of_run(row)
        return found

    def _add_values(self) -> None:
        """Numbers for rows that no entry points at yet."""
        register, world = self.register, self.register.world
        known: dict[str, Iterable[Any]] = {
            "activity": register.activities, "area": register.areas, "session": register.sessions,
            "run": register.runs, "offer": register.offers, "organisation": register.organisations,
            "thread": register.initiatives, "venue": [each.id for each in world.venues],
            "household": world.households.values(), "subject": {*world.aliases, *world.aliases.values()},
        }  # fmt: skip
        for name, ids in known.items():
            self.domains[name].add(ids)
        for name in ("topic", "channel", "source", "sex", "age_band", "first_time"):
            self.domains[name].add(("",))
        self.domains["kind"].add(("session", "visit"))  # as which planned and tallied sessions are asked
        self.domains["step"].add(("", "held"))
        for owner, names in POINTS_AT.items():
            for name in names:
                values = (getattr(row, name) for row in self._rows[owner].values())
                self.domains[DOMAINS[name]].add(value for value in values if value is not None)
        self.domains["area"].add(area for row in world.activities for area in row.areas)
        threads = [*(row.initiative for row in world.sessions), *(row.initiative for row in world.runs)]
        self.domains["thread"].add(thread for thread in threads if thread is not None)

    def _column(self, owner: str, name: str) -> Array:
        target = self.domains[DOMAINS[name]]
        return self.domains[owner].lookup((id_, target.find(getattr(row, name)))
                                          for id_, row in self._rows[owner].items())  # fmt: skip

    def _initiatives(self, owner: str) -> Array:
        threads = self.domains["thread"]
        return self.domains[owner].lookup((id_, threads.find(row.initiative)) for id_, row in self._rows[owner].items())

    def _persons(self) -> Array:
        """The subject each turned out to be."""
        subjects, register = self.domains["subject"], self.register
        found = np.arange(len(subjects) + 1, dtype=np.int32)
        found[NOTHING] = NOTHING
        for alias in register.world.aliases:
            found[subjects.find(alias)] = subjects.find(register.person(alias))
        return found

    def _households(self) -> Array:
        """The household of each person."""
        subjects, households = self.domains["subject"], self.domains["household"]
        known = ((person, id_) for person, id_ in self.register.households.items() if subjects.find(person) >= 0)
        return subjects.lookup((person, households.find(id_)) for person, id_ in known)

    def _only_areas(self) -> Array:
        areas, only_area = self.domains["area"], self.register.only_area
        return self.domains["activity"].lookup(
            (activity, areas.find(only_area(activity))) for activity in self.register.activities
        )
