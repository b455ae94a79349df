"""Form fields that read what people in Denmark write: dates, times and numbers.

Each refuses with a sentence that says what would be right; the label stands in front of it in the error summary.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from traedesten.core.writing import written_number

DAY_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[./\- ]\s*(\d{1,2})\s*[./\- ]\s*(\d{4}|\d{2})")
DAY_MONTH = re.compile(r"(\d{1,2})\s*[./\-]\s*(\d{1,2})\.?")
DAY_NAMED_MONTH = re.compile(r"(?:den\s+)?(\d{1,2})\.?\s+([a-zæøå]+)\.?(?:\s+(\d{4}))?")
MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
NEAR_DAYS = {"i dag": 0, "idag": 0, "i går": 1, "igår": 1, "i forgårs": 2}
CLOCK = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:\s*[.:]\s*(\d{2}))?|(?:kl\.?\s*)?(\d{2})(\d{2})")
NUMBER = re.compile(r"[-−]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?|[-−]?\d+\.\d+")


def parse_date(text: str, *, today: date) -> date:
    """The day meant by `text`; without a year the latest such day up to today. ValueError when there is none."""
    text = " ".join(text.casefold().split())
    if text in NEAR_DAYS:
        return today - timedelta(days=NEAR_DAYS[text])
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text)
    if match := DAY_MONTH_YEAR.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        return date(year + 2000 if year < 100 else year, month, day)
    if match := DAY_MONTH.fullmatch(text):
        return _latest(int(match[1]), int(match[2]), today)
    if (match := DAY_NAMED_MONTH.fullmatch(text)) and match[2][:3] in MONTHS:
        month = MONTHS.index(match[2][:3]) + 1
        return date(int(match[3]), month, int(match[1])) if match[3] else _latest(int(match[1]), month, today)
    raise ValueError(text)


def _latest(day: int, month: int, today: date) -> date:
    found = date(today.year, month, day)
    return found if found <= today else date(today.year - 1, month, day)


def parse_time(text: str) -> time:
    """The time of day meant by `text`: 14.30, 14:30, 1430, 14, kl. 14. ValueError when there is none."""
    match = CLOCK.fullmatch(" ".join(text.casefold().split()))
    if not match:
        raise ValueError(text)
    hour, minute = (match[1], match[2] or "0") if match[1] else (match[3], match[4])
    return time(int(hour), int(minute))


def parse_number(text: str) -> Decimal:
    """The number meant by `text`: comma before decimals, point or space between thousands; 12.5 is read as 12,5."""
    text = re.sub(r"[\s\u00a0\u202f]", "", text)
    if len(text) > 30 or not NUMBER.fullmatch(text):  # longer ones are no number anybody means
        raise ValueError(text)
    text = text.replace("−", "-")
    if "," in text or re.fullmatch(r"-?\d{1,3}(\.\d{3})+", text):
        text = text.replace(".", "").replace(",", ".")
    return Decimal(text)


class DateInput(forms.DateInput):
    """A text input, with a button that opens the browser's calendar when it has one."""

    template_name = "core/_components/date_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "text", "autocomplete": "off", **(attrs or {})}, format="%d.%m.%Y")


class DateField(forms.Field):
    """A date; `latest` and `earliest` are dates or callables giving one, and hold inclusively."""

    widget = DateInput
    default_error_messages = {
        "required": _("Skriv en dato, for eksempel 20.11.2026."),
        "invalid": _("»%(value)s« kan ikke læses som en dato. Skriv dag, måned og år, for eksempel 20.11.2026."),
    }

    def to_python(self, value: Any) -> date | None:
        if value in EMPTY_VALUES:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value), today=timezone.localdate())
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], "invalid", {"value": value}) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class PastDateField(DateField):
    """A date that has happened: today or earlier."""

    default_error_messages = {
        "future": _("Datoen %(value)s ligger i fremtiden. Skriv den dag, det skete: i dag eller tidligere."),
    }

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and value > timezone.localdate():
            raise ValidationError(self.error_messages["future"], "future", {"value": value.strftime("%d.%m.%Y")})


