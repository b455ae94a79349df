"""The compass in its three orders, the overview, whose criteria, and what the address carries."""

from datetime import date

import pytest
from django.urls import reverse

from measure_engine.judgement import Status
from tests.cast import TODAY
from traedesten.measures import board, compass, page, responsible
from traedesten.measures.area_figure import per_area
from traedesten.measures.card import card
from traedesten.measures.compass import Way
from traedesten.measures.legend import BEST_FIRST, MEANINGS, meanings
from traedesten.programme.models import Criterion, FocusArea, Position, Target

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(cast, contacts, record):
    """K1 of the areas (one contact here), K2 of the programme (reached), K3 without a target, in two focus areas."""
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)
    first, second = (
        FocusArea.objects.create(programme=cast.here, code=code, name=name)
        for code, name in (("a", "Sammen"), ("b", "Sundhed"))
    )
    post = Position.objects.create(programme=cast.here, code="leder", name="Projektleder")
    Criterion.objects.filter(pk=contacts.pk).update(focus_area=first)
    made = Criterion.objects.create(
        programme=cast.here, code="K2", text="Mindst én", focus_area=second, responsible=post, position=2,
        measure={"preset": "people_contacted"},
    )  # fmt: skip
    Target.objects.create(criterion=made, kind="reach_by", value=1)
    Criterion.objects.create(
        programme=cast.here, code="K3", text="Kurser", position=3, measure={"preset": "sessions_held"}
    )
    return cast


@pytest.fixture
def show(agreement, enter):
    """`show(vis="status")`: the compass as the leader sees it."""

    def get(person=None, **asked):
        address = reverse("measures:compass", args=[agreement.here.code])
        return enter(person or agreement.leader).get(address, asked)

    return get


def cards(cast):
    return [card(each) for each in board.of_areas(cast.here, TODAY)]


def test_the_overview_has_a_row_a_focus_area_and_a_column_a_status(agreement):
    found = compass.overview(agreement.here, cards(agreement))
    assert [each.status for each in found.columns] == [Status.REACHED, Status.BEHIND, Status.JUDGED_BY_HAND]
    assert [(path.name, path.words) for path in found.paths] == [
        ("Sammen", "1 bagud"),
        ("Sundhed", "1 nået"),
        ("Hele programmet", "1 vurderes af jer"),
    ]
    assert [[len(stones) for _column, stones in path.cells] for path in found.paths] == [
        [0, 1, 0],
        [1, 0, 0],
        [0, 0, 1],
    ]


def test_every_criterion_is_one_stone_and_stands_once_in_each_order(agreement):
    found = cards(agreement)
    stones = [
        each for path in compass.overview(agreement.here, found).paths for _c, here in path.cells for each in here
    ]
    by_focus = [c for block in compass.by_focus(agreement.here, found) for group in block.groups for c in group.cards]
    by_status = [c for block in compass.by_status(agreement.here, found) for group in block.groups for c in group.cards]
    for each in (stones, by_focus, by_status):
        assert sorted(c.criterion.code for c in each) == ["K1", "K2", "K3"]


def test_by_status_is_best_first_with_a_count(agreement):
    found = compass.by_status(agreement.here, cards(agreement))
    assert [(block.name, block.count) for block in found] == [
        ("Nået", "1 kriterium"),
        ("Bagud", "1 kriterium"),
        ("Vurderes af jer", "1 kriterium"),
    ]


def test_by_area_shows_the_area_s_own_target_and_else_its_part_of_the_whole(agreement, show):
    blocks = show(vis="omraade").context["blocks"]
    here, there, rest = blocks
    assert [block.name for block in blocks] == [
        agreement.area_here.name, agreement.area_next_door.name, "Tælles kun samlet",
    ]  # fmt: skip
    assert [(row.card.criterion.code, row.line.against, row.whole) for row in here.groups[0].in_area] == [
        ("K1", "1 af 2", ""),
        ("K2", "1", "1 i hele programmet"),
    ]
    assert [row.line.against for row in there.groups[0].in_area] == ["0 af 5", "0"]
    assert [each.criterion.code for each in rest.groups[0].cards] == ["K3"]


def test_what_happened_in_no_area_is_told_as_a_whole_only(agreement, record):
    record(kind="contact", channel="phone", subject="p2", area="")
    reading = next(each for each in board.of_areas(agreement.here, TODAY) if each.criterion.code == "K2")
    evaluator = board.evaluator_of(agreement.here)
    assert reading.verdicts[0].figure.value == 2
    assert per_area(reading, agreement.here.areas.all(), evaluator, TODAY) == ()


