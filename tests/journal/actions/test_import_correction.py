"""Corrections in great numbers say what corrections one at a time would, and refuse what those must look at."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import TODAY
from tests.journal.conftest import JOB
from traedesten.journal.actions import entry, import_correction
from traedesten.journal.actions.import_correction import CorrectionRefused, Wish
from traedesten.journal.models import Correction, Entry

ROW = {"kind": "contact", "on": TODAY, "activity": "opsoegende", "channel": "door", "subject": "P-1", "topic": "other"}


@pytest.fixture
def contact(cast):
    row = {**ROW, "activity": cast.cafe_session.activity.code, "note": "Talte længe"}
    receipt = entry.record(by=JOB, programme=cast.here, row={**row, "topic": ""}, today=TODAY)
    assert receipt.entry, receipt.problems
    return receipt.entry


def _save(cast, *wishes):
    return import_correction.save(by=JOB, programme=cast.here, wishes=wishes, today=TODAY).new_count


def _row(contact, **more):
    return {
        "kind": "contact",
        "on": TODAY,
        "activity": contact.activity.code,
        "channel": "door",
        "subject": "P-1",
        **more,
    }


def test_what_was_wrong_is_superseded_and_the_rest_stays(cast, contact):
    wish = Wish(uuid4(), contact.uid, "Skrevet forkert", _row(contact, channel="phone", note="Talte kort"))
    assert _save(cast, wish) == 1
    newest = Entry.objects.current().get(programme=cast.here)
    assert (newest.uid, newest.channel, newest.subject, newest.supersedes) == (
        wish.uid,
        "phone",
        contact.subject,
        contact,
    )
    assert newest.version > contact.version
    assert newest.correction.reason == "Skrevet forkert"
    assert _save(cast, wish) == 0
    assert Correction.objects.count() == 1


def test_it_says_what_a_single_correction_would(cast, contact):
    _save(cast, Wish(uuid4(), contact.uid, "Forkert", _row(contact, channel="yard", note="Kort")))
    many = Entry.objects.current().get(programme=cast.here)
    single = entry.correct(
        by=JOB, entry=many, row=_row(contact, channel="yard", note="Kort"), reason="x", today=TODAY
    ).entry
    same = ("kind", "happened_on", "happened_month", "activity_id", "area_id", "subject_id", "channel", "session_id")
    assert [getattr(many, name) for name in same] == [getattr(single, name) for name in same]


def test_taken_back_it_no_longer_counts(cast, contact):
    assert _save(cast, Wish(uuid4(), contact.uid, "To gange")) == 1
    assert not Entry.objects.current().filter(programme=cast.here).exists()
    assert Entry.objects.get(is_withdrawal=True).subject is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"on": TODAY - timedelta(days=1)}, "anden dag"),
        ({"subject": "P-2"}, "anden dag, åbning eller person"),
        ({"channel": "brevdue"}, "brevdue"),
        ({"on": TODAY + timedelta(days=1)}, "fremtiden"),
    ],
)
def test_what_is_more_than_a_slip_is_refused_and_nothing_is_saved(cast, contact, change, says):
    good = Wish(uuid4(), contact.uid, "Forkert", _row(contact, channel="yard"))
    with pytest.raises(CorrectionRefused, match=says):
        _save(cast, good, Wish(uuid4(), contact.uid, "Forkert", _row(contact, **change)))
    assert Entry.objects.filter(programme=cast.here).count() == 1


def test_an_entry_of_another_programme_is_not_found(cast, contact):
    with pytest.raises(CorrectionRefused, match="findes ikke"):
        import_correction.save(by=JOB, programme=cast.elsewhere, wishes=[Wish(uuid4(), contact.uid, "x")], today=TODAY)