class TimeInput(forms.TimeInput):
    """A text input; the hint and the error say how to write it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"autocomplete": "off", "class": "input-width-s", **(attrs or {})}, format="%H.%M")


class TimeField(forms.Field):
    """A time of day."""

    widget = TimeInput
    default_error_messages = {
        "required": _("Skriv et klokkeslæt, for eksempel 14.30."),
        "invalid": _("»%(value)s« kan ikke læses som et klokkeslæt. Skriv timer og minutter, for eksempel 14.30."),
    }

    def to_python(self, value: Any) -> time | None:
        if value in EMPTY_VALUES:
            return None
        if isinstance(value, time):
            return value
        try:
            return parse_time(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], "invalid", {"value": value}) from None


class NumberInput(forms.TextInput):
    """A text input with the number keys on a phone: browsers' own number input refuses the Danish comma in places."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            attrs={"inputmode": "decimal", "autocomplete": "off", "class": "input-width-s"} | (attrs or {})
        )

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal | int | float):
            with translation.override("da"):  # as the field reads it, also on an English page
                return written_number(value)
        return super().format_value(value)


class NumberField(forms.Field):
    """A number with Danish decimals; `least` and `most` hold inclusively, at most `decimals` follow the comma."""

    widget = NumberInput
    default_error_messages = {
        "required": _("Skriv et tal, for eksempel 12,5."),
        "invalid": _("»%(value)s« kan ikke læses som et tal. Brug kun cifre og eventuelt komma, for eksempel 12,5."),
        "whole": _("%(value)s er ikke et helt tal. Skriv det uden komma, for eksempel 12."),
        "decimals": _("%(value)s har for mange decimaler. Skriv højst %(decimals)s efter kommaet."),
        "least": _("%(value)s er for lidt. Skriv mindst %(limit)s."),
        "most": _("%(value)s er for meget. Skriv højst %(limit)s."),
    }

    def __init__(
        self,
        *,
        least: Decimal | int | None = None,
        most: Decimal | int | None = None,
        decimals: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.least, self.most, self.decimals = least, most, decimals

    def to_python(self, value: Any) -> Decimal | int | None:
        if value in EMPTY_VALUES:
            return None
        if isinstance(value, Decimal | int):
            return value
        try:
            return parse_number(str(value))
        except (ValueError, InvalidOperation):
            raise ValidationError(self.error_messages["invalid"], "invalid", {"value": value}) from None

    def validate(self, value: Decimal | int | None) -> None:
        super().validate(value)
        if value is not None:
            for code, limit in self._broken(Decimal(value)):
                shown = {"value": written_number(value), "limit": limit, "decimals": self.decimals}
                raise ValidationError(self.error_messages[code], code, shown)

    def _broken(self, value: Decimal) -> Iterable[tuple[str, str]]:
        exponent = value.normalize().as_tuple().exponent
        if self.decimals is not None and isinstance(exponent, int) and -exponent > self.decimals:
            yield ("whole" if self.decimals == 0 else "decimals", "")
        if self.least is not None and value < self.least:
            yield "least", written_number(self.least)
        if self.most is not None and value > self.most:
            yield "most", written_number(self.most)


class WholeNumberField(NumberField):
    """A whole number, given back as int."""

    default_error_messages = {
        "required": _("Skriv et helt tal, for eksempel 12."),
        "invalid": _("»%(value)s« kan ikke læses som et helt tal. Brug kun cifre, for eksempel 12."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(decimals=0, **kwargs)
        self.widget.attrs.setdefault("inputmode", "numeric")

    def clean(self, value: Any) -> int | None:
        cleaned = super().clean(value)
        return None if cleaned is None else int(cleaned)
