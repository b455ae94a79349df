"""Rhythms on screen: composed with taps, previewed, saved once; changed from a day on; and in words."""

from datetime import date

import pytest
from django.urls import reverse

from traedesten.core.access import Permission
from traedesten.planning import rhythm_form, words
from traedesten.planning.planner import planner
from traedesten.programme.models import ClosedWeek
from traedesten.schedule.actions import rhythm as verb
from traedesten.schedule.models import Rhythm, RhythmTurn, Session

HERE = {"programme": "groen-vej"}
LIST, NEW = reverse("planning:rhythms", kwargs=HERE), reverse("planning:rhythm_new", kwargs=HERE)


def of(rhythm, name):
    return reverse(f"planning:{name}", kwargs={**HERE, "rhythm": rhythm.code})


def composed(**more):
    said = {
        "activity": "cafe", "every": "weekly", "days": ["TU"], "place_1": "havtornen-hus", "starts_at": "10",
        "ends_at": "12", "starts_on": "24.11.2026", "ends_on": "28.2.2027", "when_closed": "skip",
        "rests_on_customary": "on",
    }  # fmt: skip
    return {**said, **more}


def previewed(client, address, told):
    answer = client.post(address, told)
    assert answer.status_code == 200, answer.context["form"].errors
    return answer.context["preview"]


def save(client, address, told):
    shown = previewed(client, address, told)
    answer = client.post(address, {**told, "shown": shown.mark})
    assert answer.status_code == 302
    return Rhythm.objects.latest("pk")


def test_nothing_is_saved_before_it_has_been_seen(cast, enter):
    ClosedWeek.objects.create(programme=cast.here, year=2026, week=53)
    client = enter(cast.leader)
    shown = previewed(client, NEW, composed())
    assert not Session.objects.filter(rhythm__isnull=False).exists()
    assert shown.said == "13 gange. 1 falder i en lukket uge: springes over."
    rhythm = save(client, NEW, composed())
    assert rhythm.sessions.count() == 13


def test_three_fall_on_holidays(cast, enter):
    shown = previewed(enter(cast.leader), NEW, composed(days=["TH"], starts_on="1.12.2026", ends_on="31.5.2027"))
    assert "4 falder på helligdage: springes over." in shown.said  # the two eves, Maundy Thursday, Ascension
    moved = previewed(
        enter(cast.leader), NEW, composed(days=["TH"], starts_on="1.12.2026", ends_on="31.5.2027", when_closed="move")
    )
    assert "flyttes" in moved.said


def test_what_changed_after_the_preview_is_shown_again(cast, enter):
    client = enter(cast.leader)
    shown = previewed(client, NEW, composed())
    answer = client.post(NEW, {**composed(days=["WE"]), "shown": shown.mark})
    assert answer.status_code == 200
    assert not Rhythm.objects.exists()


def test_two_presses_are_one_rhythm(cast, enter):
    client = enter(cast.leader)
    save(client, NEW, composed())
    count = Session.objects.count()
    answer = client.post(NEW, composed())
    assert "står i kalenderen allerede" in answer.context["preview"].said
    assert (Rhythm.objects.count(), Session.objects.count()) == (1, count)


def test_mondays_in_turn(cast, enter):
    told = composed(every="monthly", days=["MO"], place_2="lyngtoppen-hus", place_4=".", theme_4="Temacafé")
    rhythm = save(enter(cast.leader), NEW, told)
    assert [turn.rule for turn in rhythm.turns.all()] == [f"FREQ=MONTHLY;BYDAY={n}MO" for n in (1, 2, 4)]
    assert words.rhythm(rhythm) == (
        "1. mandag i måneden i Beboerhuset Havtornen, 2. mandag i måneden i Beboerhuset Lyngtoppen,"
        " 4. mandag i måneden (Temacafé), kl. 10.00–12.00"
    )
    december = rhythm.sessions.filter(planned_on__month=12).order_by("planned_on")
    assert [(row.planned_on.day, row.area, row.name) for row in december] == [
        (7, cast.area_here, ""), (14, cast.area_next_door, ""), (28, None, "Temacafé")
    ]  # fmt: skip


