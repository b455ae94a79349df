"""Changing what a criterion promises, by a decision: the old target stays visible beside the new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from measure_engine.language import day
from measure_engine.plain import DefinitionError
from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.programme import promise
from traedesten.programme.models import Criterion, CriterionChange, Part, Target, Version
from traedesten.programme.promised import outside, promised_areas


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided it, on which day, and why."""

    by: str
    on: date
    reason: str

    def __str__(self) -> str:
        """As it stands on the criterion: "Styregruppen, 12. december 2026: for få boliger"."""
        return f"{self.by.strip()}, {day(self.on)}: {self.reason.strip()}"


@action("target.add", needs=Permission.CHANGE_TARGET, reach=promised_areas)
def add(*, by: Actor, criterion: Criterion, target: Target, decision: Decision, valid_from: date) -> Target:
    """One more target, for an area, activity or part that has none. Raises ValidationError by field."""
    _demand_decision(decision)
    criterion = _locked(criterion)
    target.criterion, target.valid_from, target.decision = criterion, valid_from, str(decision)
    newest = _newest(criterion, target)
    if newest is not None and (newest.valid_until is None or newest.valid_until >= valid_from):
        raise ValidationError({"scope": _("Kriteriet har allerede et mål for det samme. Ret det mål i stedet.")})
    _save(by, criterion, target, before=None, decision=decision)
    return target


@action("target.change", needs=Permission.CHANGE_TARGET, reach=promised_areas)
def change(
    *, by: Actor, criterion: Criterion, target: Target, decision: Decision, valid_from: date, new: Mapping[str, Any]
) -> Target:
    """Promise something else from ``valid_from``. ``new`` are the columns that differ; the scope is the same.

    Returns the new target. Raises ValidationError by field, with nothing saved.
    """
    _demand_decision(decision)
    criterion = _locked(criterion)
    _demand_newest(criterion, target)
    kept = {field.name: getattr(target, field.name) for field in Target._meta.concrete_fields if not field.primary_key}
    made = Target(**{**kept, **new, "valid_from": valid_from, "valid_until": None, "decision": str(decision)})
    if target.valid_from is not None and valid_from <= target.valid_from:
        text = _("Målet, der ændres, gælder først fra %(day)s. Vælg en senere dag.")
        raise ValidationError({"valid_from": text % {"day": day(target.valid_from)}})
    _save(by, criterion, made, before=target, decision=decision)
    return made


@action("target.end", needs=Permission.CHANGE_TARGET, reach=promised_areas)
def end(*, by: Actor, criterion: Criterion, target: Target, decision: Decision, last_day: date) -> Target:
    """Give a target up: it holds no longer than ``last_day``. Raises ValidationError by field."""
    _demand_decision(decision)
    criterion = _locked(criterion)
    _demand_newest(criterion, target)
    _demand_inside(criterion, "last_day", last_day)
    if target.valid_from is not None and last_day < target.valid_from:
        text = _("Målet gælder først fra %(day)s. Vælg den dag eller en senere.")
        raise ValidationError({"last_day": text % {"day": day(target.valid_from)}})
    target.valid_until = last_day
    ended = _("Opgivet: %(decision)s") % {"decision": decision}
    target.decision = _fitting(". ".join(filter(None, (target.decision, ended))))
    target.save(update_fields=["valid_until", "decision"])
    _note(by, criterion, last_day + timedelta(days=1), promise.told(promise.target_of(target)), decision)
    return target


