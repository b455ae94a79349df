"""Work that nobody waits for: done when the answer has been sent, and at once where nobody has asked over HTTP.

Only what may be lost belongs here: a process that stops takes it along, and a fault is said in the log and no more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse
from django.utils import translation

log = logging.getLogger(__name__)

Work = Callable[[], object]

_waiting: ContextVar[list[Work] | None] = ContextVar("afterwards", default=None)


def do(work: Work) -> None:
    """In the language of now, when the answer under way has been sent."""
    waiting, language = _waiting.get(), translation.get_language()
    if waiting is None:
        work()
        return

    def in_its_language() -> None:
        with translation.override(language):
            work()

    waiting.append(in_its_language)


def do_when_sent(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: servers close an answer when its last byte is out."""

    def answer(request: HttpRequest) -> HttpResponse:
        waiting: list[Work] = []
        token = _waiting.set(waiting)
        try:
            response = get_response(request)
        finally:
            _waiting.reset(token)
        if waiting:
            close = response.close

            def work_and_close() -> None:
                _work(waiting)
                close()  # last, because it also lets go of the database

            response.close = work_and_close  # type: ignore[method-assign]
        return response

    return answer


def _work(waiting: list[Work]) -> None:
    while waiting:
        try:
            waiting.pop(0)()
        except Exception:
            log.exception("work after an answer failed")
