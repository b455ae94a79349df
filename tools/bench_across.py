"""Server time of the page over 100 programmes of 62 criteria: figures current, all of them stale, a municipality.

The programmes are copies of the demo's rows; what each of them would count is not simulated, for the page works
nothing out: it reads the boards that are kept. Each board is made as long as the largest agreement of the field.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

from tools.bench_line import YARDSTICK, Line, client_of, median_ms, times, yardstick
from tools.place import ROOT

PROGRAMMES = 100
CRITERIA = 62
BUDGET = 300.0
ROUNDS = 15
ALL, PLACE, KIND = "/paa-tvaers/", "/paa-tvaers/kommune/mosevad-kommune/", "/paa-tvaers/maal/unique_people/"


@dataclass(frozen=True, slots=True)
class Original:
    """A programme of the demo, its areas, and the plain values of its board."""

    programme: Any
    areas: list[Any]
    plain: dict[str, Any]


def on_across() -> list[Line]:
    """On copies of the demo, in this process and in one that has just begun."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("demo", stdout=io.StringIO())
    staff = _leader("mosevad")
    _fill(staff)
    client = client_of(staff)
    base = yardstick(client)
    lines = [Line(f"{YARDSTICK} (målestok)", base, "ms", "1", None)]
    lines += _current(client, base)
    lines += [_first_of_a_process(base)]
    lines += [_stale(client, base)]
    return lines


def _leader(code: str) -> Any:
    from traedesten.programme.models import RoleGrant

    grant = RoleGrant.objects.filter(role="project_leader", programme__code=code).first()
    if grant is None:
        raise SystemExit("Demoen har ingen projektleder i det programme, der måles på.")
    return grant.staff


def _fill(staff: Any) -> None:
    """Copies until there are so many, each with areas, version, role and board of its own."""
    from traedesten.measures import kept_board
    from traedesten.programme.models import Programme

    originals = []
    for programme in list(Programme.objects.all()):
        kept_board.bring_up_to_date(programme, None)
        row = _row_of(programme)
        originals.append(Original(programme, list(programme.areas.all()), _long(json.loads(row.written))))
    for number in range(PROGRAMMES):
        _copy(staff, originals[number % len(originals)], number)
    staff.grants.filter(programme__in=[each.programme for each in originals]).delete()


def _row_of(programme: Any) -> Any:
    from traedesten.measures.models import KeptBoard

    return KeptBoard.objects.get(programme=programme, scope="", language="da")


def _long(plain: dict[str, Any]) -> dict[str, Any]:
    """The board with as many criteria as the largest agreement."""
    known = plain["standings"]
    at_code = plain["fields"].index("code")
    made = [[*known[at % len(known)]] for at in range(CRITERIA)]
    for at, each in enumerate(made):
        each[at_code] = f"K{at}"
    return {**plain, "standings": made}


def _copy(staff: Any, original: Original, number: int) -> None:
    from traedesten.measures import kept_board
    from traedesten.measures.models import KeptBoard
    from traedesten.places.models import Area
    from traedesten.programme.models import Programme, RoleGrant, Version

    row = _row_of(original.programme)
    programme = Programme.objects.get(pk=original.programme.pk)
    programme.pk, programme.code, programme.name = None, f"bench-{number}", f"{programme.name} {number}"
    programme.save()
    new: dict[Any, int] = {}
    for each in original.areas:
        area = Area.objects.get(pk=each.pk)
        area.pk, area.code = None, f"{each.code}-{number}"
        area.save()
        programme.areas.add(area)
        new[each.pk] = area.pk
    Version.objects.create(programme=programme, number=row.version)
    RoleGrant.objects.create(staff=staff, programme=programme, role="project_leader")
    totals = [[new.get(key), *counts] for key, *counts in original.plain["totals"]]
    row.written = json.dumps({**original.plain, "totals": totals}, ensure_ascii=False, separators=(",", ":"))
    row.mark = kept_board.mark_of(row.written)
    row.pk, row.programme = None, programme
    KeptBoard.objects.bulk_create([row])


def _asked(client: Any, address: str, must_say: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200 or must_say not in answer.content.decode():
        raise SystemExit(f"{address} viste ikke det, der skulle måles (svar {answer.status_code}).")


def _current(client: Any, base: float) -> list[Line]:
    from traedesten.measures import kept_board

    def cold() -> None:
        """A worker that has read none of the boards."""
        kept_board.forget()
        _asked(client, ALL, f"{PROGRAMMES * CRITERIA:,}".replace(",", "."))

    if b"regner" in client.get(ALL).content:
        raise SystemExit("Tallene er ikke ajour; der måles noget andet.")
    what = f"{PROGRAMMES} programmer à {CRITERIA} kriterier"
    found = [
        (f"{what}, læst første gang", median_ms(cold, ROUNDS)),
        (f"{what}, læst før", median_ms(lambda: _asked(client, ALL, "Se på først"), ROUNDS)),
        ("kun det, der er bagud", median_ms(lambda: _asked(client, f"{ALL}?status=behind", "Bagud"), ROUNDS)),
        ("efter kommune", median_ms(lambda: _asked(client, f"{ALL}?orden=kommune", "Programmer"), ROUNDS)),
        ("én kommune, 25 programmer", median_ms(lambda: _asked(client, PLACE, "lægges sammen"), ROUNDS)),
        ("samme slags mål side om side", median_ms(lambda: _asked(client, KIND, "Lægges ikke sammen"), ROUNDS)),
    ]
    return [Line(name, value, "ms", times(value, base), BUDGET) for name, value in found]


def _first_of_a_process(base: float) -> Line:
    """The very first page a process answers after one of another kind."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench_across"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    value = float(done.stdout.split()[-1])
    return Line("samme side, en proces, der lige er begyndt", value, "ms", times(value, base), BUDGET)


def _stale(client: Any, base: float) -> Line:
    """Something was registered in every one: the page shows what they were, and waits for none."""
    from django.db.models import F

    from traedesten.programme.models import Version

    Version.objects.update(number=F("number") + 1)
    value = median_ms(lambda: _asked(client, ALL, "Som det stod"), ROUNDS)
    return Line(f"registreret i alle {PROGRAMMES} siden", value, "ms", times(value, base), BUDGET)


def main() -> None:
    """In a process of its own: one page to warm what every page needs, then the page over all programmes, timed."""
    import django  # why inside: the settings are those of the part that started this process

    django.setup()
    client = client_of(_leader("bench-0"))
    client.get("/was/")
    began = time.perf_counter()
    _asked(client, ALL, "Se på først")
    print(1000 * (time.perf_counter() - began))


if __name__ == "__main__":
    main()
