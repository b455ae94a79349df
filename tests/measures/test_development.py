"""How a criterion has gone: points of the curve, the tables beside, and that the chart tells no more than they do."""

import json
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from measure_engine.figure import Figure, Missing, Shape, show, show_interval, wilson
from tests.cast import TODAY
from traedesten.measures import board, chart
from traedesten.measures.trend import Kind, plotted, trends
from traedesten.programme.models import Criterion, Target

pytestmark = pytest.mark.django_db


@pytest.fixture
def grown(cast, contacts, record):
    """Four people met this year, one of them next door; K1 is told by one target for the whole programme."""
    contacts.targets.all().delete()
    Target.objects.create(criterion=contacts, kind="reach_by", value=40)
    met = [("p1", "2026-02-03"), ("p2", "2026-05-12"), ("p3", "2026-05-13"), ("p4", "2026-11-02")]
    for person, on in met:
        area = cast.area_next_door if person == "p4" else cast.area_here
        record(kind="contact", channel="door", subject=person, area=area.code, on=on)
    return contacts


def trend_of(cast, code="K1", as_of=TODAY):
    reading = next(each for each in board.of_areas(cast.here, as_of) if each.criterion.code == code)
    return trends(reading, board.evaluator_of(cast.here), as_of)


def part(cast, enter, person=None, code="K1", **asked):
    address = reverse("measures:development", args=[cast.here.code, code])
    return enter(person or cast.leader).get(address, asked)


def rows_in(spec):
    """Every row of data anywhere in a specification."""
    if isinstance(spec, list):
        return [row for each in spec for row in rows_in(each)]
    if not isinstance(spec, dict):
        return []
    own = spec["data"]["values"] if "values" in spec.get("data", {}) else []
    return own + [row for each in spec.values() for row in rows_in(each)]


def specs(html):
    return [json.loads(each) for each in re.findall(r'<script type="application/json">(.*?)</script>', html)]


def test_a_count_grows_month_by_month_to_the_day_shown_and_is_expected_beyond(cast, grown):
    (found,) = trend_of(cast)
    assert found.kind is Kind.GROWTH
    known = {each.on: each.shown for each in found.points if each.shown}
    assert known[date(2026, 1, 31)] == "0"
    assert known[date(2026, 2, 28)] == "1"
    assert known[date(2026, 5, 31)] == "3"
    assert known[TODAY] == "4"
    assert date(2026, 11, 30) not in {each.on for each in found.points}  # as near as that to the day shown
    ahead = [each for each in found.points if each.on > TODAY]
    assert {each.shown for each in ahead} == {""}
    assert ahead[-1].expected == 40
    assert [each.expected for each in found.points] == sorted(each.expected for each in found.points)


def test_the_last_row_says_where_it_is_heading(cast, grown):
    (found,) = trend_of(cast)
    low, high = found.heading
    assert found.points[-1].remark == f"på vej mod {low}-{high}"
    assert trend_of(cast, as_of=date(2026, 2, 10))[0].heading is None  # too early


def test_periods_stand_each_for_itself(cast, grown, record):
    Target.objects.filter(criterion=grown).update(kind="every_period", period="quarter", value=1)
    board.forget()
    (found,) = trend_of(cast)
    assert found.kind is Kind.PERIODS
    assert [(each.label, each.shown, each.status_name) for each in found.rows][:2] == [
        ("4. kvartal 2026", "1", "Nået"),
        ("3. kvartal 2026", "0", "Ikke nået"),
    ]


def test_a_target_for_an_area_has_a_curve_of_its_own(cast, contacts, record):
    record(kind="contact", channel="door", subject="p1", area=cast.area_next_door.code)
    assert [each.scope for each in trend_of(cast)] == [cast.area_here.name, cast.area_next_door.name]


@given(of=st.integers(0, 400), part=st.floats(0, 1), with_interval=st.booleans())
def test_a_share_is_drawn_as_it_is_written_and_never_of_fewer_than_ten(of, part, with_interval):
    count = round(part * of)
    interval = wilson(count, of) if with_interval else None
    figure = Figure(count / of if of else None, Shape.SHARE, "person", count, of, interval=interval)
    value, low, high = plotted(figure)
    text = show(figure)
    if of < 10:
        assert (value, low, high) == (None, None, None)
    else:
        assert f"{value:.0f} %" in text
    if low is not None:
        assert show_interval(figure) == f"{low:.0f}-{high:.0f} %"


def test_what_cannot_be_measured_is_not_drawn():
    figure = Figure(None, Shape.COUNT, "person", missing=(Missing(1, "x"),), not_measurable="fordi")
    assert plotted(figure) == (None, None, None)


