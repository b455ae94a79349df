"""The `traedesten` command starts, lists our commands, and says what is missing where nothing is set up."""

import os
import shutil
import subprocess
import sys

import pytest

from tools.place import ROOT, SOURCE


def traedesten(*arguments: str, **settings: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONPATH": f"{SOURCE}{os.pathsep}{ROOT}", **settings}
    command = [sys.executable, "-m", "traedesten", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_help_lists_the_commands():
    done = traedesten("help", "--commands")
    assert done.returncode == 0, done.stderr
    assert {"migrate", "check"} <= set(done.stdout.split())


@pytest.mark.parametrize("name", ["TRAEDESTEN_SECRET_KEY", "TRAEDESTEN_ENCRYPTION_KEYS"])
def test_a_copy_that_is_not_set_up_says_what_is_missing(name, tmp_path):
    # A copy of the package elsewhere: this tree's own var/dev.env must not answer for it.
    package = tmp_path / "src" / "traedesten"
    package.mkdir(parents=True)
    for file in ("__init__.py", "__main__.py", "settings.py"):
        shutil.copy(SOURCE / "traedesten" / file, package / file)
    environment = {key: value for key, value in os.environ.items() if key != name}
    environment |= {"PYTHONPATH": str(package.parent), "DJANGO_SETTINGS_MODULE": "traedesten.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "traedesten", "check"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert f'"{name}" not set' in done.stderr
    assert "make run" in done.stderr
    assert "Traceback" not in done.stderr


OWN = [
    "load", "dump", "import-entries", "export-entries", "figures", "explain", "freeze-quarters", "keep-boards", "demo",
    "simulate",
]  # fmt: skip


@pytest.mark.parametrize("asked", [[], ["--help"], ["-h"], ["help"]])
def test_help_shows_our_own_commands_first_a_danish_line_each(asked):
    done = traedesten(*asked)
    assert done.returncode == 0, done.stderr
    lines = [line.split(maxsplit=1) for line in done.stdout.splitlines() if line.startswith("  ")]
    assert [name for name, _text in lines] == OWN
    assert all(text.endswith(".") for _name, text in lines)
    assert "migrate" not in done.stdout
    assert "traedesten help --all" in done.stdout


def test_help_all_shows_djangos_commands_too():
    assert "migrate" in traedesten("help", "--all").stdout


@pytest.mark.parametrize("name", OWN)
def test_a_commands_help_is_danish_and_its_own(name):
    shown = traedesten(name, "--help").stdout
    assert shown.startswith(f"brug: traedesten {name} [-h]")
    for foreign in ("usage:", "--settings", "--pythonpath", "--skip-checks", "show this help message", "options:"):
        assert foreign not in shown


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["figures"], "Der mangler: PROGRAM. Se traedesten figures --help."),
        (["figures", "x", "--format", "y"], "--format kan ikke være »y«. Vælg en af: table, json, csv."),
        (["explain", "T1", "--entries", "x"], "--entries skal være et helt tal, ikke »x«."),
        (["export-entries", "x", "--by"], "--by skal følges af en værdi."),
        (["dump", "x", "--sider", "3"], "Kommandoen kender ikke: --sider 3."),
        (["imprt-entries"], "Kommandoen »imprt-entries« findes ikke. Mente du »import-entries«?"),
        (["help", "figurer"], "Kommandoen »figurer« findes ikke. Mente du »figures«?"),
    ],
)
def test_a_line_that_cannot_be_read_is_answered_in_danish(typed, told):
    done = traedesten(*typed)
    assert done.returncode == 2
    assert told in done.stderr
    assert "error:" not in done.stderr


def test_a_refusal_is_our_sentence_alone(tmp_path):
    done = traedesten("load", str(tmp_path / "ingen.yaml"))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == f"Filen {tmp_path / 'ingen.yaml'} kan ikke læses: den findes ikke."


def test_a_reader_who_has_seen_enough_ends_it_quietly():
    environment = {**os.environ, "PYTHONPATH": f"{SOURCE}{os.pathsep}{ROOT}", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "traedesten", "help", "--all"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()  # before anything is written
    assert (process.stderr.read(), process.wait()) == (b"", 141)
    process.stderr.close()
