"""Twenty criteria as hand-written SQL, one statement each, beside what one criterion costs here.

A statement says one figure of one period. What it is set beside is more: every period of the targets, what lies behind
the figure, expected path, forecast and status; so the ratios say less than there is.
"""

from __future__ import annotations

from typing import Any

from tools.bench_clock import is_whole
from tools.bench_line import Line, medians

ROUNDS = 5
LEAST_FROM_DATABASE, LEAST_IN_MEMORY = 5.0, 20.0  # times as fast as SQL, for each criterion


def on_oracle(programme: Any, from_database: float, in_memory: float) -> list[Line]:
    """`from_database` and `in_memory` are milliseconds for one criterion, of all that the programme has.

    Nothing is measured before each statement has said what the engine says.
    """
    from django.db import connection

    from tests.measures import oracle
    from traedesten.measures import board

    evaluator, day, lines, spent = board.evaluator_of(programme), board.day_for(programme), list[Line](), list[float]()
    for statement in oracle.STATEMENTS:
        figure = evaluator.evaluate(statement.definition(programme), evaluator.whole, as_of=day)
        said = statement.ask(programme, evaluator.whole, day).get("", (None,))[0]
        if (said or 0) != (figure.value or 0) and abs((said or 0) - (figure.value or 0)) > 1e-9:
            raise SystemExit(f"{statement.name}: SQL siger {said}, men {figure.value} er regnet ud.")
        asked = statement.asked(programme, evaluator.whole, day)

        def ask(asked: Any = asked) -> None:
            with connection.cursor() as cursor:
                cursor.execute(*asked)
                cursor.fetchall()

        spent.append(medians(ask, ROUNDS)[1 if is_whole() else 0])
        ratio = f"{spent[-1] / from_database:.1f} x herfra, {spent[-1] / in_memory:.0f} x i hukommelsen"
        lines.append(Line(f"SQL, række {statement.row or '-'}: {statement.name}", spent[-1], "ms", ratio, None))
    mean = sum(spent) / len(spent)
    database, memory = mean / from_database, mean / in_memory
    told = f"SQL {mean:.1f} ms, her {from_database:.2f} ms"
    kept = f"SQL {mean:.1f} ms, her {in_memory:.2f} ms"
    return [
        *lines,
        Line("et kriterium fra databasen, gange hurtigere end SQL", database, "x", told, LEAST_FROM_DATABASE, True),
        Line("et kriterium i hukommelsen, gange hurtigere end SQL", memory, "x", kept, LEAST_IN_MEMORY, True),
    ]
