"""Settings stop the start when something that matters is missing, and are strict where nobody said otherwise."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
KEY = base64.urlsafe_b64encode(bytes(32)).decode()
PRODUCTION = {
    "TRAEDESTEN_SECRET_KEY": "k" * 50,
    "TRAEDESTEN_ENCRYPTION_KEYS": KEY,
    "TRAEDESTEN_ALLOWED_HOSTS": "traedesten.eksempel.dk",
}
ASK = """
import json, sys, environs
environs.Env.read_env = lambda *a, **k: True  # this machine's own var/dev.env is not what is tried here
from traedesten import settings
print(json.dumps({n: getattr(settings, n) for n in sys.argv[1].split()}, default=str))
"""


def read(names: str, **environment: str) -> subprocess.CompletedProcess:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("TRAEDESTEN_") and k != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-c", ASK, names],
        env={**clean, "PYTHONPATH": str(ROOT / "src"), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def values(names: str, **environment: str) -> dict:
    answer = read(names, **environment)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@pytest.mark.parametrize("name", sorted(PRODUCTION))
def test_production_does_not_start_without(name):
    answer = read("DEBUG", **{k: v for k, v in PRODUCTION.items() if k != name})
    assert answer.returncode != 0
    assert name in answer.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRAEDESTEN_SECRET_KEY", "for kort"),
        ("TRAEDESTEN_ENCRYPTION_KEYS", "ikke-en-nøgle"),
        ("TRAEDESTEN_ENCRYPTION_KEYS", KEY[:-4]),
        ("TRAEDESTEN_DEBUG", "måske"),
        ("TRAEDESTEN_HTTPS", "2"),
        ("TRAEDESTEN_PROXIES", "en"),
    ],
)
def test_a_malformed_value_stops_the_start_and_is_named(name, value):
    answer = read("DEBUG", **{**PRODUCTION, name: value})
    assert answer.returncode != 0
    assert name in answer.stderr


def test_a_bad_key_is_not_printed():
    answer = read("DEBUG", **{**PRODUCTION, "TRAEDESTEN_ENCRYPTION_KEYS": "hemmelig-men-forkert"})
    assert "hemmelig-men-forkert" not in answer.stderr


def test_production_is_strict_without_being_asked():
    found = values(
        "DEBUG DEMO SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE LANGUAGE_COOKIE_SECURE SECURE_SSL_REDIRECT"
        " SECURE_HSTS_SECONDS X_FRAME_OPTIONS SECURE_REFERRER_POLICY",
        **PRODUCTION,
    )
    assert found == {
        "DEBUG": False,
        "DEMO": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
        "X_FRAME_OPTIONS": "DENY",
        "SECURE_REFERRER_POLICY": "same-origin",
    }


def test_a_demo_runs_on_this_machine_without_https():
    found = values("ALLOWED_HOSTS HTTPS", **{**PRODUCTION, "TRAEDESTEN_DEMO": "true", "TRAEDESTEN_ALLOWED_HOSTS": ""})
    assert found["HTTPS"] is False


def test_sqlite_takes_its_lock_first_and_keeps_what_it_confirmed():
    options = values("DATABASES", **PRODUCTION)["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 20
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        assert pragma in options["init_command"]


def test_postgresql_is_chosen_by_its_address():
    database = values("DATABASES", **PRODUCTION, DATABASE_URL="postgres://a:b@db.eksempel.dk/t")["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert "OPTIONS" not in database or "init_command" not in database["OPTIONS"]
