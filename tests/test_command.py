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
