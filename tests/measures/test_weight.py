"""The compass and a criterion's page stay within the budget of a first load, charts drawn in."""

import gzip
import re

import pytest

from tests.test_page_weight import MOST, found, weight

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("place", ["kompas/", "kriterier/K1/?tegn=1"])
def test_the_pages_are_within_the_budget_of_a_first_load(cast, contacts, enter, record, place):
    """The script that makes charts live is no part of it: it is fetched where there is a pointer to ask them with."""
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)
    html = enter(cast.leader).get(f"/p/{cast.here.code}/{place}").content.decode()
    names = set(re.findall(r'(?:src|href)="/static/([^"#]+)', html))
    assert not any(name.startswith("vega/") for name in names)
    fonts = set(re.findall(r'url\("../../dkfds/([^"]+)"\)', found("traedesten/css/traedesten.css").read_text("utf-8")))
    total = sum(weight(found(name)) for name in names | {f"dkfds/{path}" for path in fonts})
    assert total + len(gzip.compress(html.encode())) <= MOST
