"""What twenty hand-written statements say of the database is what the engine says, in every period they are asked of.

They are asked of the demo's neighbourhoods, and of all four in one programme where some people have turned out to be
one; corrections and withdrawals are in all of them.
"""

import re
from itertools import pairwise

import pytest

from demo import generate, together
from measure_engine.period import PeriodKind, divide
from tests.cast import TODAY
from tests.measures import oracle
from traedesten.core.action import System
from traedesten.documents import simulated
from traedesten.journal.models import Entry
from traedesten.measures import board
from traedesten.people.models import SubjectAlias

from .test_truth import fill

PERIODS = (PeriodKind.WHOLE, PeriodKind.YEAR, PeriodKind.QUARTER)
NOT_PORTABLE = re.compile(
    r"\bOVER\b|::|\bstrftime|\bdate_trunc|\bINTERVAL\b|\bEXTRACT\b|\bjulianday|\bFILTER\b|\bLATERAL\b"
)


def by_engine(evaluator, definition, period):
    figure = evaluator.evaluate(definition, period, as_of=TODAY)
    found = {part.key: part.figure for part in figure.parts} | {"": figure}
    return {part: pytest.approx((each.value, each.numerator, each.denominator)) for part, each in found.items()}


def agree(programme, statements):
    """What each statement says of the whole, once it has been found equal in every period."""
    evaluator, whole = board.evaluator_of(programme), {}
    for statement in statements:
        definition = statement.definition(programme)
        for kind in PERIODS:
            for each in divide(evaluator.whole, kind):
                if each.period.start <= TODAY:
                    said = statement.ask(programme, each.period, TODAY) or {"": (None, None, None)}
                    assert said == by_engine(evaluator, definition, each.period), (statement.name, each.period)
                    whole.setdefault(statement.name, said[""][0])
    return whole


def merge(programme):
    """Some who took part in something turn out to be others who did, three of them one after the other."""
    known = Entry.objects.filter(programme=programme, subject__isnull=False).order_by()
    for kind in ("visit", "contact", "conversation", "contribution", "enrolment", "referral"):
        people = list(known.filter(kind=kind).order_by("subject").values_list("subject", flat=True).distinct()[:40])
        free = [each for each in people if not SubjectAlias.objects.filter(alias=each).exists()]
        for alias, canonical in [*pairwise(free[:3]), *zip(free[3::2], free[4::2], strict=False)]:
            SubjectAlias.objects.create(alias_id=alias, canonical_id=canonical)
    assert SubjectAlias.objects.filter(canonical__alias_row__isnull=False).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(generate.STORIES))
def test_of_each_neighbourhood(code, neighbourhoods, tmp_path):
    programme = fill(neighbourhoods[code], TODAY, tmp_path)
    rows = {"", *programme.criteria.values_list("row", flat=True)}
    assert agree(programme, [each for each in oracle.STATEMENTS if each.row in rows])


@pytest.mark.django_db
def test_of_all_four_in_one_programme_with_people_who_turned_out_to_be_one(settings):
    settings.DEMO = True
    for part in together.told(together.orders(entries=6_000, today=TODAY), workers=0):
        programme = simulated.write(by=System("test"), parts=[part])
    merge(programme)
    board.forget()
    assert Entry.objects.filter(is_withdrawal=True).exists()
    whole = agree(programme, oracle.STATEMENTS)
    assert len(whole) == 20
    assert all(whole.values()), [name for name, value in whole.items() if not value]


@pytest.mark.parametrize("statement", oracle.STATEMENTS, ids=lambda each: each.name)
def test_each_is_one_statement_of_plain_sql_that_says_why(statement):
    text = (oracle.HERE / f"{statement.name}.sql").read_text(encoding="utf-8")
    assert text.startswith("-- ")
    assert ";" not in re.sub(r"--.*", "", text)
    assert not NOT_PORTABLE.search(re.sub(r"--.*", "", text))
    assert not [line for line in text.splitlines() if len(line) > 120]


def test_no_file_is_left_out():
    assert {path.stem for path in oracle.HERE.glob("*.sql")} == {each.name for each in oracle.STATEMENTS}
