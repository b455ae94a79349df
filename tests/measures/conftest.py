from datetime import date

import pytest
import time_machine

from tests.cast import TODAY, log_in
from traedesten.journal.actions import entry
from traedesten.measures import board, kept_board
from traedesten.programme.models import Criterion, Target


@pytest.fixture(autouse=True)
def _today_and_nothing_kept():
    """The cast's own day; and nothing kept, because version numbers begin again in every test's database."""
    board.forget()
    kept_board.forget()
    with time_machine.travel(f"{TODAY.isoformat()} 09:00 +0000", tick=True):
        yield
    board.forget()


@pytest.fixture
def enter(client):
    """`enter(person)`: the test client is that person from now on."""

    def become(person):
        log_in(client, person)
        return client

    return become


@pytest.fixture
def record(cast):
    """`record(kind="contact", …)` writes an entry as the project leader, or as `by`."""

    def write(by=None, **row):
        receipt = entry.record(by=by or cast.leader, programme=cast.here, row={"on": TODAY, **row})
        assert receipt.entry, receipt.problems
        return receipt.entry

    return write


@pytest.fixture
def contacts(cast):
    """A criterion that counts people contacted, with a target for each of the two areas."""
    Criterion.objects.filter(programme=cast.here).delete()
    criterion = Criterion.objects.create(
        programme=cast.here, code="K1", row="31", text="Kontakt med beboerne", measure={"preset": "people_contacted"}
    )
    for area, value in ((cast.area_here, 2), (cast.area_next_door, 5)):
        Target.objects.create(criterion=criterion, kind="reach_by", value=value, area=area, ends_on=date(2028, 12, 31))
    return criterion
