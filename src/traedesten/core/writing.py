"""How numbers and days are written to people in the language of the page."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _


def written_number(value: Decimal | float | int, decimals: int | None = None) -> str:
    """1250.5 as 1.250,5 in Danish. Without `decimals`, as many as the value has, at most two for a float."""
    if decimals is None and isinstance(value, float):
        value = Decimal(str(round(value, 2)))
    if decimals is None and isinstance(value, Decimal):
        value = value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()
    return number_format(value, decimals, force_grouping=True)


def written_date(value: date) -> str:
    """The date alone, always with its year, as in a period: "1. marts 2026"."""
    return date_format(value, _("j. F Y"))


def written_day(value: date, *, today: date | None = None) -> str:
    """The day as people say it: "torsdag 20. november", with the year when it is not this one."""
    this_year = (today or timezone.localdate()).year
    return date_format(value, _("l j. F") if value.year == this_year else _("l j. F Y"))


def written_moment(moment: datetime) -> str:
    """Day and time in Denmark: "torsdag 20. november kl. 14.10"."""
    at = timezone.localtime(moment)
    return _("%(day)s kl. %(time)s") % {"day": written_day(at.date()), "time": time_format(at.time(), "H.i")}
