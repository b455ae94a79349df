"""The design system's markup of forms: labels, marks, hints, errors and the summary that leads to them."""

import re

from django import forms
from django.template.loader import render_to_string

from traedesten.core.form import Form
from traedesten.core.form_markup import mark
from traedesten.core.gallery import GalleryForm


class Contact(Form):
    place = forms.ChoiceField(label="Sted", choices=[("", "Vælg"), ("yard", "Gården")])
    way = forms.ChoiceField(label="Måde", choices=[("door", "Dør"), ("phone", "Telefon")], widget=forms.RadioSelect)
    note = forms.CharField(label="Notat", required=False, help_text="Uden navne.", widget=forms.Textarea)
    agreed = forms.BooleanField(label="Aftalt")


def test_an_empty_form_says_field_by_field_what_to_do():
    errors = {name: list(messages) for name, messages in Contact({}).errors.items()}
    assert errors == {
        "place": ["Vælg et svar under »Sted«."],
        "way": ["Vælg et svar under »Måde«."],
        "agreed": ["Sæt kryds ved »Aftalt« for at gå videre."],
    }


def test_a_field_with_its_own_words_keeps_them():
    class Own(Form):
        title = forms.CharField(label="Overskrift", error_messages={"required": "Giv den et navn."})

    assert Own({}).errors["title"] == ["Giv den et navn."]


def test_the_summary_leads_to_every_faulty_field():
    form = Contact({})
    html = str(form)
    targets = re.findall(r'<a class="function-link" href="#([^"]+)"', html)
    assert targets == ["id_place", "id_way_0", "id_agreed"]
    for target in targets:
        assert f'id="{target}"' in html


def test_a_form_without_errors_has_no_summary():
    assert "error-summary" not in str(Contact())


def test_an_error_that_belongs_to_no_field_is_in_the_summary():
    class Pair(Form):
        start = forms.CharField(label="Fra", required=False)

        def clean(self):
            raise forms.ValidationError("Slut ligger før start. Byt de to datoer om.")

    assert "Slut ligger før start. Byt de to datoer om." in str(Pair({}))


def test_hint_and_error_are_tied_to_their_input():
    html = str(Contact({"note": "x" * 3}))
    assert 'aria-describedby="id_note_helptext"' in html
    assert 'id="id_note_helptext">Uden navne.' in html
    assert re.search(
        r'<select[^>]*class="form-select"[^>]*aria-invalid="true"[^>]*aria-describedby="id_place_error"', html
    )
    assert 'id="id_place_error"' in html


def test_the_fewer_get_the_mark():
    form = Contact()
    assert [mark(field) for field in form] == ["", "", "optional", ""]

    class MostlyOptional(Form):
        a = forms.CharField()
        b = forms.CharField(required=False)

    assert [mark(field) for field in MostlyOptional()] == ["required", ""]


def test_a_single_tick_is_never_called_optional():
    class Ticks(Form):
        a = forms.CharField()
        b = forms.CharField()
        may = forms.BooleanField(required=False)

    class Promise(Form):
        a = forms.CharField(required=False)
        must = forms.BooleanField()

    assert [mark(field) for field in Ticks()] == ["", "", ""]
    assert [mark(field) for field in Promise()] == ["", "required"]


def test_the_summary_says_a_field_once():
    class Two(Form):
        name = forms.CharField(label="Navn")
        day = forms.CharField(label="Dag", error_messages={"required": "Skriv en dato."})

    html = str(Two({}))
    assert ">Udfyld »Navn«.</a>" in html
    assert ">Dag: Skriv en dato.</a>" in html


def test_text_of_users_is_escaped_in_the_summary():
    class Echo(Form):
        title = forms.CharField()

        def clean_title(self):
            raise forms.ValidationError("<script>")

    html = str(Echo({"title": "x"}))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_every_kind_of_field_is_drawn_with_the_design_systems_classes():
    html = str(GalleryForm())
    for name in ("form-input", "form-select", "form-radio", "form-checkbox", "form-label", "form-hint"):
        assert f'class="{name}' in html, name
    assert "placeholder" not in html
    assert "style=" not in html


def test_forms_sent_with_one_button_have_one_summary():
    class Name(Form):
        name = forms.CharField(label="Navn")

    class Day(Form):
        day = forms.CharField(label="Hvornår?", error_messages={"required": "Skriv en dato."})

    sent = [Name({}, prefix="a"), Day({}, prefix="b"), None, Name({"a-name": "Caféen"}, prefix="a")]
    html = render_to_string("core/_components/error_summary.html", {"form": sent})
    assert html.count("error-summary-list") == 1
    assert "Der er 2 felter at rette" in html
    assert ">Hvornår? Skriv en dato.</a>" in html
    assert "error-summary" not in render_to_string("core/_components/error_summary.html", {"form": sent[3]})
