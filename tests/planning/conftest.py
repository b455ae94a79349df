"""A fixed today, and somebody logged in."""

import pytest
import time_machine

from tests.cast import TODAY, log_in


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(f"{TODAY.isoformat()} 09:00 +0000", tick=False):
        yield


@pytest.fixture
def enter(client):
    def as_(person):
        log_in(client, person)
        return client

    return as_
