from __future__ import annotations

from typing import ClassVar, TypeVar

from django.db import models

from traedesten.core import clock
from traedesten.core.field import CompactUUIDField, EncryptedTextField
from traedesten.places.models import Staff
from traedesten.programme.models import Programme

# Every control says which one it is, whose, when it was written down and by whom.
WRITTEN = "id uid programme recorded_at version supersedes is_withdrawal"


class Control(models.Model):
    """Something about how guests are counted, written down by hand. The newest of its day and place counts.

    None is edited: a correction is a row that supersedes, taking back is one too, each with who and why.
    """

    uid = CompactUUIDField(unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="%(class)ss")
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.BigIntegerField()
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    is_withdrawal = models.BooleanField(default=False)
    reason = EncryptedTextField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["recorded_at", "id"]


AnyControl = TypeVar("AnyControl", bound=Control)


def current(model: type[AnyControl]) -> models.QuerySet[AnyControl]:
    """What counts now of one sort of control: neither superseded nor withdrawn."""
    return model._default_manager.filter(is_withdrawal=False, superseded_by=None)
