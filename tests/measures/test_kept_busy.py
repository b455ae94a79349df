"""A page on SQLite while another process writes: it is told its figures at once, and what was not kept comes later."""

import os
import sqlite3
import subprocess
import sys
import time

from tools.place import ROOT, SOURCE

LOOK = """
import time, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from datetime import date
from traedesten.programme.models import Programme
from traedesten.measures import board, kept_board
from traedesten.measures.models import KeptBoard
made = Programme.objects.create(code="a", name="A", starts_on=date(2026, 1, 1), ends_on=date(2028, 12, 31))
print("ready", flush=True)
input()
began = time.monotonic()
board.of_areas(made, board.day_for(made))
print(time.monotonic() - began, KeptBoard.objects.count(), flush=True)
input()
kept_board.bring_up_to_date(made, None)
print(KeptBoard.objects.count(), flush=True)
"""


def test_a_writer_who_takes_long_keeps_no_reader_waiting(tmp_path):
    file = tmp_path / "busy.sqlite3"
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{file}", "PYTHONPATH": f"{SOURCE}{os.pathsep}{ROOT}",
                   "DJANGO_SETTINGS_MODULE": "tests.settings"}  # fmt: skip
    looking = subprocess.Popen(
        [sys.executable, "-c", LOOK],
        cwd=ROOT,
        env=environment,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert looking.stdout.readline() == "ready\n"
        writer = sqlite3.connect(file, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        looking.stdin.write("\n")
        looking.stdin.flush()
        began = time.monotonic()
        seconds, rows = looking.stdout.readline().split()
        assert rows == "0"
        assert float(seconds) < 10, "it waited for the writer, whom SQLite gives 20 seconds"
        assert time.monotonic() - began < 15
        writer.execute("ROLLBACK")
        writer.close()
        looking.stdin.write("\n")
        looking.stdin.flush()
        assert looking.stdout.readline() == "1\n"
    finally:
        looking.kill()
        looking.communicate()
