import pytest

from measure_engine.aggregate import Count, MeanPeople, Share, ShareOfPopulation
from measure_engine.condition import After, CoversAreas, HasEntries, Reached, Retained, Stage
from measure_engine.definition import Definition, DefinitionError, read, write
from measure_engine.language import DANISH
from measure_engine.selection import Selection
from measure_engine.vocabulary import Unit

VISITS = {"kinds": ["visit"]}


@pytest.mark.parametrize(
    ("plain", "words"),
    [
        ({}, "»select«: mangler"),
        ({"select": [], "unit": "person"}, "»select«: vælg mindst én slags registrering"),
        ({"select": {"kinds": []}, "unit": "person"}, "»select[0].kinds«: vælg mindst én"),
        ({"select": {"kinds": "besøg"}, "unit": "person"}, "»select[0].kinds«: »besøg« findes ikke. Vælg blandt"),
        ({"select": VISITS, "unit": "menneske"}, "»unit«: »menneske« findes ikke. Vælg en af"),
        ({"select": VISITS, "unit": "person", "wher": []}, "»wher«: findes ikke. Kendte felter her er"),
        ({"select": {**VISITS, "area": "nord"}, "unit": "person"}, "»select[0].area«: findes ikke"),
        ({"select": {**VISITS, "areas": 7}, "unit": "person"}, "»select[0].areas[0]«: »7« kan ikke bruges"),
        ({"select": {**VISITS, "steps": "held"}, "unit": "person"}, "»visit« har ingen trin; fjern feltet"),
        ({"select": {"kinds": "session", "steps": "holdt"}, "unit": "session"}, "Vælg blandt: held, cancelled"),
        ({"select": {**VISITS, "sexes": "kvinde"}, "unit": "person"}, "Vælg blandt: female, male"),
        ({"select": VISITS, "unit": "publication"}, "»visit« kan ikke tælles som »publication«"),
        ({"select": {"kinds": "session"}, "unit": "person"}, "»session« kan ikke tælles som »person«"),
        (
            {"select": {"kinds": "session"}, "unit": "run", "aggregate": {"is": "share_of_population"}},
            "nævneren har en anden enhed",
        ),
        (
            {"select": VISITS, "unit": "person", "aggregate": {"is": "share", "having": []}},
            "skriv mindst én betingelse",
        ),
        ({"select": VISITS, "unit": "person", "aggregate": {"is": "median"}}, "»aggregate.is«: »median« findes ikke"),
        ({"select": VISITS, "unit": "person", "aggregate": {}}, "»aggregate.is«: mangler. Skriv en af: count"),
        ({"select": VISITS, "unit": "person", "where": {"is": "first_ever", "n": 1}}, "»where[0].n«: findes ikke"),
        ({"select": {**VISITS, "value_min": True}, "unit": "person"}, "»true« kan ikke bruges; her skal stå et tal"),
        ({"select": {**VISITS, "topics": {"a": 1}}, "unit": "person"}, "»felter med navne« kan ikke bruges"),
        ({"select": VISITS, "unit": "person", "where": {"is": "has_entries", "at_least": 0}}, "mindst 1, ikke 0."),
        ({"select": VISITS, "unit": "person", "where": [{"is": "covers_areas"}]}, "kan ikke stilles til »person«"),
        (
            {"select": VISITS, "unit": "person", "where": [{"is": "has_entries", "of": [{"kinds": "publication"}]}]},
            "nævner og tæller skal have samme enhed",
        ),
        ({"select": VISITS, "unit": "person", "where": [{"is": "has_entries", "at_least": 0}]}, "skal være mindst 1"),
        (
            {"select": {**VISITS, "with_partner": False, "partners": "a"}, "unit": "person"},
            "fjern det ene",
        ),
        (
            {"select": {"kinds": "answer", "value_min": 5, "value_max": 2}, "unit": "response"},
            "intet kan opfylde begge",
        ),
        ({"select": VISITS, "unit": "person", "where": [{"is": "retained", "days": True}]}, "et helt tal"),
    ],
)
def test_a_definition_that_cannot_be_computed_is_refused_and_the_field_named(plain, words):
    with pytest.raises(DefinitionError) as refused:
        read(plain)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "plain",
    [
        {"select": [VISITS], "unit": "person"},
        {"select": [{"kinds": ["session"], "steps": ["held"]}], "unit": "week"},
        {"select": [{"kinds": ["publication"]}], "unit": "publication", "where": [{"is": "covers_areas"}]},
    ],
)
def test_the_nearest_definition_that_can_be_computed_is_read(plain):
    assert write(read(plain)) == plain


def test_a_single_value_stands_for_a_list_of_one():
    assert read({"select": {"kinds": "visit", "areas": "nord"}, "unit": "person"}).select[0].areas == ("nord",)


