"""Every field of every table says what kind of fact it holds and how long it is kept."""

import pytest
from django.apps import apps
from django.db import models

from traedesten.core.classification import (
    LIBRARY_MODELS,
    FieldClass,
    Retention,
    Sensitivity,
    classify,
    field_classes,
)
from traedesten.core.field import EncryptedTextField

MODELS = sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.label)
OWN = [model for model in MODELS if model.__module__.startswith("traedesten.")]
ABOUT_PEOPLE = {Sensitivity.PSEUDONYMOUS, Sensitivity.IDENTIFYING, Sensitivity.SPECIAL}


def label(model):
    return model._meta.label


def concrete(model):
    return {field.name for field in model._meta.get_fields() if field.concrete}


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_every_field_of_every_installed_table_is_classified(model):
    assert concrete(model) - set(field_classes(model)) == set()


@pytest.mark.parametrize("model", OWN, ids=label)
def test_marks_stand_on_fields_that_exist(model):
    assert set(getattr(model, "classification", {})) - concrete(model) == set()


@pytest.mark.parametrize("model", OWN, ids=label)
def test_what_is_encrypted_is_about_people_and_marked_so(model):
    marked = field_classes(model)
    encrypted = [field.name for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]
    assert {marked[name].sensitivity for name in encrypted} <= ABOUT_PEOPLE


@pytest.mark.parametrize("model", OWN, ids=label)
def test_free_text_about_health_is_encrypted(model):
    plain = [f for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)]
    found = [f.name for f in plain if field_classes(model)[f.name].sensitivity is Sensitivity.SPECIAL]
    assert found == []


def test_library_tables_are_installed_and_not_our_own():
    for name in LIBRARY_MODELS:
        assert not apps.get_model(name).__module__.startswith("traedesten.")


def test_a_forgotten_field_is_absent_from_the_classes():
    class Half(models.Model):
        seen = models.IntegerField()
        forgotten = models.IntegerField()
        classification = classify(Retention.LOG_2_YEARS, working="id seen")

        class Meta:
            app_label = "nowhere"
            apps = type(apps)()

    assert concrete(Half) - set(field_classes(Half)) == {"forgotten"}


def test_a_classification_names_each_field_once_and_known_classes_only():
    found = classify(Retention.EMPLOYMENT, public="code", special="note")
    assert found == {
        "code": FieldClass(Sensitivity.PUBLIC, Retention.EMPLOYMENT),
        "note": FieldClass(Sensitivity.SPECIAL, Retention.EMPLOYMENT),
    }
    with pytest.raises(ValueError, match="note is classified twice"):
        classify(Retention.EMPLOYMENT, public="note", special="note")
    with pytest.raises(KeyError):
        classify(Retention.EMPLOYMENT, secret="note")


@pytest.mark.parametrize("described", [*Sensitivity, *Retention])
def test_classes_and_periods_have_danish_words(described):
    assert str(described.label)
    assert described == described.value
