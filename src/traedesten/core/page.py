"""What every page needs beside its own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from traedesten.core import navigation


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: menu and switch of programme, worked out where a template asks, and whether this is a demo."""
    return {
        "demo": settings.DEMO,
        "menu": SimpleLazyObject(lambda: navigation.menu(request)),
        "programme_links": SimpleLazyObject(lambda: navigation.switch(request)),
        "programme_name": SimpleLazyObject(lambda: _current_name(request)),
    }


def _current_name(request: HttpRequest) -> str:
    return navigation.programmes(request).get(navigation.current_programme(request), "")
