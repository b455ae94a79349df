"""An address that only takes what a form sends, opened as a page: after a reload, or a change of language."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

STATUS = 405


def lead_back(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: who opens such an address is told so and led on, instead of meeting an empty page."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_looking = request.method == "GET" and not request.headers.get("HX-Request")
        if response.status_code != STATUS or not is_looking:
            return response
        page = render(request, "405.html", status=STATUS)
        page["Allow"] = response["Allow"]
        return page

    return answer
