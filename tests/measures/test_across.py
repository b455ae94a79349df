"""Over all programmes: who sees which, what is current, what is chosen, and what adds up."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.cast import TODAY
from traedesten.journal.actions import entry
from traedesten.measures import board, kept_board
from traedesten.measures.across import page, seen
from traedesten.measures.models import KeptBoard
from traedesten.places.models import Area, Organisation
from traedesten.programme.models import Activity, Criterion, FocusArea, Programme, RoleGrant, Target, Version
from traedesten.schedule.models import Session

pytestmark = pytest.mark.django_db

ACROSS = reverse("across:programmes")
QUERIES = {"cold": 10, "warm": 9}  # the last only when this process has read every board before


def grant(person, programme, role="project_leader", *areas):
    made = RoleGrant.objects.create(staff=person, programme=programme, role=role)
    made.areas.set(areas)
    return made


def criterion(programme, code, text, value=None, **more):
    made = Criterion.objects.create(
        programme=programme, code=code, text=text, **{"measure": {"preset": "people_contacted"}, **more}
    )
    if value is not None:
        Target.objects.create(criterion=made, kind="reach_by", value=value)
    return made


@pytest.fixture
def both(cast, record):
    """The leader leads both programmes: »Grøn Vej« with one reached and one behind, »Blå Vej« with one behind."""
    Criterion.objects.all().delete()
    focus = FocusArea.objects.get(programme=cast.here, code="sundhed")
    criterion(cast.here, "G1", "Mindst én kontakt", 1, focus_area=focus)
    criterion(cast.here, "G2", "Mange kontakter", 9_000)
    criterion(cast.elsewhere, "B1", "Kontakt i Marehalmen", 500)
    Area.objects.filter(pk__in=[cast.area_here.pk, cast.area_next_door.pk]).update(municipality=cast.municipality)
    grant(cast.leader, cast.elsewhere)
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)
    for programme in (cast.here, cast.elsewhere):
        Version.objects.next_for(programme.pk)
    return cast


@pytest.fixture
def current(both):
    for programme in (both.here, both.elsewhere):
        kept_board.bring_up_to_date(programme, None)
    return both


@pytest.fixture
def show(enter):
    def get(person, address=ACROSS, **asked):
        return enter(person).get(address, asked)

    return get


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def codes(answer):
    return [row.programme.code for row in answer.context["rows"]]


# --- What it shows ----------------------------------------------------------------------------------------------------


def test_every_programme_with_how_many_criteria_stand_where(current, show):
    answer = show(current.leader)
    rows = {row.programme.code: [each.words for each in row.tallies] for row in answer.context["rows"]}
    assert rows == {"groen-vej": ["1 nået", "1 bagud"], "blaa-vej": ["1 bagud"]}
    assert [each.words for each in answer.context["overview"]] == ["1 nået", "2 bagud"]
    assert [each.standing.code for each in answer.context["first"]] == ["B1", "G2"]
    assert "regner …" not in text(answer)


def test_nothing_is_worked_out_while_the_reader_waits(both, show, monkeypatch):
    monkeypatch.setattr(board, "readings_by", lambda *_: pytest.fail("the page waited for figures"))
    answer = show(both.leader)
    assert answer.status_code == 200
    assert text(answer).count("regner …") == 2
    assert "Ikke regnet ud endnu" in text(answer)


def test_a_registration_makes_the_row_say_when_it_was_so_and_ask_for_now(current, show, record):
    record(kind="contact", channel="door", subject="p2", area=current.area_here.code)
    answer = show(current.leader)
    by_code = {row.programme.code: row for row in answer.context["rows"]}
    assert by_code["blaa-vej"].said == ""
    assert by_code["groen-vej"].said.startswith("Som det stod fredag 20. november kl. 10.")
    assert by_code["groen-vej"].is_fetched
    assert 'hx-get="/paa-tvaers/p/groen-vej/"' in answer.content.decode()
    assert 'hx-get="/paa-tvaers/p/blaa-vej/"' not in answer.content.decode()


def test_one_row_is_brought_up_to_date_in_place(current, enter, record):
    record(kind="contact", channel="door", subject="p2", area=current.area_here.code)
    answer = enter(current.leader).get("/paa-tvaers/p/groen-vej/", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "hx-get" not in answer.content.decode()
    assert "regner …" not in text(answer)
    assert "2 af 9.000" in text(answer)
    number = Version.objects.get(programme=current.here).number
    assert KeptBoard.objects.get(programme=current.here).version == number


def test_by_itself_the_row_is_the_compass(current, enter):
    assert enter(current.leader).get("/paa-tvaers/p/groen-vej/").url == "/p/groen-vej/kompas/"


def test_only_so_many_are_asked_for_at_once(both, show, monkeypatch):
    monkeypatch.setattr(page, "FETCHED_AT_ONCE", 1)
    answer = show(both.leader)
    assert answer.content.decode().count("hx-get=") == 1
    assert [row.is_fetched for row in answer.context["rows"]].count(True) == 1


def test_a_programme_that_ended_comes_last_and_is_not_what_to_look_at_first(current, show):
    Programme.objects.filter(pk=current.here.pk).update(ends_on=date(2026, 6, 30))
    current.here.refresh_from_db()
    kept_board.bring_up_to_date(current.here, None)
    answer = show(current.leader)
    assert codes(answer) == ["blaa-vej", "groen-vej"]
    assert "Sluttede 30. juni 2026" in text(answer)
    assert [each.standing.code for each in answer.context["first"]] == ["B1"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [("", ["blaa-vej", "groen-vej"]), ("naaet", ["groen-vej", "blaa-vej"]), ("navn", ["blaa-vej", "groen-vej"]),
     ("kommune", ["groen-vej", "blaa-vej"]), ("noget andet", ["blaa-vej", "groen-vej"])],
)  # fmt: skip
def test_the_order(current, show, order, expected):
    assert codes(show(current.leader, orden=order)) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"kommune": "havkoebing"}, {"groen-vej": ["G1", "G2"]}),
        ({"kommune": "-"}, {"blaa-vej": ["B1"]}),
        ({"kommune": "findes-ikke"}, {}),
        ({"indsats": "Sundhed og trivsel"}, {"groen-vej": ["G1"]}),
        ({"maal": "people_contacted"}, {"blaa-vej": ["B1"], "groen-vej": ["G1", "G2"]}),
        ({"maal": "visits"}, {}),
        ({"status": "reached"}, {"groen-vej": ["G1"]}),
        ({"status": "behind", "indsats": "Sundhed og trivsel"}, {}),
        ({"status": "findes-ikke"}, {}),
    ],
)
def test_what_is_chosen_is_all_that_is_shown(current, show, asked, expected):
    answer = show(current.leader, **asked)
    assert set(codes(answer)) == set(expected)
    shown = set(re.findall(r"/kriterier/(\w\d)/", answer.content.decode()))
    problems = {"G2", "B1"}
    told = {code for found in expected.values() for code in found}
    of_criteria = set(asked) & {"indsats", "maal", "status"}
    assert shown == (told if of_criteria else told & problems)
    if not expected:
        assert "Ingen programmer passer" in text(answer)


def test_a_row_fetched_for_a_narrowed_page_is_narrowed_too(current, enter, show, record):
    record(kind="contact", channel="door", subject="p2", area=current.area_here.code)
    found = re.search(r'hx-get="([^"]+)"', show(current.leader, status="reached").content.decode())[1]
    assert found == "/paa-tvaers/p/groen-vej/?status=reached"
    told = text(enter(current.leader).get(found, headers={"HX-Request": "true"}))
    assert "1 nået" in told
    assert "bagud" not in told


# --- Who sees what ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "role", ["steering_reader", "administrator", "data_protection_officer", "cafe_host", "partner"]
)
def test_a_role_without_the_team_s_figures_gives_no_row(current, show, role):
    """The nearest who might: a leader of the one programme, with such a role in the other."""
    RoleGrant.objects.filter(staff=current.leader, programme=current.elsewhere).delete()
    grant(current.leader, current.elsewhere, role)
    answer = show(current.leader)
    assert codes(answer) == ["groen-vej"]
    assert "Marehalmen" not in text(answer)
    assert "/p/blaa-vej/k" not in answer.content.decode()
    assert show(current.leader, "/paa-tvaers/p/blaa-vej/").status_code in (403, 404)


@pytest.mark.parametrize(
    "name", ["funder", "officer", "administrator", "partner", "cafe_host", "superuser", "stranger"]
)
def test_who_sees_no_live_figures_anywhere_is_told_so(current, show, name):
    answer = show(getattr(current, name))
    assert answer.status_code == 200
    assert codes(answer) == []
    assert "Ingen tal på tværs for dig" in text(answer)
    assert "Mange kontakter" not in text(answer)
    assert show(getattr(current, name), "/paa-tvaers/kommune/havkoebing/").status_code == 404
    assert "Mange kontakter" not in text(show(getattr(current, name), "/paa-tvaers/maal/people_contacted/"))
    fetched = show(getattr(current, name), "/paa-tvaers/p/groen-vej/")
    assert fetched.status_code in (403, 404)


def test_who_reads_what_is_published_is_led_there_and_sees_nothing_live(current, show):
    answer = show(current.funder)
    assert f'href="{reverse("measures:snapshots", args=["groen-vej"])}"' in answer.content.decode()
    assert "Blå Vej" not in text(answer)
    assert "9.000" not in text(answer)
    assert "Offentliggjorte tal" not in text(show(current.leader)), "what is live is more"
    assert "Offentliggjorte tal" not in text(show(current.officer))


def test_one_programme_only_is_told_plainly(current, show):
    answer = show(current.nurse)
    assert codes(answer) == ["groen-vej"]
    assert "Du ser tal i ét program" in text(answer)


def test_who_works_in_one_area_sees_the_figures_of_that_area(both, show):
    """Next door's target is not the worker's; what is kept for the leader is not shown to the worker."""
    only_next_door = criterion(both.here, "G3", "Kun i Lyngtoppen")
    Target.objects.create(criterion=only_next_door, kind="reach_by", value=700, area=both.area_next_door)
    Version.objects.next_for(both.here.pk)
    kept_board.bring_up_to_date(both.here, None)
    assert "Kun i Lyngtoppen" in text(show(both.leader, maal="people_contacted"))
    before = show(both.worker, maal="people_contacted")
    assert "Kun i Lyngtoppen" not in text(before)
    kept_board.bring_up_to_date(both.here, frozenset({both.area_here.pk}))
    after = show(both.worker, maal="people_contacted")
    assert "Kun i Lyngtoppen" not in text(after)
    assert "Lyngtoppen" not in text(after)
    assert after.context["rows"][0].count == 2
    assert "kun Havtornen" in text(after)


def test_what_is_shown_is_what_the_compass_shows_the_same_person(both, show):
    for person in (both.leader, both.worker, both.worker_next_door, both.nurse):
        for each in seen.by(person):
            told = seen.one(person, each.programme).board.standings
            readings = board.of_staff(person, each.programme, TODAY)
            assert [one.code for one in told] == [one.criterion.code for one in readings]


def test_a_role_taken_away_takes_the_row_with_it(current, show):
    assert len(codes(show(current.leader))) == 2
    RoleGrant.objects.filter(staff=current.leader, programme=current.elsewhere).delete()
    assert codes(show(current.leader)) == ["groen-vej"]


def test_nobody_reads_it_without_logging_in(client):
    for address in (ACROSS, "/paa-tvaers/kommune/x/", "/paa-tvaers/maal/visits/", "/paa-tvaers/p/groen-vej/"):
        assert client.get(address).status_code == 302


# --- The way there ----------------------------------------------------------------------------------------------------


def test_the_menu_and_home_lead_there_for_who_sees_several(current, show):
    assert f'href="{ACROSS}"' in show(current.leader, "/").content.decode()
    assert f'href="{ACROSS}"' in show(current.leader, "/p/groen-vej/kompas/").content.decode()
    assert f'href="{ACROSS}"' not in show(current.nurse, "/p/groen-vej/kompas/").content.decode()
    grant(current.officer, current.elsewhere, "data_protection_officer")
    assert f'href="{ACROSS}"' not in show(current.officer, "/").content.decode()


# --- A municipality ---------------------------------------------------------------------------------------------------


@pytest.fixture
def sessions(both):
    """One held session of 7 in each area; »Blå Vej« works in the same municipality too."""
    Area.objects.filter(pk=both.area_elsewhere.pk).update(municipality=both.municipality)
    for programme, session, person in (
        (both.here, both.cafe_session, both.leader),
        (both.here, both.cafe_session_next_door, both.leader),
        (both.elsewhere, both.session_elsewhere, both.leader_elsewhere),
    ):
        row = {"kind": "session", "step": "held", "session": session.code, "activity": session.activity.code,
               "area": session.area.code, "people": 7, "on": session.planned_on}  # fmt: skip
        receipt = entry.record(by=person, programme=programme, row=row)
        assert receipt.entry, receipt.problems
    return both


def bring(cast):
    for programme, ids in ((cast.here, None), (cast.elsewhere, None), (cast.here, frozenset({cast.area_here.pk}))):
        kept_board.bring_up_to_date(programme, ids)


def test_sessions_and_visits_are_added_up_and_people_are_not(sessions, show):
    bring(sessions)
    answer = show(sessions.leader, "/paa-tvaers/kommune/havkoebing/")
    assert (answer.context["sessions"], answer.context["visits"]) == (3, 21)
    told = {share.row.programme.code: (share.sessions, share.visits) for share in answer.context["shares"]}
    assert told == {"groen-vej": (2, 14), "blaa-vej": (1, 7)}
    assert "Mennesker: den samme beboer kan være med i flere programmer" in text(answer)


def test_only_areas_of_the_municipality_are_added_up(sessions, show):
    other = Organisation.objects.create(code="soekoebing", name="Søkøbing Kommune", kind="municipality")
    Area.objects.filter(pk=sessions.area_next_door.pk).update(municipality=other)
    bring(sessions)
    answer = show(sessions.leader, "/paa-tvaers/kommune/havkoebing/")
    assert (answer.context["sessions"], answer.context["visits"]) == (2, 14)
    assert "Grøn Vej arbejder også i Søkøbing Kommune" in text(answer)


def test_who_sees_one_area_sees_the_sum_of_that_area(sessions, show):
    bring(sessions)
    answer = show(sessions.worker, "/paa-tvaers/kommune/havkoebing/")
    assert (answer.context["sessions"], answer.context["visits"]) == (1, 7)
    assert "Kun de områder, du ser tal for" in text(answer)
    assert "Lyngtoppen" not in text(answer)


def test_a_municipality_of_areas_not_seen_is_none(sessions, show):
    other = Organisation.objects.create(code="soekoebing", name="Søkøbing Kommune", kind="municipality")
    Area.objects.filter(pk=sessions.area_next_door.pk).update(municipality=other)
    bring(sessions)
    assert show(sessions.worker_next_door, "/paa-tvaers/kommune/soekoebing/").status_code == 200
    assert show(sessions.worker, "/paa-tvaers/kommune/soekoebing/").status_code == 404
    assert "Søkøbing" not in text(show(sessions.worker))


def test_what_is_not_known_yet_is_said_and_not_added_as_nothing(sessions, show):
    kept_board.bring_up_to_date(sessions.elsewhere, None)
    KeptBoard.objects.filter(programme=sessions.here).delete()
    answer = show(sessions.leader, "/paa-tvaers/kommune/havkoebing/")
    assert answer.context["sessions"] == 1
    assert "Uden et program, der ikke er regnet ud endnu." in text(answer)


# --- The same kind of measure -----------------------------------------------------------------------------------------


def compared(show, cast, measure):
    bring(cast)
    return show(cast.leader, f"/paa-tvaers/maal/{measure}/").context["groups"]


def test_people_stand_side_by_side_and_are_never_added(both, show):
    (group,) = compared(show, both, "people_contacted")
    assert [line.standing.code for line in group.lines] == ["G1", "G2", "B1"]
    assert group.added == ""
    assert "den samme kan være med i flere programmer" in group.why_not


def test_what_happened_is_added_where_it_is_counted_alike(sessions, show):
    Criterion.objects.all().delete()
    criterion(sessions.here, "G1", "Åbninger", 10, measure={"preset": "sessions_held", "activities": ["cafe"]})
    criterion(sessions.elsewhere, "B1", "Åbninger", 10, measure={"preset": "sessions_held"})
    Version.objects.next_for(sessions.here.pk)
    Version.objects.next_for(sessions.elsewhere.pk)
    (group,) = compared(show, sessions, "sessions_held")
    assert group.added == "Lagt sammen: 3 afholdte gange i 2 programmer, siden hvert begyndte."


@pytest.mark.parametrize(
    ("more", "target", "said"),
    [
        ({"session_forms": ["course"]}, {}, "tæller ikke helt det samme"),
        ({}, {"starts_on": date(2026, 5, 1)}, "en del af programmet"),
        ({}, {"kind": "every_period", "period": "month"}, "en del af programmet"),
    ],
)
def test_what_is_counted_differently_is_not_added(sessions, show, more, target, said):
    Criterion.objects.all().delete()
    criterion(sessions.here, "G1", "Åbninger", 10, measure={"preset": "sessions_held", **more})
    criterion(sessions.elsewhere, "B1", "Åbninger", 10, measure={"preset": "sessions_held"})
    Target.objects.filter(criterion__code="G1").update(**target)
    for programme in (sessions.here, sessions.elsewhere):
        Version.objects.next_for(programme.pk)
    (group,) = compared(show, sessions, "sessions_held")
    assert group.added == ""
    assert said in group.why_not


def test_two_of_one_programme_may_count_the_same_and_are_not_added(sessions, show):
    Criterion.objects.all().delete()
    for programme, code in ((sessions.here, "G1"), (sessions.here, "G2"), (sessions.elsewhere, "B1")):
        criterion(programme, code, "Åbninger", 10, measure={"preset": "sessions_held"})
        Version.objects.next_for(programme.pk)
    (group,) = compared(show, sessions, "sessions_held")
    assert group.added == ""
    assert "flere af samme slags" in group.why_not


def test_shares_are_not_added_and_stand_apart_from_counts(sessions, show):
    Criterion.objects.all().delete()
    for programme, code in ((sessions.here, "G1"), (sessions.elsewhere, "B1")):
        criterion(programme, code, "Åbent", 10, measure={"preset": "regular_sessions"})
        Version.objects.next_for(programme.pk)
    (group,) = compared(show, sessions, "regular_sessions")
    assert "andele, gennemsnit og niveauer" in group.why_not


def test_a_measure_that_does_not_exist_is_no_page(both, show):
    assert show(both.leader, "/paa-tvaers/maal/findes_ikke/").status_code == 404
    assert "Ingen tal at sætte side om side" in text(show(both.leader, "/paa-tvaers/maal/visits/"))


# --- Speed ------------------------------------------------------------------------------------------------------------


def more_programmes(cast, count):
    for number in range(count):
        programme = Programme.objects.create(
            code=f"flere-{number}", name=f"Flere {number}", starts_on=date(2026, 1, 1), ends_on=date(2028, 12, 31)
        )
        area = Area.objects.create(code=f"sted-{number}", name=f"Sted {number}", municipality=cast.municipality)
        programme.areas.add(area)
        activity = Activity.objects.create(programme=programme, code="cafe", name="Café", form="open")
        Session.objects.create(programme=programme, code="c1", activity=activity, planned_on=TODAY, area=area)
        criterion(programme, "F1", "Kontakter", 50)
        grant(cast.leader, programme)
        Version.objects.next_for(programme.pk)
        kept_board.bring_up_to_date(programme, None)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_one_as_for_three(current, enter, count, django_assert_num_queries):
    RoleGrant.objects.filter(staff=current.leader).delete()
    more_programmes(current, count)
    client = enter(current.leader)
    kept_board.forget()
    with django_assert_num_queries(QUERIES["cold"]):
        client.get(ACROSS)
    with django_assert_num_queries(QUERIES["warm"]):
        client.get(ACROSS)
