"""What happens to somebody who was logged out while they were writing: nothing they wrote is lost."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

# 403 is told to the person; htmx is told (in base.html) to show it where the page keeps its notices.
STATUS = 403


class KindLoginRequiredMiddleware(LoginRequiredMiddleware):
    """Sends who only looks to the log-in page, and tells who sends something how to log in and send it again."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if request.headers.get("HX-Request"):
            return self._notice(request)
        if request.method == "POST":
            return render(request, "account/logged_out.html", status=STATUS)
        answer: HttpResponseBase = super().handle_no_permission(request, view_func)
        return answer

    def _notice(self, request: HttpRequest) -> HttpResponseBase:
        headers: dict[str, Any] = {"HX-Retarget": "#page-notice", "HX-Reswap": "innerHTML show:top"}
        answer = render(request, "account/_components/logged_out_notice.html", status=STATUS)
        for name, value in headers.items():
            answer[name] = value
        return answer
