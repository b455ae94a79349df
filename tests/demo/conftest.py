"""The demo as it stands on the day the other tests call today, made once."""

import pytest

from demo import generate
from tests.cast import TODAY
from traedesten.measures import board


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Version numbers begin again in every test's database."""
    board.forget()
    yield
    board.forget()


@pytest.fixture(scope="session")
def neighbourhoods():
    return {each.code: each for each in generate.neighbourhoods(today=TODAY)}
