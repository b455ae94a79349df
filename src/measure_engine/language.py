"""What the engine needs of a language: a translator, Danish numbers and Danish dates.

The engine knows no Django. Whoever calls it passes a translator (Django's, or gettext's own); without one the
Danish text itself, which is the msgid, is used.
"""

from datetime import date
from gettext import NullTranslations
from math import floor
from typing import Protocol


class Translator(Protocol):
    def gettext(self, message: str, /) -> str: ...

    def ngettext(self, singular: str, plural: str, n: int, /) -> str: ...

    def pgettext(self, context: str, message: str, /) -> str: ...


DANISH: Translator = NullTranslations()


def gettext_noop(message: str) -> str:
    """Mark a msgid that is kept in a table and translated when it is shown."""
    return message


MONTHS = (
    gettext_noop("januar"),
    gettext_noop("februar"),
    gettext_noop("marts"),
    gettext_noop("april"),
    gettext_noop("maj"),
    gettext_noop("juni"),
    gettext_noop("juli"),
    gettext_noop("august"),
    gettext_noop("september"),
    gettext_noop("oktober"),
    gettext_noop("november"),
    gettext_noop("december"),
)


def number(value: float, decimals: int = 1, translator: Translator = DANISH) -> str:
    """12345.678 -> "12.345,7" in Danish, with the translator's own separators; whole numbers carry no decimals.

    A half goes up (counting.md 4): 12.25 is 12,3.
    """
    step = 10**decimals
    rounded = floor(value * step + 0.5) / step
    text = f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.{decimals}f}"
    between = translator.pgettext("mellem tusinder", "."), translator.pgettext("før decimaler", ",")
    return text.translate(dict(zip(map(ord, ",."), between, strict=True)))


def apart(one: float, other: float, translator: Translator = DANISH) -> tuple[str, str]:
    """Two numbers with as few decimals as tell them apart (at least one, at most three): 3,84 and 3,81."""
    texts = [(number(one, each, translator), number(other, each, translator)) for each in (1, 2, 3)]
    return next((pair for pair in texts if pair[0] != pair[1]), texts[0])


def day(value: date, translator: Translator = DANISH) -> str:
    """2026-11-20 -> "20. november 2026"."""
    _ = translator.gettext
    return _("%(day)d. %(month)s %(year)d") % {
        "day": value.day, "month": _(MONTHS[value.month - 1]), "year": value.year
    }  # fmt: skip
