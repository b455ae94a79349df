"""Log lines that say what happened and where, but never about whom.

Messages of exceptions are left out because databases and forms put values into them; what looks like an e-mail
address, a civil registration number or a query string is masked wherever it stands.
"""

import logging
import re
import traceback
from types import TracebackType
from typing import TypeAlias

ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

MASK = "[…]"
PERSONAL = re.compile(
    r"[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"  # e-mail address, also as written in an address line
    r"|\b\d{6}-?\d{4}\b"  # Danish civil registration number
    r"|(?<=/invitation/)[\w-]+"  # what lets a new colleague in
    r"|(?<=/abonnement/)[\w-]{8,}"  # the secret address of somebody's calendar
    r"|\?[^\s\"']+",  # query string
    re.IGNORECASE,
)


def mask(text: str) -> str:
    """The text without what could point at a person."""
    return PERSONAL.sub(MASK, text)


class DiscreetFilter(logging.Filter):
    """Masks the finished message, so that no later handler can see more."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask(record.getMessage()), ()
        return True


class DiscreetFormatter(logging.Formatter):
    """Writes an exception as its kinds and places in the code, without messages or values."""

    def formatException(self, ei: ExcInfo) -> str:
        error = ei[1]
        lines = []
        while error is not None:
            lines += [f"  {f.filename}:{f.lineno} in {f.name}" for f in traceback.extract_tb(error.__traceback__)]
            lines.append(type(error).__qualname__)
            error = error.__cause__ or error.__context__
        return "\n".join(lines)

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler's formatter may have kept the full text here
        return super().format(record)
