"""The team's screens, translated from and to HTTP."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Where a person lands after log-in: the programmes they work in."""
    return render(request, "desk/home.html", {"programmes": []})
