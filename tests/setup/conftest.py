import pytest
import time_machine

from tests.cast import TODAY, log_in

MORNING = f"{TODAY.isoformat()} 09:00 +0000"


@pytest.fixture(autouse=True)
def _today():
    """Every test here runs at ten in the morning of the cast's own day."""
    with time_machine.travel(MORNING, tick=True):
        yield


@pytest.fixture
def enter(client):
    """`enter(person)`: the test client is that person from now on."""

    def become(person):
        log_in(client, person)
        return client

    return become
