"""The compass and a criterion's page stay within the budget of a first load, charts drawn in."""

import pytest

from tests.test_page_weight import MOST, heaviest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("place", ["kompas/", "kriterier/K1/?tegn=1"])
def test_the_pages_are_within_the_budget_of_a_first_load(cast, contacts, enter, record, place):
    """The script that makes charts live is no part of it: it is fetched where there is a pointer to ask them with."""
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)
    html = enter(cast.leader).get(f"/p/{cast.here.code}/{place}").content.decode()
    total, parts = heaviest(html)
    assert not any(name.startswith("vega/") for name, _weight in parts)
    assert total <= MOST, parts
