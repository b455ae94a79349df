"""A checked row as a tuple of plain values, ready for the database and small enough to wait for in great numbers."""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from traedesten.core.encryption import decrypt, encrypt
from traedesten.journal import vocabulary as v
from traedesten.journal.catalogue import KINDS
from traedesten.journal.rules import Checked
from traedesten.journal.rules.checker import REFERENCES
from traedesten.journal.store import detail_values, month_of

# Order of a packed row; those from SUBJECT to TOPIC are codes until the row is written.
FIELDS = (
    "uid",
    "kind",
    "happened_on",
    "happened_month",
    "happened_at",
    *(f"{name}_id" for name in REFERENCES),
    "subject_id",
    "linked_subject_id",
    "household_id",
    "thread_id",
    "topic_id",
    "step",
    "channel",
    "source",
    "sex",
    "age_band",
    "first_time",
    "people",
    "families",
    "value",
)
SUBJECT = FIELDS.index("subject_id")
TOPIC = FIELDS.index("topic_id")
CHUNK = 5_000
IN_MEMORY = 64_000_000
WRITTEN = {kind: frozenset(detail.name for detail in spec.detail_columns) for kind, spec in KINDS.items()}
KIND_WORDS = {number: word for word, number in v.KINDS.items()}

Packed = tuple[Any, ...]


class Days:
    """Dates as text and month, made once a day."""

    def __init__(self) -> None:
        self._known: dict[date, tuple[str, int]] = {}

    def __call__(self, day: date) -> tuple[str, int]:
        found = self._known.get(day)
        if found is None:
            found = self._known[day] = (day.isoformat(), month_of(day))
        return found


def pack(uid: bytes, checked: Checked, days: Days) -> Packed:
    """The row in the order of `FIELDS`, and what people wrote beside it (encrypted, or None) at the end."""
    get = checked.row.get
    at = get("at")
    return (
        uid,
        v.KINDS[checked.kind],
        *days(checked.row["on"]),
        at and at.isoformat(),
        get("activity"),
        get("area"),
        get("venue"),
        get("session"),
        get("run"),
        get("offer"),
        get("partner"),
        get("subject"),
        get("linked_subject"),
        get("household"),
        get("thread"),
        get("topic"),
        v.STEPS.get(get("step", ""), 0),
        v.CHANNELS.get(get("channel", ""), 0),
        v.SOURCES.get(get("source", ""), 0),
        v.SEXES.get(get("sex", ""), 0),
        v.AGE_BANDS.get(get("age_band", ""), 0),
        v.FIRST_TIMES.get(get("first_time", ""), 0),
        get("people"),
        get("families"),
        get("value"),
        _sealed(checked),
    )


def _sealed(checked: Checked) -> bytes | None:
    """Notes lie encrypted while they wait, for the waiting room may be a file."""
    if WRITTEN[checked.kind].isdisjoint(checked.row):
        return None
    values = detail_values(checked)
    texts = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return encrypt(marshal.dumps(texts).hex())


def opened(sealed: bytes) -> dict[str, str]:
    values: dict[str, str] = marshal.loads(bytes.fromhex(decrypt(sealed)))
    return values


class Waiting:
    """Packed rows between check and save: in memory, and when they are many in a nameless temporary file."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._chunk: list[Packed] = []

    def add(self, row: Packed) -> None:
        self._chunk.append(row)
        if len(self._chunk) == CHUNK:
            self._put_aside()

    def _put_aside(self) -> None:
        if self._file is None:
            self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 closed by close()
        packed = marshal.dumps(self._chunk)
        self._file.write(len(packed).to_bytes(8, "big") + packed)
        self._chunk = []

    def chunks(self) -> Iterator[list[Packed]]:
        """All rows in the order they came. Nothing can be added afterwards."""
        if self._file is not None:
            self._file.seek(0)
            while size := int.from_bytes(self._file.read(8), "big"):
                yield marshal.loads(self._file.read(size))
        if self._chunk:
            yield self._chunk

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
