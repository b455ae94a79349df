"""Collecting, checking and compiling texts without gettext."""

import gettext

import pytest
from babel.messages.pofile import read_po
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import trans_real

from tools import translations

TEMPLATE = """\
{% load i18n %}<p title='it"s'>{% translate "Log 'ind' nu" %} {# don't #}
{% blocktranslate count n=rows|length trimmed %}
  Én række fra {{ who }}
{% plural %}
  {{ n }} rækker fra {{ who }}
{% endblocktranslate %}
{% translate "Maj" context "måned" %} {{ name|default:_("Ukendt") }} 100 % ({{ it's }})
{% include "a.html" with label=_("Felt") %}
"""
CODE = '''
from x import gettext_lazy as _
NAME = _("Navn")
LONG = _("Første halvdel, "
         "anden halvdel")
MANY = ngettext_lazy("%(n)s dag", "%(n)s dage", "n")
NOT = _(variable)
"""_("i en docstring")"""
'''


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "app/templates/app").mkdir(parents=True)
    (tmp_path / "app/templates/app/page.html").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "app/models.py").write_text(CODE, encoding="utf-8")
    return tmp_path


def found(tree) -> set:
    return {(context, text) for context, text, _place, _line in translations.messages(tree)}


def test_texts_in_code_and_templates_are_found(tree):
    assert found(tree) == {
        (None, "Navn"),
        (None, "Første halvdel, anden halvdel"),
        (None, ("%(n)s dag", "%(n)s dage")),
        (None, "Log 'ind' nu"),
        (None, ("Én række fra %(who)s", "%(n)s rækker fra %(who)s")),
        ("måned", "Maj"),
        (None, "Ukendt"),
        (None, "Felt"),
    }


def catalogue(tree, english: dict):
    fresh = translations.catalogue_of(translations.messages(tree), None, "en")
    for message in fresh:
        if message.id in english:
            message.string = english[message.id]
    return fresh


ENGLISH = {
    "Navn": "Name",
    "Første halvdel, anden halvdel": "First half, second half",
    ("%(n)s dag", "%(n)s dage"): ("%(n)s day", "%(n)s days"),
    "Log 'ind' nu": "Log 'in' now",
    ("Én række fra %(who)s", "%(n)s rækker fra %(who)s"): ("One row from %(who)s", "%(n)s rows from %(who)s"),
    "Maj": "May",
    "Ukendt": "Unknown",
    "Felt": "Field",
}


def faults(tree, english: dict) -> list[str]:
    return translations.faults(translations.messages(tree), catalogue(tree, english), "en")


def test_a_whole_translation_has_no_fault(tree):
    assert faults(tree, ENGLISH) == []


def test_a_missing_text_is_named_with_its_file(tree):
    assert faults(tree, {**ENGLISH, "Navn": ""}) == ["app/models.py: uden oversættelse til en: 'Navn'"]


def test_a_missing_plural_is_a_fault(tree):
    key = ("%(n)s dag", "%(n)s dage")
    assert len(faults(tree, {**ENGLISH, key: ("%(n)s day", "")})) == 1


def test_another_value_in_the_english_is_a_fault(tree):
    key = ("%(n)s dag", "%(n)s dage")
    assert "andre værdier" in faults(tree, {**ENGLISH, key: ("%(n)s day", "%(days)s days")})[0]


def test_no_catalogue_at_all_is_a_fault_per_text(tree):
    assert len(translations.faults(translations.messages(tree), None, "en")) == 8


def test_collecting_again_keeps_what_is_translated_and_drops_what_is_gone(tree):
    old = catalogue(tree, ENGLISH)
    (tree / "app/models.py").write_text('_("Navn")\n_("Ny")\n')
    fresh = translations.catalogue_of(translations.messages(tree), old, "en")
    assert fresh.get("Navn").string == "Name"
    assert not fresh.get("Ny").string
    assert fresh.get("Maj", "måned").string == "May"
    assert fresh.get("Første halvdel, anden halvdel") is None


def test_the_file_is_the_same_for_the_same_texts_and_reads_back(tree, tmp_path):
    path = tmp_path / "django.po"
    path.write_bytes(translations.as_text(catalogue(tree, ENGLISH)))
    again = translations.read(path)
    assert translations.as_text(again) == path.read_bytes()
    assert translations.faults(translations.messages(tree), again, "en") == []


def test_the_compiled_file_answers_as_gettext_does(tree, tmp_path):
    translations._write_mo(tmp_path / "django.mo", catalogue(tree, ENGLISH))
    with (tmp_path / "django.mo").open("rb") as source:
        english = gettext.GNUTranslations(source)
    assert english.gettext("Log 'ind' nu") == "Log 'in' now"
    assert english.ngettext("%(n)s dag", "%(n)s dage", 3) == "%(n)s days"
    assert english.pgettext("måned", "Maj") == "May"


def test_only_stale_files_are_compiled(tmp_path, monkeypatch, tree):
    monkeypatch.setattr(translations, "PACKAGE", tmp_path)
    folder = tmp_path / "locale/en/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_bytes(translations.as_text(catalogue(tree, ENGLISH)))
    assert translations.compile_stale() == 1
    assert translations.compile_stale() == 0


PAGE = """{% load i18n %}{% translate "Nået 80 %" %}|{% blocktranslate trimmed with share=80 %}
  Nået {{ share }} % af
  målet
{% endblocktranslate %}|{% blocktranslate count n=many trimmed %}
  Én række på 5 %
{% plural %}
  {{ n }} rækker på 5 %
{% endblocktranslate %}|{% translate "Maj" context "måned" %}|{{ nothing|default:_("Ukendt") }}"""


def test_what_is_collected_is_what_a_template_looks_up(tmp_path, settings):
    (tmp_path / "app/templates").mkdir(parents=True)
    (tmp_path / "app/templates/page.html").write_text(PAGE, encoding="utf-8")
    fresh = translations.catalogue_of(translations.messages(tmp_path), None, "en")
    for message in fresh:
        if message.id:
            texts = message.id if isinstance(message.id, tuple) else (message.id,)
            english = tuple(f"EN {text}" for text in texts)
            message.string = english if isinstance(message.id, tuple) else english[0]
    assert translations.faults(translations.messages(tmp_path), fresh, "en") == []
    folder = tmp_path / "locale/en/LC_MESSAGES"
    folder.mkdir(parents=True)
    translations._write_mo(folder / "django.mo", fresh)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    trans_real._translations.clear()
    try:
        with translation.override("en"):
            shown = Template(PAGE).render(Context({"many": 3, "nothing": ""}))
    finally:
        trans_real._translations.clear()
    assert shown == "EN Nået 80 %|EN Nået 80 % af målet|EN 3 rækker på 5 %|EN Maj|EN Ukendt"


def test_english_is_quoted_the_english_way():
    """»…« is Danish; each language of the product quotes in its own way."""
    with translations.po_file("en").open("rb") as opened:
        strings = [text for message in read_po(opened) for text in _strings_of(message)]
    assert strings
    assert [text for text in strings if "»" in text or "«" in text] == []


def _strings_of(message):
    return message.string if isinstance(message.string, tuple | list) else [message.string]
