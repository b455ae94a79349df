"""Two people who change one row: the later is told, whatever the field holds; the same press twice is no quarrel."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traedesten.core import meanwhile
from traedesten.core.meanwhile import ChangedMeanwhile, demand_unchanged

plains = st.dictionaries(
    st.sampled_from(["name", "starts_on", "areas"]), st.one_of(st.none(), st.text(), st.lists(st.integers()))
)


@given(plains)
def test_a_stamp_gives_back_what_was_shown(seen):
    assert meanwhile.read(meanwhile.stamp(seen)) == seen


def test_a_stamp_that_is_not_ours_says_nothing():
    spoilt = meanwhile.stamp({"name": "A"})[:-1] + "~"
    assert [meanwhile.read(token) for token in ("", "x", spoilt)] == [None, None, None]


def test_values_and_rows_say_the_same(cast):
    values = {"name": "Café", "areas": [cast.area_here, cast.area_next_door], "focus_area": cast.cafe.focus_area}
    row = meanwhile.of_row(cast.cafe, ["areas", "focus_area", "starts_on"])
    assert row["areas"] == meanwhile.of_values(values)["areas"]
    assert row["focus_area"] == meanwhile.of_values(values)["focus_area"]
    assert meanwhile.of_values({"d": date(2026, 1, 2), "n": Decimal("37.00")}) == {"d": "2026-01-02", "n": "37"}


def test_who_comes_later_is_told_every_field_that_differs():
    seen, now = {"name": "A", "focus": "x", "other": 1}, {"name": "B", "focus": "x", "other": 2}
    with pytest.raises(ChangedMeanwhile) as caught:
        demand_unchanged(seen, now, {"name": "C", "focus": "y"})
    assert [(d.name, d.seen, d.now) for d in caught.value.differences] == [("name", "A", "B")]


@given(plains, plains)
def test_what_is_wanted_already_is_no_quarrel(seen, wanted):
    demand_unchanged(seen, {**seen, **wanted}, wanted)


@given(plains)
def test_without_having_looked_nothing_is_asked(wanted):
    demand_unchanged(None, {name: object() for name in wanted}, wanted)
