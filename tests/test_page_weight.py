"""What a first visit fetches stays small, counted from the files the frame names, packed as the server packs them."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

MOST = 300 * 1024  # bytes, the budget of a first load on a phone
PACKED = {".css", ".js", ".svg", ".html"}

pytestmark = pytest.mark.django_db


def weight(path: Path) -> int:
    content = path.read_bytes()
    return len(gzip.compress(content, 9)) if path.suffix in PACKED else len(content)


def found(name: str) -> Path:
    path = finders.find(name)
    if path is None and name.startswith("dkfds/"):
        pytest.skip("the design system is not fetched: python -m tools.fetch_assets")
    assert path, name
    return Path(path)


def test_the_first_load_is_within_its_budget():
    html = Client().get(reverse("account_login")).content.decode()
    names = set(re.findall(r'(?:src|href)="/static/([^"#]+)', html))
    assert {"dkfds/css/dkfds.min.css", "traedesten/css/traedesten.css", "django_htmx/htmx-2.min.js"} <= names
    sheet = found("traedesten/css/traedesten.css")
    fonts = {f"dkfds/{path}" for path in re.findall(r'url\("../../dkfds/([^"]+)"\)', sheet.read_text("utf-8"))}
    assert len(fonts) == 4
    weights = {name: weight(found(name)) for name in names | fonts}
    total = sum(weights.values()) + len(gzip.compress(html.encode()))
    assert total <= MOST, sorted(weights.items(), key=lambda item: -item[1])


def test_nothing_comes_from_another_host():
    html = Client().get(reverse("account_login")).content.decode()
    assert re.findall(r'(?:src|href|action)="(?!/|#)[^"]*"', html) == []
    for folder in ("css", "js", "img"):
        for path in found(f"traedesten/{folder}").iterdir():
            addresses = set(re.findall(r"https?://[^\s\"')]+", path.read_text("utf-8")))
            assert addresses <= {"http://www.w3.org/2000/svg"}, path
