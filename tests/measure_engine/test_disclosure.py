import json
from dataclasses import replace
from datetime import date

import pytest

from measure_engine.aggregate import (
    Column,
    Count,
    Latest,
    Mean,
    MeanPeople,
    PairedChange,
    Population,
    Share,
    ShareOfPopulation,
    StampCard,
    Sum,
)
from measure_engine.condition import HasEntries, HasOutcome, HasTrait, Trait
from measure_engine.definition import Definition, Dimension, Split
from measure_engine.disclosure import (
    Asked,
    NotPublished,
    PublishedFigure,
    Refused,
    Rule,
    cell,
    check_traits,
    correct,
    publish,
    publish_all,
    published,
    read,
    scope_of,
)
from measure_engine.estimate import Colour, Light, shown
from measure_engine.figure import Fact, Figure, Interval, Missing, Part, Shape, wilson
from measure_engine.selection import Selection
from measure_engine.vocabulary import Unit

VISITS = Selection(("visit",))
PEOPLE = Definition((VISITS,), Unit.PERSON)
AGAIN = replace(PEOPLE, aggregate=Share((HasEntries(2),)))
BY_SEX = replace(PEOPLE, split=Split(Dimension.SEX))
BY_AREA = replace(PEOPLE, split=Split(Dimension.AREA, ("east", "west")))
TALKS = Definition((Selection(("conversation",)),), Unit.PERSON)
BY_ILLNESS = replace(TALKS, split=Split(Dimension.TOPIC))
SESSIONS = Definition((Selection(("session",)),), Unit.SESSION)


def count(value, **more):
    return Figure(float(value), Shape.COUNT, "person", float(value), **more)


def share(numerator, denominator):
    value = numerator / denominator if denominator else None
    return Figure(value, Shape.SHARE, "person", numerator, denominator, interval=wilson(numerator, denominator))


def parts(**values):
    return tuple(Part(key, key.title(), count(value)) for key, value in values.items())


# Which rule


@pytest.mark.parametrize(
    ("definition", "rule"),
    [
        (PEOPLE, Rule.PEOPLE),
        (replace(PEOPLE, unit=Unit.FAMILY), Rule.PEOPLE),
        (Definition((VISITS,), Unit.VISIT), Rule.PEOPLE),
        (Definition((Selection(("enrolment",)),), Unit.ENTRY), Rule.PEOPLE),
        (Definition((Selection(("session",)),), Unit.SESSION, aggregate=Mean(Column.PEOPLE)), Rule.PEOPLE),
        (Definition((Selection(("attendance",)),), Unit.RUN, aggregate=MeanPeople()), Rule.PEOPLE),
        (Definition((Selection(("session",), run_forms=("individual",)),), Unit.RUN), Rule.PEOPLE),
        (Definition((Selection(("visit",), sexes=("female",)),), Unit.SESSION), Rule.PEOPLE),
        (replace(PEOPLE, aggregate=ShareOfPopulation()), Rule.PEOPLE),
        (Definition((VISITS,), Unit.PERSON, aggregate=StampCard()), Rule.PEOPLE),
        (SESSIONS, Rule.OPEN),
        (Definition((Selection(("session",)),), Unit.RUN), Rule.OPEN),
        (Definition((Selection(("session",)),), Unit.WEEK, aggregate=Share((HasEntries(),))), Rule.OPEN),
        (Definition((Selection(("contribution",)),), Unit.ENTRY, aggregate=Sum(Column.VALUE)), Rule.OPEN),
        (Definition((Selection(("contribution",)),), Unit.ENTRY), Rule.PEOPLE),
        (Definition((Selection(("publication",)),), Unit.PUBLICATION), Rule.OPEN),
        (Definition((Selection(("outside_figure",)),), Unit.ENTRY, aggregate=Latest("fravaer")), Rule.OPEN),
        (BY_ILLNESS, Rule.SENSITIVE),
        (replace(TALKS, split=Split(Dimension.SOURCE)), Rule.SENSITIVE),
        (Definition((Selection(("enrolment",)),), Unit.CHILD), Rule.SENSITIVE),
        (Definition((Selection(("visit",), age_bands=("6-12",)),), Unit.PERSON), Rule.SENSITIVE),
        (replace(PEOPLE, where=(HasTrait(Trait.AGE_BAND, ("18-29",)),)), Rule.PEOPLE),
        (Definition((Selection(("measurement",)),), Unit.PERSON), Rule.SENSITIVE),
        (Definition((Selection(("conversation",), steps=("health",)),), Unit.CONVERSATION), Rule.SENSITIVE),
        (Definition((Selection(("conversation",), steps=("guidance",)),), Unit.CONVERSATION), Rule.PEOPLE),
        (Definition((Selection(("answer",)),), Unit.PERSON, aggregate=PairedChange("who5")), Rule.SENSITIVE),
        (
            Definition((Selection(("enrolment",)),), Unit.ENROLMENT, aggregate=Share((HasOutcome(("smoke_free",)),))),
            Rule.SENSITIVE,
        ),
    ],
)
def test_the_rule_follows_from_what_is_counted(definition, rule):
    assert scope_of(definition).rule is rule


