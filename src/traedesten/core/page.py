"""What every page needs beside its own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from traedesten.core import navigation


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the main menu and whether this installation is a demo."""
    return {"demo": settings.DEMO, "menu": navigation.menu(request)}
