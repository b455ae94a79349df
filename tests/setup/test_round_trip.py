"""Everything a file can say can be said on screen, and what was said on screen is a file that loads again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import PASSWORD, log_in
from tests.documents.generated import texts
from traedesten.core.action import System
from traedesten.documents import document, queries
from traedesten.documents.actions import programme_file
from traedesten.documents.outline import BY_NAME
from traedesten.offers.actions import offer
from traedesten.places.models import Organisation, Staff
from traedesten.programme.actions import (
    activity,
    area,
    area_figure,
    budget_line,
    closed_week,
    expense,
    focus_area,
    milestone,
    partner,
    phase,
    position,
    programme,
    tag,
    topic,
    venue,
)
from traedesten.programme.models import Programme
from traedesten.setup.views.programme import standard_topics

JOB = System("test")
FIRST, LAST = date(2026, 3, 1), date(2028, 2, 28)
days = st.integers(-40, 800).map(lambda number: FIRST + timedelta(number))
names = st.one_of(texts, st.sampled_from(["Café", "café", "-", "æøå", "a\x0bb", "x" * 250, "\r\n y \r\n z", "٣"]))
amounts = st.one_of(st.none(), st.integers(-5, 10**12 + 1))
hours = st.one_of(st.none(), st.decimals(-1, 12_000, places=2))
years = st.sampled_from([None, 2025, 2026, 2027, 2028, 2029])


def loads_again(made: Programme) -> None:
    """The programme as a file is sound, and loading it changes nothing."""
    plain = queries.as_document(made)
    sound = document.of(plain)
    assert sound.plain == plain
    assert programme_file.load(by=JOB, document=sound).version is None


def try_out(act, **told):
    """What an action gives, None where it refused; whatever it did then, it did not do."""
    try:
        with transaction.atomic():
            return act(by=JOB, **told)
    except ValidationError:
        return None


@pytest.mark.django_db
@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_typed_is_refused_or_loads_again(data):  # long: one agreement, from beginning to end
    def draw(strategy):
        return data.draw(strategy)

    with transaction.atomic():
        made = programme.create(
            by=JOB, values={"name": "Prøve", "starts_on": FIRST, "ends_on": LAST}, topics=standard_topics()
        )
        told = {"programme": made}
        bodies = [
            try_out(partner.add, **told, values={"name": draw(names), "agreed_hours_a_year": draw(hours)})
            for _ in range(2)
        ]
        bodies = [each.organisation for each in bodies if each]
        body = bodies[0] if bodies else None
        places = [
            try_out(area.add, **told, values={"name": draw(names), "organisation": draw(st.sampled_from([None, body]))})
            for _ in range(2)
        ]
        places = [each for each in places if each]
        for place in places:
            figure = {"valid_from": draw(days), "people": draw(st.one_of(st.none(), st.integers(0, 9))), "dwellings": 1}
            try_out(area_figure.add, **told, area=place, values=figure)
            try_out(area_figure.add, **told, area=place, values={**figure, "dwellings": None})
            try_out(venue.add, **told, values={"name": draw(names), "area": place, "organisation": body})
        focus = try_out(focus_area.add, **told, values={"name": draw(names), "purpose": draw(texts)})
        mark = try_out(tag.add, **told, values={"name": draw(names)})
        for code in ("", "who5.score", "a b"):
            try_out(topic.add, **told, values={"list": "item", "name": draw(names), "code": code})
        deed = None
        for _ in range(3):
            values = {
                "name": draw(names),
                "focus_area": focus,
                "parent": deed,
                "areas": places,
                "tags": [mark] if mark else [],
                "partners": bodies,
                "description": draw(texts),
                "starts_on": draw(st.one_of(st.none(), days)),
                "ends_on": draw(st.one_of(st.none(), days)),
            }
            deed = try_out(activity.add, **told, values=values) or deed
        post = try_out(position.add, **told, values={"name": draw(names), "weekly_hours": draw(hours)})
        for year in (draw(years), draw(years)):
            money = {
                "funder": body,
                "year": year,
                "amount": draw(amounts),
                "focus_area": draw(st.sampled_from([focus, None])),
            }
            if body and money["amount"] is not None:
                try_out(budget_line.add, **told, values=money)
                spent = {
                    **money,
                    "year": year or 2026,
                    "spent_on": draw(st.one_of(st.none(), days)),
                    "note": draw(names),
                }
                paid = try_out(expense.record, **told, values=spent)
                if paid:
                    try_out(expense.correct, expense=paid, values={**spent, "amount": 7})
                    try_out(expense.withdraw, expense=paid, reason=draw(names))
        for _ in range(3):
            try_out(phase.add, **told, values={"name": draw(names), "starts_on": draw(days), "ends_on": draw(days)})
            goal = {"name": draw(names), "due_on": draw(days), "activity": deed, "position": post}
            try_out(milestone.add, **told, values=goal)
            week = draw(st.integers(1, 53))
            try_out(closed_week.add, **told, values={"year": draw(st.integers(2025, 2028)), "week": week})
        try_out(offer.add, **told, values={"name": draw(names), "provider": body})
        if deed:
            try_out(activity.close, activity=deed, last_day=draw(days), reason=draw(names))
            try_out(activity.add, **told, values={"name": draw(names), "replaces": deed})
            try_out(activity.change, activity=deed, values={"parent": deed})
        try_out(programme.change, **told, values={"starts_on": draw(days), "ends_on": draw(days), "name": draw(names)})
        for row, act, word in ((deed, activity, "activity"), (focus, focus_area, "focus_area"), (mark, tag, "tag")):
            if row:
                try_out(act.remove, **{word: row})
        loads_again(Programme.objects.get(pk=made.pk))
        transaction.set_rollback(True)


# --- through the forms ------------------------------------------------------------------------------------------------


def test_a_programme_set_up_through_the_forms_alone_is_a_sound_file(db, client):  # long: every form there is
    """From nothing but an administrator, every section of the agreement that is set up here."""
    start = programme.create(by=JOB, values={"name": "Start", "starts_on": FIRST, "ends_on": LAST})
    staff = Staff.objects.create_user("admin@example.org", PASSWORD, name="Asta Alk")
    staff.grants.create(programme=start, role="administrator")
    log_in(client, staff)
    about = {
        "name": "Søparken",
        "kind": "project",
        "starts_on": "1.3.2026",
        "ends_on": "28.2.2028",
        "description": "Ny",
    }
    assert client.post(reverse("setup:new_programme"), about).status_code == 302
    made = Programme.objects.get(code="soeparken")

    def send(part, **typed):
        answer = client.post(reverse("setup:new_row", kwargs={"programme": "soeparken", "part": part}), typed)
        assert answer.status_code == 302, answer.context["form"].errors

    send("organisationer", name="Søby Kommune", kind="municipality", agreed_hours_a_year="37,5")
    send("organisationer", name="Fonden", kind="funder")
    body, fund = Organisation.objects.get(code="soeby-kommune"), Organisation.objects.get(code="fonden")
    answer = client.post(
        reverse("setup:new_row", kwargs={"programme": "soeparken", "part": "omraader"}),
        {"name": "Søparken", "kind": "estate", "municipality": fund.pk},
    )
    assert "municipality" in answer.context["form"].errors, "a fund is no municipality"
    send("omraader", name="Søparken", kind="estate", organisation=body.pk, municipality=body.pk)
    place = made.areas.get()
    assert place.municipality == body
    send("beboertal", area=place.pk, valid_from="1.1.2026", people="1.078", dwellings="546")
    send("steder", name="Søhuset", area=place.pk)
    send("indsatsomraader", name="Sundhed", purpose="Flere trives")
    send("maerker", name="Tema")
    send("emner", list="need", name="Lære at cykle")
    send("emner", list="item", name="Samlet score", code="who5.score")
    focus, mark = made.focus_areas.get(), made.tags.get()
    deed = {"focus_area": focus.pk, "form": "open", "areas": [place.pk], "tags": [mark.pk], "partners": [body.pk]}
    send("aktiviteter", name="Caféen", description="Åbent hver tirsdag.\r\n\r\nAlle kan komme.", **deed)
    first = made.activities.get()
    send("aktiviteter", name="Gåturen", parent=first.pk, form="other")
    send("stillinger", name="Leder", weekly_hours="37", organisation=body.pk)
    post = made.positions.get()
    send("bemanding", position=post.pk, staff=staff.pk, starts_on="1.3.2026")
    send("budget", funder=fund.pk, kind="grant", year="2026", amount="441.000", focus_area=focus.pk)
    send("budget", funder=body.pk, kind="co_financing", amount="100000")
    send(
        "forbrug",
        funder=fund.pk,
        kind="grant",
        year="2026",
        amount="12.500",
        spent_on="20.5.2026",
        document_number="17",
    )
    send("faser", name="Opstart", starts_on="1.3.2026", ends_on="31.8.2026", focus="Finde hinanden")
    send("milepaele", name="Caféen er åben", due_on="1.5.2026", position=post.pk, activity=first.pk)
    send("lukkeuger", week="29", year="2026")
    send("tilbud", name="Motionsholdet", kind="civil", provider=body.pk, is_external="on")
    client.post(reverse("setup:reach", kwargs={"programme": "soeparken", "row": made.milestones.get().pk}),
                {"naaet-done_on": "2.5.2026"})  # fmt: skip
    closing = {"ends_on": "31.10.2026", "close_reason": "For få kom"}
    client.post(reverse("setup:close", kwargs={"programme": "soeparken", "row": first.pk}), closing)
    send("aktiviteter", name="Torsdagscaféen", replaces=first.pk, form="open", starts_on="1.11.2026")

    plain = queries.as_document(made)
    planned = {
        "criteria",
        "initiatives",
        "runs",
        "sessions",
        "rhythms",
        "rhythm_turns",
    }  # written by the composer, the desk and the calendar
    assert set(BY_NAME) - planned <= set(plain)
    assert plain["expenses"][0]["document"] == "17"
    assert plain["activities"][0]["description"] == "Åbent hver tirsdag.\n\nAlle kan komme."
    assert plain["activities"][0]["close_reason"] == "For få kom"
    assert plain["activities"][2]["replaces"] == "cafeen"
    assert plain["milestones"][0]["done_on"] == "2026-05-02"
    assert made.partners.get(organisation=body).agreed_hours_a_year == Decimal("37.5")
    loads_again(made)


def test_every_key_of_the_agreement_has_a_field_on_screen():
    """A new key in the file must have a place on screen too."""
    from traedesten.setup.part import PARTS  # why inside: the parts register when the app is ready

    elsewhere = {
        "code",  # made of the name
        "figures", "done_on",  # a part and a button of their own
        "supersedes", "withdrawn_on", "withdrawn_because",  # the page of an expense
        "close_reason",  # the page that closes
    }  # fmt: skip
    names = {
        "organisations": "organisationer", "areas": "omraader", "venues": "steder", "partners": "organisationer",
        "tags": "maerker", "topics": "emner", "focus_areas": "indsatsomraader", "activities": "aktiviteter",
        "roles": "stillinger", "budget": "budget", "expenses": "forbrug", "phases": "faser",
        "milestones": "milepaele", "closed_weeks": "lukkeuger", "offers": "tilbud",
    }  # fmt: skip
    for section, part in names.items():
        fields = set(PARTS[part].form.base_fields)
        keys = {key.column for key in BY_NAME[section].keys} - elsewhere
        assert keys <= fields | {key for key in keys if key == "week" and "week" in fields}, (section, keys - fields)
