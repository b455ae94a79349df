"""Serving the demo: a free port, and a database brought up to date when something changed."""

import socket

import pytest
from django.core import management
from django.core.management import CommandError

from tools import serve


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind((serve.HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_free_port_is_used_as_asked(taken):
    with socket.socket() as trial:
        trial.bind((serve.HOST, 0))
        port = trial.getsockname()[1]
    assert serve.free_port(port) == port


def test_a_taken_port_is_passed_by_and_said(taken, capsys):
    assert serve.free_port(taken) > taken
    assert f"Port {taken} er optaget" in capsys.readouterr().out


def test_no_free_port_is_said(taken, monkeypatch):
    monkeypatch.setattr(serve, "PORTS_TRIED", 1)
    with pytest.raises(SystemExit, match="Ingen ledig port"):
        serve.free_port(taken)


def test_a_new_migration_makes_the_database_stale(tmp_path, monkeypatch):
    monkeypatch.setattr(serve, "SOURCE", tmp_path)
    monkeypatch.setattr(serve, "MIGRATED", tmp_path / ".migrated")
    monkeypatch.setattr(serve, "DATABASE", tmp_path / "db.sqlite3")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    before = serve.database_fingerprint()
    serve.put_stamp(serve.MIGRATED, before)
    assert not serve.is_database_ready(before)  # the file is not there
    serve.DATABASE.touch()
    assert serve.is_database_ready(before)
    (tmp_path / "app/migrations").mkdir(parents=True)
    (tmp_path / "app/migrations/0002_more.py").write_text("")
    assert not serve.is_database_ready(serve.database_fingerprint())


def test_people_are_shown_the_products_own_pages_unless_somebody_asks_for_djangos(monkeypatch):
    monkeypatch.delenv("TRAEDESTEN_DEBUG", raising=False)
    assert serve.as_shown()["TRAEDESTEN_DEBUG"] == "false"
    assert not serve.is_debugging()
    monkeypatch.setenv("TRAEDESTEN_DEBUG", "true")
    assert serve.as_shown()["TRAEDESTEN_DEBUG"] == "true"
    assert serve.is_debugging()


def test_a_changed_style_makes_the_packed_files_stale(tmp_path, monkeypatch):
    monkeypatch.setattr(serve, "SOURCE", tmp_path)
    (tmp_path / "app/static/app").mkdir(parents=True)
    (tmp_path / "app/static/app/app.css").write_text("a {}")
    before = serve.static_fingerprint()
    assert serve.static_fingerprint() == before
    (tmp_path / "app/static/app/app.css").write_text("b {}")
    assert serve.static_fingerprint() != before


def test_another_database_is_not_taken_for_ready(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    before = serve.database_fingerprint()
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/x")
    assert serve.database_fingerprint() != before


def test_the_banner_tells_the_address_and_the_demos_log_in(tmp_path, monkeypatch):
    monkeypatch.setattr(serve, "LOGIN", tmp_path / "demo-login.txt")
    assert "http://localhost:8123/" in serve._banner(8123, 1.0)
    serve.LOGIN.write_text("Log ind som: mette@demo.example\n")
    assert "mette@demo.example" in serve._banner(8123, 1.0)


@pytest.fixture
def commands(tmp_path, monkeypatch, db):
    """Which commands were called, none of them really; `commands.failing` makes the demo break off."""

    class Called(list):
        failing = False

        def __call__(self, name, **options):
            self.append(name)
            if name == "demo" and self.failing:
                raise CommandError("afbrudt")

    called = Called()
    monkeypatch.setattr(management, "call_command", called)
    monkeypatch.setattr(serve, "UNFINISHED", tmp_path / ".demo-unfinished")
    return called


def test_an_empty_copy_gets_the_demo_and_one_with_programmes_is_left_alone(commands, cast):
    serve._migrate_and_fill(afresh=False)
    assert commands == ["migrate"]
    serve._migrate_and_fill(afresh=True)
    assert commands == ["migrate", "migrate", "demo"]


def test_the_log_ins_are_told_once_by_the_demo_or_by_the_server(monkeypatch, tmp_path, db):
    told = []
    monkeypatch.setattr(management, "call_command", lambda name, **options: told.append((name, options)))
    monkeypatch.setattr(serve, "UNFINISHED", tmp_path / ".demo-unfinished")
    serve._migrate_and_fill(afresh=False)
    serve._migrate_and_fill(afresh=True)
    assert [options for name, options in told if name == "demo"] == [{"is_login_told": False}, {"is_login_told": True}]


def test_a_demo_that_was_broken_off_is_taken_up_again(commands, request):
    commands.failing = True
    with pytest.raises(SystemExit, match="afbrudt"):
        serve._migrate_and_fill(afresh=False)
    request.getfixturevalue("cast")  # what had come in before it broke off
    commands.failing = False
    serve._migrate_and_fill(afresh=False)
    serve._migrate_and_fill(afresh=False)
    assert commands == ["migrate", "demo", "migrate", "demo", "migrate"]
