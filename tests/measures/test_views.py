from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import TODAY
from traedesten.core.ids import new_id
from traedesten.core.models import Look
from traedesten.journal.models import Entry
from traedesten.measures import board
from traedesten.programme.models import RoleGrant, Target

pytestmark = pytest.mark.django_db


def compass(cast):
    return reverse("measures:compass", args=[cast.here.code])


def page_of(cast, view="criterion", code="K1"):
    return reverse(f"measures:{view}", args=[cast.here.code, code])


@pytest.fixture
def met(cast, contacts, record):
    """One person met in each area."""
    for code, area in (("nabo-1", cast.area_here), ("nabo-2", cast.area_next_door)):
        record(kind="contact", channel="door", subject=code, area=area.code)


def test_compass_shows_figure_target_status_and_reason(cast, met, enter):
    page = enter(cast.leader).get(compass(cast)).content.decode()
    assert "Kontakt med beboerne" in page
    assert "1 af 2" in page
    assert cast.area_next_door.name in page
    assert 'id="k-K1"' in page


def test_a_day_can_be_asked_for(cast, met, enter):
    client = enter(cast.leader)
    before = client.get(compass(cast), {"dato": "19.11.2026"})
    assert "torsdag 19. november" in before.content.decode()
    assert before.context["blocks"][0].groups[0].cards[0].lines[0].shown == "0"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("21.11.2026", "Datoen ligger i fremtiden"),
        ("31.12.2025", "Datoen ligger før programmets start 01.01.2026"),
        ("i overmorgen", "dato"),
    ],
)
def test_a_day_that_cannot_be_shown_is_refused_in_words_and_kept(cast, met, enter, typed, sentence):
    answer = enter(cast.leader).get(compass(cast), {"dato": typed})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert typed in answer.content.decode()


def test_who_works_next_door_sees_only_that_target(cast, met, enter):
    page = enter(cast.worker_next_door).get(page_of(cast)).content.decode()
    lines = enter(cast.worker_next_door).get(page_of(cast)).context["card"].lines
    assert [line.scope for line in lines] == [cast.area_next_door.name]
    assert f"{cast.area_here.name}: <strong>" not in page


def test_a_criterion_for_next_door_only_does_not_exist_here(cast, contacts, enter):
    Target.objects.filter(criterion=contacts, area=cast.area_here).delete()
    assert enter(cast.worker).get(page_of(cast)).status_code == 404
    assert enter(cast.worker_next_door).get(page_of(cast)).status_code == 200


@pytest.mark.parametrize("view", ["criterion", "entries"])
def test_another_programme_s_people_find_nothing(cast, met, enter, view):
    client = enter(cast.leader_elsewhere)
    assert client.get(compass(cast)).status_code == 404
    assert client.get(page_of(cast, view)).status_code == 404


def test_steering_readers_see_promises_without_figures(cast, met, enter):
    client = enter(cast.funder)
    page = client.get(compass(cast)).content.decode()
    assert "Kontakt med beboerne" in page
    assert "1 af 2" not in page
    assert client.get(page_of(cast)).status_code == 403
    assert client.get(page_of(cast, "entries")).status_code == 403


def test_entries_behind_a_figure_and_the_look_is_logged(cast, met, enter):
    page = enter(cast.leader).get(page_of(cast, "entries")).content.decode()
    assert "nabo-1" in page
    assert "nabo-2" not in page  # the other target's
    look = Look.objects.get()
    assert (look.actor_id, look.what, look.object_key) == (cast.leader.pk, "measures.entries", "K1")


def test_the_second_target_has_entries_of_its_own(cast, met, enter):
    page = enter(cast.leader).get(page_of(cast, "entries"), {"linje": "1"}).content.decode()
    assert "nabo-2" in page
    assert "nabo-1" not in page


def test_entries_the_role_does_not_show_are_only_counted(cast, met, enter):
    """The communications worker may see entries, but not contacts."""
    page = enter(cast.communicator).get(page_of(cast, "entries")).content.decode()
    assert "nabo-1" not in page
    assert "1, som din rolle ikke viser" in page


def test_a_changed_target_shows_the_old_one_with_the_decision(cast, contacts, enter):
    old = contacts.targets.get(area=cast.area_here)
    new = {"kind": "reach_by", "value": 9, "area": cast.area_here, "ends_on": old.ends_on}
    Target.objects.create(criterion=contacts, valid_from=date(2026, 6, 1), decision="Styregruppen 28. maj", **new)
    page = enter(cast.leader).get(page_of(cast)).content.decode()
    assert "tidligere mål" in page
    assert "Styregruppen 28. maj" in page


