"""What happens to somebody who was logged out while they were writing: nothing they wrote is lost. And what is left of
their pages on a machine they shared: nothing."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control

# 403 is told to the person; htmx is told (in base.html) to show it where the page keeps its notices.
STATUS = 403
KEEPS_TYPED = "keeps_typed"  # attribute of a view whose form is given back, filled in, after the log-in


def keep_no_copy(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: no browser or proxy keeps a page that somebody was logged in to see, so "back" shows the next person
    at a shared tablet nothing."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return answer


class KindLoginRequiredMiddleware(LoginRequiredMiddleware):
    """Sends who only looks to the log-in page, and tells who sends something how to log in and send it again."""

    # Django promises a redirect here; a page that explains is kinder, and the caller takes any response.
    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if request.headers.get("HX-Request"):
            return _notice(request)
        if request.method == "POST" and not getattr(view_func, KEEPS_TYPED, False):
            return render(request, "account/logged_out.html", status=STATUS)
        return super().handle_no_permission(request, view_func)


def _notice(request: HttpRequest) -> HttpResponseBase:
    answer = render(request, "account/_components/logged_out_notice.html", status=STATUS)
    answer["HX-Retarget"] = "#page-notice"
    answer["HX-Reswap"] = "innerHTML show:top"
    return answer
