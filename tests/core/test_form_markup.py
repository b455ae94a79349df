"""The markup of a field as it must stand in the page; and that no template is asked for it."""

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.template import Context, Template
from django.test.html import parse_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from traedesten.core import form_markup
from traedesten.core.form import Form, set_is_either_or, set_is_needed
from traedesten.core.form_field import DateField
from traedesten.core.gallery import GalleryForm

TOPICS = [("Sundhed", [("s1", "Søvn"), ("s2", "Kost <")]), ("x", "Andet")]


class Asked(Form):
    name = forms.CharField(label="Navn & <mere>", help_text="Kort <b>navn</b>.")
    note = forms.CharField(label="Notat", required=False, widget=forms.Textarea(attrs={"rows": 2, "placeholder": "x"}))
    on = DateField(label="Dato")
    area = forms.ChoiceField(label="Område", choices=[("", "Vælg"), ("Nord", [("a", "A & B")])])
    topics = forms.MultipleChoiceField(
        label="Emner", choices=TOPICS, help_text="Vælg flere.",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "option-box"}),
    )  # fmt: skip
    agreed = forms.BooleanField(label="Aftalt")
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


FIELDS = {
    "name": """<div class="form-group"><label class="form-label" for="id_name">Navn &amp; &lt;mere&gt;</label>
        <div class="form-hint" id="id_name_helptext">Kort <b>navn</b>.</div>
        <input type="text" name="name" value="&quot;&gt;&lt;i&gt;" class="form-input" required
         aria-describedby="id_name_helptext" id="id_name"></div>""",
    "note": """<div class="form-group"><label class="form-label" for="id_note">Notat<span class="weight-normal">
        (frivilligt)</span></label><textarea name="note" class="form-input" cols="40" rows="2" id="id_note">
&lt;/textarea&gt;</textarea></div>""",
    "on": """<div class="form-group form-error"><label class="form-label" for="id_on">Dato</label>
        <span class="form-error-message" id="id_on_error"><span class="sr-only">Fejl: </span>»&lt;b&gt;« kan ikke læses
        som en dato. Skriv dag, måned og år, for eksempel 20.11.2026.</span><div class="date-entry">
        <input type="text" name="on" value="&lt;b&gt;" class="form-input" inputmode="text" autocomplete="off" required
         aria-invalid="true" aria-describedby="id_on_error" id="id_on"><button type="button"
         class="date-entry-button js-date-entry" hidden><svg class="icon-svg " focusable="false" aria-hidden="true">
        <use href="/static/dkfds/img/all-svg-icons.svg#calendar-month"></use></svg>
        <span class="sr-only">Vælg dato i kalender</span></button></div></div>""",
    "area": """<div class="form-group"><label class="form-label" for="id_area">Område</label>
        <select name="area" class="form-select" required id="id_area"><option value="">Vælg</option>
        <optgroup label="Nord"><option value="a" selected>A &amp; B</option></optgroup></select></div>""",
    "topics": """<div class="form-group"><fieldset aria-describedby="id_topics_helptext">
        <legend class="form-label">Emner
        </legend><div class="form-hint" id="id_topics_helptext">Vælg flere.</div>
        <div id="id_topics" class="form-options option-box"><p class="form-options-group">Sundhed</p>
        <div class="form-group-checkbox"><input type="checkbox" name="topics" value="s1" class="form-checkbox"
         id="id_topics_0_0"><label class="form-label" for="id_topics_0_0">Søvn</label></div>
        <div class="form-group-checkbox"><input type="checkbox" name="topics" value="s2" class="form-checkbox"
         id="id_topics_0_1" checked><label class="form-label" for="id_topics_0_1">Kost &lt;</label></div>
        <div class="form-group-checkbox"><input type="checkbox" name="topics" value="x" class="form-checkbox"
         id="id_topics_1" checked><label class="form-label" for="id_topics_1">Andet</label></div></div>
        </fieldset></div>""",
    "agreed": """<div class="form-group form-error"><div class="form-group-checkbox"><input type="checkbox"
         name="agreed" class="form-checkbox" required aria-invalid="true" aria-describedby="id_agreed_error"
         id="id_agreed"><label class="form-label" for="id_agreed">Aftalt</label>
        <span class="form-error-message" id="id_agreed_error"><span class="sr-only">Fejl: </span>
        Sæt kryds ved »Aftalt« for at gå videre.</span></div></div>""",
}


