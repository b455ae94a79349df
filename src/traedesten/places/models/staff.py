from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.places.models.organisation import Organisation


class StaffManager(BaseUserManager["Staff"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Staff:
        """A member of staff who logs in by e-mail; without a password nobody can log in as them until one is set."""
        staff = self.model(email=self.normalize_email(email).lower(), **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Staff:
        return self.create_user(email, password, is_superuser=True, **fields)


class Staff(AbstractBaseUser, PermissionsMixin):
    """Somebody who works here and logs in. What they may do hangs on role grants per programme, not on this row."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = StaffManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    classification: ClassVar = classify(
        Retention.EMPLOYMENT,
        working="id organisation is_active is_superuser joined_at groups user_permissions",
        identifying="email name password last_login",
    )

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def actor_id(self) -> int:
        return int(self.pk)

    @property
    def actor_label(self) -> str:
        return f"staff:{self.pk}"

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name else ""
