"""Loading: all or nothing, the same file twice changes nothing, a changed file changes what changed."""

import pytest

from tests.documents import sample
from traedesten.core.action import System
from traedesten.core.models import AuditEvent
from traedesten.documents import document, queries
from traedesten.documents.actions import programme_file
from traedesten.documents.fault import FileRefused
from traedesten.journal.catalogue import STANDARD_TOPICS
from traedesten.places.models import Area, Organisation, Venue
from traedesten.programme.models import Activity, Criterion, Phase, Programme, Target, Topic, Version
from traedesten.schedule.models import CourseRun, Initiative, Session, Thread

pytestmark = pytest.mark.django_db

BY = System("test")


def load(plain):
    return programme_file.load(by=BY, document=document.of(plain))


def load_refused(plain):
    with pytest.raises(FileRefused) as refusal:
        load(plain)
    return [fault.sentence() for fault in refusal.value.faults]


@pytest.fixture
def programme():
    return load(sample.plain()).programme


def version_of(programme):
    return Version.objects.get(programme=programme).number


def test_a_new_programme_comes_in_whole(programme):
    assert queries.as_document(programme) == sample.plain()
    assert version_of(programme) == 1
    run = CourseRun.objects.get(code="kursus-1")
    assert (run.rule_numerator, run.rule_denominator, run.partner.code) == (3, 4, "nordby-if")
    assert Activity.objects.get(code="cafe-tema").parent.code == "cafe"


def test_an_initiative_and_its_need_have_threads(programme):
    initiative = Initiative.objects.get(code="gaahold")
    assert (initiative.thread.code, initiative.need.code) == ("gaahold", "behov-1")
    assert sorted(Thread.objects.filter(programme=programme).values_list("code", flat=True)) == ["behov-1", "gaahold"]


def test_every_programme_has_the_standard_topics(programme):
    standard = {(name, code) for name, topics in STANDARD_TOPICS.items() for code, _label in topics}
    assert standard <= set(Topic.objects.filter(programme=programme).values_list("list", "code"))
    assert Topic.objects.get(programme=programme, list="moment", code="m3").name == "Efter 3 måneder"


def test_loading_writes_one_audit_line(programme):
    [line] = AuditEvent.objects.filter(verb="programme_file.load")
    assert (line.programme_id, line.actor_label) == (programme.pk, "system:test")
    assert line.count > 40


def test_the_same_file_again_changes_nothing(programme):
    before = {model: list(model.objects.values()) for model in (Activity, Criterion, Target, Topic, Session, Area)}
    again = load(sample.plain())
    assert (again.made, again.changed, again.removed, again.version) == ({}, {}, {}, None)
    assert {model: list(model.objects.values()) for model in before} == before
    assert version_of(programme) == 1


def test_a_changed_file_changes_only_what_changed(programme):
    plain = sample.plain()
    plain["activities"][0]["name"] = "Café Nord"
    plain["activities"][0]["areas"] = ["nord"]
    plain["criteria"].append({**plain["criteria"][1], "code": "T4"})
    plain["phases"].pop(0)
    cafe = Activity.objects.get(code="cafe").pk
    loaded = load(plain)
    assert (loaded.made, loaded.changed, loaded.removed) == (
        {"criteria": 1, "targets": 1}, {"activities": 2}, {"phases": 1},
    )  # fmt: skip
    assert loaded.version == version_of(programme) == 2
    assert Activity.objects.get(pk=cafe).name == "Café Nord"
    assert [phase.code for phase in Phase.objects.all()] == ["drift"]
    assert queries.as_document(programme) == plain


def test_two_activities_that_swap_places_keep_their_rows(programme):
    plain = sample.plain()
    rows = plain["activities"]
    rows[0], rows[2] = rows[2], rows[0]
    before = dict(Activity.objects.values_list("code", "pk"))
    assert load(plain).changed == {"activities": 2}
    assert dict(Activity.objects.values_list("code", "pk")) == before
    assert [each.code for each in Activity.objects.all()][:3] == ["kursus", "cafe-tema", "cafe"]


def test_plans_the_file_does_not_name_are_left_alone_and_said_so(programme):
    plain = sample.plain()
    del plain["sessions"]
    loaded = load(plain)
    assert (loaded.untouched, loaded.version) == (("sessions",), None)
    assert Session.objects.count() == 2


def test_an_empty_list_of_plans_takes_them_away(programme):
    plain = sample.plain()
    plain["sessions"] = []
    assert load(plain).removed == {"sessions": 2}
    assert Session.objects.count() == 0


def test_a_file_that_only_adds_takes_nothing_away_and_twice_adds_nothing(programme):
    plain = sample.plain()
    plain["sessions"] = [{**plain["sessions"][0], "code": "added", "name": "En til"}]
    added = programme_file.load(by=BY, document=document.of(plain), adds=True)
    assert (added.made, added.removed) == ({"sessions": 1}, {})
    assert Session.objects.count() == 3
    again = programme_file.load(by=BY, document=document.of(plain), adds=True)
    assert (again.made, again.changed, again.removed, again.version) == ({}, {}, {}, None)


