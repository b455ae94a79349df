"""Worlds, entries and definitions that nobody thought of, over everything the algebra can say."""

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import strategies as st

from measure_engine import aggregate as a
from measure_engine import condition as c
from measure_engine.definition import Definition, Dimension, Split
from measure_engine.estimate import Counters
from measure_engine.period import Period
from measure_engine.plain import DefinitionError
from measure_engine.selection import Selection
from measure_engine.vocabulary import AGE_BANDS, FIRST_TIMES, OFFER_KINDS, SEXES, STEPS, WITH_SUBJECT, Unit
from measure_engine.world import ActivityRow, AreaRow, InitiativeRow, OfferRow, OrganisationRow, Row, RunRow, SessionRow

from .world import END, START, WORLD

KINDS = sorted(STEPS)
DAYS = st.dates(START - timedelta(days=20), END + timedelta(days=20))
PEOPLE = st.sampled_from(["p1", "p2", "p3", "p4", "p5", "b1"])
AREAS = ("nord", "syd", "by")
ACTIVITIES = ("cafe", "kursus", "morgencafe", "gruppe")
TOPICS = ("", "a.b", "a.c", "at_end", "m3", "health_book", "as_planned", "moved")
THREADS = ("t1", "t2", "t3", "i1", "i2")
RUNS = ("foraar", "loebende")

WIDE = replace(
    WORLD,
    areas=(*WORLD.areas, AreaRow("by")),
    organisations=(*WORLD.organisations, OrganisationRow("klub")),
    activities=(
        ActivityRow("cafe", areas=frozenset({"nord"}), partners=frozenset({"klub"}), focus_area="sundhed"),
        ActivityRow("kursus", tags=frozenset({"krop"}), focus_area="familie"),
        ActivityRow("morgencafe", parent="cafe", tags=frozenset({"morgen"})),
        ActivityRow("gruppe", areas=frozenset({"nord", "syd"})),
    ),
    offers=(*WORLD.offers, OfferRow("klubben", provider="klub", kind="civil")),
    runs=(
        *WORLD.runs,
        RunRow("hold", activity="gruppe", area="syd", starts_on=START, ends_on=date(2025, 5, 1), partner="center",
               offer="klubben", initiative="i1", form="individual", tags=frozenset({"krop"}), rule=0.5),
    ),
    sessions=(
        *WORLD.sessions,
        SessionRow("g1", date(2025, 2, 3), activity="gruppe", run="hold", initiative="i2", form="event"),
        SessionRow("g2", date(2025, 2, 10), activity="gruppe", run="hold", area="by", tags=frozenset({"fest"})),
        SessionRow("g3", date(2025, 6, 10), activity="gruppe", form="open", initiative="i1"),
    ),
    initiatives=(
        InitiativeRow("i1", area="nord", activity="gruppe", with_civil_society=True),
        InitiativeRow("i2", area="syd", need="n1"),
    ),
    closed_weeks=frozenset({(2024, 28), (2024, 29)}),
)  # fmt: skip


def maybe(*values):
    return st.sampled_from([None, None, *values])


@st.composite
def entries(draw, number=0, kinds=KINDS):
    kind = draw(st.sampled_from(kinds))
    session = draw(maybe(*WIDE.sessions)) if kind in ("visit", "session", "attendance", "rating") else None
    has_person = kind in WITH_SUBJECT and draw(st.integers(0, 4))
    return Row(
        number, kind, session.on if session else draw(DAYS), at=draw(maybe(time(9), time(15, 30))),
        activity=draw(maybe(*ACTIVITIES)), area=draw(maybe(*AREAS)), session=session.id if session else None,
        run=draw(maybe(*RUNS, "hold")), offer=draw(maybe("rygestop", "klubben")),
        partner=draw(maybe("center", "klub")), subject=draw(PEOPLE) if has_person else None,
        linked_subject=draw(maybe("b1", "b2")) if has_person else None, household=draw(maybe("h1", "h2")),
        thread=draw(maybe(*THREADS)), step=draw(st.sampled_from(STEPS[kind] or ("",))),
        topic=draw(st.sampled_from(TOPICS)), channel=draw(st.sampled_from(["", "door", "phone"])),
        source=draw(st.sampled_from(["", "self", "doctor"])), sex=draw(st.sampled_from(["", *SEXES])),
        age_band=draw(st.sampled_from(["", *AGE_BANDS[:3], "unknown"])),
        first_time=draw(st.sampled_from(["", *FIRST_TIMES])), people=draw(maybe(0, 1, 3)),
        families=draw(maybe(0, 2)), value=draw(maybe(0.0, 1.0, 4.0, 0.1, 0.7)),
    )  # fmt: skip


TOGETHER = (
    KINDS,
    ("visit", "session", "told_visit"),
    ("enrolment", "attendance", "session", "outcome", "follow_up"),
    ("referral", "visit", "told_visit"),
    ("contact", "conversation"),
    ("contribution", "volunteer_status", "training"),
    ("answer", "rating", "enrolment", "attendance"),
    ("initiative", "log_entry", "need", "publication", "delivery"),
)


@st.composite
def rows(draw, first=0, most=30):
    """People come often and courses have steps: half of the rows are of kinds that belong together."""
    together = draw(st.sampled_from(TOGETHER))
    return tuple(draw(entries(first + number, together)) for number in range(draw(st.integers(0, most))))


SESSIONS = st.sampled_from([each.id for each in WIDE.sessions])
COUNTERS = st.builds(Counters, visits=st.integers(20, 90), new_guests=st.integers(0, 20)) | st.just(Counters())


