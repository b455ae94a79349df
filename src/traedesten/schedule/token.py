"""Secret addresses: long enough that nobody finds one by trying, and looked up by what cannot be turned back."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32


def new() -> str:
    return secrets.token_urlsafe(BYTES)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
