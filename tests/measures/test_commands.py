import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def met(cast, contacts, record):
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)


def test_figures_as_json_holds_all_that_is_promised(cast, met):
    found = json.loads(run("figures", cast.here.code, "--format", "json"))
    assert found["as_of"] == "2026-11-20"
    first = found["criteria"][0]
    assert (first["criterion"], first["scope"], first["value"]) == ("K1", cast.area_here.name, 1)
    assert first["target"] == {"kind": "reach_by", "value": 2.0, "ends_on": "2028-12-31", "area": cast.area_here.code}
    for key in ("numerator", "denominator", "missing", "status", "reason", "definition"):
        assert key in first
    assert first["definition"].endswith(".")


def test_figures_as_csv_is_one_row_a_target(cast, met):
    rows = list(csv.DictReader(io.StringIO(run("figures", cast.here.code, "--format", "csv")), delimiter=";"))
    assert [(row["criterion"], row["scope"], row["value"]) for row in rows] == [
        ("K1", cast.area_here.name, "1"),
        ("K1", cast.area_next_door.name, "0"),
    ]


def test_figures_as_table_is_readable(cast, met):
    text = run("figures", cast.here.code)
    assert text.startswith("Kode")
    assert "Kontakt med beboerne" in text


def test_figures_of_a_day_before(cast, met):
    found = json.loads(run("figures", cast.here.code, "--format", "json", "--as-of", "2026-11-19"))
    assert found["criteria"][0]["value"] == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["figures", "ukendt"], "Programmet »ukendt« findes ikke. Programmer her: "),
        (["figures", "groen-vej", "--as-of", "20/11"], "»20/11« er ikke en dato. Skriv år-måned-dag"),
        (["figures", "groen-vej", "--as-of", "2027-01-01"], "ligger i fremtiden"),
        (["figures", "groen-vej", "--as-of", "2025-01-01"], "programmet begynder først 01.01.2026"),
        (["explain", "K9"], "Intet program har kriteriet »K9«"),
        (["explain", "K9", "--programme", "groen-vej"], "»K9« findes ikke i groen-vej. Her er: K1"),
    ],
)
def test_what_is_not_right_is_said(cast, met, arguments, sentence):
    with pytest.raises(CommandError, match=r".*") as refused:
        run(*arguments)
    assert sentence in str(refused.value)


def test_explain_shows_the_worked_figure_and_its_entries(cast, met):
    text = run("explain", "K1")
    assert text.startswith("K1 Kontakt med beboerne")
    assert "  1. " in text
    assert "Registreringer bag tallet: 1" in text
    assert "20.11.2026 · Kontakt" in text
    assert "p1" in text
