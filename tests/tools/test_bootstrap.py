"""Set-up on a machine with nothing but Python: clear words when something is missing, nothing done twice."""

import ast
import subprocess
import sys

import pytest

from tools import bootstrap
from tools.place import ROOT, digest, is_stamped, put_stamp


@pytest.fixture
def venv(tmp_path, monkeypatch):
    """An environment elsewhere, and a note of what pip was asked for instead of pip."""
    folder = tmp_path / ".venv"
    (folder / "bin").mkdir(parents=True)
    monkeypatch.setattr(bootstrap, "VENV", folder)
    monkeypatch.setattr(bootstrap, "PYTHON", folder / "bin" / "python")
    asked = []
    monkeypatch.setattr(bootstrap, "_pip", lambda arguments, total: asked.append(arguments))
    return folder, asked


def test_an_older_python_can_read_the_file_and_is_told_what_is_needed():
    source = (ROOT / "tools" / "bootstrap.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    pretend = "import sys, runpy; sys.version_info = (3, 9, 2, 'final', 0); runpy.run_module('tools.bootstrap')"
    done = subprocess.run([sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "kræver Python 3.11 eller nyere" in done.stderr
    assert "PYTHON=/path/to/python3" in done.stderr


def test_a_python_without_venv_is_told_which_package_to_install(venv, monkeypatch):
    monkeypatch.setattr(bootstrap, "has_venv", lambda: False)
    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        bootstrap.make_venv()


def test_missing_ensurepip_is_noticed(monkeypatch):
    assert bootstrap.has_venv()
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert not bootstrap.has_venv()


def test_requirements_are_installed_by_hash_and_once(venv):
    _folder, asked = venv
    assert bootstrap.install_requirements("runtime")
    assert not bootstrap.install_requirements("runtime")
    assert len(asked) == 1
    assert "--require-hashes" in asked[0]


def test_what_developers_install_holds_what_running_needs(venv):
    _folder, asked = venv
    assert bootstrap.install_requirements("dev")
    assert not bootstrap.install_requirements("runtime")
    assert len(asked) == 1
    runtime = (ROOT / "requirements/runtime.txt").read_text().splitlines()
    dev = (ROOT / "requirements/dev.txt").read_text().splitlines()
    pins = [line.split()[0] for line in runtime if "==" in line]
    assert pins
    assert [pin for pin in pins if not any(line.startswith(pin + " ") for line in dev)] == []


def test_the_project_is_installed_again_when_its_command_is_gone(venv):
    folder, asked = venv
    assert bootstrap.install_project()
    assert bootstrap.install_project()
    (folder / "bin" / "traedesten").write_text("")
    assert not bootstrap.install_project()
    assert len(asked) == 2


def test_a_failing_pip_shows_what_it_said(monkeypatch, tmp_path):
    pip = tmp_path / "python"
    pip.write_text("#!/bin/sh\necho 'THESE PACKAGES DO NOT MATCH THE HASHES'\nexit 1\n")
    pip.chmod(0o755)
    monkeypatch.setattr(bootstrap, "PYTHON", pip)
    with pytest.raises(SystemExit, match="DO NOT MATCH THE HASHES"):
        bootstrap._pip(["install"], 3)


def test_progress_names_every_tenth_package(capsys):
    for number in range(1, 21):
        bootstrap._show_progress(f"Collecting name{number}==1 (from -r x)\n", number, 20)
    assert capsys.readouterr().out.split() == ["10/20", "name10==1", "20/20", "name20==1"]


def test_a_stamp_holds_for_the_same_content_only(tmp_path):
    file, stamp = tmp_path / "a", tmp_path / "stamps" / "a"
    file.write_text("1")
    put_stamp(stamp, digest([file]))
    assert is_stamped(stamp, digest([file]))
    file.write_text("2")
    assert not is_stamped(stamp, digest([file]))
    assert digest([file], "3.11") != digest([file], "3.12")