@st.composite
def worlds(draw, of_rows=None):
    return replace(
        WIDE,
        rows=draw(rows() if of_rows is None else of_rows),
        tallies=draw(st.dictionaries(SESSIONS, COUNTERS, max_size=3)),
        family_tallies=draw(st.dictionaries(SESSIONS, COUNTERS, max_size=1)),
        aliases=draw(st.dictionaries(PEOPLE, PEOPLE, max_size=2)),
        households=draw(st.dictionaries(PEOPLE, st.sampled_from(["h1", "h3"]), max_size=3)),
    )


def some(*values, most=2):
    """Often nothing, since each field that is asked for leaves little behind."""
    return st.one_of(st.just(()), st.just(()), st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple))


@st.composite
def selections(draw, kinds=KINDS):
    chosen = draw(st.lists(st.sampled_from(sorted(kinds)), min_size=1, max_size=3, unique=True).map(tuple))
    steps = [step for kind in chosen for step in STEPS[kind]]
    asked = draw(st.sets(st.sampled_from(sorted(FIELDS)), max_size=2))
    fields = {name: draw(FIELDS[name]) for name in asked}
    if steps and draw(st.booleans()):
        fields["steps"] = draw(some(*steps))
    return Selection(chosen, **fields)


FIELDS = {
    "topics": some("a.b", "a.", "health_book"),
    "channels": some("door"),
    "sources": some("doctor", "self"),
    "activities": some(*ACTIVITIES),
    "focus_areas": some("sundhed", "familie"),
    "areas": some(*AREAS),
    "runs": some(*RUNS),
    "run_forms": some("group", "individual"),
    "session_forms": some("open", "event"),
    "offers": some("rygestop"),
    "providers": some("center", "klub"),
    "offer_kinds": some(*OFFER_KINDS),
    "tags": some("krop", "fest", "morgen"),
    "partners": some("center", "klub"),
    "initiatives": some("i1", "i2"),
    "sexes": some("female", "unknown", "male"),
    "age_bands": some("0-5", "unknown"),
    "first_times": some("yes", "unknown"),
    "with_partner": maybe(True, False),
    "with_civil_society": maybe(True, False),
    "from_need": maybe(True, False),
    "value_min": maybe(0.5),
    "value_max": maybe(4.0, 1.0),
}

CONDITIONS = st.one_of(
    st.builds(c.HasEntries, st.integers(1, 3), st.tuples(selections()) | st.just(()), st.booleans(),
              st.sampled_from(list(c.When))),
    st.just(c.FirstEver()),
    st.builds(c.HasTrait, st.sampled_from(list(c.Trait)), some("female", "male", "0-5")),
    st.builds(c.CoversAreas, st.just(0.5), some("nord")),
    st.builds(c.ActiveVolunteer, st.integers(1, 14)),
    st.just(c.RunEnded()),
    st.builds(c.Reached, st.sampled_from(list(c.Stage))),
    st.builds(c.After, st.tuples(selections(("visit", "told_visit"))), maybe(30, 400)),
    st.builds(c.JoinedBefore, st.integers(1, 200)),
    st.builds(c.Retained, st.integers(1, 200)),
    st.builds(c.HasOutcome, some("plan_for_job", "other", "smoke_free"), some("at_end", "m3")),
    st.builds(c.FollowedUp, some("at_end", "m3")),
)  # fmt: skip

AGGREGATES = st.one_of(
    st.just(a.Count()),
    st.builds(a.Count, maybe(*a.Population)),
    st.builds(a.Sum, st.sampled_from(list(a.Column))),
    st.builds(a.Mean, st.sampled_from(list(a.Column))),
    st.builds(a.MeanPeople, st.tuples(selections()) | st.just(())),
    st.builds(a.Share, st.lists(CONDITIONS, min_size=1, max_size=2).map(tuple)),
    st.builds(a.ShareOfPopulation, st.sampled_from(list(a.Population)), maybe(40)),
    st.builds(a.ShareOfAnswers, st.sampled_from([0.5, 1.0]), st.tuples(selections(WITH_SUBJECT)) | st.just(())),
    st.builds(a.PairedChange, st.just("a.b"), st.sampled_from(list(a.Pairing))),
    st.builds(a.CrossSection, st.just("a.b")),
    st.builds(a.Latest, st.just("a")),
    st.sampled_from([a.StampCard(), a.StampCard(returning=True), a.StampCard(retained=True),
                     a.StampCard(with_families=True)]),
)  # fmt: skip

SPLITS = st.none() | st.builds(
    Split, st.sampled_from(list(Dimension)), some("nord", "female", "0-5", "visit", "civil"), st.booleans()
)


@st.composite
def definitions(draw):
    """Whatever the algebra accepts; what it refuses is tried again with less."""
    unit, chosen = draw(st.sampled_from(list(Unit))), draw(st.lists(selections(), min_size=1, max_size=2))
    where, made, split = draw(st.lists(CONDITIONS, max_size=2)), draw(AGGREGATES), draw(SPLITS)
    tries = [(where, made, split), (where, made, None), (where[:1], a.Count(), split), ((), made, split)]
    tries += [((), a.Count(), split), ((), made, None), ((), a.Count(), None)]
    for conditions, aggregate, parts in tries:
        for units in (unit, Unit.PERSON, Unit.ENTRY):
            try:
                return Definition(tuple(chosen), units, tuple(conditions), aggregate, parts)
            except DefinitionError:
                continue
    raise AssertionError("entries can always be counted")


@st.composite
def periods(draw):
    return Period(*sorted((draw(DAYS), draw(DAYS))))
