"""The rows that a programme's entries refer to, kept as long as the version row says that nobody touched them.

They lie in this process's memory. Each part is read anew when it may have been touched, and once a day in any case, so
that what was changed past the actions is not shown for longer.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from measure_engine.world import World
from traedesten.core import clock
from traedesten.measures import world
from traedesten.programme.models import Part, Programme, Version

MOST_PROGRAMMES = 32

READ_FROM = {
    "plans": (Part.PLANS, Part.SETUP),
    "people": (Part.PEOPLE,),
    "tallies": (Part.TALLIES, Part.PLANS),
    "setup": (Part.SETUP, Part.PLANS),
}
"""What is read together, and what touches it: tags are written down with the programme, a door check says where by its
session, and venues and partners are those that sessions, runs and entries name."""


@dataclass(slots=True)
class Kept:
    """One programme's rows as they were read last. Under the lock, so that they are read once."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    day: date | None = None
    keys: dict[str, Hashable] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    world: World | None = None

    def of(self, programme: Programme, keys: dict[str, Hashable], readers: dict[str, Reader]) -> World:
        with self.lock:
            if self.day != clock.today():
                self.keys, self.day = {}, clock.today()
            touched = [name for name in keys if self.keys.get(name) != keys[name]]
            for name in touched:
                self.told |= readers[name](programme)
            if touched or self.world is None:
                self.world, self.keys = World(**self.told), keys
            return self.world


Reader = Callable[[Programme], dict[str, Any]]

_kept: OrderedDict[int, Kept] = OrderedDict()
_lock = threading.Lock()


def forget() -> None:
    with _lock:
        _kept.clear()


def world_of(programme: Programme, version: Version, partners: Collection[int]) -> World:
    """The programme's world without entries, at a version or newer; the same one as long as nothing of it was touched.

    ``partners`` are those that its entries name.
    """
    with _lock:
        kept = _kept.setdefault(programme.pk, Kept())
        _kept.move_to_end(programme.pk)
        while len(_kept) > MOST_PROGRAMMES:
            _kept.popitem(last=False)
    last = version.told
    keys: dict[str, Hashable] = {name: tuple(last[part] for part in parts) for name, parts in READ_FROM.items()}
    keys["setup"] = (keys["setup"], frozenset(partners), programme.starts_on, programme.ends_on)
    return kept.of(programme, keys, {
        "plans": world.plans, "people": world.people, "tallies": world.tallies,
        "setup": lambda one: world.setup(one, partners),
    })  # fmt: skip