def test_an_unknown_criterion_is_not_found(cast, contacts, enter):
    assert enter(cast.leader).get(page_of(cast, code="K9")).status_code == 404


def test_queries_do_not_grow_with_criteria(cast, contacts, enter, django_assert_max_num_queries):
    client = enter(cast.leader)
    client.get(compass(cast))
    with django_assert_max_num_queries(14):
        assert client.get(compass(cast), {"dato": TODAY.isoformat()}).status_code == 200


def test_who_sees_no_figures_reads_none_on_the_page_of_entries(cast, met, enter):
    for name in ("cafe_host", "partner", "funder", "officer", "administrator"):
        response = enter(cast.everyone[name]).get(page_of(cast, "entries"))
        assert (name, response.status_code) == (name, 403)
        assert "1 af 2" not in response.content.decode()


@pytest.mark.parametrize("line", ["²", "9" * 5000, "-1", "x", "7"])
def test_a_line_that_is_none_is_the_first(cast, met, enter, line):
    assert "nabo-1" in enter(cast.leader).get(page_of(cast, "entries"), {"linje": line}).content.decode()


def test_a_promise_broken_before_is_not_told_as_plainly_kept(cast, contacts, enter, record):
    """Two contacts in October, none in September: the month that runs is reached, an earlier one was not."""
    contacts.targets.all().delete()
    Target.objects.create(criterion=contacts, kind="every_period", period="month", value=1, starts_on=date(2026, 9, 1))
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)
    page = enter(cast.leader).get(compass(cast))
    shown = page.context["blocks"][0].groups[0].cards[0]
    assert shown.is_broken_before
    assert shown.status_name == "Nået nu, ikke hver gang"
    assert shown.period == "november 2026"
    assert [tally.name for tally in page.context["overview"].columns] == ["Nået nu, ikke hver gang"]


def test_people_without_the_trait_are_told_so_that_the_parts_add_up(cast, contacts, enter, record):
    contacts.measure = {"preset": "unique_people", "kinds": ["contact"], "split_by": "source"}
    contacts.targets.all().delete()
    contacts.save()
    for code, source in (("p1", "neighbour"), ("p2", "neighbour"), ("p3", "")):
        record(kind="contact", channel="door", subject=code, source=source, area=cast.area_here.code)
    parts = enter(cast.leader).get(page_of(cast)).context["parts"]
    assert parts == [("nabo", "2"), ("Ikke oplyst", "1")]


def test_figures_of_an_area_are_for_who_sees_figures_there(cast, met, enter):
    """A host here who is a worker next door: counting here gives no sight of the figures of here."""
    RoleGrant.objects.create(staff=cast.worker_next_door, programme=cast.here, role="cafe_host").areas.set(
        [cast.area_here]
    )
    client = enter(cast.worker_next_door)
    before = board.of_areas(cast.here, TODAY, frozenset({cast.area_next_door.pk}))
    assert board.of_staff(cast.worker_next_door, cast.here, TODAY) == before
    assert cast.area_here.name not in client.get(compass(cast)).content.decode()


@pytest.mark.parametrize("count", [1, 120])
def test_entries_behind_a_figure_are_found_by_their_keys_and_only_a_page_is_read(cast, met, enter, count):
    made = Entry.objects.get(subject__code="nabo-1")
    told = {f.attname: getattr(made, f.attname) for f in Entry._meta.fields if f.name != "seq"}
    Entry.objects.bulk_create(Entry(**{**told, "uid": new_id()}) for _number in range(count - 1))
    board.forget()
    client = enter(cast.leader)
    client.get(page_of(cast, "entries"))
    with CaptureQueriesContext(connection) as asked:
        page = client.get(page_of(cast, "entries"), {"side": "9"})
    keys, rows = [each["sql"] for each in asked if 'FROM "journal_entry"' in each["sql"]]
    assert rows.rpartition('"seq" IN (')[2].partition(")")[0].count(",") == min(count, 20) - 1
    assert f"{count} registrering" in page.content.decode()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {keys}")
            assert "USING INTEGER PRIMARY KEY (rowid=?)" in cursor.fetchall()[0][-1]
