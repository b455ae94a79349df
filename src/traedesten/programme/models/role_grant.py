from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.places.models import Area, Staff
from traedesten.programme.models.programme import Programme


class RoleGrant(models.Model):
    """A member of staff holds a role in a programme, in all its areas or in some of them."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="grants")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=40)
    areas = models.ManyToManyField(Area, blank=True, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)

    classification: ClassVar = classify(
        Retention.EMPLOYMENT, working="id programme role areas granted_at", identifying="staff"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "programme", "role"], name="role_granted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.role} {self.programme_id}"
