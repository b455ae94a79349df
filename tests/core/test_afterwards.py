import logging

import pytest
from django.http import HttpResponse
from django.utils import translation

from traedesten.core import afterwards


def answered(work):
    """What a page that asks for this answers, before the server has closed it."""

    def page(_request):
        afterwards.do(work)
        return HttpResponse("sendt")

    return afterwards.do_when_sent(page)(None)


@pytest.mark.django_db
def test_it_is_done_when_the_answer_has_been_sent_and_once():
    done = []
    response = answered(lambda: done.append("done"))
    assert done == []
    response.close()
    response.close()
    assert done == ["done"]


def test_it_is_done_at_once_where_nobody_asked_over_http():
    done = []
    afterwards.do(lambda: done.append("done"))
    assert done == ["done"]


@pytest.mark.django_db
def test_it_speaks_the_language_of_the_page():
    said = []
    with translation.override("en"):
        response = answered(lambda: said.append(translation.get_language()))
    response.close()
    assert said == ["en"]


@pytest.mark.django_db
def test_a_fault_is_said_in_the_log_and_the_rest_is_done(caplog):
    done = []

    def page(_request):
        afterwards.do(lambda: 1 / 0)
        afterwards.do(lambda: done.append("done"))
        return HttpResponse("sendt")

    with caplog.at_level(logging.ERROR, logger="traedesten.core.afterwards"):
        afterwards.do_when_sent(page)(None).close()
    assert done == ["done"]
    assert "work after an answer failed" in caplog.text
