"""The processor's own time: of this process, and of the PostgreSQL server's that answers it, where that is on the same
machine. Where others work too, the clock tells of them; this does not."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any


def processor() -> float:
    """Seconds so far."""
    return time.process_time() + (of_server() or 0)


def is_whole() -> bool:
    """Whether all that is worked for an answer is in it: not where the database is on a machine far away."""
    from django.db import connection  # why inside: some parts measure without Django

    return connection.vendor != "postgresql" or of_server() is not None


def of_server() -> float | None:
    """Of the server's process that answers this one; None where there is none, or it cannot be seen."""
    pid = _answering()
    if pid is None:
        return None
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9
    except (OSError, ValueError):
        return None


def _answering() -> int | None:
    from django.conf import settings  # why inside: some parts measure without Django

    if not settings.configured:
        return None
    from django.db import connection

    bare: Any = connection.connection
    if connection.vendor != "postgresql" or bare is None:
        return None
    return int(bare.info.backend_pid)