# One number


@pytest.mark.parametrize(
    ("rule", "value", "text", "low", "high"),
    [
        (Rule.PEOPLE, 0, "<5", 0, 4),
        (Rule.PEOPLE, 4, "<5", 0, 4),
        (Rule.PEOPLE, 5, "5", 5, 7),
        (Rule.PEOPLE, 7, "5", 5, 7),
        (Rule.PEOPLE, 8, "10", 8, 12),
        (Rule.PEOPLE, 19, "20", 18, 20),
        (Rule.PEOPLE, 20, "20", 18, 20),
        (Rule.PEOPLE, 21, "21", 21, 21),
        (Rule.PEOPLE, 1234, "1.234", 1234, 1234),
        (Rule.SENSITIVE, 9, "<10", 0, 9),
        (Rule.SENSITIVE, 10, "10", 10, 12),
        (Rule.OPEN, 3, "3", 3, 3),
    ],
)
def test_a_number_is_exact_from_twenty_and_a_cell_below(rule, value, text, low, high):
    found = cell(value, rule, exact=True)
    assert (found.text, found.low, found.high) == (text, low, high)


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("rule", [Rule.PEOPLE, Rule.SENSITIVE])
def test_behind_every_cell_are_at_least_three_numbers_and_the_true_one_is_among_them(rule, exact):
    for value in range(21 if exact else 200):
        found = cell(value, rule, exact=exact)
        same = [each for each in range(220) if cell(each, rule, exact=exact) == found]
        assert (same[0], same[-1]) == (found.low, found.high)
        assert len(same) >= 3
        assert value in same


@pytest.mark.parametrize(("before", "now", "text"), [(41, 43, "41"), (41, 45, "41"), (41, 46, "46"), (3, 5, "5")])
def test_a_published_number_is_corrected_only_by_five_or_more(before, now, text):
    old, new = (cell(each, Rule.PEOPLE, exact=True) for each in (before, now))
    assert correct(old, new).text == text


# Types


def test_nobody_else_makes_a_published_figure():
    with pytest.raises(NotPublished):
        PublishedFigure("47", "count", "person", Rule.PEOPLE)
    with pytest.raises(NotPublished):
        published(count(47))
    with pytest.raises(NotPublished):
        replace(publish(count(47), PEOPLE), text="3")
    assert published(publish(count(47), PEOPLE)).text == "47"


def test_what_a_snapshot_keeps_is_read_as_it_was():
    figure = replace(count(47), parts=parts(female=30, male=17), missing=(Missing(12, "uden køn"),))
    made = publish(figure, BY_SEX)
    assert read(json.loads(json.dumps(made.plain()))) == made


# Totals, parts, shares


def test_a_total_beside_a_part_below_twenty_is_rounded():
    assert publish(replace(count(47), parts=parts(east=20, west=27)), BY_AREA).text == "47"
    rounded = publish(replace(count(46), parts=parts(east=19, west=27)), BY_AREA)
    assert (rounded.text, [part.figure.text for part in rounded.parts]) == ("45", ["20", "25"])


def test_a_breakdown_by_a_trait_is_all_rounded_and_shows_every_part_of_a_closed_list():
    made = publish(replace(count(47), parts=parts(female=43, male=4)), BY_SEX)
    assert made.text == "45"
    assert [(part.key, part.figure.text) for part in made.parts] == [
        ("female", "45"), ("male", "<5"), ("other", "<5"),
    ]  # fmt: skip


def test_parts_that_could_be_nobody_are_left_out_of_an_open_list():
    nine = replace(count(52), parts=parts(diabetes=9, smerter=43))
    ten = replace(count(53), parts=parts(diabetes=10, smerter=43))
    assert [part.key for part in publish(nine, BY_ILLNESS).parts] == ["smerter"]
    assert [(part.key, part.figure.text) for part in publish(ten, BY_ILLNESS).parts] == [
        ("diabetes", "10"), ("smerter", "45"),
    ]  # fmt: skip


