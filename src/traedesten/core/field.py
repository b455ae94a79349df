"""Model fields of our own: ids in 16 bytes, codes kept as small numbers, encrypted text."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from traedesten.core.encryption import decrypt, encrypt


class CompactUUIDField(models.Field):
    """A UUID in 16 bytes on every database (Django's own takes 32 characters on SQLite)."""

    def db_type(self, connection: Any) -> str:
        return "uuid" if connection.vendor == "postgresql" else "blob"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> uuid.UUID | None:
        return value if value is None or isinstance(value, uuid.UUID) else uuid.UUID(bytes=bytes(value))

    def to_python(self, value: Any) -> uuid.UUID | None:
        if value is None or isinstance(value, uuid.UUID):
            return value
        try:
            return uuid.UUID(bytes=bytes(value)) if isinstance(value, bytes | memoryview) else uuid.UUID(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        found = self.to_python(value)
        if found is None or connection.vendor == "postgresql":
            return found
        return found.bytes


class CodeField(models.Field):
    """A code from a closed vocabulary, a word in Python and a small number in the database.

    ``vocabulary`` maps word -> number; the empty word is 0 and means "none". Numbers are never reused.
    """

    def __init__(self, *args: Any, vocabulary: Mapping[str, int] | None = None, **kwargs: Any) -> None:
        self.vocabulary = dict(vocabulary or {})
        self._words = {number: word for word, number in self.vocabulary.items()}
        kwargs.setdefault("default", "")
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        return "SmallIntegerField"

    def db_type(self, connection: Any) -> str:
        return "smallint"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        return "" if not value else self._words[value]

    def to_python(self, value: Any) -> str:
        if value in (None, "", 0):
            return ""
        if isinstance(value, int):
            return self._words[value]
        if value not in self.vocabulary:
            raise ValidationError(f"{value!r} is not in the vocabulary of {self.name}")
        return str(value)

    def get_prep_value(self, value: Any) -> int:
        if isinstance(value, int):
            # Constraints and migrations speak in numbers, because a migration knows no vocabulary.
            return value
        word = self.to_python(value)
        return self.vocabulary[word] if word else 0


class EncryptedTextField(models.BinaryField):
    """Text that is encrypted before it reaches the database and cannot be searched there."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        return None if value is None else decrypt(bytes(value))

    def to_python(self, value: Any) -> Any:
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        return connection.Database.Binary(encrypt(str(value)))

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))
