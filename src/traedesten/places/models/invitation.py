from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone

from traedesten.core.classification import Retention, classify
from traedesten.places.models.staff import Staff

LASTS = timedelta(days=7)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        """Those that can still be used: not used, not too old, and for an account that is not closed."""
        return self.filter(used_at__isnull=True, expires_at__gt=timezone.now(), staff__is_active=True)

    def with_token(self, token: str) -> InvitationQuerySet:
        return self.filter(token_hash=hash_of(token))


class Invitation(models.Model):
    """A link by which one colleague chooses a password of their own, once. Only a fingerprint of the link is kept."""

    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, related_name="invitation")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    classification: ClassVar = classify(
        Retention.EMPLOYMENT, working="id made_at expires_at used_at", identifying="staff token_hash"
    )

    objects: ClassVar = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.staff_id} {self.expires_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.expires_at > timezone.now()


def new_token() -> str:
    """What stands in the link: 192 random bits, which nobody guesses."""
    return secrets.token_urlsafe(24)


def hash_of(token: str) -> str:
    """The fingerprint that is kept: from a copy of the database no link can be made. The token needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
