"""Ids that a device, a file row or the server can make alone and that never collide."""

from __future__ import annotations

import secrets
import time
import uuid

# Namespace of ids that are computed from content, so that the same file row always has the same id.
CONTENT_NAMESPACE = uuid.UUID("6f1d3c52-2c43-5c0e-9a53-7d7f2a1b90e4")


def new_id() -> uuid.UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then 74 random bits; sorts by time, so inserts stay cheap."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def content_id(*parts: str) -> uuid.UUID:
    """The same id for the same parts, always (UUIDv5); parts are joined by a character that no part may hold."""
    return uuid.uuid5(CONTENT_NAMESPACE, "\x1f".join(parts))
