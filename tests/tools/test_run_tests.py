"""Adding up the runs: a failure is never lost, whatever way a run broke."""

import sys

import pytest
from django.db import connection

from tools import chromium, run_tests
from tools.run_tests import Count, Run

REPORT = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'


@pytest.fixture
def report(tmp_path):
    def write(*numbers):
        path = tmp_path / "report.xml"
        path.write_text(REPORT.format(*numbers))
        return path

    return write


def test_a_report_is_counted(report):
    assert run_tests.read_report(report(10, 2, 1, 3), 1) == Count(4, 3, 3)


def test_a_failing_run_without_a_failing_test_counts_as_one(report):
    assert run_tests.read_report(report(10, 0, 0, 0), 3) == Count(10, 1, 0)


def test_a_run_that_never_reported_counts_as_one(tmp_path):
    assert run_tests.read_report(tmp_path / "none.xml", 4) == Count(0, 1, 0)


def test_a_run_with_nothing_to_do_counts_as_nothing(tmp_path):
    assert run_tests.read_report(tmp_path / "none.xml", run_tests.NOTHING_COLLECTED) == Count()


def test_the_closing_line_is_plain():
    assert str(Count(3, 0, 1) + Count(2, 1, 0)) == "5 passed, 1 failed, 1 skipped"


def test_a_run_really_runs_and_counts(tmp_path):
    tests = tmp_path / "test_three.py"
    tests.write_text(
        "import pytest\ndef test_a(): pass\ndef test_b(): assert 0\n@pytest.mark.skip\ndef test_c(): pass\n"
    )
    (tmp_path / "reports").mkdir()
    run = Run("prøve", "sqlite:///:memory:", "not browser", pytest=("-q", "-p", "no:cacheprovider"))
    assert run.carry_out([str(tests)], {}, tmp_path / "reports") == Count(1, 1, 1)


def test_no_run_on_sqlite_touches_what_somebody_typed(tmp_path):
    assert all(str(tmp_path) in run.database for run in run_tests.on_sqlite(tmp_path))


@pytest.fixture
def asking(db):
    """As most fixtures do: the test that uses it does not say itself that it asks the database."""


@pytest.mark.usefixtures("asking")
def test_what_asks_the_database_by_way_of_a_fixture_is_marked(request):
    assert request.node.get_closest_marker("database")


@pytest.mark.django_db
def test_what_says_that_it_asks_the_database_is_marked(request):
    assert request.node.get_closest_marker("database")


def test_what_asks_no_database_is_not_marked_and_would_be_refused(request):
    assert not request.node.get_closest_marker("database")
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        connection.ensure_connection()


@pytest.mark.parametrize(("passed", "failed", "code"), [(3, 0, 0), (3, 1, 1), (0, 0, 1)])
def test_the_exit_code_says_whether_all_is_well(monkeypatch, capsys, passed, failed, code):
    monkeypatch.setattr(run_tests.fetch_assets, "ensure", lambda purposes: None)
    monkeypatch.setattr(run_tests.postgres, "end_tidily", lambda: None)
    monkeypatch.setattr(run_tests.chromium, "find_or_install", lambda: None)
    monkeypatch.setattr(run_tests, "_run_all", lambda *rest: Count(passed, failed, 0))
    assert run_tests.main([]) == code
    said = capsys.readouterr().out
    assert said.splitlines()[-1] == f"{passed} passed, {failed} failed, 0 skipped"
    assert "Browserprøverne springes over" in said


def test_chromium_is_the_one_that_is_named(monkeypatch):
    monkeypatch.setenv("CHROMIUM", sys.executable)
    assert chromium.find() == sys.executable
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    assert chromium.find() is None


def test_without_chromium_it_is_said_what_to_install(monkeypatch, capsys):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    assert chromium.find_or_install() is None
    assert "apt-get install chromium" in capsys.readouterr().out


@pytest.mark.parametrize(("user", "sandbox"), [(0, True), (1000, False)])
def test_only_root_goes_without_the_sandbox(monkeypatch, user, sandbox):
    monkeypatch.setattr(chromium.os, "geteuid", lambda: user)
    assert ("--no-sandbox" in chromium.arguments()) is sandbox
