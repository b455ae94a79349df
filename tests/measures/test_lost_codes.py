"""A definition that loses what it speaks of says so, with the name as it was known, wherever a figure is told."""

from datetime import date

import pytest
from django.urls import reverse

from measure_engine.judgement import Status
from tests.cast import TODAY
from traedesten.journal.actions import entry
from traedesten.measures import board, compass_page
from traedesten.offers.models import Offer
from traedesten.programme import former
from traedesten.programme.actions import tag as tag_actions
from traedesten.programme.actions import topic as topic_actions
from traedesten.programme.models import Activity, Criterion, CriterionChange, FocusArea, FormerName, Tag, Topic

pytestmark = pytest.mark.django_db

PEOPLE = {"preset": "unique_people", "kinds": ["conversation"]}


@pytest.fixture
def lost(cast):
    """`lost(asked, row)` counts what the row is about, and takes the row away the way the product does."""

    def take(asked, row):
        Criterion.objects.filter(programme=cast.here).delete()
        measure = asked if "preset" in asked else {**PEOPLE, **asked}
        criterion = Criterion.objects.create(programme=cast.here, code="K1", text="Samtaler", measure=measure)
        before = board.of_areas(cast.here, TODAY)[0]
        assert before.fault == ""
        former.remember(cast.here, row)
        row.delete()
        board.forget()
        return criterion

    return take


def rows(cast):
    """What a definition may speak of, with a row that is there and may go."""
    own = {"programme": cast.here}
    skin = Topic.objects.create(**own, list="matter", code="bolig.skimmel", name="Skimmelsvamp")
    asked = Topic.objects.create(**own, list="item", code="tilfreds", name="Tilfreds med caféen")
    swimming = Offer.objects.create(**own, code="svoem", name="Svømmeholdet", provider=cast.association)
    return {
        "activity": ({"activities": ["strik"]}, Activity.objects.create(**own, code="strik", name="Strikkeklub")),
        "focus_area": ({"focus_areas": ["job"]}, FocusArea.objects.create(**own, code="job", name="Job og skole")),
        "tag": ({"tags": ["ung"]}, Tag.objects.create(**own, code="ung", name="Unge under 18")),
        "topic": ({"topics": ["ensom"]}, Topic.objects.create(**own, list="matter", code="ensom", name="Ensomhed")),
        "topics that begin so": ({"topics": ["bolig."]}, skin),
        "item": ({"preset": "answer_share", "items": ["tilfreds"], "at_least": 4}, asked),
        "offer": ({"preset": "referrals", "offers": ["svoem"]}, swimming),
    }


KINDS = ("activity", "focus_area", "tag", "topic", "topics that begin so", "item", "offer")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_gone_is_named_and_nothing_is_counted(kind, cast, lost):
    asked, row = rows(cast)[kind]
    name = str(row)
    lost(asked, row)
    reading = board.of_areas(cast.here, TODAY)[0]
    assert reading.assessment is None
    assert reading.status is Status.NO_DATA
    called = (name, *asked.get("topics", ()))
    assert any(f"»{each}«" in reading.fault for each in called)
    assert "findes ikke" in reading.fault


@pytest.mark.parametrize("kind", ["activity", "tag", "topic"])
def test_every_page_that_tells_a_figure_says_so(kind, cast, lost, enter):
    """The compass in each of its ways, the criterion's page, its curves, the figures per area, and I dag."""
    asked, row = rows(cast)[kind]
    name = str(row)
    lost(asked, row)
    client = enter(cast.leader)
    for way in ("", "?vis=status", "?vis=omraade"):
        page = client.get(reverse("measures:compass", args=[cast.here.code]) + way).content.decode()
        assert name in page, way
        assert "Kan ikke tælles" in page
    page = client.get(reverse("measures:criterion", args=[cast.here.code, "K1"])).content.decode()
    assert name in page
    assert client.get(reverse("measures:development", args=[cast.here.code, "K1"])).status_code == 404
    assert compass_page.per_area_of(cast.here, TODAY, None)["K1"] == ()
    assert "K1" in client.get(reverse("desk:today_figures", args=[cast.here.code])).content.decode()


def test_a_new_name_changes_no_figure(cast, enter):
    """Definitions speak in codes: an activity, a tag, a topic may be called something else."""
    Criterion.objects.filter(programme=cast.here).delete()
    Criterion.objects.create(
        programme=cast.here, code="K1", text="Samtaler", measure={**PEOPLE, "activities": ["cafe"]}
    )
    row = {"kind": "conversation", "on": TODAY, "subject": "p1", "step": "health", "activity": "cafe",
           "area": cast.area_here.code}  # fmt: skip
    assert entry.record(by=cast.leader, programme=cast.here, row=row).entry
    before = board.of_areas(cast.here, TODAY)[0].assessment.figure.value
    Activity.objects.filter(pk=cast.cafe.pk).update(name="Hyggecaféen")
    board.forget()
    after = board.of_areas(cast.here, TODAY)[0]
    assert (before, after.assessment.figure.value, after.fault) == (1, 1, "")


def test_what_a_criterion_counted_before_is_told_by_the_name_it_had(cast):
    """The old definition holds before the day of the change; the tag it spoke of is gone since."""
    Criterion.objects.filter(programme=cast.here).delete()
    old = Tag.objects.create(programme=cast.here, code="ung", name="Unge under 18")
    criterion = Criterion.objects.create(programme=cast.here, code="K1", text="Samtaler", measure=PEOPLE)
    CriterionChange.objects.create(
        criterion=criterion,
        kind="measure",
        valid_from=date(2026, 6, 1),
        measure={**PEOPLE, "tags": ["ung"]},
        reason="x",
    )
    tag_actions.remove(by=cast.leader, tag=old)
    assert board.of_areas(cast.here, TODAY)[0].fault == ""
    assert "»Unge under 18«" in board.of_areas(cast.here, date(2026, 5, 1))[0].fault


def test_names_are_remembered_once_and_given_up_when_the_row_is_back(cast):
    topic = Topic.objects.create(programme=cast.here, list="matter", code="ensom", name="Ensomhed")
    topic_actions.remove(by=cast.leader, topic=topic)
    again = topic_actions.add(
        by=cast.leader, programme=cast.here, values={"list": "matter", "code": "ensom", "name": "Alene"}
    )
    topic_actions.remove(by=cast.leader, topic=again)
    assert list(FormerName.objects.values_list("kind", "code", "name")) == [("topic", "ensom", "Alene")]


def test_what_the_nearest_definition_speaks_of_is_counted_as_before(cast):
    """Standard topics need no row, and a tag nobody carries yet is a tag still."""
    Tag.objects.create(programme=cast.here, code="ung", name="Unge")
    Criterion.objects.filter(programme=cast.here).delete()
    for number, asked in enumerate(({"tags": ["ung"]}, {"kinds": ["follow_up"], "topics": ["m6"]})):
        Criterion.objects.create(programme=cast.here, code=f"K{number}", text="K", measure={**PEOPLE, **asked})
    assert [each.fault for each in board.of_areas(cast.here, TODAY)] == ["", ""]
