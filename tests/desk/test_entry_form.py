"""The form of every kind, made from the catalogue: it shows, takes what people type, and says what would be right."""

from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import CharField
from django.urls import reverse

from tests.cast import TODAY
from tests.desk.example import typed
from traedesten.core.form import NOT_OFFERED
from traedesten.desk import layout
from traedesten.desk.choice import NONE
from traedesten.desk.sheet import form_class
from traedesten.journal.catalogue import KINDS
from traedesten.journal.models import Entry
from traedesten.journal.store import details
from traedesten.offers.models import Offer
from traedesten.programme.models import Programme, Topic
from traedesten.schedule.models import Initiative, Session, Thread

INSTEAD_ASKED = ("measured_weight", "smiley_5")


def address(kind):
    return reverse("desk:register_kind", kwargs={"programme": "groen-vej", "kind": kind})


def recorder(office, kind):
    """Somebody whose role records the kind."""
    return office.worker if kind not in ("publication", "delivery", "story") else office.leader


@pytest.fixture
def newsletter(record, office):
    return record(by=office.leader, kind="publication", channel="newsletter", thread="blad-1", title="Marts")


def errors(response):
    form = response.context["form"]
    return {name: list(messages) for name, messages in form.errors.items()}


def test_every_kind_has_its_place_on_the_page_of_buttons():
    assert sorted(layout.all_kinds()) == sorted(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_asks_for_every_column_once(kind, office, enter, newsletter):
    response = enter(recorder(office, kind)).get(address(kind))
    assert response.status_code == 200
    form = response.context["form"]
    asked = [field.name for field in (*form.first_fields, *form.settled_fields, *form.folded_fields)]
    assert len(asked) == len(set(asked))
    # A thread that can neither begin nor go on with anything is not asked for.
    replaced = set(form_class(kind).replaced)
    assert set(layout.columns(KINDS[kind])) - set(asked) <= {"thread", "topic"} | replaced
    assert set(KINDS[kind].required) - replaced <= set(asked)


@pytest.mark.parametrize("kind", KINDS)
def test_an_ordinary_entry_of_every_kind_is_saved(kind, office, enter, newsletter):
    client = enter(recorder(office, kind))
    response = client.post(address(kind), typed(kind), follow=True)
    assert response.redirect_chain, errors(response)
    entry = Entry.objects.get(kind=kind) if kind != "publication" else Entry.objects.filter(kind=kind).latest("seq")
    assert entry.recorded_by == recorder(office, kind)
    assert response.context["saved"].can_undo
    assert response.context["saved"].sentence.endswith(".")
    assert response.context["saved"].sentence in response.content.decode().replace("&quot;", '"')


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_says_what_every_needed_field_wants(kind, office, enter, newsletter):
    empty = {"id": typed(kind)["id"], "on": "", "step": ""}
    response = enter(recorder(office, kind)).post(address(kind), empty)
    assert response.status_code == 422
    found = errors(response)
    assert set(KINDS[kind].required) - set(form_class(kind).replaced) <= set(found)
    assert not form_class(kind).replaced or set(found) & set(INSTEAD_ASKED)
    assert all(group[0] in found for group in KINDS[kind].one_of)
    assert all(message[0].isupper() and message.endswith(".") for said in found.values() for message in said)
    assert not Entry.objects.exclude(pk=newsletter.pk).exists()


def test_what_was_typed_stands_again_beside_the_error(office, enter):
    sent = typed("contact", on="i overmorgen", note="Vil gerne i gang med at gå", people="mange")
    response = enter(office.worker).post(address("contact"), sent)
    page = response.content.decode()
    assert errors(response).keys() == {"on", "people"}
    assert 'value="i overmorgen"' in page
    assert 'value="mange"' in page
    assert "Vil gerne i gang med at gå" in page
    assert sent["id"] in page
    assert response.context["form"].is_unfolded  # the number of people is asked for in the fold


@pytest.mark.parametrize("column", ["note", "subject", "household"])
def test_a_cpr_number_is_refused_wherever_it_is_typed(column, office, enter):
    sent = typed("contact", **{column: "010170-1234"})
    response = enter(office.worker).post(address("contact"), sent)
    assert "CPR-nummer" in errors(response)[column][0]
    assert not Entry.objects.exists()


def test_a_phone_number_is_no_cpr_number(office, enter):
    response = enter(office.worker).post(address("contact"), typed("contact", note="ring 31 31 31 31"))
    assert response.status_code == 302


def test_the_session_gives_the_day_unless_another_is_typed(office, enter):
    client = enter(office.worker)
    attended = typed("attendance", session="cafe-1", on="20.11.2026", subject="KM-427", run=None)
    assert client.post(address("attendance"), attended).status_code == 302
    assert Entry.objects.get().happened_on == office.cafe_session.planned_on
    other = typed("attendance", session="cafe-1", on="13.11.2026", subject="KM-428", subject_sure="KM-428")
    assert errors(client.post(address("attendance"), other)).keys() == {"on"}


def test_a_session_in_an_area_where_one_does_not_work_cannot_be_chosen(office, enter):
    sent = typed("visit", session="cafe-2")
    assert errors(enter(office.worker).post(address("visit"), sent)).keys() == {"session"}
    assert enter(office.worker_next_door).post(address("visit"), sent).status_code == 302


def test_an_area_where_one_does_not_work_cannot_be_chosen(office, enter):
    sent = typed("contact", area="lyngtoppen")
    assert errors(enter(office.worker).post(address("contact"), sent)).keys() == {"area"}
    assert enter(office.nurse).post(address("contact"), sent).status_code == 302


def test_who_works_in_some_areas_says_which(office, enter):
    sent = typed("contact", area="", activity=NONE)
    assert errors(enter(office.worker).post(address("contact"), sent)).keys() == {"area"}
    outside = {**sent, "area": NONE}
    assert errors(enter(office.worker).post(address("contact"), outside)).keys() == {"area"}
    assert enter(office.nurse).post(address("contact"), outside).status_code == 302


def test_nothing_counts_nowhere_by_accident(office, enter):
    client, sent = enter(office.nurse), typed("conversation", area=None, activity=None)
    found = errors(client.post(address("conversation"), sent))
    assert found["activity"] == ["Vælg et svar under »Aktivitet«, eller vælg »Hører ikke til en aktivitet«."]
    assert found["area"] == ["Vælg et svar under »Område«, eller vælg »Uden for områderne«."]
    assert client.post(address("conversation"), {**sent, "activity": NONE, "area": NONE}).status_code == 302
    assert (Entry.objects.get().activity, Entry.objects.get().area) == (None, None)
    form = client.get(address("conversation")).context["form"]
    assert (form["activity"].value(), form["area"].value()) == (NONE, NONE)


def test_a_session_or_a_run_answers_where_it_was(office, enter):
    client = enter(office.nurse)
    at_cafe = typed("contact", area=None, activity="opsoegende", session="cafe-1", on="12.11.2026")
    assert client.post(address("contact"), at_cafe).status_code == 302
    assert Entry.objects.get().activity == office.cafe
    with_family = typed("outcome", area=None, activity=None, run="familie-1")
    assert client.post(address("outcome"), with_family).status_code == 302
    assert Entry.objects.latest("seq").activity == office.course


def test_the_one_activity_that_a_kind_belongs_to_is_chosen_beforehand(office, enter):
    client = enter(office.nurse)
    assert client.get(address("contact")).context["form"]["activity"].value() == "opsoegende"
    assert not client.get(address("conversation")).context["form"]["activity"].value()
    form = client.get(address("told_visit")).context["form"]
    assert [code for code, _name in form.fields["activity"].choices] == ["cafe"]
    assert form["activity"].value() == "cafe"


def test_who_corrects_an_entry_outside_all_activities_need_not_choose_one(office, enter, record):
    entry = record(by=office.nurse, kind="contact", channel="door", first_time="yes")
    page = enter(office.nurse).get(reverse("desk:correct", args=[office.here.code, entry.uid]))
    form = page.context["form"]
    assert (form["activity"].value(), form["area"].value()) == (NONE, NONE)


def test_one_of_several_says_so_in_words_of_the_form(office, enter):
    form = enter(office.worker).get(address("contact")).context["form"]
    assert "Udfyld denne eller »Person«." in form.fields["first_time"].help_text
    assert "Udfyld denne eller »Første gang vi mødes«." in form.fields["subject"].help_text
    sent = typed("contribution", subject=None)
    assert errors(enter(office.partner).post(address("contribution"), {**sent, "partner": ""}))["partner"] == [
        "Udfyld mindst én: »Samarbejdspartner« eller »Antal frivillige uden kode«."
    ]
    form = enter(office.cafe_host).get(address("rating")).context["form"]
    assert form.fields["session"].is_either_or


@pytest.mark.parametrize("column", ["activity", "channel", "topic"])
def test_a_code_that_is_not_offered_is_told_in_our_own_words(column, office, enter):
    found = errors(enter(office.worker).post(address("contact"), typed("contact", **{column: "findes-ikke"})))
    assert found[column] == [str(NOT_OFFERED)]


def test_the_only_area_and_today_are_chosen_beforehand(office, enter):
    form = enter(office.worker).get(address("contact")).context["form"]
    assert (form["area"].value(), form["on"].value()) == ("havtornen", TODAY)
    form = enter(office.nurse).get(address("contact")).context["form"]
    assert not form["area"].value()


def test_the_address_may_say_what_is_known_already(office, enter):
    told = "?activity=opsoegende&value=3&note=Ring+til+mig&id=7"
    form = enter(office.worker).get(address("contact") + told).context["form"]
    assert form["activity"].value() == "opsoegende"
    assert not {"value", "note"} & set(form.initial)
    assert form["id"].value() != "7"


def test_last_choices_are_the_next_defaults(office, enter):
    client = enter(office.worker)
    client.post(address("contact"), typed("contact", channel="laundry", activity="opsoegende"))
    form = client.get(address("contact")).context["form"]
    assert (form["channel"].value(), form["activity"].value()) == ("laundry", "opsoegende")
    assert form["first_time"].value() is None
    assert client.get(address("enquiry")).context["form"]["channel"].value() is None


def test_last_choices_are_still_the_defaults_the_next_morning_and_never_those_of_others(office, enter):
    here = {"channel": "laundry", "activity": "opsoegende", "area": "havtornen"}
    enter(office.leader).post(address("contact"), typed("contact", **here))
    assert enter(office.nurse).get(address("contact")).context["form"]["channel"].value() is None
    form = enter(office.leader).get(address("contact")).context["form"]
    assert {column: form[column].value() for column in here} == here
    assert enter(office.leader).get(address("conversation")).context["form"]["area"].value() == "havtornen"


def test_a_new_thread_is_made_once_and_can_be_gone_on_with(office, enter):
    client = enter(office.worker)
    client.post(address("initiative"), typed("initiative", title="Cykelværksted"))
    form = client.get(address("initiative")).context["form"]
    names = [name for _code, name in form.fields["thread"].choices]
    assert names == ["Vælg", "Nyt initiativ", "Cykelværksted"]
    code = form.fields["thread"].choices[2][0]
    client.post(address("initiative"), typed("initiative", thread=code, step="started"))
    assert len(set(Entry.objects.values_list("thread", flat=True))) == 1


def test_persons_are_not_asked_for_in_a_role_that_sees_none(office, enter):
    form = enter(office.partner).get(address("contribution")).context["form"]
    assert "subject" not in form.fields
    assert [code for code, _name in form.fields["partner"].choices] == ["strandskolen"]
    assert form["partner"].value() == "strandskolen"


def test_an_activity_of_one_area_says_where_it_was(office, enter):
    office.outreach.areas.set([office.area_next_door])
    client = enter(office.nurse)
    assert client.post(address("contact"), typed("contact", activity="opsoegende", area="")).status_code == 302
    assert Entry.objects.get().area == office.area_next_door
    unclear = client.post(address("contact"), typed("contact", activity="cafe", area=""))
    assert errors(unclear).keys() == {"area"}


def test_the_session_going_on_now_is_chosen_beforehand(office, enter):
    client = enter(office.worker)
    assert not client.get(address("visit")).context["form"]["session"].value()
    for code, starts_at in (("morgen", time(8)), ("formiddag", time(9, 30)), ("aften", time(18))):
        Session.objects.create(
            programme=office.here, code=code, activity=office.cafe, planned_on=TODAY, starts_at=starts_at
        )
    assert client.get(address("visit")).context["form"]["session"].value() == "formiddag"
    assert client.get(address("visit") + "?session=aften").context["form"]["session"].value() == "aften"


def test_the_fold_stands_open_only_when_there_is_something_in_it(office, enter):
    client = enter(office.worker)
    assert not client.get(address("referral")).context["form"].is_unfolded
    assert client.get(address("referral") + "?source=doctor").context["form"].is_unfolded


def test_a_long_list_of_topics_becomes_a_list_and_an_empty_one_says_so(office, enter):
    Topic.objects.bulk_create(
        Topic(programme=office.here, list="matter", code=f"t{number}", name=f"Emne {number}") for number in range(20)
    )
    client = enter(office.worker)
    page = client.get(address("contact")).content.decode()
    assert '<select name="topic"' in page
    Topic.objects.filter(list="indicator").delete()
    form = client.get(address("outside_figure")).context["form"]
    assert "ikke noget at vælge endnu" in str(form.fields["topic"].help_text)


def test_in_a_programme_that_has_ended_the_last_day_is_chosen_beforehand(office, enter):
    Programme.objects.filter(pk=office.here.pk).update(ends_on=date(2026, 11, 13))
    client = enter(office.worker)
    assert client.get(address("contact")).context["form"]["on"].value() == date(2026, 11, 13)
    named = client.get(address("visit")).context["form"].fields["session"].choices
    assert [code for code, _name in named] == ["", "cafe-1"]


def test_a_planned_initiative_can_be_begun_where_one_works(office, enter):
    for code, name, area in (("have", "Beboerhaven", office.area_here), ("kor", "Koret", office.area_next_door)):
        thread = Thread.objects.create(programme=office.here, code=code)
        Initiative.objects.create(programme=office.here, code=code, name=name, thread=thread, area=area)
    client = enter(office.worker)
    for kind, first in (("initiative", ["Vælg", "Nyt initiativ"]), ("log_entry", ["Ingen"])):
        form = client.get(address(kind)).context["form"]
        assert [str(name) for _code, name in form.fields["thread"].choices] == [*first, "Beboerhaven"]


def test_nothing_is_said_in_silence_because_it_was_said_last_time(office, enter):
    client = enter(office.worker)
    client.post(address("visit"), typed("visit", session="cafe-1"))
    assert client.get(address("visit")).context["form"]["session"].value() == "cafe-1"
    assert not client.get(address("contact")).context["form"]["session"].value()
    client.post(address("contact"), typed("contact", source="doctor", venue="havtornen-hus"))
    form = client.get(address("contact")).context["form"]
    assert not form.is_unfolded
    assert not [field.name for field in form.folded_fields if field.value()]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "area" in KINDS[kind].columns])
