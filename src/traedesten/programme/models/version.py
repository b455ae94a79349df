from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.programme.models.programme import Programme


class Part(StrEnum):
    """What of a programme a change may touch; each has a column of `Version`."""

    ENTRIES = "entries"  # entries and the topics, threads and people without a household they bring with them
    PLANS = "plans"  # sessions, runs, initiatives and their tags
    PEOPLE = "people"  # who is whom, and whose household
    TALLIES = "tallies"  # sums of tablets and the controls of them
    SETUP = "setup"  # all else that is written down about the programme: places, activities, offers, criteria, targets


class VersionQuerySet(models.QuerySet["Version"]):
    def next_for(self, programme_id: int, *parts: Part) -> int:
        """Lock the programme's version row, raise it by one and give the new number.

        ``parts`` are all that the change may touch; without any it may touch everything. Must run inside a transaction;
        the lock is held to its end, so "newer than what I saw" misses no late commit.
        """
        row, _ = self.select_for_update().get_or_create(programme_id=programme_id)
        told = row.told
        row.number += 1
        for part in Part:
            setattr(row, part, row.number if part in (parts or Part) else told[part])
        row.save(update_fields=["number", *Part])
        return row.number

    def also(self, programme_id: int, part: Part) -> None:
        """What a change under way turned out to touch too; `next_for` has been called and holds the lock."""
        self.filter(programme_id=programme_id).update(**{part: models.F("number")})

    def of(self, programme_id: int) -> Version:
        """As it stands; number 0 where nothing has been written yet."""
        return self.filter(programme_id=programme_id).first() or Version(programme_id=programme_id)


class Version(models.Model):
    """The number of the last change that can move a programme's figures, and of the last that touched each part."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, primary_key=True, related_name="version")
    number = models.BigIntegerField(default=0)
    entries = models.BigIntegerField(default=0)
    plans = models.BigIntegerField(default=0)
    people = models.BigIntegerField(default=0)
    tallies = models.BigIntegerField(default=0)
    setup = models.BigIntegerField(default=0)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS, working="programme number entries plans people tallies setup"
    )

    objects: ClassVar = VersionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.programme_id} v{self.number}"

    @property
    def told(self) -> dict[Part, int]:
        """The number of the last change that may have touched each part. Where none is as new as the last change,
        somebody raised the number without saying what changed: then everything may have."""
        last = {part: int(getattr(self, part)) for part in Part}
        return last if max(last.values()) == self.number else dict.fromkeys(Part, self.number)