def test_children_are_protected_harder_than_the_rest_of_a_breakdown():
    made = publish(
        replace(count(60), parts=(Part("6-12", "6-12 år", count(9)), Part("30-44", "30-44 år", count(9)))),
        replace(PEOPLE, split=Split(Dimension.AGE_BAND)),
    )
    assert (made.part("6-12").text, made.part("30-44").text) == ("<10", "10")


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (20, 40, "50 % (20 af 40)"),
        (19, 40, "50 % (20 af 40)"),
        (31, 36, "30 af 35"),
        (30, 38, "75 % (30 af 40)"),
        (4, 40, "<5 af 40"),
        (5, 40, "13 % (5 af 40)"),
        (9, 13, "10 af 15"),
        (5, 10, "5 af 10"),
        (2, 4, "for få til at vise"),
        (0, 0, "for få til at vise"),
    ],
)
def test_a_share_is_that_of_the_published_counts(numerator, denominator, text):
    assert publish(share(numerator, denominator), AGAIN).text == text


def test_a_share_of_the_population_is_set_against_the_population_itself():
    figure = Figure(17 / 1078, Shape.SHARE, "person", 17, 1078)
    assert publish(figure, replace(PEOPLE, aggregate=ShareOfPopulation())).text == "1 % (15 af 1.078)"
    beside = Figure(17, Shape.COUNT, "person", 17, 1078)
    assert publish(beside, replace(PEOPLE, aggregate=Count(Population.PEOPLE))).text == "15 af 1.078"


def test_the_interval_of_a_share_stays_inside_the_team():
    assert publish(share(25, 50), AGAIN).interval == ""


# Means, changes, estimates


def test_a_mean_is_that_of_the_published_people():
    evening = Definition((Selection(("session",)),), Unit.SESSION, aggregate=Mean(Column.FAMILIES))
    exact = publish(Figure(24.5, Shape.MEAN, "session", 49, 2), evening)
    small = publish(Figure(17 / 3, Shape.MEAN, "session", 17, 3), evening)
    none = publish(Figure(4 / 3, Shape.MEAN, "session", 4, 3), evening)
    assert (exact.text, small.text, none.text) == ("24,5", "ca. 5", "for få til at vise")


def change(pairs, value=8.37, shares=(0.5, 0.3, 0.2)):
    names = ("better", "between", "worse")
    facts = [Fact(name, name, each, is_share=True) for name, each in zip(names, shares, strict=True)]
    facts += [Fact("started", "startede", 60.0), Fact("baseline_dropped", "faldt fra", 31.5)]
    return Figure(
        value, Shape.CHANGE, "person", value * pairs, pairs, interval=Interval(4.21, 12.53), facts=tuple(facts)
    )


PAIRED = Definition((Selection(("answer",)),), Unit.PERSON, aggregate=PairedChange("who5"))


@pytest.mark.parametrize(("pairs", "text"), [(9, "for få til at vise"), (10, "+8,4"), (33, "+8,4")])
def test_a_change_is_shown_from_ten_pairs_without_how_many_exactly(pairs, text):
    made = publish(change(pairs), PAIRED)
    assert made.text == text
    assert made.numerator is None
    assert not made.denominator.exact


def test_how_many_got_better_is_shown_from_twenty_pairs_and_only_all_or_none():
    few, small, enough = publish(change(22), PAIRED), publish(change(40), PAIRED), publish(change(60), PAIRED)
    assert [each.name for each in few.facts] == ["started"]
    assert [each.name for each in small.facts] == ["started"]
    assert [(each.name, each.text) for each in enough.facts] == [
        ("started", "60"), ("better", "50 %"), ("between", "33 %"), ("worse", "17 %"),
    ]  # fmt: skip
    assert publish(replace(change(60), interval=None), PAIRED).interval == ""


def estimate(mean, sd=4.0):
    light = Light(Colour.YELLOW, ("Trykkene tyder på 143 gæster og kortene på 97; de skal ligge tættere.",))
    made = shown(mean, sd, light, "2026")
    return Figure(float(made.floor), Shape.COUNT, "person", estimate=made, interval=Interval(made.low, made.high, 0.8))


def test_an_estimate_shows_its_range_and_light_and_not_what_they_were_reckoned_from():
    guests = Definition((VISITS,), Unit.PERSON, aggregate=StampCard())
    made = publish(estimate(183.4), guests)
    assert made.text == "mindst 175, sandsynligvis 175-190"
    assert made.light == "noget usikkert grundlag"
    assert not any(number in json.dumps(made.plain()) for number in ("183", "143", "97"))
    assert publish(estimate(9, 1), guests).text == "for tidligt til et skøn"


