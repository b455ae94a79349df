"""What every test gets: no network but this machine's own, and English texts compiled."""

import ipaddress
import os
import socket
from pathlib import Path

import hypothesis
import pytest

from tools import translations

pytest_plugins = ["tests.cast", "tests.tapping"]

# A loaded machine is no fault in the code: property tests have no clock.
hypothesis.settings.register_profile(
    "traedesten", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("traedesten")

# pytest-django's fixtures that open the database; one fixture that asks for them is enough.
ASKS_DATABASE = frozenset({"db", "transactional_db", "live_server", "django_db_setup"})
LOCAL_NAMES = {"localhost", "", None}


def pytest_configure(config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        translations.compile_stale()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in tests/browser is a browser test; whatever may ask the database is marked so."""
    here = Path(__file__).parent / "browser"
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("django_db") or ASKS_DATABASE.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)


class NetworkRefused(Exception):
    """A test tried to reach another machine. Not an OSError, so that no retry in the code swallows it."""


def is_local(address: object) -> bool:
    """Whether a socket address is a path on this machine or on the loopback."""
    if not isinstance(address, tuple):
        return True
    if address[0] in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _only_this_machine():
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _refusing(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _refusing_names(socket.getaddrinfo))
        yield


def _refusing(connect):
    def guarded(self, address):
        if self.family != getattr(socket, "AF_UNIX", None) and not is_local(address):
            raise NetworkRefused(f"a test may not reach {address!r}")
        return connect(self, address)

    return guarded


def _refusing_names(getaddrinfo):
    def guarded(host, *rest, **more):
        if not is_local((host,)):
            raise NetworkRefused(f"a test may not look up {host!r}")
        return getaddrinfo(host, *rest, **more)

    return guarded


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """What the process keeps between requests (attempts at logging in, above all) ends with the test."""
    from django.core.cache import cache
    from django.utils import translation

    cache.clear()
    translation.deactivate()  # the test client leaves the language of the last page