def test_week_by_week_in_turn(cast, enter):
    rhythm = save(enter(cast.leader), NEW, composed(every="rotating", place_2="lyngtoppen-hus", ends_on="15.12.2026"))
    rows = rhythm.sessions.order_by("planned_on")
    assert [(row.planned_on.day, row.area.code) for row in rows] == [
        (24, "havtornen"), (1, "lyngtoppen"), (8, "havtornen"), (15, "lyngtoppen")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "told",
    [
        composed(),
        composed(every="fortnightly", days=["TU", "TH"]),
        composed(every="rotating", place_2="lyngtoppen-hus"),
        composed(every="monthly", place_3="lyngtoppen-hus", theme_3="Tema"),
    ],
    ids=["weekly", "fortnightly", "rotating", "monthly"],
)
def test_what_was_composed_stands_in_the_form_again(cast, enter, told):
    rhythm = save(enter(cast.leader), NEW, told)
    initial = rhythm_form.initial(rhythm, date(2026, 11, 24))
    form = rhythm_form.RhythmForm(
        {**initial, "rests_on_customary": "on"},
        planner=planner(cast.leader, "groen-vej", Permission.PLAN_SESSIONS),
    )
    assert form.is_valid(), form.errors
    again, first = form.plan().turns, {turn.number: turn for turn in rhythm.turns.all()}
    assert [(turn.rule, turn.week, turn.venue, turn.name) for turn in again] == [
        (turn.rule, turn.week, turn.venue, turn.name) for turn in first.values()
    ]


def test_a_rhythm_of_a_file_that_no_taps_can_say_is_said_to_be_so(cast, enter):
    rhythm = save(enter(cast.leader), NEW, composed())
    RhythmTurn.objects.filter(rhythm=rhythm).update(rule="FREQ=MONTHLY;BYDAY=-1FR")
    assert "lavet i en fil" in enter(cast.leader).get(of(rhythm, "rhythm_change")).content.decode()
    assert "Sidste fredag i måneden" in enter(cast.leader).get(LIST).content.decode()


def test_changed_from_a_day_on(cast, enter):
    client = enter(cast.leader)
    rhythm = save(client, NEW, composed())
    address = of(rhythm, "rhythm_change")
    seen = client.get(address).context["form"].initial["seen"]
    newer = save(client, address, composed(days=["WE"], starts_on="4.1.2027", seen=seen))
    assert newer.replaces == rhythm
    assert rhythm.sessions.latest("planned_on").planned_on == date(2026, 12, 29)
    assert newer.sessions.earliest("planned_on").planned_on == date(2027, 1, 6)


def test_the_later_of_two_is_told(cast, enter):
    client = enter(cast.leader)
    rhythm = save(client, NEW, composed())
    address = of(rhythm, "rhythm_end")
    seen = client.get(address).context["form"].initial["seen"]
    verb.end(by=cast.nurse, rhythm=rhythm, on=date(2027, 1, 31), seen=1)
    answer = client.post(address, {"on": "31.12.2026", "seen": seen})
    assert answer.status_code == 422
    assert "til søndag 31. januar 2027" in dict(answer.context["form"].differences)["Periode"]
    again = {"on": "31.12.2026", "seen": answer.context["form"]["seen"].value()}
    assert client.post(address, again).status_code == 302
    assert Rhythm.objects.get().ends_on == date(2026, 12, 31)


def test_made_longer(cast, enter):
    client = enter(cast.leader)
    rhythm = save(client, NEW, composed(ends_on="15.12.2026"))
    address = of(rhythm, "rhythm_end")
    seen = client.get(address).context["form"].initial["seen"]
    assert client.post(address, {"on": "5.1.2027", "seen": seen}).status_code == 302
    assert rhythm.sessions.count() == 7


@pytest.mark.parametrize("person", ["cafe_host", "partner", "funder", "administrator"])
def test_who_may_not_plan_composes_nothing(cast, enter, person):
    rhythm = save(enter(cast.leader), NEW, composed())
    client = enter(cast.everyone[person])
    assert client.post(NEW, composed(days=["WE"])).status_code == 403
    assert client.post(of(rhythm, "rhythm_end"), {"on": "1.12.2026"}).status_code == 403
    assert "Begynd en rytme" not in client.get(LIST).content.decode()


def test_a_rhythm_next_door_does_not_exist_for_the_worker_here(cast, enter):
    rhythm = save(enter(cast.leader), NEW, composed(place_1="lyngtoppen-hus"))
    client = enter(cast.worker)
    assert client.get(of(rhythm, "rhythm_change")).status_code == 404
    assert "Lyngtoppen" not in client.get(LIST).content.decode()
    both = save(enter(cast.leader), NEW, composed(every="rotating", place_2="lyngtoppen-hus", days=["FR"]))
    assert enter(cast.worker).get(of(both, "rhythm_change")).status_code == 403


@pytest.mark.parametrize(
    ("rule", "said"),
    [("FREQ=WEEKLY;BYDAY=TU", "hver tirsdag"), ("FREQ=WEEKLY;BYDAY=MO,TH", "hver mandag og torsdag"),
     ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "hver anden uge på fredag"),
     ("FREQ=WEEKLY;INTERVAL=4;BYDAY=FR", "hver 4. uge på fredag"),
     ("FREQ=MONTHLY;BYDAY=1MO,3MO", "1. mandag og 3. mandag i måneden"),
     ("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1SU", "sidste søndag hver 2. måned")],
)  # fmt: skip
def test_rules_in_danish(rule, said):
    assert words.rule(rule) == said