# What is left out


def test_what_is_missing_is_told_from_the_threshold_up():
    figure = replace(count(47), missing=(Missing(4, "uden alder"), Missing(8, "uden køn")))
    assert [(each.cell.text, each.what) for each in publish(figure, PEOPLE).missing] == [("10", "uden køn")]


def test_sessions_are_shown_as_they_are():
    made = publish(Figure(3.0, Shape.COUNT, "session", 3.0, missing=(Missing(2, "uden antal"),)), SESSIONS)
    assert (made.text, made.value, made.missing[0].cell.text, made.note) == ("3", 3.0, "2", "")


def test_more_than_two_traits_are_withheld_and_one_where_it_is_sensitive():
    aged = replace(PEOPLE, select=(replace(VISITS, sexes=("female",), age_bands=("30-44",)),))
    ill = replace(TALKS, select=(Selection(("conversation",), sexes=("female",), topics=("smerter",)),))
    assert publish(count(47), aged).text == "47"
    referred = replace(aged, select=(replace(aged.select[0], sources=("doctor",)),))
    for definition in (referred, ill):
        made = publish(count(47), definition)
        assert made.text == "vises ikke"
        assert made.withheld.startswith("Personerne er valgt eller delt op efter køn, ")
        assert made.value is made.numerator is None


# Together


def ask(figure, definition, **more):
    return Asked(figure, definition, as_of=date(2026, 9, 30), **more)


def test_a_total_is_the_same_text_wherever_it_stands():
    alone, divided = publish_all(
        [ask(count(47), PEOPLE), ask(replace(count(47), parts=parts(female=40, male=7)), BY_SEX)]
    )
    assert (alone.text, divided.text) == ("45", "45")


def test_the_whole_of_a_share_is_the_same_text_as_the_count():
    people, again = publish_all([ask(count(47), PEOPLE), ask(share(45, 47), AGAIN)])
    assert (people.text, again.denominator.text, again.text) == ("45", "45", "45 af 45")


def test_an_area_is_the_same_text_as_a_part_and_by_itself():
    east = PEOPLE.within(areas=("east",))
    whole, part = publish_all([ask(replace(count(50), parts=parts(east=43, west=7)), BY_AREA), ask(count(43), east)])
    assert (whole.part("east").text, part.text) == ("45", "45")


@pytest.mark.parametrize(("women", "texts"), [(27, ["47", "27"]), (28, ["45", "30"]), (47, ["45", "45"])])
def test_the_few_that_a_narrower_criterion_leaves_out_make_both_rounded(women, texts):
    narrower = replace(PEOPLE, select=(replace(VISITS, sexes=("female",)),))
    made = publish_all([ask(count(47), PEOPLE), ask(count(women), narrower)])
    assert [each.text for each in made] == texts


def test_a_part_by_a_trait_is_the_same_text_as_the_criterion_that_counts_it():
    joined = Selection(("enrolment",), steps=("joined",))
    all_, by_phone = Definition((joined,), Unit.ENTRY), Definition((replace(joined, channels=("phone",)),), Unit.ENTRY)
    divided = replace(all_, split=Split(Dimension.CHANNEL))
    whole, phone = publish_all(
        [ask(replace(count(71), parts=parts(door=27, phone=44)), divided), ask(count(44), by_phone)]
    )
    assert (whole.part("phone").text, phone.text) == ("45", "45")


def test_sides_of_a_share_that_leave_somebody_out_are_numbers_of_their_own():
    """At the end 66 can be told of, after half a year 50: two wholes, not one shown in two ways."""
    paths = Definition((Selection(("enrolment",)),), Unit.ENROLMENT)
    asked = [replace(paths, aggregate=Share((HasOutcome(("employed",), (when,)),))) for when in ("at_end", "m6")]
    made = publish_all([ask(share(33, 66), asked[0]), ask(share(23, 50), asked[1])])
    assert [each.text for each in made] == ["50 % (33 af 66)", "46 % (23 af 50)"]


def test_figures_of_different_days_do_not_round_each_other():
    made = publish_all([ask(count(47), PEOPLE), replace(ask(share(45, 47), AGAIN), as_of=date(2026, 6, 30))])
    assert made[0].text == "47"


def test_refusals_speak_danish():
    with pytest.raises(Refused) as refusal:
        check_traits(("sex", "age_band", "origin"), Rule.PEOPLE)
    assert "efter køn, alder, oprindelse" in refusal.value.sentence()
