"""Figures per area of one criterion: by hand, and the same whether the others were worked out before or not."""

from datetime import date

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.cast import TODAY, Cast
from traedesten.journal.actions import entry
from traedesten.measures import board
from traedesten.measures.compass_page import per_area_of, per_area_of_one
from traedesten.programme.models import Criterion, Target

pytestmark = pytest.mark.django_db
HERE, NEXT, NOWHERE = "havtornen", "lyngtoppen", ""
PEOPLE = st.sampled_from(["p1", "p2", "p3"])


def reading_of(programme, code, as_of=TODAY):
    return next(each for each in board.of_areas(programme, as_of) if each.criterion.code == code)


def told(programme, code, as_of=TODAY, area_ids=None):
    """Area, figure and, where the area has a target of its own, what it promises."""
    found = per_area_of_one(programme, reading_of(programme, code, as_of), as_of, area_ids)
    return [(each.area.code, each.figure.value, each.verdict.target.value if each.verdict else None) for each in found]


# Who was met where, and what each area is told: with a target an area, and with one for the whole programme.
TABLE = [
    ([], [(HERE, 0, 2), (NEXT, 0, 5)], []),
    ([("p1", HERE)], [(HERE, 1, 2), (NEXT, 0, 5)], [(HERE, 1, None), (NEXT, 0, None)]),
    ([("p1", HERE), ("p1", HERE), ("p2", NEXT)], [(HERE, 1, 2), (NEXT, 1, 5)], [(HERE, 1, None), (NEXT, 1, None)]),
    # One person in two areas is one in each, and one in the whole: parts are never added up.
    ([("p1", HERE), ("p1", NEXT)], [(HERE, 1, 2), (NEXT, 1, 5)], [(HERE, 1, None), (NEXT, 1, None)]),
    # Somebody met in no area: no area is told as if it were all there is.
    ([("p1", HERE), ("p2", NOWHERE)], [(HERE, 1, 2), (NEXT, 0, 5)], []),
]


@pytest.mark.parametrize(("met", "with_targets", "with_one"), TABLE)
def test_the_figures_worked_out_by_hand(cast, contacts, record, met, with_targets, with_one):
    for person, area in met:
        channel = "door" if area else "phone"
        record(kind="contact", channel=channel, subject=person, area=area)
    assert told(cast.here, "K1") == with_targets
    contacts.targets.all().delete()
    Target.objects.create(criterion=contacts, kind="reach_by", value=40)
    board.forget()
    assert told(cast.here, "K1") == with_one


def test_a_day_in_the_past_is_told_as_it_was(cast, contacts, record):
    record(kind="contact", channel="door", subject="p1", area=HERE, on="2026-02-03")
    record(kind="contact", channel="door", subject="p2", area=HERE, on="2026-11-02")
    assert told(cast.here, "K1", date(2026, 6, 1))[0] == (HERE, 1, 2)
    assert told(cast.here, "K1")[0] == (HERE, 2, 2)


def test_it_does_not_work_the_others_out_and_uses_them_where_they_are(cast, contacts, record):
    record(kind="contact", channel="door", subject="p1", area=HERE)
    key = ("per_area", TODAY, None)
    fresh = told(cast.here, "K1")
    assert not board.is_kept(cast.here, key)
    per_area_of(cast.here, TODAY, None)
    assert board.is_kept(cast.here, key)
    assert told(cast.here, "K1") == fresh


class AnyContacts(TestCase):
    """Whoever was met wherever: one criterion alone is told as among all."""

    @settings(max_examples=20, deadline=None)
    @given(
        met=st.lists(st.tuples(PEOPLE, st.sampled_from([HERE, NEXT, NOWHERE])), max_size=6),
        has_targets=st.booleans(),
    )
    def test_alone_is_as_among_all(self, met, has_targets):
        with time_machine.travel(f"{TODAY.isoformat()} 09:00 +0000", tick=True):
            board.forget()
            cast = Cast.make()
            Criterion.objects.filter(programme=cast.here).delete()
            for code, preset in (("K1", "people_contacted"), ("K2", "sessions_held")):
                row = Criterion.objects.create(programme=cast.here, code=code, text=code, measure={"preset": preset})
                Target.objects.create(
                    criterion=row, kind="reach_by", value=3, area=cast.area_here if has_targets else None
                )
            for person, area in met:
                row = {"kind": "contact", "on": TODAY, "channel": "door" if area else "phone", "subject": person}
                assert entry.record(by=cast.leader, programme=cast.here, row={**row, "area": area}).entry
            readings = {code: reading_of(cast.here, code) for code in ("K1", "K2")}
            alone = {code: per_area_of_one(cast.here, each, TODAY, None) for code, each in readings.items()}
            assert alone == dict(per_area_of(cast.here, TODAY, None))
            for each in alone["K1"]:
                expected = {person for person, area in met if area == each.area.code}
                assert each.figure.value == len(expected)
            board.forget()
