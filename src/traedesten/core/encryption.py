"""Encryption at rest of what only people read; keys come from the settings, the first one encrypts."""

from __future__ import annotations

from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def cipher() -> MultiFernet:
    """The cipher of the configured keys; older keys still decrypt, so keys can be rotated."""
    return _cipher(tuple(settings.ENCRYPTION_KEYS))


def encrypt(text: str) -> bytes:
    return cipher().encrypt(text.encode())


def decrypt(token: bytes) -> str:
    """The text of a token. Raises `cryptography.fernet.InvalidToken` when no configured key made it."""
    return cipher().decrypt(bytes(token)).decode()
