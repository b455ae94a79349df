"""Programme files that nobody thought of: every section, odd texts, references that hold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from traedesten.documents.outline import FORMAT

FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
LETTERS = "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_"

codes = st.text(LETTERS, min_size=1, max_size=12)
any_text = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=60)
awkward = st.sampled_from(
    ["no", "on", "true", "null", "~", "12", "1.5", "400.000", "2026-01-01", "10:00",
     "- a", "a: b", "a #b", "#", "'x", '"x"',
     "a, b", "[x]", "{x}",
     "*x", "&x", "!x", "|", ">", "%x", "@x", "`x", "x:", "?", "? x", "<<", "=", "\\n", "a\\b", "Ja",
     "yes",
     "ord " * 40, "langtordudenmellemrum" * 8, "  x  y ", "a\nb", "a\n\n  b\nc ",
     "1. linje\n- punkt\n# tal: 3", "x\u00a0y"]
)  # fmt: skip
texts = st.one_of(any_text, awkward)
names = texts.filter(lambda text: bool(text.strip()) and len(text) <= 200)
days = st.integers(0, (LAST - FIRST).days).map(lambda number: (FIRST + timedelta(number)).isoformat())
amounts = st.integers(0, 999_999).map(lambda hundredths: hundredths / 100)
numbers = st.one_of(st.integers(-1000, 1000), st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 6)))


rules = st.sampled_from(["FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=1MO,-1FR", "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU"])


def maybe(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keys)


def items(
    draw: st.DrawFn, more: st.SearchStrategy[dict[str, Any]], most: int = 4, least: int = 0
) -> list[dict[str, Any]]:
    own = draw(st.lists(codes, min_size=least, max_size=most, unique=True))
    return [{"code": code, "name": draw(names), **draw(more)} for code in own]


def ref(**to: list[dict[str, Any]]) -> dict[str, st.SearchStrategy[Any]]:
    """A key for each list that has anything to refer to."""
    return {key: st.sampled_from([row["code"] for row in rows]) for key, rows in to.items() if rows}


def refs(**to: list[dict[str, Any]]) -> dict[str, st.SearchStrategy[Any]]:
    return {
        key: st.lists(st.sampled_from([row["code"] for row in rows]), unique=True, min_size=1)
        for key, rows in to.items()
        if rows
    }


def period(draw: st.DrawFn) -> dict[str, str]:
    first, last = sorted((draw(days), draw(days)))
    return {"starts_on": first, "ends_on": last}


@st.composite
def programmes(draw: st.DrawFn) -> dict[str, Any]:
    agreement = _agreement(draw)
    about = {"code": draw(codes), "name": draw(names), "starts_on": FIRST.isoformat(), "ends_on": LAST.isoformat()}
    about |= draw(maybe(kind=st.sampled_from(["helhedsplan", "project"]), demo=st.booleans(), description=texts))
    plans = _plans(draw, agreement)
    return {"format": FORMAT, "programme": about, **agreement, **plans, "criteria": _criteria(draw, agreement)}


def _agreement(draw: st.DrawFn) -> dict[str, Any]:
    organisations = items(draw, maybe(kind=st.sampled_from(["municipality", "housing", "other"])), least=1)
    areas = _areas(draw, organisations)
    by = ref(organisation=organisations)
    tags, focus = items(draw, maybe()), items(draw, maybe(purpose=texts))
    activities = _activities(draw, areas=areas, tags=tags, partners=organisations, focus=focus)
    roles = items(draw, maybe(weekly_hours=amounts.filter(lambda hours: hours < 9999), **by))
    return {
        "organisations": organisations,
        "areas": areas,
        "venues": [{**each, "area": draw(ref(area=areas)["area"])} for each in items(draw, maybe(**by))],
        "partners": [
            {"organisation": each["code"], **draw(maybe(agreed_hours_a_year=amounts))} for each in organisations
        ],
        "tags": tags,
        "topics": [{"list": "item", "code": f"skema.{each['code']}", "name": each["name"]} for each in tags],
        "focus_areas": focus,
        "activities": activities,
        "roles": roles,
        "budget": [
            {
                "funder": each["code"],
                "amount": draw(st.integers(0, 10**12)),
                **draw(maybe(year=st.integers(2026, 2028))),
            }
            for each in organisations
        ],
        "expenses": _expenses(draw, organisations),
        "milestones": [
            {**each, "due_on": draw(days), **draw(maybe(done_on=days, **ref(activity=activities, role=roles)))}
            for each in items(draw, maybe())
        ],
        "closed_weeks": draw(
            st.lists(st.integers(1, 52).map(lambda week: f"2027-W{week:02d}"), unique=True, max_size=5)
        ),
    }


def _expenses(draw: st.DrawFn, organisations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "code": each["code"],
            "funder": each["code"],
            "year": 2027,
            "amount": draw(st.integers(0, 10**12)),
            **draw(maybe(on=st.just("2027-03-04"), note=texts.filter(lambda text: len(text) <= 300))),
            **draw(st.sampled_from([{}, {"withdrawn_on": "2027-04-01", "withdrawn_because": "Dobbelt"}])),
        }
        for each in organisations
    ]


def _areas(draw: st.DrawFn, organisations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    figure = maybe(people=st.integers(0, 5000), dwellings=st.integers(0, 3000))
    dated = st.tuples(days, figure).map(lambda pair: {"from": pair[0], **pair[1]})
    figures = st.lists(dated, max_size=3, unique_by=lambda row: row["from"])
    kind = st.sampled_from(["estate", "town"])
    places = [each for each in organisations if each.get("kind") == "municipality"]
    named = ref(organisation=organisations, municipality=places)
    return items(draw, maybe(kind=kind, figures=figures, **named), least=1)


def _activities(draw: st.DrawFn, *, focus: list[dict[str, Any]], **many: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for each in items(draw, maybe(form=st.sampled_from(["open", "course", "other"]), description=texts), least=1):
        links = draw(maybe(**refs(**many), **ref(focus_area=focus, parent=made, replaces=made)))
        closed = {**period(draw), "close_reason": draw(names)}
        made.append({**each, **links, **draw(st.sampled_from([{}, period(draw), closed]))})
    return made


def _plans(draw: st.DrawFn, known: dict[str, Any]) -> dict[str, Any]:
    areas, tags, activities = known["areas"], known["tags"], known["activities"]
    place = ref(area=areas, venue=known["venues"])
    offers = items(draw, maybe(external=st.booleans(), **ref(provider=known["organisations"])))
    initiatives = items(
        draw,
        maybe(method=texts, with_civil_society=st.booleans(), need=codes.map(lambda code: f"behov.{code}"),
              **ref(area=areas, activity=activities)),
    )  # fmt: skip
    activity = ref(activity=activities)["activity"]
    runs = [
        {**each, "activity": draw(activity), **period(draw)}
        for each in items(
            draw,
            maybe(rule=st.sampled_from(["1/2", "2/3", "1/1"]), **place, **refs(tags=tags), **ref(offer=offers),
                  **ref(initiative=initiatives, partner=known["organisations"])),
        )
    ]  # fmt: skip
    hours = maybe(starts_at=st.sampled_from(["09:00", "00:00"]), ends_at=st.sampled_from(["12:30", "23:59"]))
    rhythms = [
        {"code": code, "activity": draw(activity), **period(draw), **draw(hours),
         **draw(maybe(when_closed=st.sampled_from(["skip", "move"]), customary_days_off=st.booleans(), anchor=days,
                      laid_until=days, **ref(run=runs)))}
        for code in draw(st.lists(codes, unique=True, max_size=3))
    ]  # fmt: skip
    turns = [
        {"rhythm": each["code"], "number": number, "rule": draw(rules), **draw(maybe(name=texts, **place))}
        for each in rhythms
        for number in range(1, draw(st.integers(1, 3)) + 1)
    ]
    sessions = [
        {"code": code, "activity": draw(activity), "on": draw(days), **draw(hours),
         **draw(maybe(adjusted=st.booleans(), called_off=st.booleans(), **ref(rhythm=rhythms))),
         **draw(maybe(name=texts, **place, **refs(tags=tags), **ref(run=runs, initiative=initiatives)))}
        for code in draw(st.lists(codes, unique=True, max_size=4))
    ]  # fmt: skip
    return {"offers": offers, "initiatives": initiatives, "runs": runs, "rhythms": rhythms,
            "rhythm_turns": turns, "sessions": sessions}  # fmt: skip


def _criteria(draw: st.DrawFn, known: dict[str, Any]) -> list[dict[str, Any]]:
    activities = ref(activities=known["activities"])["activities"].map(lambda code: [code])
    measures = st.one_of(
        st.fixed_dictionaries({"preset": st.just("unique_people"), "activities": activities}),
        st.fixed_dictionaries({"preset": st.just("rating_share"), "at_least": st.sampled_from([3, 3.5, 4.0])}),
    )
    decided = st.sampled_from([{}, {"valid_from": "2027-01-01", "decision": "Styregruppen"}])
    more = maybe(
        baseline=st.fixed_dictionaries({"value": numbers}, optional={"on": days, "source": texts}),
        comparison=st.fixed_dictionaries({"name": names, "value": numbers}),
        row=st.sampled_from(["1", "62"]), data_source=texts,
        **ref(focus_area=known["focus_areas"], activity=known["activities"], responsible=known["roles"]),
    )  # fmt: skip
    made = []
    for each in items(draw, more):
        target = {"kind": "reach_by", "value": draw(st.integers(0, 100)), **draw(decided)}
        value, area = draw(st.sampled_from(["75 %", "12,5 %", 3.25])), draw(ref(area=known["areas"])["area"])
        share = {"kind": "level_at", "value": value, "area": area}
        targets = draw(st.sampled_from([[], [target], [target, share]]))
        made.append({**each, "text": draw(names), "measure": draw(measures), "targets": targets})
        del made[-1]["name"]
    return made
