"""The page a neighbourhood's story is written on: plans and entries in the words of the project's own files.

A story is told to the programme's last day with dice of its own for every thread of it, and cut at today afterwards.
So yesterday never changes when the demo is set up again tomorrow. What happened (`facts`) is kept apart from what was
written down of it (`entries`, `corrections`, `counting`): some of it late, some wrong and put right, some twice.
"""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from dateutil.easter import easter

from demo import language
from demo.language import DANISH, Tongue
from demo.mistake import Mistake, Mistakes
from demo.setting import Settings
from demo.site import Counting

Item = dict[str, Any]

ADULTS = ("18-29", "30-44", "30-44", "45-59", "60-74", "75+")
NAMESPACE = uuid.UUID("6f1d2c1e-52a7-4f0e-9d53-6a8f0f6f3b10")
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
# Days after Easter Sunday on which nothing is open: from Maundy Thursday to Whit Monday.
MOVABLE_HOLIDAYS = (-3, -2, 1, 39, 50)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the story, known by a code only."""

    code: str
    sex: str
    age_band: str
    area: str
    household: str = ""
    tongue: Tongue = DANISH

    @property
    def columns(self) -> Item:
        """What an entry about the person carries."""
        own = {"subject": self.code, "sex": self.sex, "age_band": self.age_band, "area": self.area}
        return {**own, "household": self.household} if self.household else own


@dataclass(frozen=True, slots=True)
class Correction:
    """An entry put right (`row` is what it should have been) or taken back (no row), with the id of the new entry."""

    on: date
    entry: str
    id: str
    row: Item | None

    @property
    def reason(self) -> str:
        return "Skrevet forkert" if self.row else "Skrevet to gange"


@dataclass(slots=True)
class Page:
    """Plans and entries of one programme, as they come to be told."""

    programme: Mapping[str, Any]
    seed: int
    settings: Settings = Settings()
    part: int = 0
    runs: list[Item] = field(default_factory=list)
    sessions: list[Item] = field(default_factory=list)
    initiatives: list[Item] = field(default_factory=list)
    facts: list[Item] = field(default_factory=list)
    entries: list[tuple[date, Item]] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    counting: Counting = field(default_factory=Counting)
    _seen: Counter[str] = field(default_factory=Counter)
    languages: dict[str, set[str]] = field(default_factory=dict)
    _late: random.Random = field(default_factory=random.Random)
    _talk: random.Random = field(default_factory=random.Random)
    _mistakes: Mistakes = field(init=False)
    _prefix: str = field(init=False)
    _number: int = 0

    def __post_init__(self) -> None:
        own = uuid.uuid5(NAMESPACE, f"{self.code}/{self.seed}/{self.part}").hex
        # A UUID of version 8 (RFC 9562): the page's own bits, then the number, so that inserts stay in order.
        self._prefix = f"{own[:8]}-{own[8:12]}-8{own[12:15]}-8{own[15:18]}-"
        self._late, self._talk = self.dice("late"), self.dice("talk")
        self._mistakes = Mistakes(self.settings.writing, self.dice("mistakes"))

    @property
    def code(self) -> str:
        return str(self.programme["programme"]["code"])

    @property
    def _part(self) -> str:
        return f"#{self.part}" if self.part else ""

    @property
    def starts_on(self) -> date:
        return day_of(self.programme["programme"]["starts_on"])

    @property
    def ends_on(self) -> date:
        return day_of(self.programme["programme"]["ends_on"])

    @property
    def areas(self) -> list[str]:
        return [str(each["code"]) for each in self.programme["areas"]]

    @property
    def closed_weeks(self) -> frozenset[str]:
        return frozenset(self.programme["closed_weeks"])

    def dice(self, thread: str) -> random.Random:
        """Dice for one thread of the story, so that telling more of one changes nothing in another."""
        return random.Random(f"{self.seed}/{self.code}{self._part}/{thread}")

    # Writing

    def write(self, kind: str, on: date, **columns: Any) -> None:
        """What happened, and the entry of it written down `lag` days later; left open, some are late, as they are."""
        lag = columns.pop("lag", None)
        filled = {name: value for name, value in columns.items() if value not in (None, "")}
        row = {"kind": kind, "on": on.isoformat(), **filled}
        written_on = on + DAY * (self._lag(on) if lag is None else lag)
        fact = {"id": self._id(row), **row}
        self.facts.append(fact)
        mistake = self._mistakes.about(row, on)
        if mistake is None:
            self.entries.append((written_on, fact))
        else:
            self._write_wrongly(fact, written_on, mistake)

    def _write_wrongly(self, fact: Item, written_on: date, mistake: Mistake) -> None:
        """Wrong first, and put right when somebody sees it; or right, and once too often."""
        wrong = {"id": self._id(mistake.row), **mistake.row}
        found_on = written_on + DAY * mistake.found_after
        self.entries.append((written_on, wrong))
        if mistake.is_double:
            self.entries.append((written_on, fact))
            self.corrections.append(Correction(found_on, wrong["id"], self._id({**fact, "step": "double"}), None))
        else:
            self.corrections.append(Correction(found_on, wrong["id"], fact["id"], fact))

    def write_of(self, row: Item, person: Mapping[str, Any]) -> None:
        """The same for a row that is made already, when many are written: its number is its id."""
        on = row["on"]
        self._number += 1
        said = {**row, "on": on.isoformat(), **person}
        fact = {"id": f"{self._prefix}{self._number:012x}", **said}
        written_on = on + DAY * self._lag(on)
        self.facts.append(fact)
        mistake = self._mistakes.about(said, on)
        if mistake is None:
            self.entries.append((written_on, fact))
        else:
            self._write_wrongly(fact, written_on, mistake)

    def about(self, person: Person, kind: str, on: date, **columns: Any) -> None:
        """An entry about a person, with the traits that are known. At a session, the session knows the area."""
        traits = {name: value for name, value in person.columns.items() if name != "area" or "session" not in columns}
        shaped = language.shaped(person.tongue, kind, columns, self._talk)
        if shaped is not None:
            self.write(kind, on, **{**traits, **shaped})

    def session(self, code: str, activity: str, on: date, **plan: Any) -> str:
        """A planned session. Returns its code."""
        self.sessions.append({"code": code, "activity": activity, "on": on, **_filled(plan)})
        return code

    def held(self, code: str, on: date, people: int | None = None, families: int | None = None, **columns: Any) -> None:
        self.write("session", on, session=code, step="held", people=people, families=families, **columns)

    def cancelled(self, code: str, on: date) -> None:
        self.write("session", on, session=code, step="cancelled", lag=0)

    def run(
        self, code: str, name: str, activity: str, starts_on: date, ends_on: date | None = None, **plan: Any
    ) -> str:
        """A planned course run. Returns its code."""
        item = {"code": code, "name": name, "activity": activity, "starts_on": starts_on}
        self.runs.append({**item, **_filled({"ends_on": ends_on, **plan})})
        return code

    def initiative(self, code: str, name: str, activity: str, **plan: Any) -> str:
        self.initiatives.append({"code": code, "name": name, "activity": activity, **_filled(plan)})
        return code

    def _lag(self, on: date) -> int:
        """Three in four are written the same day; the rest within two weeks, or later when somebody is new."""
        writing = self.settings.writing
        late = writing.settling_late if self._mistakes.is_settling(on) else writing.late
        return 0 if self._late.random() >= late else self._late.randint(1, writing.late_days)

    def _id(self, row: Item) -> str:
        """The same content has the same id in every run; two alike are told apart by their number."""
        content = "|".join(f"{name}={value}" for name, value in sorted(row.items()))
        self._seen[content] += 1
        return str(uuid.uuid5(NAMESPACE, f"{self.code}{self._part}|{content}|{self._seen[content]}"))

    # Calendar

    def weekly(self, first: date, last: date, weekday: int, every: int = 1) -> Iterator[date]:
        """Every `every`th such weekday in weeks that are not closed."""
        day = first + DAY * ((weekday - first.weekday()) % 7)
        while day <= last:
            if week_code(day) not in self.closed_weeks:
                yield day
            day += WEEK * every

    def is_open(self, day: date) -> bool:
        return day.weekday() < 5 and week_code(day) not in self.closed_weeks and not is_holiday(day)

    def open_day(self, dice: random.Random, first: date, last: date) -> date:
        """A working day between two dates, both counted."""
        for _try in range(60):
            day = first + DAY * dice.randint(0, max(0, (last - first).days))
            if self.is_open(day):
                return day
        return first

    def after(self, day: date, days: int) -> date:
        """The first working day at least so many days later, within the programme."""
        found = day + DAY * days
        while not self.is_open(found) and found < self.ends_on:
            found += DAY
        return min(found, self.ends_on)

    # People

    def people(self, prefix: str, number: int, areas: Sequence[str], *, women: float = 0.6, **how: Any) -> list[Person]:
        """So many invented residents; `ages` are the bands they come from, `families` gives each a household."""
        dice, ages = (
            self.dice(f"people/{prefix}"),
            how.get("ages", ("18-29", "30-44", "30-44", "45-59", "60-74", "75+")),
        )
        tongues = self.dice(f"languages/{prefix}")
        return [
            Person(
                f"{prefix}{number_:03d}",
                "female" if dice.random() < women else "male",
                dice.choice(ages),
                dice.choice(areas),
                f"H-{prefix}{number_:03d}" if how.get("families") else "",
                self.speaks(f"{prefix}{number_:03d}", tongues),
            )
            for number_ in range(1, number + 1)
        ]

    def speaks(self, code: str, dice: random.Random) -> Tongue:
        """The language of a resident, known to the story and to nobody who registers."""
        tongue = language.draw(dice)
        self.languages.setdefault(tongue.language, set()).add(code)
        return tongue


def day_of(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def week_code(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def is_holiday(day: date) -> bool:
    fixed = (day.month, day.day) in {(1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31)}
    return fixed or (day - easter(day.year)).days in MOVABLE_HOLIDAYS


def months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """First and last day of every month between two dates."""
    start = first.replace(day=1)
    while start <= last:
        following = (start + DAY * 32).replace(day=1)
        yield start, following - DAY
        start = following


def some(dice: random.Random, whom: Sequence[Person], low: int, high: int) -> list[Person]:
    """Between low and high of them, in order."""
    chosen = dice.sample(range(len(whom)), min(len(whom), dice.randint(low, high)))
    return [whom[index] for index in sorted(chosen)]


def weighted(dice: random.Random, chances: Mapping[str, float]) -> str:
    return dice.choices(tuple(chances), tuple(chances.values()))[0]


def years(first: date, last: date) -> Iterable[int]:
    return range(first.year, last.year + 1)


def _filled(plan: Mapping[str, Any]) -> Item:
    return {name: value for name, value in plan.items() if value not in (None, "", [], False)}
