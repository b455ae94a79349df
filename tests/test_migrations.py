"""The one test that migrates: from nothing to today, on whichever database the run is on, and nothing left to write."""

import os
import subprocess
import sys
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings

from tools.place import ROOT, SOURCE


@pytest.fixture
def empty_database(tmp_path):
    """The address of a database with nothing in it, of the kind the run is on."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{tmp_path}/empty.sqlite3"
        return
    name = f"empty_{uuid4().hex}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield given.rpartition("/")[0] + f"/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def traedesten(*arguments: str, database: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    environment["PYTHONPATH"] = f"{SOURCE}{os.pathsep}{ROOT}"
    command = [sys.executable, "-W", "error", "-m", "traedesten", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_migrations_build_the_models_as_they_are_now(empty_database):
    built = traedesten("migrate", "--no-input", database=empty_database)
    assert built.returncode == 0, built.stderr
    assert "core.0001_initial... OK" in built.stdout
    left = traedesten("makemigrations", "--check", "--dry-run", database=empty_database)
    assert left.returncode == 0, left.stdout
    undone = traedesten("migrate", "--check", database=empty_database)
    assert undone.returncode == 0, undone.stdout


def test_the_run_uses_the_database_it_was_given():
    wanted = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite3"
    assert settings.DATABASES["default"]["ENGINE"].endswith(wanted)
