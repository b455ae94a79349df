"""Every file that a page or a style sheet of ours names is there, so that production's strict storage starts."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tools import fetch_assets
from tools.place import ROOT, SOURCE

NAMED = re.compile(r"""{% static ["']([^"']+)["']""")


@pytest.fixture(scope="module", autouse=True)
def _fetched():
    missing = [
        one.package for one in fetch_assets.read_lock() if one.purpose == "run" and not fetch_assets.is_fetched(one)
    ]
    assert not missing, f"{missing} are not fetched: python -m tools.fetch_assets"
    finders.get_finder.cache_clear()


def test_templates_name_files_that_are_there():
    templates = sorted(SOURCE.rglob("templates/**/*.html"))
    named = {name: path for path in templates for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert "dkfds/css/dkfds.min.css" in named
    assert [f"{path}: {name}" for name, path in named.items() if finders.find(name) is None] == []


def test_productions_storage_takes_every_file(tmp_path):
    environment = {**os.environ, "PYTHONPATH": f"{SOURCE}{os.pathsep}{ROOT}", "DJANGO_SETTINGS_MODULE": "strict"}
    (tmp_path / "strict.py").write_text(
        "from tests.settings import *\n"
        'STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}\n'
        f"STATIC_ROOT = {str(tmp_path / 'static')!r}\n"
    )
    environment["PYTHONPATH"] += f"{os.pathsep}{tmp_path}"
    command = [sys.executable, "-m", "traedesten", "collectstatic", "--no-input", "-v0"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert (Path(tmp_path) / "static" / "staticfiles.json").exists()
