"""Tests reach this machine and no other."""

import socket

import pytest

from tests.conftest import NetworkRefused


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80)])
def test_another_machine_is_refused_at_once(address):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as outward, pytest.raises(NetworkRefused):
        outward.connect(address)


def test_looking_up_a_name_is_refused():
    with pytest.raises(NetworkRefused):
        socket.create_connection(("index.example", 443), timeout=1)


def test_the_loopback_is_let_through():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=2).close()
