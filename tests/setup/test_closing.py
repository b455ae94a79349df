"""When an activity closes: every criterion that counts it is offered, whatever it counts it by, and no other."""

from datetime import date

import pytest

from tests.cast import log_in
from tests.setup.test_criterion import LIST, text
from traedesten.journal.actions import entry
from traedesten.measures import board
from traedesten.programme.actions import activity
from traedesten.programme.counted import criteria_of_activity
from traedesten.programme.models import Criterion, FocusArea, Tag

ASKED = {
    "parent": {"activities": ["cafe"]},
    "other-activity": {"activities": ["familieforloeb"]},
    "focus": {"focus_areas": ["sundhed"]},
    "other-focus": {"focus_areas": ["skole"]},
    "tag": {"tags": ["ung"]},
    "other-tag": {"tags": ["gammel"]},
    "tag-elsewhere": {"activities": ["familieforloeb"], "tags": ["ung"]},
    "focus-elsewhere": {"activities": ["familieforloeb"], "focus_areas": ["sundhed"]},
    "focus-and-tag": {"focus_areas": ["sundhed"], "tags": ["ung"]},
    "everything": {},
    "own": {"activities": ["ungecafe"]},
}


@pytest.fixture
def leader(client, cast):
    log_in(client, cast.leader)
    return client


@pytest.fixture
def young(cast):
    """A sub-activity of the café, and criteria that reach it or the nearest that does not. Its focus area is the
    café's: it has none of its own."""
    for code, name in (("ung", "Unge"), ("gammel", "Ældre")):
        Tag.objects.create(programme=cast.here, code=code, name=name)
    FocusArea.objects.create(programme=cast.here, code="skole", name="Skole og job")
    young = activity.add(by=cast.leader, programme=cast.here, values={"name": "Ungecafé", "parent": cast.cafe})
    young.tags.add(Tag.objects.get(code="ung"))
    for code, asked in ASKED.items():
        measure = {"preset": "unique_people", "kinds": ["conversation"], **asked}
        Criterion.objects.create(programme=cast.here, code=code, text=code, measure=measure)
    return young


def page_of(young):
    return f"{LIST}aktivitet/{young.code}/"


def answers(cast, successor, **fates):
    rows = {row.code: row.pk for row in Criterion.objects.filter(programme=cast.here)}
    sent = {"last_day": "30.6.2026", "reason": "De unge er blevet voksne", "successor": successor.pk}
    return {**sent, **{f"fate-{pk}": fates.get(code, "keep") for code, pk in rows.items()}}


def measure(cast, code):
    return Criterion.objects.get(programme=cast.here, code=code).measure


def test_what_counts_it_by_its_parent_focus_area_or_tag_is_offered_and_nothing_else(leader, cast, young):
    offered = {each.criterion.code: [str(fate) for fate in each.fates]
               for each in leader.get(page_of(young)).context["affected"]}  # fmt: skip
    ends, goes_on = ["end", "keep"], ["both", "end", "keep"]
    assert offered == {
        "parent": goes_on, "focus": ends, "tag": ends, "focus-and-tag": ends, "own": ["both", "move", "end", "keep"],
        "s1": goes_on, "s2": goes_on,  # of the café, which it is a part of
    }  # fmt: skip


def test_the_figures_say_the_same_of_what_counts_it(leader, cast, young):
    row = {
        "kind": "conversation",
        "on": date(2026, 11, 12),
        "subject": "KM-1",
        "area": "havtornen",
        "step": "wellbeing",
    }
    receipt = entry.record(by=cast.leader, programme=cast.here, row={**row, "activity": young.code})
    assert receipt.entry, receipt.problems
    readings = board.of_areas(cast.here, date(2026, 11, 20))
    counting = {each.criterion.code for each in readings if each.assessment.figure.value}
    listed = {each.criterion.code for each in criteria_of_activity(young) if each.through}
    assert counting - {"everything"} == listed - {"s1", "s2"}, "s1 and s2 count visits, and there are none"


def test_it_is_said_what_a_criterion_counts_it_by(leader, cast, young):
    said = {each.criterion.code: each.why for each in leader.get(page_of(young)).context["affected"]}
    assert said["own"] == ""
    assert "en del af »Sundhedscafé«" in said["parent"]
    assert "indsatsområdet »Sundhed og trivsel«" in said["focus"]
    assert "mærket »Unge«" in said["tag"]
    assert said["focus-and-tag"] == f"{said['focus']} {said['tag']}"
    assert "mærket »Unge«" in text(leader.get(page_of(young)))
    assert "mærket »Unge«" in text(leader.get(f"/p/groen-vej/opsaetning/aktiviteter/{young.pk}/luk/"))


def test_one_that_has_ended_asks_for_nothing(cast, young):
    Criterion.objects.filter(code="tag").update(ends_on=date(2026, 6, 30))
    assert "tag" not in {each.criterion.code for each in criteria_of_activity(young)}


def test_counting_on_beside_a_parent_and_ending_what_counts_by_a_tag(leader, cast, young):
    before = {code: measure(cast, code) for code in ("s1", "focus")}
    assert leader.post(page_of(young), answers(cast, cast.course, parent="both", tag="end")).status_code == 302
    assert measure(cast, "parent")["activities"] == ["cafe", "familieforloeb"]
    assert set(Criterion.objects.exclude(ends_on=None).values_list("code", "ends_on")) == {("tag", date(2026, 6, 30))}
    assert {code: measure(cast, code) for code in before} == before


@pytest.mark.parametrize(("code", "fate"), [("parent", "move"), ("focus", "both"), ("tag", "move")])
def test_what_would_take_other_activities_away_is_not_taken_from_a_form_either(leader, cast, young, code, fate):
    before = measure(cast, code)
    assert leader.post(page_of(young), answers(cast, cast.course, **{code: fate})).status_code == 422
    assert measure(cast, code) == before


def test_a_new_sub_activity_of_the_same_parent_is_counted_already(leader, cast, young):
    new = activity.add(by=cast.leader, programme=cast.here, values={"name": "Ny ungecafé", "parent": cast.cafe})
    assert leader.post(page_of(young), answers(cast, new, parent="both", own="both")).status_code == 302
    assert measure(cast, "parent")["activities"] == ["cafe"]
    assert measure(cast, "own")["activities"] == ["ungecafe", "ny-ungecafe"]