def test_the_page_fetches_the_curve_once_and_then_holds_it(cast, grown, enter, record):
    client, address = enter(cast.leader), reverse("measures:criterion", args=[cast.here.code, "K1"])
    before = client.get(address).content.decode()
    assert f'hx-get="{reverse("measures:development", args=[cast.here.code, "K1"])}"' in before
    assert "Sådan er det gået" in part(cast, enter).content.decode()
    after = client.get(address).content.decode()
    assert "Sådan er det gået" in after
    assert "hx-trigger" not in after
    record(kind="contact", channel="door", subject="p9", area=cast.area_here.code)
    assert "Kurven tegnes" in client.get(address).content.decode()


def test_without_script_the_curve_is_drawn_at_once_where_it_is_asked_for(cast, grown, enter):
    page = enter(cast.leader).get(reverse("measures:criterion", args=[cast.here.code, "K1"]), {"tegn": "1"})
    assert "Sådan er det gået" in page.content.decode()


def test_chart_and_table_tell_the_same_and_the_chart_no_more(cast, grown, enter):
    html = part(cast, enter).content.decode()
    curve, per_area = specs(html)
    table = re.sub(r"<svg.*?</svg>|<script.*?</script>|<[^>]+>", " ", html, flags=re.S)
    rows = [row for row in rows_in(curve) if "vist" in row]
    assert set(rows[0]) == {"dag", "navn", "tal", "vist", "ventet"}
    for row in rows:
        assert row["navn"] in table
        assert row["tal"] is None or str(row["tal"]) == row["vist"]
    others = [row for row in rows_in(curve) if "vist" not in row]
    assert all(set(row) in ({"dag", "bund", "top"}, {"maal", "ord"}, {"fra", "til", "fase", "tone"}) for row in others)
    (end,) = [row for row in others if row.get("dag") == rows[-1]["dag"]]
    assert f"på vej mod {end['bund']}-{end['top']}" in table
    areas = rows_in(per_area)
    assert [(row["navn"], row["tal"]) for row in areas] == [(cast.area_here.name, 3), (cast.area_next_door.name, 1)]


def test_no_name_and_no_code_of_a_person_is_in_the_chart(cast, grown, enter):
    html = part(cast, enter).content.decode()
    assert not re.search(r"\bp[1-4]\b", html)
    assert "subject" not in html


def test_every_kind_of_chart_is_a_valid_specification(cast, grown):
    import altair as alt  # why inside: as in the product

    (growth,) = trend_of(cast)
    Target.objects.filter(criterion=grown).update(kind="every_period", period="month", value=1)
    board.forget()
    (periods,) = trend_of(cast)
    bars = [chart.AreaBar("Her", 3.0, 5.0, "3"), chart.AreaBar("Der", None, None, "")]
    for spec in (chart.curve(growth), chart.curve(periods, is_narrow=True), chart.areas(bars, "%")):
        alt.LayerChart.from_dict(spec, validate=True)
        assert spec["width"] == "container"


def test_areas_one_does_not_work_in_are_not_shown(cast, grown, enter):
    page = part(cast, enter, cast.worker).content.decode()
    assert cast.area_next_door.name not in page


def test_who_sees_no_figures_gets_no_curve(cast, grown, enter):
    for name in ("cafe_host", "partner", "funder", "officer", "administrator"):
        assert (name, part(cast, enter, cast.everyone[name]).status_code) == (name, 403)
    assert part(cast, enter, cast.leader_elsewhere).status_code == 404


def test_a_criterion_that_cannot_be_counted_has_no_curve(cast, grown, enter):
    Criterion.objects.filter(pk=grown.pk).update(measure={"preset": "findes_ikke"})
    board.forget()
    assert part(cast, enter).status_code == 404
    page = enter(cast.leader).get(reverse("measures:criterion", args=[cast.here.code, "K1"])).content.decode()
    assert "Kurven tegnes" not in page


def test_another_day_and_another_language_have_drawings_of_their_own(cast, grown, enter):
    assert "30. september 2026" in part(cast, enter).content.decode()
    earlier = part(cast, enter, dato="2026-06-01").content.decode()
    assert "1. juni 2026" in earlier


def test_numbers_have_the_separators_of_the_page_s_language():
    figure = Figure(1234.5, Shape.SUM, "hour")
    for language, written in (("da", "1.234,5"), ("en", "1,234.5")):
        with translation.override(language):
            assert show(figure, board.translator()) == written
    assert show(figure) == "1.234,5"


def test_an_english_page_has_no_danish_separators(cast, grown, enter):
    Target.objects.filter(criterion=grown).update(value=4000)
    board.forget()
    client = enter(cast.leader)
    assert "4 af 4.000" in client.get(reverse("measures:compass", args=[cast.here.code])).content.decode()
    client.cookies["sprog"] = "en"
    page = client.get(reverse("measures:compass", args=[cast.here.code])).content.decode()
    assert "4 of 4,000" in page
    assert "4.000" not in page
