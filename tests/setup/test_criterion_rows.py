"""Every criterion the field really uses, written on screen: what is tapped there means what the programme file says."""

import re

import pytest
from django.urls import reverse

from measure_engine import target
from measure_engine.plain import from_plain
from measure_engine.preset import definition_of
from tests.cast import PASSWORD, log_in
from tests.measures import spec
from tests.setup.composing import compose, meaning, told
from tests.setup.screen import Screen
from traedesten.measures import board
from traedesten.places.models import Staff
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


@pytest.mark.parametrize(("plain", "index"), list(cases()))
def test_a_row_of_the_field_is_written_on_screen_and_means_the_same(scene, client, plain, index):
    programme, wanted = scene(plain), plain["programme"]["criteria"][index]
    given = [each for each in wanted.get("targets", ()) if "valid_from" not in each]
    live, answer = compose(client, programme, wanted, "ny")

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


def test_every_row_is_a_preset_and_none_needs_a_free_definition():
    measures = [each["measure"] for _name, plain in spec.specs() for each in plain["programme"]["criteria"]]
    assert len(measures) >= 62
    assert all("preset" in measure for measure in measures)


@pytest.mark.parametrize(
    ("unit", "sign"), [({"unit": "percent"}, " %"), ({"unit": "percent", "value": 15}, " %"), ({}, "")]
)
def test_a_direction_in_per_cent_says_so_on_both_pages(scene, client, unit, sign):
    """A target that only says down has no number to write "%" behind; then it is ticked."""
    plain = dict(spec.specs())["row03"]
    programme, wanted = scene(plain), plain["programme"]["criteria"][0]
    spec.import_entries(programme, plain["entries"])
    down = {"kind": "direction", "direction": "down", **unit}
    _live, answer = compose(client, programme, {**wanted, "targets": [down]}, "ny")
    assert answer.status_code == 302, told(answer)
    assert promise.targets_of(programme.criteria.get(code="ny")) == (target.read(down),)
    pages = [
        reverse("measures:criterion", args=[programme.code, "ny"]),
        reverse("measures:compass", args=[programme.code]),
    ]
    for address in pages:
        shown = re.findall(r'<p class="(?:figure-number|compass-figure)">([^<]*)', client.get(address).content.decode())
        assert [each.strip() for each in shown if each.strip().endswith("%")] == (["25 %"] if sign else [])
