"""Everything comes once, in order, and never more at a time than was asked."""

from hypothesis import given
from hypothesis import strategies as st

from traedesten.core.portion import portions


@given(st.lists(st.integers()), st.integers(1, 7))
def test_portions_are_the_whole_in_order(things, size):
    found = list(portions(iter(things), size))
    assert [each for some in found for each in some] == things
    assert all(len(some) == size for some in found[:-1])
    assert all(1 <= len(some) <= size for some in found)