# --- targets ---------------------------------------------------------------------------------------------------------


def test_a_target_changed_by_a_decision_keeps_the_old_one_beside_it(programme):
    plain = sample.plain()
    new = {"kind": "reach_by", "value": 60, "valid_from": "2027-02-01", "decision": "Styregruppen 12. januar 2027"}
    plain["criteria"][0]["targets"][0] = new
    loaded = load(plain)
    assert (loaded.made, loaded.removed) == ({"targets": 1}, {})
    rows = list(Target.objects.filter(criterion__code="T2").values_list("value", "valid_from__year", "decision"))
    assert rows == [(80, None, ""), (60, 2027, "Styregruppen 12. januar 2027"), (30, None, "")]
    assert load(plain).version is None
    written = queries.as_document(programme)["criteria"][0]["targets"]
    assert [each["value"] for each in written] == [80, 60, 30]


def test_a_target_corrected_without_a_decision_replaces_the_old_one(programme):
    plain = sample.plain()
    plain["criteria"][0]["targets"][0]["value"] = 60
    loaded = load(plain)
    assert (loaded.made, loaded.removed) == ({"targets": 1}, {"targets": 1})
    assert list(Target.objects.filter(criterion__code="T2").values_list("value", flat=True)) == [60, 30]


def test_a_decision_for_one_area_keeps_no_other_areas_target(programme):
    plain = sample.plain()
    plain["criteria"][0]["targets"] = [
        {"kind": "reach_by", "value": 25, "area": "syd", "valid_from": "2027-02-01", "decision": "Styregruppen"}
    ]
    load(plain)
    assert list(Target.objects.filter(criterion__code="T2").values_list("value", flat=True)) == [30, 25]


# --- nothing half saved ----------------------------------------------------------------------------------------------


def test_a_file_refused_late_saves_nothing_at_all(programme):
    other = sample.plain()
    other["programme"] = {**other["programme"], "code": "sydby", "name": "Sammen i Sydby"}
    other["tags"].append({"code": "ny", "name": "Nyt mærke"})
    other["areas"][0]["name"] = "Et andet navn"
    before = {model: model.objects.count() for model in (Programme, Organisation, Area, Topic, AuditEvent)}
    assert load_refused(other) == [
        (
            "areas › nord: området »nord« bruges også af programmet »Sammen i Nordby« og står der med noget andet i "
            "name. Skriv det samme som der, eller giv din egen en anden kode."
        )
    ]
    assert {model: model.objects.count() for model in before} == before
    assert Area.objects.get(code="nord").name == "Nordgården"


# --- shared rows -----------------------------------------------------------------------------------------------------


def second_programme():
    plain = sample.plain()
    plain["programme"] = {**plain["programme"], "code": "sydby", "name": "Sammen i Sydby"}
    return plain


def test_equal_shared_rows_are_shared(programme):
    loaded = load(second_programme())
    assert not {"organisations", "areas", "venues", "figures"} & {*loaded.made, *loaded.changed}
    assert Area.objects.count() == 2
    assert {each.code for each in Area.objects.get(code="nord").programmes.all()} == {"nordby", "sydby"}


@pytest.mark.parametrize(
    ("section", "place", "key", "value"),
    [
        ("organisations", 1, "kind", "business"),
        ("areas", 1, "figures", [{"from": "2026-01-01", "people": 410}]),
        ("venues", 0, "organisation", "nordby-if"),
    ],
)
def test_a_shared_row_another_programme_uses_cannot_be_changed(programme, section, place, key, value):
    plain = second_programme()
    plain[section][place][key] = value
    [sentence] = load_refused(plain)
    assert f"bruges også af programmet »Sammen i Nordby« og står der med noget andet i {key}. " in sentence


def test_a_shared_row_nobody_else_uses_can_be_changed(programme):
    plain = sample.plain()
    plain["areas"][0]["name"] = "Nordgården og Østgården"
    plain["areas"][0]["figures"][0]["people"] = 905
    loaded = load(plain)
    assert loaded.changed == {"areas": 1, "figures": 1}
    assert loaded.version == 2


def test_a_venue_left_out_is_taken_away_unless_another_programme_has_its_area(programme):
    plain = sample.plain()
    del plain["venues"], plain["runs"][0]["venue"], plain["sessions"][0]["venue"], plain["rhythm_turns"][0]["venue"]
    other = load(second_programme()).programme
    load(plain)
    assert Venue.objects.filter(code="huset").exists()
    elsewhere = second_programme()
    for name in ("venues", "runs", "rhythms", "rhythm_turns", "sessions"):
        elsewhere[name] = []
    elsewhere["areas"].pop(0)
    elsewhere["activities"][0]["areas"] = ["syd"]
    elsewhere["initiatives"][0].pop("area")
    load(elsewhere)
    assert [each.code for each in other.areas.all()] == ["syd"]
    load(plain)
    assert not Venue.objects.filter(code="huset").exists()
