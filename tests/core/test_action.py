"""One way to change anything: whole or nothing, by somebody who may, with one line of what was done."""

import pytest
from django.core.exceptions import PermissionDenied

from traedesten.core import access
from traedesten.core import action as action_module
from traedesten.core.access import Permission, Reach
from traedesten.core.action import AuditSubject, System, action
from traedesten.core.models import AuditEvent
from traedesten.programme.models import Tag

JOB = System("test")


@pytest.fixture(autouse=True)
def _registers_of_its_own(monkeypatch):
    monkeypatch.setattr(action_module, "ACTIONS", {})
    monkeypatch.setattr(action_module, "NEEDS", {})


def make_tag():
    @action("tag.add", needs=Permission.EDIT_PROGRAMME)
    def add(*, by, programme, code):
        return Tag.objects.create(programme=programme, code=code, name=code)

    return add


def test_a_verb_writes_exactly_one_line_beside_what_it_made(cast):
    tag = make_tag()(by=cast.leader, programme=cast.here, code="tema")
    line = AuditEvent.objects.get()
    assert (line.verb, line.object_type, line.object_key) == ("tag.add", "programme.Tag", str(tag.pk))
    assert (line.actor_id, line.actor_label) == (cast.leader.pk, f"staff:{cast.leader.pk}")
    assert (line.programme_id, line.count) == (cast.here.pk, 1)


def test_a_line_holds_no_name_no_address_and_no_content(cast):
    make_tag()(by=cast.leader, programme=cast.here, code="sorggruppe")
    line = str(AuditEvent.objects.values().get())
    for personal in (cast.leader.name, cast.leader.email, "sorggruppe"):
        assert personal not in line


def test_a_verb_within_a_verb_writes_a_line_each(cast):
    add = make_tag()

    @action("tag.pair", needs=Permission.EDIT_PROGRAMME)
    def pair(*, by, programme):
        add(by=by, programme=programme, code="a")
        return add(by=by, programme=programme, code="b")

    pair(by=cast.leader, programme=cast.here)
    assert sorted(AuditEvent.objects.values_list("verb", flat=True)) == ["tag.add", "tag.add", "tag.pair"]


def test_a_verb_that_fails_leaves_nothing_not_even_its_line(cast):
    @action("tag.fail", needs=Permission.EDIT_PROGRAMME)
    def fail(*, by, programme):
        Tag.objects.create(programme=programme, code="halv", name="Halv")
        raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        fail(by=cast.leader, programme=cast.here)
    assert not Tag.objects.exists()
    assert not AuditEvent.objects.exists()


def test_what_was_done_is_undone_when_its_line_cannot_be_written(cast):
    @action("tag.lose", needs=Permission.EDIT_PROGRAMME)
    def lose(*, by, programme):
        Tag.objects.create(programme=programme, code="tabt", name="Tabt")
        return

    with pytest.raises(TypeError, match="must return the noun"):
        lose(by=cast.leader, programme=cast.here)
    assert not Tag.objects.exists()


def test_an_object_can_say_itself_what_its_line_is_about(cast):
    class Batch:
        def audit_subject(self):
            return AuditSubject("journal.ImportBatch", "7", cast.here.pk, 1_000)

    @action("batch.read", needs=Permission.IMPORT_ENTRIES)
    def read(*, by, programme):
        return Batch()

    read(by=JOB, programme=cast.here)
    line = AuditEvent.objects.get()
    assert (line.object_type, line.object_key, line.count) == ("journal.ImportBatch", "7", 1_000)
    assert (line.actor_id, line.actor_label) == (None, "system:test")


def test_nobody_acts_without_answering_for_it(cast):
    with pytest.raises(TypeError, match="needs by="):
        make_tag()(programme=cast.here, code="tema")
    with pytest.raises(TypeError, match="needs by="):
        make_tag()(by=None, programme=cast.here, code="tema")


def test_a_verb_takes_keywords_only_and_by():
    with pytest.raises(TypeError, match="must take by="):
        action("x.y", needs=())(lambda *, programme: programme)
    with pytest.raises(TypeError, match="keywords only"):
        action("x.y", needs=())(lambda by, programme: programme)


def test_two_verbs_cannot_share_a_name():
    make_tag()

    def other(*, by):
        return by

    with pytest.raises(ValueError, match=r"two actions are called tag\.add"):
        action("tag.add", needs=())(other)


@pytest.mark.parametrize("name", ["nurse", "leader_elsewhere", "superuser", "stranger", "closed"])
def test_who_lacks_the_permission_there_changes_nothing(cast, name):
    with pytest.raises(PermissionDenied, match="Din rolle giver ikke lov til at ændre programmets"):
        make_tag()(by=cast.everyone[name], programme=cast.here, code="tema")
    assert not Tag.objects.exists()
    assert not AuditEvent.objects.exists()


def test_what_only_jobs_do_is_refused_to_everybody(cast):
    @action("tag.prune", needs=())
    def prune(*, by, programme):
        return programme

    prune(by=JOB, programme=cast.here)
    for person in (cast.leader, cast.administrator, cast.superuser):
        with pytest.raises(PermissionDenied, match="Det gør kun systemet selv"):
            prune(by=person, programme=cast.here)


def test_with_nobody_to_ask_the_answer_is_no(cast, monkeypatch):
    monkeypatch.setattr(access, "_authority", [])
    with pytest.raises(PermissionDenied):
        make_tag()(by=cast.leader, programme=cast.here, code="tema")


def test_reach_is_read_from_what_the_verb_was_given(cast):
    assert access.reach_of({"by": cast.leader, "programme": cast.here, "area": cast.area_here}) == Reach(
        frozenset({cast.here.pk}), frozenset({cast.area_here.pk})
    )
    both = access.reach_of({"session": cast.cafe_session, "criterion": cast.criterion_elsewhere})
    assert both.programme_ids == {cast.here.pk, cast.elsewhere.pk}
    assert access.reach_of({"by": cast.leader, "name": "x"}) == Reach()
