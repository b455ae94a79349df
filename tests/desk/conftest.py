import pytest
import time_machine

from tests.cast import TODAY, log_in
from traedesten.journal.actions import entry
from traedesten.offers.models import Offer
from traedesten.programme.models import Topic

TOPICS = (
    ("matter", "ensomhed", "Ensomhed"),
    ("matter", "bolig", "Bolig"),
    ("goal", "sove", "Sove bedre"),
    ("indicator", "tryghed", "Tryghed i området"),
    ("method", "abcd", "ABCD"),
    ("item", "who5.score", "WHO-5, samlet"),
    ("need", "cykel", "Lære at cykle"),
    ("theme", "ventetid", "Ventetid"),
)


@pytest.fixture(autouse=True)
def _today():
    """Every test here runs at ten in the morning of the cast's own day."""
    with time_machine.travel(f"{TODAY.isoformat()} 09:00 +0000", tick=True):
        yield


@pytest.fixture
def office(cast):
    """The cast's programme with topics and an offer to choose from."""
    for topic_list, code, name in TOPICS:
        Topic.objects.create(programme=cast.here, list=topic_list, code=code, name=name)
    Offer.objects.create(programme=cast.here, code="svoemning", name="Svømmeholdet", provider=cast.association)
    return cast


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

    def write(by=None, **row):
        receipt = entry.record(by=by or office.worker, programme=office.here, row={"on": TODAY, **row})
        assert receipt.entry, receipt.problems
        return receipt.entry

    return write
