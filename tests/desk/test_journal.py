"""Reading the journal: who sees which entries, what is found, what is logged, and what an entry's page says."""

import re

import pytest
from cryptography.fernet import Fernet
from django.test import override_settings
from django.urls import reverse

from traedesten.core.models import Look
from traedesten.desk import entry_list, journal_filter
from traedesten.journal.actions import entry as journal_entry
from traedesten.people.models import SubjectAlias

HERE = {"programme": "groen-vej"}
JOURNAL = reverse("desk:journal", kwargs=HERE)


def page_of(entry):
    return reverse("desk:entry", kwargs={**HERE, "uid": entry.uid})


def sentences(response):
    return [line.sentence for line in response.context["page"].lines]


@pytest.fixture
def door(record):
    return record(kind="contact", channel="door", first_time="yes", area="havtornen", step="talked")


@pytest.fixture
def talk(record):
    return record(
        kind="conversation", subject="KM-427", step="kram", value=45, area="havtornen", note="Vil gerne gå ture"
    )


@pytest.fixture
def next_door(record, office):
    return record(by=office.worker_next_door, kind="contact", channel="yard", subject="KM-999", area="lyngtoppen")


# --- The list -------------------------------------------------------------------------------------------------------


def test_each_sees_their_kinds_in_their_areas(office, enter, door, talk, next_door):
    seen = {
        person: sentences(enter(office.everyone[person]).get(JOURNAL))
        for person in ("worker", "worker_next_door", "caretaker", "nurse", "communicator")
    }
    at_the_door = "Kontakt ved døren i Havtornen: talte sammen, første gang."
    conversation = "KRAM-samtale med KM-427 i Havtornen: 45 minutter."
    in_the_yard = "Kontakt i gården med KM-999 i Lyngtoppen."
    assert seen == {
        "worker": [conversation, at_the_door],
        "worker_next_door": [in_the_yard],
        "caretaker": [at_the_door],
        "nurse": [in_the_yard, conversation, at_the_door],
        "communicator": [],
    }


@pytest.mark.parametrize(("person", "status"), [("funder", 403), ("officer", 403), ("leader_elsewhere", 404)])
def test_who_sees_no_entries_here(person, status, office, enter, door):
    client = enter(office.everyone[person])
    assert client.get(JOURNAL).status_code == status
    assert client.get(page_of(door)).status_code == status


def test_an_empty_journal_says_where_to_begin(office, enter):
    assert "Ingen registreringer endnu" in enter(office.worker).get(JOURNAL).content.decode()


@pytest.mark.parametrize(
    ("wanted", "kinds"),
    [
        ({"kind": "conversation"}, ["conversation"]),
        ({"area": "lyngtoppen"}, ["contact"]),
        ({"subject": "km-427"}, ["conversation"]),
        ({"subject": "KM-4"}, []),
        ({"starts_on": "20.11.2026"}, ["contact", "conversation", "contact"]),
        ({"starts_on": "19.11.2026", "ends_on": "19.11.2026"}, []),
        ({"activity": "cafe"}, []),
        ({"by": "me"}, []),
        ({"by": "worker"}, ["conversation", "contact"]),
    ],
)
def test_what_is_looked_for_is_found(wanted, kinds, office, enter, door, talk, next_door):
    if "by" in wanted:
        wanted = {"by": {"me": office.nurse.pk, "worker": office.worker.pk}[wanted["by"]]}
    found = enter(office.nurse).post(JOURNAL, wanted, follow=True).context["page"].lines
    assert [line.entry.kind for line in found] == kinds


@pytest.mark.parametrize(
    "wanted",
    [{"starts_on": "20.11.2026", "ends_on": "1.1.2026"}, {"subject": "010170-1234"}, {"kind": "tally"}],
)
def test_a_search_that_cannot_be_is_explained(wanted, office, enter, door):
    response = enter(office.nurse).post(JOURNAL, wanted)
    assert response.status_code == 422
    assert response.context["form"].errors
    assert not Look.objects.filter(way="search").exists()


def test_a_filter_cannot_reach_another_area(office, enter, next_door):
    assert sentences(enter(office.worker).post(JOURNAL, {"subject": "KM-999"}, follow=True)) == []


def test_pages_follow_each_other(office, enter, record):
    for _number in range(entry_list.PER_PAGE + 1):
        record(kind="enquiry", step="received", area="havtornen")
    client = enter(office.worker)
    first, second = client.get(JOURNAL), client.get(JOURNAL, {"side": "2"})
    assert [len(page.context["page"].lines) for page in (first, second)] == [entry_list.PER_PAGE, 1]
    assert "side=2" in first.content.decode()
    assert "side=1" in second.content.decode()
    for wrong in ("-3", "0", "²", "9" * 5000):
        assert client.get(JOURNAL, {"side": wrong}).context["page"].number == 1


