"""What only people read of an entry: a typed table per family of kinds, encrypted where it is about a person's life."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.core.field import EncryptedTextField
from traedesten.journal.models.entry import Entry


class Detail(models.Model):
    """Beside one entry, never read by a measure."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class ContactNote(Detail):
    """A short note to a contact, an enquiry or a concern, and by when somebody is to follow it up."""

    note = EncryptedTextField(null=True)
    due_on = models.DateField(null=True, blank=True)

    classification: ClassVar = classify(Retention.PERSON_PLUS_1_YEAR, working="entry due_on", special="note")


class ConversationNote(Detail):
    """What was agreed in a conversation, the next step, and what it was about beside its topic (names with "; ")."""

    note = EncryptedTextField(null=True)
    agreed = EncryptedTextField(null=True)
    also = EncryptedTextField(null=True)

    classification: ClassVar = classify(Retention.PERSON_PLUS_1_YEAR, working="entry", special="note agreed also")


class PersonNote(Detail):
    """A note to anything else about a person: a goal in their words, a plan, a step of a referral, an outcome."""

    note = EncryptedTextField(null=True)

    classification: ClassVar = classify(Retention.PERSON_PLUS_1_YEAR, working="entry", special="note")


class FigureSource(Detail):
    """Where an outside figure comes from."""

    source_name = models.CharField(max_length=300)
    published_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    classification: ClassVar = classify(Retention.PROGRAMME_PLUS_5_YEARS, public="entry source_name published_on note")


class PublicationText(Detail):
    """Title and address of something published."""

    title = models.CharField(max_length=300)
    address = models.CharField(max_length=500, blank=True)

    classification: ClassVar = classify(Retention.PROGRAMME_PLUS_5_YEARS, public="entry title address")


class StoryText(Detail):
    """A resident's story; it is published only with consent."""

    title = EncryptedTextField(null=True)
    text = EncryptedTextField(null=True)
    consented_on = models.DateField(null=True, blank=True)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS, working="entry consented_on", special="title text"
    )


class InitiativeText(Detail):
    """Description, evidence or learning of a step in an initiative, a need or a theme."""

    title = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)

    classification: ClassVar = classify(Retention.PROGRAMME_PLUS_5_YEARS, working="entry title note")


class WorkNote(Detail):
    """A line in the log book, or a remark to a session, a contribution or a training."""

    note = models.TextField(blank=True)

    classification: ClassVar = classify(Retention.PROGRAMME_PLUS_5_YEARS, working="entry note")
