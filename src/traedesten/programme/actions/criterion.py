"""Writing down, changing, ending and ordering success criteria; what a criterion said before stays in its history."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from measure_engine.language import day
from measure_engine.plain import DefinitionError
from measure_engine.preset import definition_of
from traedesten.core import clock, meanwhile
from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.programme import promise
from traedesten.programme.models import Criterion, CriterionChange, Part, Programme, Version
from traedesten.programme.models import Target as TargetRecord
from traedesten.programme.promise import WORDED, Wording
from traedesten.programme.promised import outside, promised_areas

Kind = CriterionChange.Kind


@action("criterion.make", needs=Permission.EDIT_CRITERIA, reach=promised_areas)
def make(*, by: Actor, programme: Programme, wording: Wording, targets: tuple[TargetRecord, ...]) -> Criterion:
    """A new criterion with its first targets, last in the order.

    Raises ValidationError (by field of `Wording`, "targets" for a target that cannot be) with nothing saved.
    """
    _demand_sound(programme, wording, None)
    last = programme.criteria.order_by("-position").values_list("position", flat=True).first()
    criterion = Criterion(programme=programme, position=0 if last is None else last + 1)
    _write(criterion, wording)
    criterion.save()
    for position, target in enumerate(targets):
        target.criterion, target.position = criterion, position
        _demand_target(target)
        target.save()
    _note(criterion, by, Kind.MADE, valid_from=clock.today())
    _stamp(programme)
    return criterion


@action("criterion.change", needs=Permission.EDIT_CRITERIA, reach=promised_areas)
def change(
    *, by: Actor, criterion: Criterion, wording: Wording, valid_from: date | None = None, reason: str = "",
    told: str = "",
    seen: meanwhile.Plain | None = None,
) -> Criterion:  # fmt: skip
    """Say something else. What changes in meaning needs a reason; the old definition holds until ``valid_from``.

    ``told`` is the old definition in words. Raises ValidationError by field, and ChangedMeanwhile where the criterion
    no longer says what was ``seen``; nothing is saved then.
    """
    criterion = _locked(criterion)
    meanwhile.demand_unchanged(seen, meanwhile.of_row(criterion, WORDED), meanwhile.of_values(wording.columns()))
    _demand_sound(criterion.programme, wording, criterion)
    programme = criterion.programme
    start = valid_from or min(max(clock.today(), programme.starts_on), programme.ends_on)
    changed = _differences(criterion, wording)
    if changed & {Kind.MEASURE, Kind.BASELINE} and not reason.strip():
        raise ValidationError({"reason": _("Skriv, hvorfor det ændres. Grunden bliver stående på kriteriet.")})
    if Kind.MEASURE in changed:
        _demand_after(criterion, start)
    for kind in (Kind.MEASURE, Kind.TEXT, Kind.BASELINE):
        if kind in changed:
            before = {Kind.MEASURE: told, Kind.TEXT: criterion.text, Kind.BASELINE: _baseline_told(criterion)}[kind]
            measure = criterion.measure if kind is Kind.MEASURE else None
            _note(criterion, by, kind, valid_from=start if measure else clock.today(), told=before, measure=measure,
                  reason=reason)  # fmt: skip
    _write(criterion, wording)
    criterion.save()
    _stamp(criterion.programme)
    return criterion


@action("criterion.measure_from", needs=Permission.EDIT_CRITERIA, reach=promised_areas)
def measure_from(
    *, by: Actor, criterion: Criterion, measure: dict[str, Any], valid_from: date, reason: str, told: str = ""
) -> Criterion:
    """Count something else from a day on, and say nothing else anew. Raises ValidationError as `change` does."""
    criterion = _locked(criterion)
    if not reason.strip():
        raise ValidationError({"reason": _("Skriv, hvorfor det ændres. Grunden bliver stående på kriteriet.")})
    _demand_measure(measure)
    _demand_after(criterion, valid_from)
    _note(criterion, by, Kind.MEASURE, valid_from=valid_from, told=told, measure=criterion.measure, reason=reason)
    criterion.measure = measure
    criterion.save(update_fields=["measure"])
    _stamp(criterion.programme)
    return criterion


@action("criterion.retire", needs=Permission.EDIT_CRITERIA, reach=promised_areas)
def retire(*, by: Actor, criterion: Criterion, last_day: date, reason: str) -> Criterion:
    """Count it no longer than ``last_day``; it stays to be seen as it stood then. Raises ValidationError by field."""
    criterion = _locked(criterion)
    programme = criterion.programme
    if not programme.starts_on <= last_day <= programme.ends_on:
        raise ValidationError({"last_day": outside(programme)})
    if not reason.strip():
        raise ValidationError({"reason": _("Skriv, hvorfor kriteriet afsluttes. Grunden bliver stående.")})
    criterion.ends_on = last_day
    criterion.save(update_fields=["ends_on"])
    _note(criterion, by, Kind.RETIRED, valid_from=last_day + timedelta(days=1), reason=reason)
    _stamp(programme)
    return criterion


@action("criterion.restore", needs=Permission.EDIT_CRITERIA, reach=promised_areas)
def restore(*, by: Actor, criterion: Criterion, reason: str) -> Criterion:
    """Take an ended criterion into use again. Raises ValidationError by field."""
    criterion = _locked(criterion)
    if not reason.strip():
        raise ValidationError({"reason": _("Skriv, hvorfor kriteriet tages i brug igen.")})
    last, criterion.ends_on = criterion.ends_on, None
    criterion.save(update_fields=["ends_on"])
    told = _("Talt til og med %(day)s.") % {"day": day(last)} if last else ""
    _note(criterion, by, Kind.RESTORED, valid_from=clock.today(), told=told, reason=reason)
    _stamp(criterion.programme)
    return criterion


@action("criterion.move", needs=Permission.EDIT_CRITERIA, reach=promised_areas)
def move(*, by: Actor, criterion: Criterion, steps: int) -> Criterion:
    """Up (negative) or down among the programme's criteria; at an end it stays where it is."""
    rows = list(criterion.programme.criteria.select_for_update().order_by("position", "code"))
    place = next(place for place, row in enumerate(rows) if row.pk == criterion.pk)
    row = rows.pop(place)
    rows.insert(max(0, min(len(rows), place + steps)), row)
    moved = [row for position, row in enumerate(rows) if row.position != position]
    for position, each in enumerate(rows):
        each.position = position
    Criterion.objects.bulk_update(moved, ["position"])
    _stamp(criterion.programme)
    return row