def test_no_code_of_a_person_stands_in_an_address(office, enter, record):
    """A search is sent, its further pages too; an address with a code searches for nobody."""
    for _number in range(entry_list.PER_PAGE + 1):
        record(kind="contact", channel="door", subject="KM-427", area="havtornen")
    client = enter(office.worker)
    found = client.post(JOURNAL, {"subject": "KM-427"}, follow=True)
    address = found.redirect_chain[-1][0]
    assert "KM-427" not in address
    assert "side=2" in re.search(r'<nav class="pages".*?</nav>', found.content.decode(), re.S)[0]
    assert len(client.get(f"{address}&side=2").context["page"].lines) == 1
    assert client.get(JOURNAL, {"subject": "KM-427"}).context["page"].searched_for == ""
    assert client.get(reverse("desk:subjects", kwargs=HERE), {"subject": "KM"}).status_code == 405


def test_old_versions_are_shown_on_request_and_marked(office, enter, door, talk):
    row = {"on": "2026-11-19", "channel": "door", "first_time": "yes", "area": "havtornen"}
    journal_entry.correct(by=office.worker, entry=door, row=row, reason="Forkert dag")
    journal_entry.withdraw(by=office.worker, entry=talk, reason="Blev ikke til noget")
    client = enter(office.worker)
    assert [line.mark for line in client.get(JOURNAL).context["page"].lines] == ["corrected"]
    everything = client.get(JOURNAL, {"all": "on"})
    assert [line.mark for line in everything.context["page"].lines] == ["withdrawn", "superseded", "corrected"]
    assert "Trukket tilbage" in everything.content.decode()


def test_a_list_asks_the_database_as_often_for_one_as_for_three(office, enter, record, django_assert_num_queries):
    client = enter(office.nurse)
    client.get(JOURNAL)
    for number in (1, 3):
        for _again in range(number):
            record(kind="contact", channel="door", subject="KM-427", area="havtornen", activity="cafe", topic="bolig")
        with django_assert_num_queries(12):
            client.get(JOURNAL)


def test_what_was_looked_for_is_said_and_taken_off_one_by_one(office, enter, door, talk):
    client = enter(office.nurse)
    found = client.post(JOURNAL, {"kind": "conversation", "subject": "km-427"}, follow=True)
    said = {label: (value, href) for label, value, href in found.context["conditions"]}
    assert said["Slags"][0] == "Samtale"
    assert said["Persons kode"] == ("km-427", "kind=conversation")
    assert sentences(client.get(f"{JOURNAL}?{said['Slags'][1]}")) == sentences(found)


def test_a_merged_person_is_found_by_either_code(office, enter, record):
    first, second = (record(kind="contact", channel="door", subject=code).subject for code in ("KM-1", "KM-2"))
    SubjectAlias.objects.create(alias=second, canonical=first)
    record(kind="contact", channel="door", subject="KM-3")
    for code in ("KM-1", "km-2"):
        assert len(sentences(enter(office.nurse).post(JOURNAL, {"subject": code}, follow=True))) == 2


def test_a_person_searched_for_elsewhere_is_not_remembered_here(office, enter, talk, client):
    address = enter(office.nurse).post(JOURNAL, {"subject": "KM-427"}).url
    client.logout()
    response = enter(office.nurse).get(address, follow=True)
    assert response.context["page"].searched_for == ""
    assert "Søg igen" in response.content.decode()


def test_the_last_few_searches_are_remembered_and_one_code_has_one_mark(office, enter, talk):
    client = enter(office.nurse)
    first = client.post(JOURNAL, {"subject": "KM-427"}).url
    assert client.post(JOURNAL, {"subject": "KM-427"}).url == first
    for number in range(journal_filter.MOST_KEPT):
        client.post(JOURNAL, {"subject": f"KM-{number}"})
    assert len(client.session[journal_filter.SESSION_KEY]) == journal_filter.MOST_KEPT
    assert client.get(first).status_code == 302


def test_no_code_of_a_person_lies_readable_in_a_session(office, enter, talk):
    client = enter(office.nurse)
    address = client.post(JOURNAL, {"subject": "KM-427"}).url
    assert "KM-427" not in str(dict(client.session))
    assert client.get(address).context["page"].searched_for == "KM-427"
    with override_settings(ENCRYPTION_KEYS=[Fernet.generate_key().decode()]):
        assert "Søg igen" in client.get(address, follow=True).content.decode()


# --- One entry ------------------------------------------------------------------------------------------------------


