"""The one test that migrates: from nothing to today, on whichever database the run is on, and nothing left to write."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
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


def refusals(database: str) -> set[str]:
    """Triggers that keep frozen figures as they are; a table that SQLite has made anew would have lost them."""
    if database.startswith("postgres"):
        with psycopg.connect(database) as connection:
            rows = connection.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal").fetchall()
    else:
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    return {name for (name,) in rows}


def test_migrations_build_the_models_as_they_are_now(empty_database):
    built = traedesten("migrate", "--no-input", database=empty_database)
    assert built.returncode == 0, built.stderr
    assert "core.0001_initial... OK" in built.stdout
    left = traedesten("makemigrations", "--check", "--dry-run", database=empty_database)
    assert left.returncode == 0, left.stdout
    refusing = refusals(empty_database)
    tables = ("measures_frozenfigure", "measures_snapshot")
    assert refusing == {f"{table}_{name}" for table in tables for name in ("fixed", "kept")}
    undone = traedesten("migrate", "--check", database=empty_database)
    assert undone.returncode == 0, undone.stdout


def test_the_run_uses_the_database_it_was_given():
    wanted = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite3"
    assert settings.DATABASES["default"]["ENGINE"].endswith(wanted)
