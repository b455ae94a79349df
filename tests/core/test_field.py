"""Our own fields: ids in 16 bytes, codes as small numbers, text that is ciphertext in the database."""

import uuid
from datetime import date

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from traedesten.core import ids
from traedesten.core.encryption import decrypt
from traedesten.core.field import CodeField, CompactUUIDField
from traedesten.core.models import Look
from traedesten.journal.models import ContactNote, Entry

WORDS = {"door": 1, "phone": 2}
TEXT = "Har ondt i knæet og er ked af det"


def stored(table, column, key_column, key):
    """What the database itself holds."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE "{key_column}" = %s', [key])
        return cursor.fetchone()[0]


@pytest.fixture
def entry(cast):
    return Entry.objects.create(
        uid=ids.new_id(),
        programme=cast.here,
        kind="contact",
        channel="door",
        happened_on=date(2026, 11, 12),
        happened_month=202611,
        recorded_at=timezone.now(),
        version=1,
    )


def test_a_code_is_a_word_in_python_and_a_number_in_the_database(entry):
    again = Entry.objects.get(kind="contact", channel__in=["door", "phone"])
    assert (again.kind, again.channel, again.topic_id, again.step) == ("contact", "door", None, "")
    assert stored("journal_entry", "kind", "seq", entry.seq) == Entry._meta.get_field("kind").vocabulary["contact"]
    assert stored("journal_entry", "step", "seq", entry.seq) == 0


def test_a_code_outside_the_vocabulary_is_refused_before_the_database(entry):
    entry.channel = "pigeon"
    with pytest.raises(ValidationError, match="'pigeon' is not in the vocabulary of channel"):
        entry.save()


@given(st.sampled_from(["", *WORDS]))
def test_a_code_survives_the_way_to_the_database_and_back(word):
    field = CodeField(vocabulary=WORDS)
    number = field.get_prep_value(word)
    assert isinstance(number, int)
    assert field.from_db_value(number, None, connection) == word
    assert field.to_python(number) == word


def test_an_id_is_kept_whole_and_found_again(entry):
    assert Entry.objects.get(uid=entry.uid) == entry
    assert Entry.objects.get(uid=str(entry.uid)) == entry
    assert Entry.objects.filter(uid__in=[entry.uid, ids.new_id()]).count() == 1
    raw = stored("journal_entry", "uid", "seq", entry.seq)
    if connection.vendor == "postgresql":
        assert raw == entry.uid
    else:
        assert bytes(raw) == entry.uid.bytes


def test_what_is_no_id_is_refused():
    with pytest.raises(ValidationError):
        CompactUUIDField().to_python("not-an-id")


@given(st.uuids())
def test_an_id_is_read_from_text_and_bytes_alike(uid):
    field = CompactUUIDField()
    assert field.to_python(str(uid)) == field.to_python(uid.bytes) == field.to_python(uid) == uid
    assert isinstance(field.to_python(uid.hex), uuid.UUID)


def test_a_note_is_ciphertext_in_the_database(entry):
    ContactNote.objects.create(entry=entry, note=TEXT)
    raw = bytes(stored("journal_contactnote", "note", "entry_id", entry.seq))
    assert TEXT.encode() not in raw
    assert b"ondt" not in raw
    assert decrypt(raw) == TEXT
    assert ContactNote.objects.get(entry=entry).note == TEXT


def test_notes_are_read_after_the_keys_were_rotated(entry, settings):
    ContactNote.objects.create(entry=entry, note=TEXT)
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.ENCRYPTION_KEYS]
    note = ContactNote.objects.get(entry=entry)
    assert note.note == TEXT
    note.save()
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    assert ContactNote.objects.get(entry=entry).note == TEXT


@pytest.mark.django_db
def test_no_note_is_no_ciphertext_but_an_empty_one_is_kept():
    none = Look.objects.create(actor_label="system:test", way="read", what="entry")
    empty = Look.objects.create(actor_label="system:test", way="search", what="entry", words="")
    assert stored("core_look", "words", "id", none.pk) is None
    assert Look.objects.get(pk=none.pk).words is None
    assert Look.objects.get(pk=empty.pk).words == ""
