"""Log lines never point at a person."""

import logging
import sys

import pytest

from traedesten.core.log import DiscreetFilter, DiscreetFormatter, mask


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("login failed for vicky@eksempel.dk", "login failed for […]"),
        ("GET /log/ind/?next=/p/vang/&login=a%40b.dk HTTP/1.1", "GET /log/ind/[…] HTTP/1.1"),
        ("subject 010190-1234 gone", "subject […] gone"),
        ("subject 0101901234 gone", "subject […] gone"),
        ("Not Found: /p/vang/kompas/", "Not Found: /p/vang/kompas/"),
        ("imported 1000000 entries in 48.2 s", "imported 1000000 entries in 48.2 s"),
    ],
)
def test_what_points_at_a_person_is_masked(written, kept):
    assert mask(written) == kept


def record(message: str, *values: object, exc_info=None) -> logging.LogRecord:
    return logging.LogRecord("test", logging.ERROR, __file__, 1, message, values, exc_info)


def test_values_put_into_the_message_are_masked_too():
    line = record("no such staff: %s", "vicky@eksempel.dk")
    DiscreetFilter().filter(line)
    assert line.getMessage() == "no such staff: […]"


def test_an_exception_is_told_by_kind_and_place_without_its_message():
    try:
        try:
            raise KeyError("Vicky Vært, Vangen 3")
        except KeyError as error:
            raise ValueError("Key (email)=(vicky@eksempel.dk) already exists") from error
    except ValueError:
        line = record("Internal Server Error: /p/vang/", exc_info=sys.exc_info())
    told = DiscreetFormatter("%(message)s").format(line)
    assert "ValueError" in told
    assert "KeyError" in told
    assert "test_log.py" in told
    assert "Vicky" not in told
    assert "vicky" not in told
    assert "email" not in told


def test_the_secret_address_of_a_calendar_is_masked():
    assert mask("Not Found: /abonnement/pXq-3_kP9aLw7.ics") == "Not Found: /abonnement/[…].ics"
