"""The one place that asks what time it is, in the field's own time zone."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    return timezone.now()


def today() -> date:
    """Today's date in Denmark."""
    return timezone.localdate()


def local_date(moment: datetime) -> date:
    """The date in Denmark of a moment."""
    return timezone.localdate(moment)
