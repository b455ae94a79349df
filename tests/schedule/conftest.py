"""A fixed today, and ways to plan in the cast's programme."""

import pytest
import time_machine

from tests.cast import TODAY


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(f"{TODAY.isoformat()} 09:00 +0000", tick=False):
        yield
