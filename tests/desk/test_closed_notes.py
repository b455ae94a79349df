"""A note stays with who wrote it, also after somebody else has put the entry right."""

import pytest

from tests.desk.test_correction import address, sent
from traedesten.journal.models import Entry

NOTE = "Vil gerne gå ture"


@pytest.fixture
def talk(office, record):
    told = {"kind": "conversation", "subject": "KM-427", "step": "kram", "area": "havtornen", "topic": "bolig"}
    return record(by=office.family_worker, **told, value=45, note=NOTE)


@pytest.fixture
def put_right(office, enter, talk):
    """The version the project leader made, by the form that leaves the note out."""
    client = enter(office.leader)
    shown = client.get(address("correct", talk))
    assert client.post(address("correct", talk), sent(shown, value="50", reason="Efter aftale")).status_code == 302
    return Entry.objects.current().get()


def test_putting_right_does_not_open_the_note(office, enter, put_right):
    client = enter(office.leader)
    for name in ("entry", "correct"):
        assert NOTE not in client.get(address(name, put_right)).content.decode()


def test_a_correction_is_not_undone_in_one_press_and_so_opens_no_note(office, enter, put_right):
    client = enter(office.leader)
    response = client.post(address("undo", put_right), follow=True)
    assert response.redirect_chain[-1][0] == address("withdraw", put_right)
    assert NOTE not in response.content.decode()
    assert Entry.objects.current().get() == put_right


def test_who_wrote_the_note_still_reads_it(office, enter, put_right):
    assert NOTE in enter(office.family_worker).get(address("entry", put_right)).content.decode()
    assert NOTE in enter(office.nurse).get(address("entry", put_right)).content.decode()