def _locked(criterion: Criterion) -> Criterion:
    """The row as it is now, held until the change is whole."""
    return Criterion.objects.select_for_update(of=("self",)).select_related("programme").get(pk=criterion.pk)


def _write(criterion: Criterion, wording: Wording) -> None:
    for name, value in wording.columns().items():
        setattr(criterion, name, value)


def _differences(criterion: Criterion, wording: Wording) -> set[Kind]:
    """What of the meaning is another; a measure that means the same is no change, however it is written."""
    columns, found = wording.columns(), set[Kind]()
    if _means(criterion.measure) != _means(wording.measure):
        found.add(Kind.MEASURE)
    if criterion.text != wording.text:
        found.add(Kind.TEXT)
    if any(getattr(criterion, name) != columns[name] for name in promise.BEGINNING):
        found.add(Kind.BASELINE)
    return found


def _means(measure: Any) -> Any:
    """The definition of a measure, or the plain data itself where it can no longer be read."""
    try:
        return definition_of(measure)
    except DefinitionError:
        return measure


def _baseline_told(criterion: Criterion) -> str:
    baseline, comparison = promise.baseline_of(criterion), promise.comparison_of(criterion)
    parts = [_("Udgangspunkt: %(value)s") % {"value": promise.shown(baseline.value)}] if baseline else []
    if comparison:
        said = {"name": comparison.name, "value": promise.shown(comparison.value)}
        parts.append(_("Til sammenligning, %(name)s: %(value)s") % said)
    return ". ".join(parts) or _("Intet udgangspunkt.")


def _demand_sound(programme: Programme, wording: Wording, criterion: Criterion | None) -> None:
    taken = programme.criteria.filter(code=wording.code).first()
    if taken is not None and taken != criterion:
        raise ValidationError({"code": _("Et andet kriterium har allerede dette nummer. Vælg et andet.")})
    for name in ("focus_area", "activity", "responsible"):
        row = getattr(wording, name)
        if row is not None and row.programme_id != programme.pk:
            raise ValidationError({name: _("Det valgte hører ikke til programmet.")})
    _demand_measure(wording.measure)


def _demand_measure(measure: Any) -> None:
    try:
        definition_of(measure)
    except DefinitionError as error:
        raise ValidationError({"measure": error.sentence()}) from None


def _demand_target(record: TargetRecord) -> None:
    """The target can be judged, and narrows the criterion to something it counts and the programme has."""
    programme = record.criterion.programme
    is_ours = record.area is None or programme.areas.filter(pk=record.area.pk).exists()
    if not is_ours or (record.activity is not None and record.activity.programme_id != programme.pk):
        raise ValidationError({"targets": _("Området eller aktiviteten hører ikke til programmet.")})
    try:
        target = promise.target_of(record)
        promise.demand_scope(promise.definition_of(record.criterion), target)
    except DefinitionError as error:
        raise ValidationError({"targets": error.sentence()}) from None


def _demand_after(criterion: Criterion, start: date) -> None:
    """Definitions follow one another in time, so that every day has one."""
    programme = criterion.programme
    if not programme.starts_on <= start <= programme.ends_on:
        raise ValidationError({"valid_from": outside(programme)})
    last = criterion.changes.filter(kind=Kind.MEASURE).order_by("-valid_from").first()
    if last is not None and start < last.valid_from:
        text = _("Det tælles allerede på en anden måde fra %(day)s. Vælg den dag eller en senere.")
        raise ValidationError({"valid_from": text % {"day": day(last.valid_from)}})


def _note(
    criterion: Criterion, by: Actor, kind: Kind, *, valid_from: date, told: str = "", measure: Any = None,
    reason: str = "",
) -> None:  # fmt: skip
    CriterionChange.objects.create(
        criterion=criterion, kind=kind, valid_from=valid_from, told=told, measure=measure, reason=reason.strip(),
        changed_by_id=by.actor_id,
    )  # fmt: skip


def _stamp(programme: Programme) -> None:
    """Whoever has figures open sees the change."""
    Version.objects.next_for(programme.pk, Part.SETUP)
