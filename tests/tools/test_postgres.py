"""The throw-away PostgreSQL: there while the command runs, gone afterwards, however it ended."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

from tools import postgres
from tools.place import ROOT

needs_server = pytest.mark.skipif(postgres.find_binaries() is None, reason="no PostgreSQL server is installed here")


def folder_of(url: str) -> Path:
    return Path(unquote(urlsplit(url).netloc.partition("@")[2]))


@needs_server
def test_a_cluster_answers_and_leaves_nothing_behind():
    with postgres.cluster() as url:
        folder = folder_of(url)
        with psycopg.connect(url) as connection:
            assert connection.execute("show fsync").fetchone() == ("off",)
            assert connection.execute("show listen_addresses").fetchone() == ("",)
            pid = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@needs_server
def test_a_fault_inside_leaves_nothing_behind():
    folders = []

    def break_off():
        with postgres.cluster() as url:
            folders.append(folder_of(url))
            raise RuntimeError("mine")

    with pytest.raises(RuntimeError, match="mine"):
        break_off()
    assert [folder.exists() for folder in folders] == [False]


@needs_server
def test_an_order_to_stop_takes_the_cluster_away():
    command = [sys.executable, "-m", "tools.postgres", "sh", "-c", "echo $DATABASE_URL; exec sleep 30"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        folder = folder_of(running.stdout.readline().strip())
        assert folder.exists()
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=20) == 128 + signal.SIGTERM
    assert not folder.exists()


@needs_server
def test_the_commands_own_exit_code_is_passed_on():
    done = subprocess.run([sys.executable, "-m", "tools.postgres", "sh", "-c", "exit 7"], cwd=ROOT)
    assert done.returncode == 7


def test_where_none_is_installed_it_says_so(monkeypatch):
    monkeypatch.setattr(postgres, "find_binaries", lambda: None)
    with pytest.raises(postgres.NoServer, match="ingen PostgreSQL-server"), postgres.cluster():
        pass


def make_server(folder: Path, *, whole: bool = True) -> Path:
    folder.mkdir(parents=True)
    for name in ("initdb", "postgres") if whole else ("initdb",):
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    return folder


def test_the_path_goes_before_debians_folder_and_the_newest_before_the_older(tmp_path):
    nine, fifteen = make_server(tmp_path / "pg/9.6/bin"), make_server(tmp_path / "pg/15/bin")
    mine = make_server(tmp_path / "mine")
    assert postgres.find_binaries(str(mine), tmp_path / "pg") == mine
    assert postgres.find_binaries("/nowhere", tmp_path / "pg") == fifteen
    (fifteen / "postgres").unlink()
    assert postgres.find_binaries("/nowhere", tmp_path / "pg") == nine


def test_a_client_alone_is_no_server(tmp_path):
    half = make_server(tmp_path / "half", whole=False)
    assert postgres.find_binaries(str(half), tmp_path / "none") is None