def facts(response):
    return dict(response.context["page"].facts)


def test_an_entry_is_told_in_words(office, enter, talk):
    response = enter(office.worker).get(page_of(talk))
    assert facts(response) == {
        "Hvilken samtale": "KRAM-samtale",
        "Person": "KM-427",
        "Minutter": "45 minutter",
        "Område": "Havtornen",
        "Dato": "fredag 20. november",
        "Notat": "Vil gerne gå ture",
    }
    assert [(c.what, c.who) for c in response.context["page"].chapters] == [("Registreret", "Viggo Vibe")]


def test_a_note_about_health_is_read_by_those_who_may(office, enter, talk):
    for person, reads in (("worker", True), ("nurse", True), ("leader", False), ("family_worker", False)):
        response = enter(office.everyone[person]).get(page_of(talk))
        assert response.status_code == 200
        assert ("Vil gerne gå ture" in response.content.decode()) is reads
        assert response.context["page"].note_is_closed is not reads


def test_an_entry_of_the_next_area_or_of_other_kinds_does_not_exist(office, enter, talk, next_door):
    assert enter(office.worker).get(page_of(next_door)).status_code == 404
    assert enter(office.worker_next_door).get(page_of(talk)).status_code == 404
    assert enter(office.caretaker).get(page_of(talk)).status_code == 404
    elsewhere = reverse("desk:entry", kwargs={"programme": "blaa-vej", "uid": talk.uid})
    assert enter(office.worker_elsewhere).get(elsewhere).status_code == 404


def test_the_row_that_takes_back_has_no_page(office, enter, talk):
    gone = journal_entry.withdraw(by=office.worker, entry=talk, reason="Blev ikke til noget").entry
    client = enter(office.worker)
    assert client.get(page_of(gone)).status_code == 404
    response = client.get(page_of(talk))
    assert response.context["page"].mark == "withdrawn"
    assert not response.context["page"].may_correct
    assert [(c.what, c.reason) for c in response.context["page"].chapters] == [
        ("Registreret", ""),
        ("Trukket tilbage", "Blev ikke til noget"),
    ]


def test_a_role_that_sees_no_persons_reads_none(office, enter, record):
    given = record(by=office.leader, kind="contribution", partner="strandskolen", subject="KM-5", value=2, sex="female")
    response = enter(office.partner).get(page_of(given))
    assert response.status_code == 200
    assert "KM-5" not in response.content.decode()
    assert "Kvinde" not in response.content.decode()
    assert "KM-5" in enter(office.leader).get(page_of(given)).content.decode()


def test_the_history_says_what_was_changed_from_and_to(office, enter, door):
    row = {"on": "2026-11-19", "channel": "yard", "first_time": "yes", "area": "havtornen", "topic": "bolig"}
    newest = journal_entry.correct(by=office.worker, entry=door, row=row, reason="Forkert dag").entry
    chapter = enter(office.worker).get(page_of(newest)).context["page"].chapters[-1]
    assert chapter.changed == (
        "Hvor eller hvordan: fra »Ved døren« til »I gården«",
        "Hvordan gik det: fra »Talte sammen« til tomt",
        "Hvad det handlede om: fra tomt til »Bolig«",
        "Dato: fra »fredag 20. november« til »torsdag 19. november«",
    )


# --- Who looked -----------------------------------------------------------------------------------------------------


def looks():
    return list(Look.objects.order_by("id").values_list("actor_id", "way", "what", "count", "words"))


def test_a_look_at_somebody_is_logged(office, enter, talk, door):
    client = enter(office.nurse)
    client.get(page_of(door))
    assert looks() == []
    client.get(page_of(talk))
    assert looks() == [(office.nurse.pk, "read", "journal.entry", 1, None)]
    line = Look.objects.get()
    assert (line.subject_id, line.object_key, line.programme_id) == (talk.subject_id, str(talk.uid), office.here.pk)


def test_a_look_at_a_note_without_a_person_is_logged(office, enter, record):
    worry = record(kind="concern", step="received", area="havtornen", note="Gardinerne er altid for")
    enter(office.nurse).get(page_of(worry))
    assert [look[2] for look in looks()] == ["journal.entry"]


def test_a_list_of_persons_and_a_search_for_one_are_logged(office, enter, talk, door):
    client = enter(office.nurse)
    client.post(JOURNAL, {"kind": "contact"}, follow=True)
    assert looks() == []
    client.get(JOURNAL)
    client.post(JOURNAL, {"subject": "KM-427"}, follow=True)
    assert looks() == [
        (office.nurse.pk, "read", "journal.list", 1, None),
        (office.nurse.pk, "search", "journal.search", 1, "KM-427"),
    ]


