"""What a first visit fetches stays small, counted from the files the frame names, packed as the server packs them."""

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from tests.cast import log_in
from tools.bench_walk import starts

MOST = 300 * 1024  # bytes, the budget of a first load on a phone
PACKED = {".css", ".js", ".svg", ".html"}

pytestmark = pytest.mark.django_db


@cache
def weight(name: str) -> int:
    """Bytes of a file as it is sent."""
    path = found(name)
    content = path.read_bytes()
    return len(gzip.compress(content, 9)) if path.suffix in PACKED else len(content)


def found(name: str) -> Path:
    path = finders.find(name)
    if path is None and name.startswith("dkfds/"):
        pytest.skip("the design system is not fetched: python -m tools.fetch_assets")
    assert path, name
    return Path(path)


def weights(html: str) -> dict[str, int]:
    """What a first visit to the page fetches, by name; what draws charts comes later."""
    names = set(re.findall(r'(?:src|href)="/static/([^"#]+)', html))
    assert {"dkfds/css/dkfds.min.css", "traedesten/css/traedesten.css", "django_htmx/htmx-2.min.js"} <= names
    sheet = found("traedesten/css/traedesten.css")
    fonts = {f"dkfds/{path}" for path in re.findall(r'url\("../../dkfds/([^"]+)"\)', sheet.read_text("utf-8"))}
    assert len(fonts) == 4
    return {**{name: weight(name) for name in names | fonts}, "": len(gzip.compress(html.encode()))}


def heaviest(html: str) -> tuple[int, list[tuple[str, int]]]:
    parts = weights(html)
    return sum(parts.values()), sorted(parts.items(), key=lambda item: -item[1])


def test_the_first_load_is_within_its_budget():
    html = Client().get(reverse("account_login")).content.decode()
    total, parts = heaviest(html)
    assert total <= MOST, parts


@pytest.mark.parametrize("person", ["leader", "nurse", "administrator"])
def test_every_main_page_is_within_its_budget_on_a_first_load(cast, client, person):
    log_in(client, getattr(cast, person))
    seen = 0
    for address in starts([cast.here.code]):
        answer = client.get(address)
        if answer.status_code == 200 and b"<html" in answer.content:
            seen += 1
            total, parts = heaviest(answer.content.decode())
            assert total <= MOST, (address, parts)
    assert seen >= 10


def test_the_script_that_draws_charts_is_not_part_of_a_first_load(cast, client):
    log_in(client, cast.leader)
    for view in ("measures:compass", "desk:today"):
        html = client.get(reverse(view, args=[cast.here.code])).content.decode()
        assert not any(name.startswith("vega/") for name in weights(html))


def test_nothing_comes_from_another_host():
    html = Client().get(reverse("account_login")).content.decode()
    assert re.findall(r'(?:src|href|action)="(?!/|#)[^"]*"', html) == []
    for folder in ("css", "js", "img"):
        for path in found(f"traedesten/{folder}").iterdir():
            addresses = set(re.findall(r"https?://[^\s\"')]+", path.read_text("utf-8")))
            assert addresses <= {"http://www.w3.org/2000/svg"}, path
