"""Over all programmes: from home to the page, a stale row that comes up to date in place, a choice, a municipality."""

from datetime import date

import pytest

from tests.cast import Cast
from traedesten.journal.actions import entry
from traedesten.measures import board, kept_board
from traedesten.places.models import Area
from traedesten.programme.models import Criterion, Programme, RoleGrant, Target

pytestmark = pytest.mark.django_db(transaction=True)


def criterion(programme, code, text, value):
    made = Criterion.objects.create(programme=programme, code=code, text=text, measure={"preset": "people_contacted"})
    Target.objects.create(criterion=made, kind="reach_by", value=value, ends_on=date(2028, 12, 31))


@pytest.fixture
def scene(db):
    board.forget()
    kept_board.forget()
    cast = Cast.make()
    Criterion.objects.all().delete()
    criterion(cast.here, "G1", "Mindst én kontakt", 1)
    criterion(cast.here, "G2", "Mange kontakter", 9_000)
    criterion(cast.elsewhere, "B1", "Kontakt i Marehalmen", 500)
    Area.objects.update(municipality=cast.municipality)
    RoleGrant.objects.create(staff=cast.leader, programme=cast.elsewhere, role="project_leader")
    row = {"kind": "contact", "on": "2026-03-02", "channel": "door", "subject": "p1", "area": "havtornen"}
    assert entry.record(by=cast.leader, programme=cast.here, row=row).entry
    yield cast
    board.forget()
    kept_board.forget()


def test_from_home_to_what_needs_it_most(scene, any_page, log_in, axe, fits):
    """Two taps from home to the criterion that is furthest behind."""
    page = any_page
    log_in(page, scene.leader)
    page.goto("/")
    axe(page), fits(page)
    page.get_by_role("link", name="Se alle programmer på tværs").click()
    page.get_by_role("heading", name="På tværs").wait_for()
    row = page.locator("#p-groen-vej")
    row.get_by_text("1 nået").wait_for()  # it was not worked out before; the row came in place
    assert page.get_by_text("regner …").count() == 0
    axe(page), fits(page)
    page.reload()
    page.get_by_role("heading", name="Se på først").wait_for()
    axe(page), fits(page)
    page.locator(".across-first").get_by_role("link").first.click()
    page.get_by_role("heading", name="Sådan tælles det").wait_for()
    print("taps from home to what needs it most: 2")  # noqa: T201


def test_a_registration_shows_the_row_as_it_stood_and_then_as_it_is(scene, any_page, log_in, axe, fits):
    page = any_page
    for programme in Programme.objects.all():
        kept_board.bring_up_to_date(programme, None)
    row = {"kind": "contact", "on": "2026-03-03", "channel": "door", "subject": "p2", "area": "havtornen"}
    assert entry.record(by=scene.leader, programme=scene.here, row=row).entry
    log_in(page, scene.leader)
    held = []
    page.route("**/paa-tvaers/p/**", lambda route: held.append(route))
    page.goto("/paa-tvaers/")
    stale = page.locator("#p-groen-vej")
    stale.get_by_text("Som det stod").wait_for()
    assert stale.get_by_text("regner …").is_visible()
    assert stale.get_by_text("1 af 9.000").is_visible()
    assert page.locator("#p-blaa-vej").get_by_text("regner …").count() == 0
    axe(page), fits(page)
    page.wait_for_function("() => document.querySelector('#p-groen-vej.htmx-request')")
    for route in held:
        route.continue_()
    stale.get_by_text("2 af 9.000").wait_for()
    assert stale.get_by_text("Som det stod").count() == 0


def test_choosing_comparing_and_one_municipality(scene, any_page, log_in, axe, fits):
    page = any_page
    for programme in Programme.objects.all():
        kept_board.bring_up_to_date(programme, None)
    log_in(page, scene.leader)
    page.goto("/paa-tvaers/")
    if not page.get_by_label("Status").is_visible():
        page.get_by_text("Vælg kommune, indsats eller status").click()
    page.get_by_label("Status").select_option("reached")
    page.get_by_role("button", name="Vis").click()
    page.wait_for_url("**status=reached**")
    assert page.locator(".across-row").count() == 1
    assert page.locator("#p-groen-vej").get_by_role("link", name="Mindst én kontakt").is_visible()
    axe(page), fits(page)
    page.get_by_role("link", name="Havkøbing Kommune").click()
    page.get_by_role("heading", name="Det, der ikke lægges sammen").wait_for()
    axe(page), fits(page)
    page.get_by_role("link", name="På tværs").last.click()
    page.get_by_role("link", name="Beboere, der er kontaktet").click()
    page.get_by_text("Lægges ikke sammen: den samme kan være med i flere programmer.").wait_for()
    axe(page), fits(page)


def test_who_sees_no_figures_is_told_so(scene, any_page, log_in, axe, fits):
    log_in(any_page, scene.funder)
    any_page.goto("/paa-tvaers/")
    any_page.get_by_role("heading", name="Ingen tal på tværs for dig").wait_for()
    axe(any_page), fits(any_page)
