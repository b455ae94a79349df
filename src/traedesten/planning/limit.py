"""How often somebody may ask without a log-in: enough for every calendar there is, not for trying addresses.

Counted in the process's own cache: with several workers each counts for itself, so that the real bound is theirs
together.
"""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

from traedesten.core.login import client_address

WINDOW = 60  # seconds
FEED_AT_MOST = 30  # times a window for one calendar
MISSES_AT_MOST = 20  # addresses that do not exist, for one who asks


def is_asked_too_often(digest: str) -> bool:
    """One more question for a calendar; whether that is too many."""
    return _count(f"feed-{digest}") > FEED_AT_MOST


def has_missed_too_often(request: HttpRequest) -> bool:
    return int(cache.get(_misses(request), 0)) >= MISSES_AT_MOST


def missed(request: HttpRequest) -> None:
    _count(_misses(request))


def _misses(request: HttpRequest) -> str:
    """No address of a person lies in the cache, only its digest."""
    return "feed-miss-" + hashlib.sha256(str(client_address(request)).encode()).hexdigest()[:32]


def _count(key: str) -> int:
    cache.add(key, 0, WINDOW)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out in between
        return 1
