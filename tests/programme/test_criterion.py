"""Writing, changing, ending and ordering criteria, and deciding about their targets."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from measure_engine.preset import definition_of
from traedesten.core.models import AuditEvent
from traedesten.programme import promise
from traedesten.programme.actions import criterion as criteria
from traedesten.programme.actions import target as targets
from traedesten.programme.actions.target import Decision
from traedesten.programme.models import Criterion, CriterionChange, Target, Version
from traedesten.programme.promise import Wording

OLD = {"preset": "unique_people", "kinds": ["visit"], "activities": ["cafe"]}
NEW = {"preset": "visits", "activities": ["cafe"]}
DECISION = Decision("Styregruppen", date(2026, 11, 20), "Der er færre beboere end ventet")


@pytest.fixture(autouse=True)
def _today(settings):
    import time_machine

    with time_machine.travel("2026-11-20 09:00 +0000", tick=True):
        yield


def wording(**more):
    return Wording(**{"code": "s1", "text": "Caféen får 300 gæster", "measure": OLD, **more})


def changed(cast, **more):
    return criteria.change(by=cast.leader, criterion=cast.criterion, **{"wording": wording(measure=NEW), **more})


def test_a_new_criterion_stands_last_with_its_targets_and_who_wrote_it(cast):
    area = cast.area_here
    made = criteria.make(
        by=cast.leader, programme=cast.here, wording=wording(code="s9", focus_area=cast.cafe.focus_area),
        targets=(Target(kind="reach_by", value=80), Target(kind="reach_by", value=20, area=area)),
    )  # fmt: skip
    assert Criterion.objects.filter(programme=cast.here).last() == made
    assert [(each.value, each.area) for each in made.targets.all()] == [(80, None), (20, area)]
    change = made.changes.get()
    assert (change.kind, change.changed_by, change.valid_from) == ("made", cast.leader, date(2026, 11, 20))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"code": "s1"}, "code"),
        ({"code": "s9", "measure": {"preset": "nothing"}}, "measure"),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_is_saved(cast, more, field):
    before = Criterion.objects.count()
    with pytest.raises(ValidationError) as refused:
        criteria.make(by=cast.leader, programme=cast.here, wording=wording(**more), targets=())
    assert field in refused.value.message_dict
    assert Criterion.objects.count() == before


def test_what_belongs_to_another_programme_is_refused(cast):
    with pytest.raises(ValidationError, match="hører ikke til programmet"):
        criteria.make(by=cast.leader, programme=cast.here, targets=(),
                      wording=wording(code="s9", activity=cast.activity_elsewhere))  # fmt: skip
    with pytest.raises(ValidationError, match="hører ikke til programmet"):
        criteria.make(by=cast.leader, programme=cast.here, wording=wording(code="s9"),
                      targets=(Target(kind="reach_by", value=1, area=cast.area_elsewhere),))  # fmt: skip
    assert not Criterion.objects.filter(code="s9").exists()


def test_the_definition_of_an_old_day_is_the_one_valid_then(cast):
    changed(cast, valid_from=date(2026, 7, 1), reason="Besøg er det, vi kan tælle", told="Forskellige personer.")
    newest = {**NEW, "areas": ["havtornen"]}
    criteria.change(by=cast.leader, criterion=cast.criterion, wording=wording(measure=newest), reason="Kun her")
    row = Criterion.objects.get(pk=cast.criterion.pk)
    days = (date(2026, 6, 30), date(2026, 7, 1), date(2026, 11, 19), date(2026, 11, 20), date(2027, 1, 1))
    found = [promise.definition_on(row, day) for day in days]
    assert found == [definition_of(each) for each in (OLD, NEW, NEW, newest, newest)]
    assert [each.reason for each in row.changes.all()] == ["Besøg er det, vi kan tælle", "Kun her"]


def test_another_meaning_needs_a_reason_and_a_day_after_the_last_change(cast):
    with pytest.raises(ValidationError) as refused:
        changed(cast)
    assert "reason" in refused.value.message_dict
    changed(cast, reason="Ny metode", valid_from=date(2026, 10, 1))
    again = wording(measure={**NEW, "areas": ["havtornen"]})
    for day in (date(2026, 9, 30), date(2025, 1, 1), date(2029, 1, 1)):
        with pytest.raises(ValidationError) as refused:
            changed(cast, wording=again, reason="Igen", valid_from=day)
        assert "valid_from" in refused.value.message_dict


def test_the_same_meaning_written_otherwise_is_no_change(cast):
    same = {"preset": "unique_people", "kinds": "visit", "activities": "cafe", "at_least": 1}
    changed(cast, wording=wording(measure=same))
    assert not CriterionChange.objects.exists()


def test_another_text_stays_in_the_history_and_needs_no_reason(cast):
    changed(cast, wording=wording(text="Caféen får 200 gæster"))
    assert [(each.kind, each.told) for each in CriterionChange.objects.all()] == [("text", "Caféen får 300 gæster")]


def test_an_ended_criterion_has_a_last_day_and_can_come_back(cast):
    criteria.retire(by=cast.leader, criterion=cast.criterion, last_day=date(2026, 6, 30), reason="Caféen lukkede")
    assert Criterion.objects.get(pk=cast.criterion.pk).ends_on == date(2026, 6, 30)
    criteria.restore(by=cast.leader, criterion=cast.criterion, reason="Den åbnede igen")
    assert Criterion.objects.get(pk=cast.criterion.pk).ends_on is None
    assert [each.kind for each in cast.criterion.changes.all()] == ["retired", "restored"]


@pytest.mark.parametrize(("day", "reason"), [(date(2025, 1, 1), "Slut"), (date(2026, 6, 30), " ")])
def test_ending_needs_a_day_in_the_programme_and_a_reason(cast, day, reason):
    with pytest.raises(ValidationError):
        criteria.retire(by=cast.leader, criterion=cast.criterion, last_day=day, reason=reason)
    assert Criterion.objects.get(pk=cast.criterion.pk).ends_on is None


def test_criteria_are_moved_and_stop_at_the_ends(cast):
    codes = lambda: [each.code for each in cast.here.criteria.all()]  # noqa: E731
    assert codes() == ["s1", "s2"]
    criteria.move(by=cast.leader, criterion=cast.criterion, steps=1)
    assert codes() == ["s2", "s1"]
    criteria.move(by=cast.leader, criterion=cast.criterion, steps=1)
    assert codes() == ["s2", "s1"]


def test_a_changed_target_is_a_new_one_and_the_old_stays(cast):
    old = cast.criterion.targets.get()
    new = targets.change(by=cast.leader, criterion=cast.criterion, target=old, decision=DECISION,
                         valid_from=date(2026, 12, 1), new={"value": 80.0})  # fmt: skip
    assert [(each.value, each.decision) for each in cast.criterion.targets.all()] == [
        (100, ""), (80, "Styregruppen, 20. november 2026: Der er færre beboere end ventet")
    ]  # fmt: skip
    assert (new.ends_on, new.unit, new.kind) == (old.ends_on, old.unit, old.kind)
    assert cast.criterion.changes.get().told == "100, senest 31. december 2028"


def test_only_the_target_that_holds_can_be_changed(cast):
    old = cast.criterion.targets.get()
    given = {"by": cast.leader, "criterion": cast.criterion, "decision": DECISION}
    targets.change(target=old, valid_from=date(2026, 12, 1), new={"value": 80.0}, **given)
    with pytest.raises(ValidationError, match="ændret imens"):
        targets.change(target=old, valid_from=date(2026, 12, 2), new={"value": 70.0}, **given)
    with pytest.raises(ValidationError, match="ændret imens"):
        targets.end(target=cast.criterion_next_door.targets.get(), last_day=date(2026, 12, 1), **given)


def test_a_target_that_is_given_up_holds_to_its_last_day(cast):
    row = cast.criterion.targets.get()
    targets.end(by=cast.leader, criterion=cast.criterion, target=row, decision=DECISION, last_day=date(2026, 12, 31))
    assert row.criterion.targets.get().valid_until == date(2026, 12, 31)
    # Something else can be promised for the same afterwards, not before.
    again = {"by": cast.leader, "criterion": cast.criterion, "decision": DECISION}
    with pytest.raises(ValidationError, match="allerede et mål"):
        targets.add(target=Target(kind="reach_by", value=5), valid_from=date(2026, 12, 31), **again)
    targets.add(target=Target(kind="reach_by", value=5), valid_from=date(2027, 1, 1), **again)
    assert cast.criterion.targets.count() == 2


@pytest.mark.parametrize(
    ("new", "field"),
    [
        ({"value": 120.0, "unit": "percent"}, "value"),
        ({"valid_from": date(2025, 12, 31)}, "valid_from"),
        ({"kind": "every_period", "period": ""}, "period"),
        ({"decision": Decision(" ", date(2026, 1, 1), "Derfor")}, "decided_by"),
        ({"decision": Decision("Styregruppen", date(2026, 1, 1), "")}, "reason"),
        ({"decision": Decision("Styregruppen", date(2026, 1, 1), "x" * 300)}, "reason"),
    ],
)
def test_a_target_that_cannot_be_is_refused_by_field(cast, new, field):
    own = {name: new[name] for name in ("decision", "valid_from") if name in new}
    given = {"decision": DECISION, "valid_from": date(2026, 12, 1), **own,
             "new": {name: value for name, value in new.items() if name not in own}}  # fmt: skip
    with pytest.raises(ValidationError) as refused:
        targets.change(by=cast.leader, criterion=cast.criterion, target=cast.criterion.targets.get(), **given)
    assert field in refused.value.message_dict
    assert cast.criterion.targets.count() == 1


def test_a_scope_the_definition_does_not_count_is_refused(cast):
    given = {"by": cast.leader, "decision": DECISION, "valid_from": date(2026, 12, 1)}
    with pytest.raises(ValidationError, match="uden for det valgte"):
        targets.add(criterion=cast.criterion_next_door, target=Target(kind="reach_by", value=1, area=cast.area_here),
                    **given)  # fmt: skip
    with pytest.raises(ValidationError, match="ikke delt"):
        targets.add(criterion=cast.criterion, target=Target(kind="reach_by", value=1, part="women"), **given)
    with pytest.raises(ValidationError, match="hører ikke til"):
        targets.add(criterion=cast.criterion, target=Target(kind="reach_by", value=1, area=cast.area_elsewhere),
                    **given)  # fmt: skip


@pytest.mark.parametrize("name", ["administrator", "nurse", "worker", "leader_elsewhere", "funder"])
def test_who_may_not_changes_nothing(cast, name):
    by = cast.everyone[name]
    with pytest.raises(PermissionDenied):
        criteria.make(by=by, programme=cast.here, wording=wording(code="s9"), targets=())
    with pytest.raises(PermissionDenied):
        criteria.change(by=by, criterion=cast.criterion, wording=wording(measure=NEW), reason="Fordi")
    with pytest.raises(PermissionDenied):
        targets.end(by=by, criterion=cast.criterion, target=cast.criterion.targets.get(), decision=DECISION,
                    last_day=date(2026, 12, 1))  # fmt: skip
    assert not AuditEvent.objects.exists()


def test_a_leader_of_one_area_decides_for_that_area_only(cast):
    cast.leader.grants.get().areas.set([cast.area_next_door])
    given = {"by": cast.leader, "decision": DECISION, "valid_from": date(2026, 12, 1)}
    with pytest.raises(PermissionDenied):
        targets.change(criterion=cast.criterion, target=cast.criterion.targets.get(), new={"value": 1.0}, **given)
    next_door = cast.criterion_next_door
    targets.change(criterion=next_door, target=next_door.targets.get(), new={"value": 50.0}, **given)
    assert next_door.targets.count() == 2


def test_every_change_is_seen_by_who_has_figures_open(cast):
    def number():
        return Version.objects.filter(programme=cast.here).values_list("number", flat=True).first() or 0

    seen = [number()]
    changed(cast, reason="Ny metode")
    seen.append(number())
    criteria.move(by=cast.leader, criterion=cast.criterion, steps=1)
    seen.append(number())
    targets.end(by=cast.leader, criterion=cast.criterion, target=cast.criterion.targets.get(), decision=DECISION,
                last_day=date(2026, 12, 1))  # fmt: skip
    seen.append(number())
    assert seen == sorted(set(seen))


def test_a_leader_of_one_area_promises_nothing_for_another(cast):
    cast.leader.grants.get().areas.set([cast.area_next_door])
    given = {"by": cast.leader, "decision": DECISION, "valid_from": date(2026, 12, 1)}
    for area in (cast.area_here, None):
        with pytest.raises(PermissionDenied):
            targets.add(criterion=cast.criterion_next_door, target=Target(kind="reach_by", value=9, area=area), **given)
    with pytest.raises(PermissionDenied):
        criteria.move(by=cast.leader, criterion=cast.criterion, steps=1)
    assert cast.criterion_next_door.targets.count() == 1
