from functools import partial

import pytest
import time_machine

from tests.cast import log_in
from tests.desk import scene
from traedesten.measures import board


@pytest.fixture(autouse=True)
def _today():
    """Every test here runs at ten in the morning of the cast's own day."""
    board.forget()  # figures kept of another test's programme, which may have the same key and version
    with time_machine.travel(scene.MORNING, tick=True):
        yield
    board.forget()


@pytest.fixture
def office(cast):
    """The cast's programme with topics and an offer to choose from."""
    return scene.furnish(cast)


@pytest.fixture
def enter(client):
    """`enter(person)`: the test client is that person from now on."""

    def become(person):
        log_in(client, person)
        return client

    return become


@pytest.fixture
def record(office):
    """`record(kind="contact", …)` writes an entry as the worker, or as `by`."""
    return partial(scene.write, office)