def test_where_it_happened_is_always_in_sight(kind, office, enter, newsletter):
    form = enter(recorder(office, kind)).get(address(kind)).context["form"]
    in_sight = [field.name for field in (*form.first_fields, *form.settled_fields)]
    assert "area" in in_sight or layout.is_placed_by_plan(KINDS[kind])


def test_a_later_step_goes_on_with_what_the_person_is_in_the_middle_of(office, enter, record):
    Offer.objects.create(programme=office.here, code="kor", name="Koret")
    offered = record(
        kind="referral", subject="KM-427", offer="svoemning", step="offered", thread="b-1", area="havtornen"
    )
    client, later = enter(office.worker), typed("referral", step="accepted", thread="+", area="havtornen")
    for _time in range(2):
        assert client.post(address("referral"), later).status_code == 302
    accepted = Entry.objects.latest("seq")
    assert (accepted.step, accepted.thread) == ("accepted", offered.thread)
    for changes in ({"step": "offered"}, {"offer": "kor"}, {"subject": "KM-428", "subject_sure": "KM-428"}):
        client.post(address("referral"), typed("referral", **{"step": "started", "thread": "+", **changes}))
        assert Entry.objects.latest("seq").thread != offered.thread
    assert Entry.objects.count() == 5


CPRS = ("010170-1234", "01 01 70 1234", "01.01.70-1234", "0101701234")


