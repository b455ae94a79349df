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
    areas = models.ManyToManyField(Area, blank=True, related_name="+", through="GrantArea")
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


class GrantArea(models.Model):
    """One area that a grant is bound to.

    The area cannot be deleted meanwhile: a grant that lost its last area would hold in all of them.
    """

    rolegrant = models.ForeignKey(RoleGrant, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")

    classification: ClassVar = classify(Retention.EMPLOYMENT, working="id rolegrant area")

    class Meta:
        db_table = "programme_rolegrant_areas"
        unique_together: ClassVar = [("rolegrant", "area")]

    def __str__(self) -> str:
        return f"{self.rolegrant_id} {self.area_id}"
