"""The access log says who looked at what, and keeps what was searched for unreadable in the database."""

import pytest
from django.db import connection

from traedesten.core import access_log
from traedesten.core.action import System
from traedesten.core.models import AuditEvent, Look


def test_a_look_names_who_and_what_but_copies_nothing_of_it(cast):
    look = access_log.write(
        by=cast.nurse, way=Look.Way.READ, what="subject", programme_id=cast.here.pk, object_key="P-7", subject_id=7
    )
    look.refresh_from_db()
    assert (look.actor_id, look.actor_label) == (cast.nurse.pk, f"staff:{cast.nurse.pk}")
    assert (look.way, look.what, look.object_key, look.subject_id, look.count) == ("read", "subject", "P-7", 7, 1)
    assert look.looked_at is not None
    assert cast.nurse.name not in str(Look.objects.values().get())
    assert not AuditEvent.objects.exists()


def test_words_searched_for_are_encrypted(cast):
    look = access_log.write(by=cast.leader, way=Look.Way.SEARCH, what="entry", words="sorg", count=3)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM core_look")
        assert b"sorg" not in bytes(cursor.fetchone()[0])
    assert Look.objects.get(pk=look.pk).words == "sorg"


@pytest.mark.django_db
def test_a_job_is_named_without_a_person():
    look = access_log.write(by=System("snapshot"), way=Look.Way.EXPORT, what="entries", count=1_000)
    assert (look.actor_id, look.actor_label) == (None, "system:snapshot")


def test_lines_outlive_whom_they_tell_of(cast):
    access_log.write(by=cast.stranger, way=Look.Way.READ, what="subject")
    pk = cast.stranger.pk
    cast.stranger.delete()
    assert Look.objects.get().actor_id == pk