def test_who_works_in_one_area_sees_that_area_alone(agreement, show):
    found = show(agreement.worker, vis="omraade")
    assert agreement.area_next_door.name not in found.content.decode()
    assert [block.key for block in found.context["blocks"]] == [agreement.area_here.code, "hele"]


def test_what_is_kept_as_written_is_not_shown_to_who_sees_other_areas(agreement, show):
    """The page of one who sees all areas was written first; next door's worker gets one of their own."""
    assert agreement.area_here.name in show(vis="omraade").content.decode()
    assert agreement.area_here.name not in show(agreement.worker_next_door, vis="omraade").content.decode()


def test_own_criteria_are_those_of_a_post_named_as_one_s_role(agreement, show):
    found = show(ansvarlig="mig")
    assert [name for _code, name in found.context["owners"]] == ["Alle", "Mit ansvar", "Projektleder"]
    assert 'id="k-K2"' in found.content.decode()
    assert 'id="k-K1"' not in found.content.decode()
    assert "Ansvarlig: Mit ansvar" in found.content.decode()


def test_another_s_post_is_not_one_s_own(agreement, show):
    found = show(agreement.worker, ansvarlig="mig")
    assert "Mit ansvar" not in dict(found.context["owners"]).values()
    assert 'id="k-K2"' in found.content.decode()  # nothing is one's own, so everything is shown


@pytest.mark.parametrize("asked", ["findes-ikke", "' or 1=1", "9" * 500])
def test_a_way_or_a_post_that_is_none_shows_the_whole_agreement(agreement, show, asked):
    found = show(vis=asked, ansvarlig=asked)
    assert found.status_code == 200
    assert all(f'id="k-{code}"' in found.content.decode() for code in ("K1", "K2", "K3"))


def test_the_address_carries_the_day_and_the_way_to_the_criterion_and_back(agreement, show, enter):
    found = show(vis="status", dato="2026-11-19").content.decode()
    assert f"{reverse('measures:criterion', args=[agreement.here.code, 'K2'])}?dato=2026-11-19&amp;vis=status" in found
    back = enter(agreement.leader).get(
        reverse("measures:criterion", args=[agreement.here.code, "K2"]), {"vis": "status", "ansvarlig": "leder"}
    )
    compass_address = reverse("measures:compass", args=[agreement.here.code])
    assert f'href="{compass_address}?vis=status&amp;ansvarlig=leder"' in back.content.decode()


def test_the_usual_look_has_a_plain_address(agreement):
    assert page.query(agreement.here, TODAY) == ""
    assert page.query(agreement.here, date(2026, 11, 1), {"vis": "status", "x": "y"}) == "?dato=2026-11-01&vis=status"
    assert page.query(agreement.here, TODAY, {"vis": "status"}, vis="") == ""


def test_the_words_for_every_status_are_told_and_only_those_on_the_page(agreement, show):
    assert set(MEANINGS) == set(Status) == set(BEST_FIRST)
    assert [each.status for each in meanings([Status.OPEN, Status.REACHED, Status.OPEN])] == [
        Status.REACHED,
        Status.OPEN,
    ]
    found = show().content.decode()
    assert "Målet er nået." in found
    assert "Det kan gå begge veje." not in found


def test_the_page_is_written_once_while_nothing_changes(agreement, show, django_assert_num_queries, record):
    assert "1 af 2" in show().content.decode()
    with django_assert_num_queries(1):  # the version alone
        board.kept(agreement.here, ("compass", TODAY, Way.FOCUS, None, ""), lambda: pytest.fail("written again"))
    record(kind="contact", channel="door", subject="p9", area=agreement.area_here.code)
    assert "2 af 2" in show().content.decode()


def test_a_programme_without_criteria_says_what_to_do_next(cast, enter):
    Criterion.objects.filter(programme=cast.here).delete()
    board.forget()
    shown = enter(cast.leader).get(reverse("measures:compass", args=[cast.here.code])).content.decode()
    assert "Ingen kriterier endnu" in shown


def test_posts_are_listed_once_and_by_name(agreement):
    readings = board.of_areas(agreement.here, TODAY)
    assert [post.name for post in responsible.posts_of(readings)] == ["Projektleder"]
    assert responsible.chosen(readings, "leder", frozenset())[0].criterion.code == "K2"
