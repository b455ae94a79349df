"""The demo as it stands on the day the other tests call today, made once."""

import pytest

from demo import generate
from tests.cast import TODAY


@pytest.fixture(scope="session")
def neighbourhoods():
    return {each.code: each for each in generate.neighbourhoods(today=TODAY)}