@pytest.mark.parametrize(
    ("kind", "number"),
    [*((kind, CPRS[0]) for kind in KINDS), *(("contact", number) for number in CPRS[1:])],
)
def test_a_cpr_number_is_refused_in_every_text_of_every_form(kind, number, office, enter, newsletter):
    client = enter(recorder(office, kind))
    form = client.get(address(kind)).context["form"]
    texts = [name for name, field in form.fields.items() if isinstance(field, CharField) and name != "id"]
    for name in texts:
        response = client.post(address(kind), typed(kind, **{name: f"se {number}" if name != "subject" else number}))
        assert response.status_code == 422, name
        assert "CPR-nummer" in " ".join(errors(response)[name]), name
    assert not Entry.objects.exclude(pk=newsletter.pk).exists()


@pytest.mark.parametrize("words", ["ring 31 31 31 31", "den 20.11.2026 14.30", "1990-2024", "EAN 5790000123456"])
def test_phone_numbers_dates_and_years_are_no_cpr_numbers(words, office, enter):
    assert enter(office.worker).post(address("contact"), typed("contact", note=words)).status_code == 302


def test_a_text_that_is_too_long_is_refused_whole_with_its_count(office, enter):
    note = "æ" * 20_321
    response = enter(office.worker).post(address("contact"), typed("contact", note=note))
    assert errors(response)["note"] == [
        "Teksten er på 20.321 tegn, og der er plads til 20.000. Forkort den, eller del den i to."
    ]
    assert note in response.content.decode()
    assert "maxlength" not in str(response.context["form"]["note"])


@pytest.mark.parametrize("note", ["🚶🏽‍♀️ 👨‍👩‍👧‍👦", "مرحبا", "שלום", "Ærø ß ñ 你好"])
def test_any_script_and_sign_is_kept_as_it_was_written(note, office, enter):
    client = enter(office.worker)
    assert client.post(address("contact"), typed("contact", note=note)).status_code == 302
    entry = Entry.objects.get()
    assert details(entry)["note"] == note
    page = client.get(reverse("desk:entry", args=[office.here.code, entry.uid])).content.decode()
    assert f'<dd dir="auto">{note}</dd>' in page


def test_who_sends_a_file_instead_of_a_text_is_told_what_is_missing(office, enter):
    file = SimpleUploadedFile("referat.docx", b"PK", content_type="application/msword")
    sent = {**typed("log_entry"), "note": file}
    response = enter(office.worker).post(address("log_entry"), sent)
    assert errors(response).keys() == {"note"}
    assert not Entry.objects.exists()
