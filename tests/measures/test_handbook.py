"""The handbook in the product: open to whoever is logged in, and at the end of the way from every figure."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from measure_engine.aggregate import Mean
from measure_engine.definition import Definition
from measure_engine.preset import PRESETS, definition_of
from measure_engine.preset.guide import GROUPS
from measure_engine.selection import Selection
from measure_engine.vocabulary import KINDS_OF_UNIT, Unit
from traedesten.measures import handbook
from traedesten.programme.models import Criterion, Target

pytestmark = pytest.mark.django_db

SLUGS = [*handbook.book()["chapters"], *handbook.book()["pages"], *(each["slug"] for each in handbook.book()["groups"])]


def text_of(client, slug):
    answer = client.get(reverse("handbook:chapter", args=[slug]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_asks_who_you_are_and_nothing_more(client, cast):
    front = reverse("handbook:front")
    assert client.get(front).status_code == 302
    client.force_login(cast.stranger)
    assert client.get(front).status_code == 200


@pytest.mark.parametrize("slug", SLUGS)
def test_every_address_shows_its_page_with_few_questions(client, cast, slug, django_assert_max_num_queries):
    client.force_login(cast.stranger)
    with django_assert_max_num_queries(6):
        text = text_of(client, slug)
    known = handbook.chapter(slug) or handbook.page(slug) or handbook.group(slug)
    assert (known.get("title") or known["label"]).split(",")[0] in text


def test_an_address_that_is_none_is_not_found(client, cast):
    client.force_login(cast.worker)
    assert client.get("/haandbog/noget-andet/").status_code == 404


def test_a_chapter_tells_what_counts_and_what_does_not(client, cast):
    client.force_login(cast.worker)
    text = text_of(client, "beboere-kontaktet")
    for wanted in (
        "Det skal I registrere",
        "Det tæller aldrig",
        "ingen åbnede, så det blev ikke til en kontakt",
        'id="raekke-7"',
    ):
        assert wanted in text


def test_every_place_the_list_of_rows_leads_to_is_there(client, cast):
    client.force_login(cast.worker)
    text = client.get(reverse("handbook:front")).content.decode()
    links = re.findall(r'href="/haandbog/([a-z-]+)/#([a-z0-9-]+)"', text)
    assert len(links) >= 62
    for slug, anchor in links:
        assert any(each["anchor"] == anchor for each in handbook.chapter(slug)["examples"])


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ("nyhedsbladet", "udgivelser"),
        ("gennemfører", "andel-der-gennemfoerer"),
        ("frivillige aktive", "aktive-frivillige"),
        ("karakterer", "tal-udefra"),
    ],
)
def test_a_word_finds_its_chapter(asked, slug):
    assert slug in {each["slug"] for _group, chapters in handbook.search(asked) for each in chapters}


def test_a_search_answers_with_the_found_part_alone(client, cast):
    client.force_login(cast.worker)
    found = client.get(reverse("handbook:front"), {"soeg": "café"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in found
    assert "Besøgte først, deltog siden" in found
    nothing = client.get(reverse("handbook:front"), {"soeg": "<b>xyzzy"}).content.decode()
    assert "Intet passer på »&lt;b&gt;xyzzy«" in nothing


def test_read_in_english_it_says_that_it_is_danish(client, cast):
    client.force_login(cast.worker)
    front = reverse("handbook:front")
    assert "findes kun på dansk" not in client.get(front).content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = client.get(front).content.decode()
    assert "The handbook is in Danish only." in english
    assert 'lang="da"' in english


# The way from a figure


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_leads_to_its_own_chapter(name):
    slug = handbook.slug_of({"preset": name})
    assert handbook.chapter(slug)["measure"] == name


@pytest.mark.parametrize("unit", Unit)
def test_a_definition_of_ones_own_leads_to_its_family(unit):
    kinds = KINDS_OF_UNIT.get(unit, {"session"})
    found = handbook.family_of(Definition((Selection((sorted(kinds)[0],)),), unit))
    assert found in {each.code for each in GROUPS}


@pytest.mark.parametrize(
    ("family", "names"), [(each.code, tuple(each.examples)) for each in GROUPS], ids=[each.code for each in GROUPS]
)
def test_the_family_of_a_definition_is_that_of_the_preset_that_counts_the_same(family, names):
    from tests.tools.test_handbook import TRIALS  # why inside: the worked examples are only made for this

    of_name = {name for each in TRIALS for name in [each.values[0].criterion["measure"]["preset"]] if name in names}
    for each in TRIALS:
        one = each.values[0]
        if one.criterion["measure"]["preset"] in of_name:
            assert handbook.family_of(one.definition) in (family, *LIKE.get(family, ())), each.id


LIKE = {
    "people": ("courses", "conversations"),
    "families": ("courses",),
    "guests": ("people",),
    "courses": ("people",),
    "volunteers": ("people",),
}
"""Where a definition alone does not tell: enrolled people are people, known guests are people."""


def test_what_cannot_be_read_leads_to_the_front_page():
    assert handbook.address({"definition": {"unit": "noget"}}) == reverse("handbook:front")
    assert handbook.address(None) == reverse("handbook:front")


def test_a_definition_of_ones_own_has_an_address_that_answers(client, cast):
    client.force_login(cast.worker)
    own = {
        "definition": {
            "select": [{"kinds": ["session"]}],
            "unit": "session",
            "aggregate": {"is": "mean", "column": "people"},
        }
    }
    assert isinstance(definition_of(own).aggregate, Mean)
    assert client.get(handbook.address(own)).status_code == 200
    assert "emne-aabninger" in handbook.address(own)


@pytest.fixture
def agreed(cast):
    """Two criteria: one of a preset, and one that the programme put together itself."""
    own = {"select": [{"kinds": ["contact"]}], "unit": "contacted"}
    made = {"K1": {"preset": "people_contacted"}, "K2": {"definition": own}}
    Criterion.objects.filter(programme=cast.here).delete()
    return [
        Criterion.objects.create(programme=cast.here, code=code, text=f"Kriteriet {code}", measure=measure)
        for code, measure in made.items()
    ]


def test_every_page_with_a_figure_leads_to_its_chapter_and_the_chapter_is_there(client, cast, agreed):
    client.force_login(cast.leader)
    for criterion in agreed:
        chapter = handbook.address(criterion.measure)
        assert client.get(chapter).status_code == 200
        for page in ("criterion", "entries"):
            text = client.get(reverse(f"measures:{page}", args=[cast.here.code, criterion.code])).content.decode()
            assert f'href="{chapter}"' in text, page
        compass = client.get(reverse("measures:compass", args=[cast.here.code])).content.decode()
        assert f'href="{chapter}"' in compass
    assert [handbook.slug_of(each.measure) for each in agreed] == ["beboere-kontaktet", "emne-mennesker"]


def test_what_is_behind_on_the_first_page_leads_to_its_chapter(client, cast, agreed):
    Target.objects.create(
        criterion=agreed[0], kind="every_period", period="year", value=50, starts_on=cast.here.starts_on
    )
    client.force_login(cast.leader)
    text = client.get(reverse("desk:today_figures", args=[cast.here.code])).content.decode()
    assert reverse("handbook:front") in text
    assert agreed[0].text in text
    assert f'href="{handbook.address(agreed[0].measure)}"' in text


def test_whoever_chooses_what_to_count_finds_an_example_of_each(client, cast):
    client.force_login(cast.leader)
    text = client.get(reverse("setup:criterion_new", args=[cast.here.code])).content.decode()
    for name in PRESETS:
        assert f'href="{handbook.address({"preset": name})}"' in text
    composing = client.get(reverse("setup:criterion_compose", args=[cast.here.code, "visits"])).content.decode()
    assert f'href="{handbook.address({"preset": "visits"})}"' in composing