def test_a_fault_is_told_in_the_language_asked_for():
    class Shouting:
        def gettext(self, message):
            return message.upper().replace("%(FIELD)S", "%(field)s").replace("%(TEXT)S", "%(text)s")

        def ngettext(self, singular, plural, n):
            return singular if n == 1 else plural

        def pgettext(self, context, message):
            return self.gettext(message)

    with pytest.raises(DefinitionError) as refused:
        read({})
    assert refused.value.sentence(DANISH) == "Feltet »select«: mangler."
    assert refused.value.sentence(Shouting()) == "FELTET »select«: MANGLER."


def test_a_definition_tells_the_codes_it_speaks_of_also_inside_conditions():
    first = After((Selection(("visit",), activities=("cafe",)),))
    chosen = Selection(("enrolment",), areas=("nord",), tags=("ny",))
    definition = Definition((chosen,), Unit.PERSON, (Reached(Stage.STARTED), first))
    assert definition.codes() == {"area": {"nord"}, "tag": {"ny"}, "activity": {"cafe"}}
    known = {"area": {"nord"}, "tag": {"ny"}, "activity": {"cafe", "kor"}}
    definition.check_codes(known)
    with pytest.raises(DefinitionError, match=r"»activity«: »cafe« findes ikke i programmet\. Kendte koder: kor"):
        definition.check_codes({**known, "activity": {"kor"}})


def test_the_areas_of_a_coverage_are_codes_too():
    definition = Definition((Selection(("publication",)),), Unit.PUBLICATION, (CoversAreas(1, ("nord",)),))
    assert definition.codes() == {"area": {"nord"}}


def test_scope_narrows_what_is_selected_and_refuses_what_lies_outside():
    definition = Definition((Selection(("visit",), areas=("nord", "syd")),), Unit.PERSON)
    assert definition.within(areas=("syd",)).select[0].areas == ("syd",)
    with pytest.raises(DefinitionError, match="vest ligger uden for det valgte"):
        definition.within(areas=("vest",))


def test_scope_of_somebody_bridged_is_where_they_came_first():
    first = Selection(("visit",), activities=("cafe",))
    definition = Definition((Selection(("referral",)),), Unit.PERSON, (Reached(Stage.STARTED), After((first,))))
    narrowed = definition.within(areas=("nord",))
    assert narrowed.select == definition.select
    assert narrowed.where[1].first[0].areas == ("nord",)


def test_scope_of_a_delivery_is_the_area_it_reached_and_not_where_it_was_written():
    definition = Definition((Selection(("publication",)),), Unit.PUBLICATION, (CoversAreas(0.95, ("nord", "syd")),))
    narrowed = definition.within(areas=("nord",), activities=("avis",))
    assert narrowed.where == (CoversAreas(0.95, ("nord",)),)
    assert narrowed.select == (Selection(("publication",), activities=("avis",)),)
    with pytest.raises(DefinitionError, match="vest ligger uden for det valgte"):
        definition.within(areas=("vest",))


def test_scope_of_a_mean_narrows_its_units_too():
    held = Selection(("session",), steps=("held",))
    definition = Definition((Selection(("attendance",)),), Unit.RUN, aggregate=MeanPeople((held,)))
    assert definition.within(areas=("nord",)).aggregate.units[0].areas == ("nord",)


def test_conditions_on_a_path_are_not_asked_of_weeks():
    with pytest.raises(DefinitionError, match="kan ikke stilles til »week«"):
        Definition((Selection(("session",)),), Unit.WEEK, (Retained(),))


def test_a_population_of_nobody_is_refused():
    with pytest.raises(DefinitionError, match="mindst 1 person"):
        ShareOfPopulation(number=0)


def test_definitions_are_values():
    one = Definition((Selection(("visit",)),), Unit.PERSON, (HasEntries(2),), Share((HasEntries(3),)))
    same = Definition((Selection(("visit",)),), Unit.PERSON, (HasEntries(2),), Share((HasEntries(3),)))
    assert one == same
    assert hash(one) == hash(same)
    assert Definition((Selection(("visit",)),), Unit.PERSON).aggregate == Count()


@pytest.mark.parametrize("condition", [{"is": "first_ever"}, {"is": "has_entries"}])
def test_what_cannot_be_asked_of_a_path_is_refused_rather_than_breaking_the_page(condition):
    plain = {"select": {"kinds": "enrolment"}, "unit": "person", "where": [{"is": "reached", "stage": "started"}]}
    read(plain)
    with pytest.raises(DefinitionError, match="kan ikke stilles til et forløb"):
        read({**plain, "where": [*plain["where"], condition]})
    with pytest.raises(DefinitionError, match="kan ikke stilles til et forløb"):
        read({**plain, "unit": "enrolment", "where": [condition]})
