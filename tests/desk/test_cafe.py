"""The page of a café and its forms: who sees what, what is refused in words, what is undone and put right."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from tests.cast import TODAY
from traedesten.desk import cafe_page
from traedesten.journal.actions import box_count, control, door_check, entry, paper_tally, site_audit, tally
from traedesten.journal.models import AuditPrompt, BoxCount, Card, DoorCheck, NewGuestWeek, PaperTally, SiteAudit, Tally
from traedesten.journal.models.control import current
from traedesten.measures import board
from traedesten.measures.cafe import Opening
from traedesten.programme.models import Criterion, RoleGrant

ALL = (BoxCount, DoorCheck, AuditPrompt, PaperTally, NewGuestWeek, SiteAudit)
SHEET = {"new_guests": "4", "second_time": "2", "known": "5", "forgotten": "1", "total": "12"}


@pytest.fixture(autouse=True)
def _forget():
    yield
    board.forget()


@pytest.fixture
def way(office):
    """`way("control", what="kasse")`: an address of the café in Havtornen."""

    def make(name="cafe", area="havtornen", **more):
        here = {"programme": office.here.code, "activity": office.cafe.code, "area": area}
        return reverse(f"desk:{name}", kwargs={**here, **more})

    return make


@pytest.fixture
def send(enter, way, office):
    """`send("kasse", printed=300, left=10)`: fill the form in as the host and press Gem."""

    def post(what, by=None, area="havtornen", **typed):
        client = enter(by or office.cafe_host)
        address = way("control", area=area, what=what)
        form = client.get(address).context["form"]
        shown = {name: form.get_initial_for_field(form.fields[name], name) for name in form.fields}
        data = {name: value for name, value in shown.items() if value not in (None, False)}
        return client.post(address, {**data, "id": str(shown["id"]), **typed})

    return post


def errors(response):
    assert response.status_code == 422
    return {name: list(several) for name, several in response.context["form"].errors.items()}


def nothing_saved():
    return not any(model.objects.exists() for model in ALL) and not Tally.objects.exists()


# --- Who sees what -------------------------------------------------------------------------------------------------


def test_the_host_counts_but_sees_no_estimate(enter, way, office, send):
    send("ark", **SHEET)
    page = enter(office.cafe_host).get(way()).content.decode()
    assert "Skriv ind" in page
    assert "Dørtælling" in page
    assert "mindst" not in page
    assert "mindst" in enter(office.leader).get(way()).content.decode()


@pytest.mark.parametrize("person", ["funder", "partner", "officer", "administrator"])
def test_who_neither_counts_nor_sees_figures_is_turned_away(enter, way, office, person):
    client = enter(getattr(office, person))
    assert client.get(way()).status_code == 403
    assert client.get(reverse("desk:cafes", kwargs={"programme": office.here.code})).status_code == 403
    assert client.post(way("control", what="kasse"), {"printed": "3", "left": "1"}).status_code == 403
    assert nothing_saved()


def test_a_café_next_door_and_one_elsewhere_do_not_exist(enter, way, office):
    assert enter(office.worker_next_door).get(way()).status_code == 404
    assert enter(office.leader_elsewhere).get(way()).status_code == 404
    assert enter(office.cafe_host).get(way(area="lyngtoppen")).status_code == 404
    assert enter(office.leader).get(way(area="_")).status_code == 404
    assert enter(office.leader).get(way("control", what="findes-ikke")).status_code == 404


def test_figures_seen_in_one_area_are_not_seen_where_one_only_counts(enter, way, office, send):
    send("ark", **SHEET)
    RoleGrant.objects.create(staff=office.cafe_host, programme=office.here, role="social_caretaker").areas.set(
        [office.area_next_door]
    )
    client = enter(office.cafe_host)
    page = client.get(way())
    assert page.context["sees"] is False
    assert "mindst" not in page.content.decode()
    listed = client.get(reverse("desk:cafes", kwargs={"programme": office.here.code}))
    assert {site.area: shown for site, shown in listed.context["counted"]}[office.area_here] is None


def test_who_sees_figures_but_does_not_count_gets_no_form(enter, way, office):
    client = enter(office.course_leader)
    page = client.get(way())
    assert page.status_code == 200
    assert page.context["buttons"] == []
    assert client.get(way("control", what="kasse")).status_code == 403


def test_the_cafés_are_reached_from_the_buttons_and_the_light(enter, office):
    cafes = reverse("desk:cafes", kwargs={"programme": office.here.code})
    buttons = reverse("desk:register", kwargs={"programme": office.here.code})
    Criterion.objects.create(programme=office.here, code="G1", text="Gæster", measure={"preset": "unique_guests"})
    assert cafes in enter(office.cafe_host).get(buttons).content.decode()
    assert cafes not in enter(office.communicator).get(buttons).content.decode()
    assert office.cafe.name in enter(office.cafe_host).get(cafes).content.decode()


# --- Saved, with the usual already chosen --------------------------------------------------------------------------


def test_a_box_count_needs_one_number_the_second_time(send, office):
    assert send("kasse", printed="300", left="180").status_code == 302
    answer = send("kasse", left="170")
    row = BoxCount.objects.latest("pk")
    assert (row.printed, row.left, row.counted_on, row.area, row.recorded_by) == (
        300, 170, TODAY, office.area_here, office.cafe_host,
    )  # fmt: skip
    assert answer.url.endswith(f"?gemt={row.uid}&hvad=kasse")


def test_the_last_opening_without_one_is_chosen(send, way, enter, office):
    assert send("doer", clicked="20", tapped="19").status_code == 302
    assert DoorCheck.objects.get().session == office.cafe_session
    form = enter(office.cafe_host).get(way("control", what="doer")).context["form"]
    assert form.initial["session"] != office.cafe_session.code


def test_the_sheet_the_questions_the_week_and_the_audit_are_saved(send, office):
    assert send("ark", **SHEET).status_code == 302
    assert send("spoergsmaal", session=office.cafe_session.code, asked="3", wrong="1").status_code == 302
    assert send("familieark", new_guests="1", adults="1", children="2", total="1").status_code == 302
    assert send("alder", female_adult="3", unknown_unknown="1").status_code == 302
    assert (
        send("eftersyn", by=office.leader, visits="60", first_visits="9", first_visits_tapped_new="8").status_code
        == 302
    )
    assert {(row.card, row.visits) for row in Tally.objects.all()} == {("guest", 12), ("guest", 0), ("family", 1)}
    assert [model.objects.count() for model in ALL] == [0, 0, 1, 2, 1, 1]


def test_the_page_tells_what_was_saved_and_offers_to_undo_it(send, enter, office):
    answer = send("kasse", printed="300", left="180")
    page = enter(office.cafe_host).get(answer.url)
    assert page.context["saved"][0] == "Gæstekort, fredag 20. november: 120 væk af 300 trykte."
    client = enter(office.cafe_host)
    undone = client.post(page.context["saved"][1], follow=True)
    assert not current(BoxCount).exists()
    assert undone.context["form"].initial["left"] == 180
    assert enter(office.leader).get(answer.url).context["saved"] is None


def test_after_ten_minutes_it_is_taken_back_with_a_reason(send, enter, way, office):
    send("kasse", printed="300", left="180")
    row = BoxCount.objects.get()
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=True):
        client = enter(office.cafe_host)
        answer = client.post(way("control_undo", what="kasse", uid=row.uid))
        assert answer.url == way("control_withdraw", what="kasse", uid=row.uid)
        assert current(BoxCount).exists()
        assert client.post(answer.url, {"id": str(row.uid), "reason": ""}).status_code == 422
        form = client.get(answer.url).context["form"]
        client.post(answer.url, {"id": str(form["id"].value()), "reason": "forkert café"})
    assert not current(BoxCount).exists()
    page = enter(office.leader).get(way()).content.decode()
    assert "Trukket tilbage" in page
    assert "forkert café" in page


def test_another_cannot_undo_what_one_has_just_written(send, enter, way, office):
    send("kasse", printed="300", left="180")
    uid = BoxCount.objects.get().uid
    enter(office.worker).post(way("control_undo", what="kasse", uid=uid))
    assert current(BoxCount).exists()
    assert enter(office.worker).get(way("control_withdraw", what="kasse", uid=uid)).status_code == 403
    assert enter(office.worker).get(way("control_correct", what="kasse", uid=uid)).status_code == 403
    assert enter(office.worker).get(way("control_correct", what="doer", uid=uid)).status_code == 404


@pytest.mark.parametrize(
    ("what", "typed", "more", "said"),
    [
        ("kasse", {"printed": "300", "left": "180"}, {"left": "170"}, "130 væk af 300"),
        ("doer", {"clicked": "20", "tapped": "19"}, {"clicked": "21"}, "19 trykt af 21"),
        ("ark", SHEET, {"known": "6", "total": "13"}, "13 besøg, 4 nye"),
        ("alder", {"female_adult": "3"}, {"female_adult": "4"}, "på 4 nye gæster"),
        ("eftersyn", {"visits": "60"}, {"visits": "61"}, "61 besøg set efter"),
    ],
)
def test_the_leader_puts_it_right_and_the_page_says_who_why_and_what_it_was(
    send, enter, way, office, what, typed, more, said
):
    by = office.leader if what == "eftersyn" else office.cafe_host
    assert send(what, by=by, **typed).status_code == 302
    row = next(model.objects.get() for model in ALL if model.objects.exists())
    client, address = enter(office.leader), way("control_correct", what=what, uid=row.uid)
    form = client.get(address).context["form"]
    before = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    assert set(typed) <= set(before)
    blank = client.post(address, {**before, **more, "reason": ""})
    assert "reason" in errors(blank)
    assert client.post(address, {**before, **more, "reason": "talt om"}).status_code == 302
    (written,) = [each for each in client.get(way()).context["written"] if each.before]
    assert said in written.said
    assert (written.by, written.reason) == (office.leader.name, "talt om")


# --- What cannot be ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "typed", "field", "words"),
    [
        ("kasse", {"printed": "100", "handed_out": "101"}, "handed_out", "Der er væk 101 kort, men kun trykt 100."),
        ("kasse", {"printed": "100", "left": "-3"}, "left", "sat til -3; skriv 0 eller mere"),
        ("kasse", {"printed": "100", "left": "130"}, "left", "men der er kun trykt 100 i alt"),
        ("kasse", {"printed": "", "left": "30"}, "printed", "Antallet mangler"),
        ("kasse", {"printed": "100", "left": "tredive"}, "left", "tal"),
        ("kasse", {"printed": "100", "left": "30", "on": "24.12.2026"}, "on", "fremtiden"),
        ("doer", {"clicked": "10", "tapped": "12"}, "clicked", "Ved døren er der talt 10, men trykt 12"),
        ("doer", {"clicked": "10"}, "tapped", "Antallet mangler"),
        ("ark", {**SHEET, "total": "13"}, "total", "Felterne giver 12 tilsammen, men der står 13 i alt"),
        ("ark", {**SHEET, "new_without_card": "5"}, "new_without_card", "det kan højst være 4"),
        ("ark", {**SHEET, "known": "-5"}, "known", "-5 er under nul"),
        ("familieark", {"new_guests": "2", "children": "3", "total": "2"}, "adults", "færre end de 2 nye familier"),
        ("spoergsmaal", {"asked": "2", "wrong": "3"}, "wrong", "Der er 3 forkerte, men kun spurgt 2 gange"),
        ("alder", {}, "female_child", "Skriv mindst ét tal"),
        ("eftersyn", {"visits": "20", "losses": "2", "losses_untold": "3"}, "losses_untold", "3"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_lost(send, office, what, typed, field, words):
    by = office.leader if what == "eftersyn" else office.cafe_host
    answer = send(what, by=by, **typed)
    found = errors(answer)
    assert list(found) == [field]
    assert words in found[field][0]
    assert {name: answer.context["form"][name].value() for name in typed} == typed
    assert nothing_saved()


def test_a_cancelled_opening_is_marked_and_takes_neither_sheet_nor_door_check(send, enter, way, office):
    session = office.cafe_session
    row = {"kind": "session", "on": session.planned_on, "session": session.code, "step": "cancelled"}
    assert entry.record(by=office.worker, programme=office.here, row=row, today=TODAY).entry
    form = enter(office.cafe_host).get(way("control", what="doer")).context["form"]
    assert dict(form.fields["session"].choices)[session.code].endswith("(aflyst)")
    assert form.initial["session"] != session.code
    for what, typed in (("doer", {"clicked": "3", "tapped": "3"}), ("ark", SHEET)):
        assert "aflyst" in errors(send(what, session=session.code, **typed))["session"][0]
    assert nothing_saved()


def test_an_opening_written_in_or_tapped_already_says_so(send, office):
    send("ark", **SHEET)
    again = send("ark", session=office.cafe_session.code, **SHEET)
    assert "allerede skrevet ind med 12 besøg" in errors(again)["session"][0]
    control.withdraw(by=office.leader, control=PaperTally.objects.get(), reason="prøve")
    device = "6b9f3c1e-0000-4000-8000-000000000001"
    tapped = {"session": office.cafe_session, "device": device, "revision": 1, "counters": {"visits": 9}}
    assert tally.record(by=office.cafe_host, **tapped).tally
    assert "talt på tablet med 9 besøg" in errors(send("ark", session=office.cafe_session.code, **SHEET))["session"][0]
    assert send("ark", session=office.cafe_session.code, beside_tablet="on", **SHEET).status_code == 302


def test_one_form_sent_twice_is_one_and_changed_it_is_asked_again(send, enter, way, office):
    client, address = enter(office.cafe_host), way("control", what="kasse")
    form = client.get(address).context["form"]
    data = {"id": str(form["id"].value()), "card": "guest", "on": "20.11.2026", "printed": "300", "left": "180"}
    assert [client.post(address, data).status_code for _ in range(2)] == [302, 302]
    changed = client.post(address, {**data, "left": "170"})
    assert "Tryk Gem igen, hvis dette er en ny" in errors(changed)["__all__"][0]
    assert changed.context["form"]["id"].value() != data["id"]
    assert BoxCount.objects.count() == 1


def test_a_text_that_looks_like_a_cpr_number_is_no_reason(send, enter, way, office):
    send("doer", clicked="20", tapped="19")
    uid = DoorCheck.objects.get().uid
    client, address = enter(office.cafe_host), way("control_correct", what="doer", uid=uid)
    data = {"id": str(client.get(address).context["form"]["id"].value()), "clicked": "22", "tapped": "19"}
    assert "CPR" in errors(client.post(address, {**data, "reason": "det var 010190-1234"}))["reason"][0]


def test_who_is_late_is_told_and_changes_nothing(send, enter, way, office):
    send("doer", clicked="20", tapped="19")
    row = DoorCheck.objects.get()
    client, address = enter(office.cafe_host), way("control_correct", what="doer", uid=row.uid)
    data = {"id": str(client.get(address).context["form"]["id"].value()), "clicked": "22", "tapped": "19"}
    door_check.correct(by=office.leader, control=row, reason="først", clicked=25, tapped=19)
    assert "allerede rettet" in errors(client.post(address, {**data, "reason": "også"}))["__all__"][0]
    assert current(DoorCheck).get().clicked == 25


# --- What is shown -------------------------------------------------------------------------------------------------


def test_ages_are_rounded_so_that_nobody_is_known(send, enter, way, office):
    send("alder", female_adult="13", male_senior="4", unknown_unknown="7")
    rows = dict(enter(office.leader).get(way()).context["ages"])
    # Shown with the figures only; the host's own page has none.
    assert list(rows.values()) == [
        ["under 5"] * 3, ["under 5"] * 3, ["15", "under 5", "under 5"], ["under 5"] * 3, ["under 5", "under 5", "5"],
    ]  # fmt: skip
    assert enter(office.cafe_host).get(way()).context["ages"] == ()


@pytest.mark.parametrize("openings", [1, 3])
def test_the_page_asks_the_database_a_fixed_number_of_questions(
    enter, way, office, openings, django_assert_num_queries
):
    sessions = [office.cafe_session]
    for number in range(1, openings):
        sessions.append(
            office.here.sessions.create(
                code=f"mere-{number}",
                activity=office.cafe,
                area=office.area_here,
                planned_on=TODAY - timedelta(days=number),
            )
        )
    for session in sessions:
        lines = {"new_guests": 2, "known": 3}
        paper_tally.record(by=office.cafe_host, session=session, lines=lines, total=5, card=Card.GUEST)
        door_check.record(by=office.cafe_host, session=session, clicked=5, tapped=5)
    client = enter(office.leader)
    client.get(way())
    with django_assert_num_queries(QUERIES):
        assert client.get(way()).status_code == 200


QUERIES = 19


@pytest.mark.parametrize("what", ["page", "form", "sent", "action"])
def test_an_eftersyn_counts_in_every_café_and_is_written_by_who_has_the_whole_programme(enter, way, office, what):
    """The host of Havtornen counts there, and may not change what the estimate of Lyngtoppen rests on."""
    host, address = office.cafe_host, way("control", what="eftersyn")
    told = {"visits": "20", "first_visits": "4", "on": "20.11.2026"}
    if what == "page":
        page = enter(host).get(way())
        assert "eftersyn" not in [each.href.rstrip("/").rpartition("/")[2] for each in page.context["buttons"]]
        assert "skrives af en, der arbejder i hele programmet" in page.content.decode()
    elif what == "action":
        with pytest.raises(PermissionDenied):
            site_audit.record(by=host, programme=office.here, on=TODAY, numbers={"visits": 20})
        box = {"on": TODAY, "printed": 300, "left": 10, "activity": office.cafe}
        with pytest.raises(PermissionDenied):
            box_count.record(by=host, programme=office.here, **box)
    else:
        answer = enter(host).get(address) if what == "form" else enter(host).post(address, told)
        assert answer.status_code == 403
        assert "tæller i alle programmets caféer" in answer.content.decode()
    assert not SiteAudit.objects.exists()
    host.grants.get().areas.clear()
    assert enter(host).get(address).status_code == 200
    assert "skrives af en, der" not in enter(host).get(way()).content.decode()


def test_an_eftersyn_is_put_right_by_its_writer_or_by_who_has_the_whole_programme(enter, way, office, send):
    assert send("eftersyn", by=office.leader, visits="10", first_visits="4").status_code == 302
    kept = SiteAudit.objects.get()
    withdraw = way("control_withdraw", what="eftersyn", uid=kept.uid)
    office.leader.grants.get().areas.set([office.area_here])
    assert enter(office.leader).get(withdraw).status_code == 200  # their own
    SiteAudit.objects.update(recorded_by=office.nurse)
    assert enter(office.leader).get(withdraw).status_code == 403
    with pytest.raises(PermissionDenied):
        control.withdraw(by=office.leader, control=SiteAudit.objects.get(), reason="Forkert")


def test_one_opening_is_told_as_one():
    openings = [Opening(number, TODAY, 12, 3, 2) for number in (1, 2)]
    assert cafe_page.picture(openings[:1]).label == "12 besøg ved én åbning, heraf 3 nye."
    assert cafe_page.picture(openings).label == "24 besøg ved 2 åbninger, heraf 6 nye; flest på én gang 12."