@action("target.take_back", needs=Permission.CHANGE_TARGET, reach=promised_areas)
def take_back(
    *, by: Actor, criterion: Criterion, target: Target, change: CriterionChange, held: Mapping[str, Any] | None = None
) -> Target:
    """Undo what was decided a moment ago, ``change``, as if it had been typed right: the decision leaves the history.

    A target that was added or changed goes, and the one before it holds again. One that was given up is as ``held``
    says (valid_until, decision). Raises ValidationError where anything has been decided or counted otherwise since.
    """
    criterion = _locked(criterion)
    own = criterion.changes.filter(pk=change.pk, kind=CriterionChange.Kind.TARGET, changed_by=by.actor_id)
    newest = _newest(criterion, target)
    since = criterion.changes.filter(pk__gt=change.pk, kind=CriterionChange.Kind.MEASURE)
    is_last = newest is not None and newest.pk == target.pk and (newest.valid_until is None) == (held is None)
    if not is_last or not own.exists() or since.exists():
        raise ValidationError(_("Målet eller kriteriet er ændret igen siden. Intet er ændret."), code="late")
    own.delete()
    if held is None:
        key = target.pk
        target.delete()
        target.pk = key  # for the audit line
    else:
        target.valid_until, target.decision = held["valid_until"], held["decision"]
        target.save(update_fields=["valid_until", "decision"])
    Version.objects.next_for(criterion.programme_id, Part.SETUP)
    return target


def _save(by: Actor, criterion: Criterion, target: Target, *, before: Target | None, decision: Decision) -> None:
    start = target.valid_from
    if start is None:
        raise TypeError("a target that is decided has a first day")
    _demand_inside(criterion, "valid_from", start)
    _demand_own_area(criterion, target)
    try:
        promise.demand_scope(promise.definition_of(criterion), promise.target_of(target))
    except DefinitionError as error:
        raise ValidationError({error.field.rsplit(".", 1)[-1] or "value": error.sentence()}) from None
    target.position = criterion.targets.count()
    target.save()
    told = promise.told(promise.target_of(before)) if before else ""
    _note(by, criterion, start, told, decision)


def _note(by: Actor, criterion: Criterion, start: date, told: str, decision: Decision) -> None:
    CriterionChange.objects.create(
        criterion=criterion, kind=CriterionChange.Kind.TARGET, valid_from=start, told=told,
        reason=str(decision), changed_by_id=by.actor_id,
    )  # fmt: skip
    Version.objects.next_for(criterion.programme_id, Part.SETUP)


def _locked(criterion: Criterion) -> Criterion:
    """The row as it is now; targets of one criterion are decided one after the other."""
    return Criterion.objects.select_for_update(of=("self",)).select_related("programme").get(pk=criterion.pk)


def _newest(criterion: Criterion, like: Target) -> Target | None:
    """The target decided last for the same area, activity and part."""
    same = criterion.targets.filter(area=like.area, activity=like.activity, part=like.part)
    return max(same, key=lambda each: (each.valid_from or date.min, each.pk), default=None)


def _demand_own_area(criterion: Criterion, target: Target) -> None:
    if target.area is not None and not criterion.programme.areas.filter(pk=target.area.pk).exists():
        raise ValidationError({"scope": _("Området hører ikke til programmet.")})
    if target.activity is not None and target.activity.programme_id != criterion.programme_id:
        raise ValidationError({"scope": _("Aktiviteten hører ikke til programmet.")})


def _demand_newest(criterion: Criterion, target: Target) -> None:
    """Only the target that holds can be changed; one that was changed meanwhile is the past."""
    newest = _newest(criterion, target)
    if target.criterion_id != criterion.pk or newest is None or newest.pk != target.pk or newest.valid_until:
        raise ValidationError(_("Målet er ændret imens. Se det nye mål, og prøv igen."), code="late")


def _demand_inside(criterion: Criterion, field: str, value: date) -> None:
    programme = criterion.programme
    if not programme.starts_on <= value <= programme.ends_on:
        raise ValidationError({field: outside(programme)})


def _demand_decision(decision: Decision) -> None:
    if not decision.by.strip():
        raise ValidationError({"decided_by": _("Skriv, hvem der har besluttet det, for eksempel styregruppen.")})
    if not decision.reason.strip():
        raise ValidationError({"reason": _("Skriv, hvorfor målet ændres.")})
    _fitting(str(decision))


def _fitting(decision: str) -> str:
    """The words of the decision, when there is room for them. Raises ValidationError."""
    most = Target._meta.get_field("decision").max_length or 0
    if len(decision) > most:
        text = _("Beslutningen fylder for meget. Skriv grunden %(over)d tegn kortere.")
        raise ValidationError({"reason": text % {"over": len(decision) - most}})
    return decision


__all__ = ["Decision", "add", "change", "end", "take_back"]
