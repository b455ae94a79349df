"""Every criterion the field really uses, written on screen: what is tapped there means what the programme file says."""

from datetime import date

import pytest
from django.urls import reverse

from measure_engine import target
from measure_engine.definition import write
from measure_engine.plain import from_plain
from measure_engine.preset import PRESETS, Type, definition_of
from tests.cast import PASSWORD, log_in
from tests.measures import spec
from tests.setup.screen import Screen
from traedesten.measures import board
from traedesten.places.models import Area, Staff
from traedesten.programme import promise
from traedesten.programme.models import Criterion, RoleGrant

pytestmark = pytest.mark.django_db


def cases():
    for name, plain in spec.specs():
        for index, criterion in enumerate(plain["programme"]["criteria"]):
            yield pytest.param(plain, index, id=f"{name}-{criterion['code']}")


@pytest.fixture
def scene(client):
    """`scene(plain)`: the programme of a spec without its criteria, and its leader logged in."""
    board.forget()

    def load(plain):
        programme = spec.load_programme(plain["programme"])
        leader = Staff.objects.create_user("leder@example.org", PASSWORD, name="Lise Lærke")
        RoleGrant.objects.create(staff=leader, programme=programme, role="project_leader")
        log_in(client, leader)
        return programme

    yield load
    board.forget()


def several(value):
    return value if isinstance(value, list) else [value]


def danish(value):
    return str(value).replace(".", ",").removesuffix(",0")


def day(value):
    return date.fromisoformat(str(value)).strftime("%d.%m.%Y")


def tap_measure(screen, measure):
    preset = PRESETS[measure["preset"]]
    for parameter in preset.parameters:
        name, value = f"tal-{parameter.name}", measure.get(parameter.name)
        if value is None:
            continue
        if parameter.name == "split_values":
            screen.tick(f"{name}_{measure['split_by']}", *several(value))
        elif parameter.name == "values":
            screen.tick(f"{name}_{measure['trait']}", *several(value))
        elif parameter.type is Type.FLAG:
            radio = parameter.default is None
            screen.tick(name, *(["yes" if value else "no"] if radio else ["on"] if value else []))
        elif parameter.type in (Type.WHOLE, Type.NUMBER):
            screen.write(name, danish(value * 100 if parameter.name == "covering" else value))
        else:
            screen.tick(name, *several(value))


def tap_target(screen, number, plain):
    name = f"maal-{number}-"
    screen.tick(f"{name}kind", plain["kind"])
    if "value" in plain:
        percent = " %" if plain.get("unit") == "percent" and "%" not in str(plain["value"]) else ""
        screen.write(f"{name}value", danish(plain["value"]) + percent)
    if "period" in plain:
        screen.tick(f"{name}period", plain["period"])
    if "season_starts" in plain:
        screen.tick(f"{name}season_starts", *map(str, plain["season_starts"]))
    if "direction" in plain:
        if plain["kind"] == "direction":
            screen.tick(f"{name}direction", plain["direction"])
        else:
            screen.tick(f"{name}at_most", *(["on"] if plain["direction"] == "down" else []))
    for key in ("starts_on", "ends_on"):
        if key in plain:
            screen.write(f"{name}{key}", day(plain[key]))
    if "area" in plain:
        screen.choose(f"{name}area", str(Area.objects.get(code=plain["area"]).pk))
    if "part" in plain:
        screen.choose(f"{name}part", plain["part"])


def tap_wording(screen, plain):
    screen.write("tekst-text", plain["text"])
    screen.write("tekst-code", "ny")
    for key, value in plain.get("baseline", {}).items():
        screen.write(f"tekst-baseline_{key}", day(value) if key == "on" else danish(value))
    for key, value in plain.get("comparison", {}).items():
        screen.write(f"tekst-comparison_{key}", danish(value) if key == "value" else value)


@pytest.mark.parametrize(("plain", "index"), list(cases()))
def test_a_row_of_the_field_is_written_on_screen_and_means_the_same(scene, client, plain, index):
    programme, wanted = scene(plain), plain["programme"]["criteria"][index]
    given = [each for each in wanted.get("targets", ()) if "valid_from" not in each]
    address = reverse("setup:criterion_compose", args=[programme.code, wanted["measure"]["preset"]])
    screen = Screen(client.get(address).content.decode())
    for _more in given[1:]:
        screen = Screen(client.post(address, {**screen.sent(), "flere": "1"}).content.decode())
    tap_measure(screen, wanted["measure"])
    for number, each in enumerate(given):
        tap_target(screen, number, each)
    if not given:
        screen.tick("maal-0-kind", "")
    tap_wording(screen, wanted)

    live = client.post(f"{address}vis/", screen.sent()).content.decode()
    answer = client.post(address, screen.sent())

    assert answer.status_code == 302, told(answer)
    made = programme.criteria.get(code="ny")
    assert meaning(promise.definition_of(made)) == meaning(definition_of(wanted["measure"]))
    assert promise.targets_of(made) == tuple(target.read(each) for each in given)
    before = wanted.get("baseline")
    assert promise.baseline_of(made) == (from_plain(target.Baseline, before, "baseline") if before else None)
    assert "live-sentence" in live
    assert "figure-number" in live or "Kan ikke tælles" in live
    opened_and_sent_as_it_stands(client, programme, wanted)


def opened_and_sent_as_it_stands(client, programme, wanted):
    """The row as the file has it, opened to be changed and sent: nothing has changed."""
    before = programme.criteria.get(code=wanted["code"])
    address = reverse("setup:criterion_edit", args=[programme.code, wanted["code"]])
    answer = client.post(address, Screen(client.get(address).content.decode()).sent())
    assert answer.status_code == 302, told(answer)
    after = Criterion.objects.get(pk=before.pk)
    kept = ("measure", "text", "baseline_value", "baseline_on", "comparison_name", "comparison_value", "row")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert not after.changes.exists()


def meaning(definition):
    """The definition with alternatives in no order: which is ticked first on a list changes nothing that is counted."""
    plain = write(definition)
    for selection in plain["select"]:
        selection.update({name: sorted(value) for name, value in selection.items() if isinstance(value, list)})
    if "values" in plain.get("split", {}):
        plain["split"]["values"].sort()
    return plain


def told(answer):
    """What the page says is wrong."""
    return [
        line.strip()
        for line in answer.content.decode().splitlines()
        if "form-error-message" in line or "<li><a" in line
    ]


def test_every_row_is_a_preset_and_none_needs_a_free_definition():
    measures = [each["measure"] for _name, plain in spec.specs() for each in plain["programme"]["criteria"]]
    assert len(measures) >= 62
    assert all("preset" in measure for measure in measures)
