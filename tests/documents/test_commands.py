"""`traedesten load` and `traedesten dump`, as a person types them."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command, load_command_class

from tests.documents import sample
from traedesten.programme.models import Activity, Programme

pytestmark = pytest.mark.django_db


def say(*words, **options):
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "nordby.yaml"
    path.write_text(sample.TEXT, encoding="utf-8")
    return path


def test_load_says_what_came_in(file):
    lines = say("load", str(file)).splitlines()
    assert lines[0] == "Sammen i Nordby (nordby) er læst ind, version 1."
    assert lines[1].startswith("  nye: programme 1, organisations 3, areas 2, figures 3, ")
    assert len(lines) == 2
    assert say("load", str(file)) == "Sammen i Nordby (nordby): ingen ændringer.\n"


def test_load_says_what_changed_and_what_it_left_alone(file):
    say("load", str(file))
    text = sample.TEXT.replace("name: Temadage", "name: Temaer")
    start, end = text.index("offers:"), text.index("roles:")
    file.write_text(text[:start] + text[end:].replace("    offer: motion\n", ""), encoding="utf-8")
    assert say("load", str(file)).splitlines() == [
        "Sammen i Nordby (nordby) er læst ind, version 2.",
        "  ændrede: activities 1, runs 1",
        "  ikke nævnt i filen og ikke rørt: offers",
    ]


def test_load_refuses_with_every_fault_and_saves_nothing(file):
    file.write_text(sample.TEXT.replace("kind: estate", "kind: x").replace("rule: 3/4", "rule: 4/3"), encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        say("load", str(file))
    assert str(refusal.value).splitlines() == [
        f"{file} er ikke læst ind:",
        (
            f"linje {sample.line_of('kind: estate')}, areas › nord › kind: »x« findes ikke. Vælg en af: estate, "
            "neighbourhood, town."
        ),
        (
            f"linje {sample.line_of('rule: 3/4')}, runs › kursus-1 › rule: 4/3 er mere end alle gange. Skriv fx 2/3 "
            "eller 1/1."
        ),
    ]
    assert Programme.objects.count() == 0


def test_load_check_only_looks(file):
    assert say("load", str(file), "--check") == "Filen er i orden.\n"
    assert Programme.objects.count() == 0


def test_load_takes_json_too(tmp_path):
    path = tmp_path / "nordby.json"
    path.write_text(json.dumps(sample.plain()), encoding="utf-8")
    assert say("load", str(path)).startswith("Sammen i Nordby (nordby) er læst ind")


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(CommandError, match=r"Filen .*intet\.yaml kan ikke læses: den findes ikke\."):
        say("load", str(tmp_path / "intet.yaml"))
    with pytest.raises(CommandError, match=r"kan ikke læses: det er en mappe\."):
        say("load", str(tmp_path))


def test_dump_writes_what_load_reads(file, tmp_path):
    say("load", str(file))
    text = say("dump", "nordby")
    written = tmp_path / "ud.yaml"
    assert say("dump", "nordby", output=str(written)) == f"Skrevet til {written}.\n"
    assert written.read_text(encoding="utf-8") == text
    Activity.objects.filter(code="cafe").update(name="Noget andet")
    assert "ændrede: activities 1" in say("load", str(written))
    assert say("dump", "nordby") == text


def test_a_file_that_cannot_be_written_is_said_so(file, tmp_path):
    say("load", str(file))
    with pytest.raises(CommandError, match=r"Filen .*ud\.yaml kan ikke skrives: den findes ikke\."):
        say("dump", "nordby", output=str(tmp_path / "ingen" / "ud.yaml"))


def test_dump_of_an_unknown_programme_gives_the_nearest_or_the_list(file):
    say("load", str(file))
    with pytest.raises(CommandError) as near:
        say("dump", "norby")
    with pytest.raises(CommandError) as far:
        say("dump", "xyz")
    assert str(near.value) == "Der er intet program med koden »norby«. Mente du »nordby«?"
    assert str(far.value) == "Der er intet program med koden »xyz«. Kendte: nordby."


@pytest.mark.parametrize(("command", "sentence"), [("load", "Læs en aftale ind"), ("dump", "Skriv et programs aftale")])
def test_help_is_danish_and_shows_the_commands_own_arguments(command, sentence, capsys):
    with pytest.raises(SystemExit):
        load_command_class("traedesten.documents", command).create_parser("traedesten", command).parse_args(["--help"])
    told = capsys.readouterr().out
    assert told.startswith(f"brug: traedesten {command} [-h]")
    assert sentence in told
    assert "\nargumenter:\n" in told
    assert "\nvalg:\n  -h, --help" in told
    assert "vis denne hjælp" in told
    assert not {"usage", "options:", "positional", "--pythonpath", "--skip-checks", "[--skip-checks]"} & set(
        told.replace("\n", " ").split(" ")
    )