def answered():
    data = QueryDict(mutable=True)
    data.update({"name": '"><i>', "note": "</textarea>", "on": "<b>", "area": "a", "seen": "<"})
    data.setlist("topics", ["s2", "x"])
    return Asked(data)


@pytest.fixture
def drawn(monkeypatch):
    """The names of the templates that forms are drawn with."""
    names = []
    draw = TemplatesSetting.render
    monkeypatch.setattr(
        TemplatesSetting, "render", lambda self, name, *rest: names.append(name) or draw(self, name, *rest)
    )
    return names


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_stands_as_the_design_system_has_it(name):
    found = answered()[name].as_field_group()
    assert parse_html(found) == parse_html(FIELDS[name])
    assert found.count("<input") + found.count("<option") == FIELDS[name].count("<input") + FIELDS[name].count(
        "<option"
    )


def test_what_is_sent_unseen_has_neither_class_nor_label():
    expected = '<input type="hidden" name="seen" value="&lt;" id="id_seen">'
    assert str(answered()["seen"]) == expected


def test_no_field_of_any_kind_is_drawn_by_a_template(drawn):
    for form in (GalleryForm(), GalleryForm({}), answered()):
        for field in form:
            field.as_field_group()
    assert drawn == []


def test_a_field_with_a_template_of_its_own_is_drawn_by_it(drawn):
    class Own(Form):
        name = forms.CharField(template_name="django/forms/field.html")

    assert 'class="form-input"' in Own()["name"].as_field_group()
    assert drawn[0] == "django/forms/field.html"


def test_what_django_draws_by_a_template_has_our_lines_in_it(drawn):
    widget = forms.MultiWidget([forms.TextInput(), forms.TextInput()])
    assert widget.render("a", ["x", "y"]).count('class="form-input"') == 2
    assert drawn == ["django/forms/widgets/multiwidget.html"]


def test_what_is_marked_as_safe_stays_and_all_else_is_escaped():
    kept = [form_markup.escaped(text) for text in (mark_safe("<b>"), "<b>", gettext_lazy("<b>"), 7, None)]
    assert kept == ["<b>", "&lt;b&gt;", "&lt;b&gt;", "7", "None"]


def test_marks_and_notes_are_filters_for_fields_with_templates_of_their_own():
    form = answered()
    page = Template("{{ form.note|field_mark }}|{{ form.agreed|field_notes }}").render(Context({"form": form}))
    mark, notes = page.split("|")
    assert mark == '<span class="weight-normal"> (frivilligt)</span>'
    assert 'id="id_agreed_error"' in notes


def test_needed_and_either_or_decide_the_mark_beside_required():
    form = answered()
    assert form_markup.mark(form["note"]) == "optional"
    set_is_either_or(form.fields["note"], True)
    assert form_markup.mark(form["note"]) == ""
    set_is_needed(form.fields["note"], True)
    for name in ("name", "on", "area", "topics"):
        form.fields[name].required = False
    assert form_markup.mark(form["note"]) == "required"


def test_a_form_bound_anew_shares_its_fields_and_leaves_the_first_as_it_was():
    form = Asked()
    twin = form.bound_to(QueryDict("name="))
    assert twin.fields is form.fields
    assert set(twin.errors) == {"name", "on", "area", "topics", "agreed"}
    assert (form.is_bound, form.errors) == (False, {})
    assert "form-error" not in form["name"].as_field_group()
    assert "form-error" in twin["name"].as_field_group()
    assert not twin.bound_to(QueryDict("name=x")).errors.get("name")
