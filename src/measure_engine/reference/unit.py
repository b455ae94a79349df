"""From rows to units: which person, family, run, week ... a row belongs to, and which rows belong to none."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date

from ..language import Translator
from ..period import Period, PeriodKind, Slice, containing, divide
from ..vocabulary import CALENDAR_UNITS, Unit
from ..world import UNKNOWN, Id, Row
from .register import Reader, Register

Key = Hashable
Groups = dict[Key, list[Row]]


@dataclass(slots=True)
class Grouped:
    """Rows by unit, and the rows whose unit is not known though they should have one."""

    groups: Groups = field(default_factory=dict)
    missing: list[Row] = field(default_factory=list)


def group(register: Register, unit: Unit, rows: list[Row]) -> Grouped:
    keys = _KEYS.get(unit) or _calendar(unit)
    found = Grouped()
    for row in rows:
        mine = keys(register, row)
        if mine is None:
            found.missing.append(row)
        for key in mine or ():
            found.groups.setdefault(key, []).append(row)
    return found


def missing_words(unit: Unit, translator: Translator) -> str:
    """What the rows without a unit lack."""
    _ = translator.gettext
    return {
        Unit.CONTACTED: _("kontakter, hvor det ikke vides, om det var første gang"),
        Unit.FAMILY: _("registreringer uden familie (husstand)"),
        Unit.SESSION: _("registreringer uden åbning eller møde"),
        Unit.VOLUNTEER: _("indsatser uden person"),
        Unit.TRAINED: _("uddannelser uden person eller antal"),
    }.get(unit, _("registreringer uden person"))


def universe(
    reader: Reader, unit: Unit, areas: frozenset[Id], period: Period, cut_off: date
) -> tuple[dict[Key, Slice | None], int]:
    """Units that exist though nothing happened: areas, or periods over by the cut-off; and how many are cut."""
    if unit is Unit.AREA:
        return dict.fromkeys(areas or reader.register.areas), 0
    slices = divide(period, PeriodKind(unit.value), closed_weeks=reader.register.world.closed_weeks)
    over = [each for each in slices if each.period.end <= cut_off]
    return {each.period.code: each for each in over if not each.cut}, sum(each.cut for each in over)


def visits(reader: Reader, rows: list[Row]) -> tuple[Grouped, bool]:
    """One key per visit. A tallied session's visits are its tally; else the larger of head count and known persons."""
    found, by_session = Grouped(), Groups()
    for row in rows:
        if row.session is not None:
            by_session.setdefault(row.session, []).append(row)
        elif row.subject is not None:
            found.groups.setdefault((row.subject, row.on, row.run or row.activity), []).append(row)
    tallied = False
    for session, mine in by_session.items():
        tally = reader.register.world.tallies.get(session)
        tallied = tallied or tally is not None
        for number in range(_present(mine) if tally is None else tally.visits):
            found.groups[session, number] = mine
        if tally is None and all(row.kind == "session" and row.people is None for row in mine):
            found.missing.extend(mine[:1])
    return found, tallied


def _present(rows: list[Row]) -> int:
    heads = max((row.people or 0 for row in rows if row.kind == "session"), default=0)
    return max(heads, len({row.subject for row in rows if row.kind != "session"}))


def tally_rows(reader: Reader, period: Period) -> list[Row]:
    """A row for every tallied session of the period, so that selections can be asked of it."""
    return [row for row in reader.register.tally_rows if row.on in period and row.on <= reader.as_of]


Keys = Callable[[Register, Row], tuple[Key, ...] | None]


def _column(name: str, *, needed: bool = True) -> Keys:
    def keys(register: Register, row: Row) -> tuple[Key, ...] | None:
        value = getattr(row, name)
        return (value,) if value is not None else (None if needed else ())

    return keys


def _contacted(register: Register, row: Row) -> tuple[Key, ...] | None:
    """A contact for the first time stands for as many as it says; one where it says nothing."""
    if row.subject is not None:
        return (row.subject,)
    if row.first_time in UNKNOWN:
        return None
    stands_for = 1 if row.people is None else row.people
    return tuple(("first", row.id, number) for number in range(stands_for)) if row.first_time == "yes" else ()


def _trained(register: Register, row: Row) -> tuple[Key, ...] | None:
    """A list of participants without persons counts as many, who cannot be told from others."""
    if row.subject is not None:
        return (row.subject,)
    return tuple((row.id, number) for number in range(row.people)) if row.people else None


def _volunteer(register: Register, row: Row) -> tuple[Key, ...] | None:
    """A partner's hours are not a volunteer's."""
    if row.subject is not None:
        return (row.subject,)
    return () if row.partner is not None else None


def _initiative(register: Register, row: Row) -> tuple[Key, ...]:
    found = register.initiative_of(row)
    return (found,) if found is not None else ()


def _thread(register: Register, row: Row) -> tuple[Key, ...]:
    return (row.thread if row.thread is not None else ("entry", row.id),)


def _referral(register: Register, row: Row) -> tuple[Key, ...]:
    """One way to one offer: its thread, else the person and the offer."""
    return (row.thread if row.thread is not None else (row.subject, row.offer),)


def _conversation(register: Register, row: Row) -> tuple[Key, ...] | None:
    return ((row.subject, row.on, row.step),) if row.subject is not None else None


def _response(register: Register, row: Row) -> tuple[Key, ...]:
    if row.subject is not None:
        return (row.subject,)
    return (("thread", row.thread) if row.thread is not None else ("entry", row.id),)


def _calendar(unit: Unit) -> Keys:
    assert unit in CALENDAR_UNITS
    kind = PeriodKind(unit.value)
    return lambda register, row: (containing(row.on, kind).code,)


_KEYS: dict[Unit, Keys] = {
    Unit.ENTRY: lambda register, row: (row.id,),
    Unit.SESSION: _column("session"),
    Unit.RUN: _column("run", needed=False),
    Unit.PERSON: _column("subject"),
    Unit.VOLUNTEER: _volunteer,
    Unit.CONTACTED: _contacted,
    Unit.TRAINED: _trained,
    Unit.REFERRAL: _referral,
    Unit.CHILD: _column("linked_subject", needed=False),
    Unit.FAMILY: _column("household"),
    Unit.PARTNER: lambda register, row: tuple(register.partners_of(row)),
    Unit.INITIATIVE: _initiative,
    Unit.PUBLICATION: _thread,
    Unit.NEED: _thread,
    Unit.THEME: _thread,
    Unit.STORY: _thread,
    Unit.CONVERSATION: _conversation,
    Unit.RESPONSE: _response,
    Unit.ACTIVITY: _column("activity", needed=False),
    Unit.AREA: _column("area", needed=False),
}