def test_a_look_on_the_way_to_putting_right_is_logged(office, enter, talk, door):
    client = enter(office.worker)
    for name in ("correct", "withdraw"):
        client.get(reverse(f"desk:{name}", kwargs={**HERE, "uid": door.uid}))
        client.get(reverse(f"desk:{name}", kwargs={**HERE, "uid": talk.uid}))
    assert [look[2] for look in looks()] == ["journal.entry"] * 2
    assert set(Look.objects.values_list("subject_id", flat=True)) == {talk.subject_id}


def test_a_look_at_a_household_is_logged(office, enter, record):
    family = record(kind="contact", channel="door", first_time="no", household="FAM-1", area="havtornen")
    assert family.subject_id is None
    client = enter(office.leader)
    client.get(JOURNAL)
    client.get(page_of(family))
    assert [look[2] for look in looks()] == ["journal.list", "journal.entry"]


@pytest.mark.parametrize("how", ["sendt", "efter"])
def test_a_form_that_tells_of_somebody_again_is_a_look(how, office, enter, record):
    row = {"area": "havtornen", "subject": "KM-427", "offer": "svoemning", "thread": "H-1", "step": "offered"}
    asked = record(kind="referral", **row)
    form = reverse("desk:register_kind", kwargs={**HERE, "kind": "referral"})
    client = enter(office.worker)
    client.get(form)
    before = len(looks())
    assert b"KM-427" in client.get(form, {how: str(asked.uid)}).content
    assert [look[2] for look in looks()[before:]].count("desk.form_again") == 1


def test_codes_that_a_form_suggests_are_logged(office, enter, talk):
    client = enter(office.worker)
    client.post(reverse("desk:subjects", kwargs=HERE), {"subject": "km"})
    assert looks() == [(office.worker.pk, "search", "journal.suggestions", 1, "km")]


def test_a_cpr_number_typed_for_a_code_is_looked_up_nowhere_and_kept_in_no_log(office, enter, talk):
    client = enter(office.worker)
    answer = client.post(reverse("desk:subjects", kwargs=HERE), {"subject": "010190-1234"})
    assert answer.context["codes"] == []
    assert "010190" not in answer.content.decode()
    assert looks() == []


def test_threads_of_persons_that_a_form_lists_are_logged(office, enter, record):
    record(kind="referral", step="offered", offer="svoemning", subject="KM-427", thread="bro-1", area="havtornen")
    form = reverse("desk:register_kind", kwargs={**HERE, "kind": "referral"})
    enter(office.worker).get(form)
    assert (office.worker.pk, "read", "journal.threads", 1, None) in looks()
    Look.objects.all().delete()
    enter(office.worker_next_door).get(form)
    assert looks() == []


def test_a_version_moved_to_another_area_tells_nothing_here(office, enter, record):
    door = record(kind="contact", channel="door", first_time="yes", area="havtornen", by=office.nurse)
    moved = {"on": "2026-11-20", "channel": "yard", "first_time": "no", "area": "lyngtoppen"}
    newest = journal_entry.correct(by=office.leader, entry=door, row=moved, reason="Hun bor på Lyngtoppen").entry
    response = enter(office.worker).get(page_of(door))
    page = response.content.decode()
    assert "Rettet" in page
    assert not any(told in page for told in ("Hun bor", str(newest.uid), "Lise Lærke", "Kanal"))
    assert "Hun bor" in enter(office.nurse).get(page_of(door)).content.decode()


def test_the_menu_leads_here(office, enter):
    page = enter(office.worker).get(JOURNAL).content.decode()
    assert re.search(rf'href="{JOURNAL}" aria-current="page"', page)


def test_the_menu_has_no_way_to_what_would_be_refused(office, enter):
    compass = reverse("measures:compass", kwargs=HERE)
    page = enter(office.funder).get(compass).content.decode()
    assert f'href="{compass}"' in page
    assert JOURNAL not in page


def test_a_form_that_shows_a_person_or_a_note_is_a_look(office, enter, talk, door, record):
    worry = record(kind="concern", step="received", area="havtornen", note="Gardinerne er altid for")
    client = enter(office.worker)
    for entry, name in (
        (talk, "correct"),
        (talk, "withdraw"),
        (worry, "correct"),
        (worry, "withdraw"),
        (door, "correct"),
    ):
        client.get(reverse(f"desk:{name}", kwargs={**HERE, "uid": entry.uid}))
    assert list(Look.objects.order_by("id").values_list("object_key", flat=True)) == [
        str(talk.uid),
        str(talk.uid),
        str(worry.uid),
    ]
