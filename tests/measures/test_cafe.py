"""A café's page in numbers: the figures of one site, what they rest on, and what would make them surer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from measure_engine.estimate import ASSUMED, Colour, SiteAudit
from tests.cast import TODAY
from tests.measures.cafe import EARLY, GREEN, LIGHTS, RED, YELLOW, Cafe, open_cafes
from traedesten.measures import board, cafe, surroundings
from traedesten.programme.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def of(cast, monkeypatch):
    """`of(GREEN)`: what is said of that café, with the worlds of all four lights laid in."""
    made = {}

    def make(wanted: Cafe, **changes):
        if not made:
            open_cafes(cast, monkeypatch, TODAY, LIGHTS)
            made["done"] = True
        if changes:
            build = surroundings.world_of
            monkeypatch.setattr(surroundings, "world_of", lambda *args: replace(build(*args), **changes))
            board.forget()
        activity = Activity.objects.get(programme=cast.here, code=wanted.code)
        return cafe.of_site(cast.here, cafe.Site(activity, None), TODAY)

    return make


def test_the_figures_of_a_site_are_floors_with_a_likely_range_and_never_a_decimal(of):
    found = of(GREEN)
    spans = [each.span for each in (found.guests, *found.numbers)]
    assert (spans[0].floor, spans[0].likely) == ("260", "280-350")
    assert [each.label for each in found.numbers] == [
        "Nye gæster i 4. kvartal 2026",
        "Gæster, der er kommet igen",
        "Tidligere gæster, der kom i 3. kvartal 2026",
    ]
    for span in filter(None, spans):
        bounds = [int(part.removesuffix(" %")) for part in (span.floor, *span.likely.split("-"))]
        assert all(bound % 5 == 0 for bound in bounds)
        assert bounds == sorted(bounds)
        assert "," not in span.floor + span.likely
    assert (found.visits, found.sessions) == (4308, 56)


def test_every_period_is_asked_for_itself_and_the_running_ones_are_marked(of):
    rows = of(GREEN).periods
    assert [row.label for row in rows] == [
        "4. kvartal 2026", "3. kvartal 2026", "2. kvartal 2026", "1. kvartal 2026", "4. kvartal 2025", "2026", "2025",
    ]  # fmt: skip
    assert [row.is_running for row in rows] == [True, False, False, False, False, True, False]
    assert all(row.new.startswith("mindst ") for row in rows)


def test_a_green_café_has_nothing_to_do(of):
    found = of(GREEN)
    by_code = {each.code: each for each in found.checks}
    assert by_code["door"].said == (
        "Sidst gjort lørdag 31. oktober. Af dem, der gik ind, blev 114 af 120 trykt på tabletten."
    )
    assert by_code["box"].said == "Sidst talt fredag 20. november. Siden starten er 445 kort væk fra kassen."
    assert by_code["forgotten"].said.startswith("20 % af besøgene")
    assert {each.colour for each in found.checks} == {Colour.GREEN}
    assert found.to_do == ()


def test_what_is_missing_is_said_with_what_to_do_and_when_it_was_last_done(of):
    (late,) = of(YELLOW).to_do
    assert (late.code, late.colour, late.form) == ("door", Colour.YELLOW, "doer")
    assert late.to_do == "Tæl ved døren en dag: sidst gjort tirsdag 23. juni."
    never, *_others = of(RED).to_do
    assert (never.colour, never.said, never.to_do) == (Colour.RED, "Ikke gjort endnu.", "Tæl ved døren en dag.")


def test_the_checks_and_the_light_never_disagree(of):
    """The gravest check is the colour of the light."""
    order = [Colour.GREEN, Colour.YELLOW, Colour.RED]
    for each in (GREEN, YELLOW, RED, EARLY):
        found = of(each)
        assert max(order.index(check.colour) for check in found.checks) == order.index(found.guests.span.colour)


def test_before_a_hundred_visits_there_is_a_floor_and_no_range(of):
    found = of(EARLY)
    assert (found.guests.span.floor, found.guests.span.likely) == ("20", "")
    assert found.guests.span.beside == "for tidligt til et skøn"
    share = next(each for each in found.numbers if each.label == "Gæster, der er kommet igen")
    assert (share.span, share.note) == (None, "For tidligt til et skøn; det kræver 100 talte besøg.")


def test_the_openings_add_up(of):
    openings = of(GREEN).openings
    assert len(openings) == cafe.OPENINGS_SHOWN
    assert openings[-1].on == TODAY
    assert all(each.new + each.second + each.known == each.visits for each in openings)


def test_the_constants_are_the_general_ones_until_a_hundred_visits_were_watched(of):
    seen = SiteAudit(TODAY - timedelta(days=9), 60, first_visits=10, first_visits_tapped_new=9)
    found = of(GREEN, site_audits=(seen,))
    assert (found.constants, found.has_own_constants, found.audited) == (ASSUMED.version, False, 60)
    found = of(GREEN, site_audits=(seen, replace(seen, on=TODAY, visits=130)))
    assert (found.constants, found.has_own_constants, found.audited) == (
        f"{ASSUMED.version}+audit-2026-11-20",
        True,
        130,
    )
    assert (found.audited_on, found.general_constants) == (TODAY, ASSUMED.version)


def test_families_stand_beside_and_are_never_added(of, cast):
    before = of(GREEN)
    assert before.families == ()
    sums = board.evaluator_of(cast.here).register.world.tallies
    key = next(key for key in sums if str(key).startswith("kilden"))
    many = replace(sums[key], visits=150, new_guests=40, card_visits=100, families=40, adults=50, children=70)
    found = of(GREEN, family_tallies={key: many})
    assert found.guests == before.guests
    families, with_people = found.families
    assert (families.span.worked_out, with_people.span.worked_out) == (False, True)
    assert with_people.span.beside.endswith("(beregnet)")
    assert int(with_people.span.floor) > int(found.guests.span.floor)


def test_sites_are_those_tallied_and_the_open_activities_of_the_areas_one_works_in(cast):
    found = cafe.sites_of(cast.here, None)
    assert [(site.activity, site.area, site.is_counted) for site in found] == [
        (cast.cafe, cast.area_here, False),
        (cast.cafe, cast.area_next_door, False),
    ]
    only_here = cafe.sites_of(cast.here, frozenset({cast.area_here.pk}))
    assert [site.area for site in only_here] == [cast.area_here]
    assert (found[0].name, found[0].slug) == (f"{cast.cafe.name}, Havtornen", "havtornen")
