"""A criterion of a file written on screen, as somebody would tap and write it."""

from datetime import date

from django.urls import reverse

from measure_engine.definition import write
from measure_engine.preset import PRESETS, Type
from tests.setup.screen import Screen
from traedesten.places.models import Area


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
        has_box, is_percent = plain["kind"] == "direction", plain.get("unit") == "percent"
        percent = " %" if is_percent and not has_box and "%" not in str(plain["value"]) else ""
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
    if plain["kind"] == "direction" and plain.get("unit") == "percent":
        screen.tick(f"{name}in_percent", "on")
    for key in ("starts_on", "ends_on"):
        if key in plain:
            screen.write(f"{name}{key}", day(plain[key]))
    if "area" in plain:
        screen.choose(f"{name}area", str(Area.objects.get(code=plain["area"]).pk))
    if "part" in plain:
        screen.choose(f"{name}part", plain["part"])


def tap_wording(screen, plain, code):
    screen.write("tekst-text", plain["text"])
    screen.write("tekst-code", code)
    for key, value in plain.get("baseline", {}).items():
        screen.write(f"tekst-baseline_{key}", day(value) if key == "on" else danish(value))
    for key, value in plain.get("comparison", {}).items():
        screen.write(f"tekst-comparison_{key}", danish(value) if key == "value" else value)


def compose(client, programme, wanted, code):
    """The criterion written down under a code: the page as it was sent, its live preview, and the answer."""
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
    tap_wording(screen, wanted, code)
    live = client.post(f"{address}vis/", screen.sent()).content.decode()
    return live, client.post(address, screen.sent())


def meaning(definition):
    """The definition with alternatives in no order: which is ticked first on a list changes nothing that is counted."""
    plain = write(definition)
    for each in (*plain["select"], *plain.get("where", ())):
        words = {name: value for name, value in each.items() if isinstance(value, list)}
        each.update(
            {name: sorted(value) for name, value in words.items() if all(isinstance(one, str) for one in value)}
        )
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
