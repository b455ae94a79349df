import pytest

from tests.cast import TODAY
from traedesten.core.action import System
from traedesten.journal.book import Book
from traedesten.journal.rules import Checker
from traedesten.programme.models import Topic

JOB = System("test")


@pytest.fixture
def book(cast):
    for topic_list, code, name in (
        ("matter", "ensomhed", "Ensomhed"),
        ("indicator", "tryghed", "Tryghed i området"),
        ("method", "abcd", "ABCD"),
        ("item", "who5.score", "WHO-5, samlet"),
        ("need", "cykel", "Lære at cykle"),
    ):
        Topic.objects.create(programme=cast.here, list=topic_list, code=code, name=name)
    return Book(cast.here)


@pytest.fixture
def checker(book):
    return Checker(book, TODAY)
