"""A topic's name in the language of the page."""

import pytest
from django.utils import translation

from traedesten.journal.catalogue import STANDARD_TOPICS
from traedesten.programme.models import Topic


@pytest.mark.parametrize("code", ["at_end", "m3"])
def test_a_standard_topic_is_named_in_the_readers_language_and_kept_in_danish(code):
    name = str(dict(STANDARD_TOPICS["moment"])[code])
    topic = Topic(list="moment", code=code, name=name)
    assert str(topic) == name
    with translation.override("en"):
        assert str(topic) == {"at_end": "At the end", "m3": "After 3 months"}[code]
        assert topic.name == name


def test_a_programmes_own_topic_stays_as_it_was_written():
    with translation.override("en"):
        assert str(Topic(list="matter", code="ensomhed", name="Ensomhed og savn")) == "Ensomhed og savn"
