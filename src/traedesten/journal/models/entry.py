from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from traedesten.core.classification import Retention, classify
from traedesten.core.field import CodeField, CompactUUIDField
from traedesten.journal import vocabulary as v
from traedesten.journal.models.import_batch import ImportBatch
from traedesten.offers.models import Offer
from traedesten.people.models import Household, Subject
from traedesten.places.models import Area, Organisation, Staff, Venue
from traedesten.programme.models import Activity, Programme, Topic
from traedesten.schedule.models import CourseRun, Session, Thread

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID


class EntryQuerySet(models.QuerySet["Entry"]):
    def current(self) -> EntryQuerySet:
        """Entries that count now: not superseded by another and not withdrawals themselves."""
        newer = Entry.objects.filter(supersedes=OuterRef("pk"))
        return self.filter(is_withdrawal=False).exclude(Exists(newer))

    def of_ids(self, uids: Iterable[UUID]) -> EntryQuerySet:
        """Those with one of these ids, looked up before anything else is asked: SQLite, asked for both at once, may
        read a whole programme through to find a few of its ids."""
        numbers = Entry.objects.filter(uid__in=list(uids)).order_by().values_list("pk", flat=True)
        return self.filter(pk__in=list(numbers))

    def in_areas(self, area_ids: Collection[int] | None, *, recorded_by: Staff) -> EntryQuerySet:
        """Entries of these areas and the person's own; None stands for every area of the programme."""
        if area_ids is None:
            return self
        return self.filter(Q(area_id__in=area_ids) | Q(recorded_by=recorded_by))


def _reference(model: type[models.Model]) -> models.ForeignKey:
    """A dimension of an entry: no index of its own, because the covering index serves every read."""
    return models.ForeignKey(model, on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="+")


class Entry(models.Model):
    """One thing that happened. Rows are added, superseded by a correction or withdrawn by a row; never edited."""

    seq = models.BigAutoField(primary_key=True)
    uid = CompactUUIDField(unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, db_index=False, related_name="entries")
    kind = CodeField(vocabulary=v.KINDS)
    happened_on = models.DateField()
    happened_month = models.PositiveIntegerField()
    happened_at = models.TimeField(null=True, blank=True)
    activity = _reference(Activity)
    area = _reference(Area)
    venue = _reference(Venue)
    session = _reference(Session)
    run = _reference(CourseRun)
    offer = _reference(Offer)
    partner = _reference(Organisation)
    subject = _reference(Subject)
    linked_subject = _reference(Subject)
    household = _reference(Household)
    thread = _reference(Thread)
    topic = _reference(Topic)
    step = CodeField(vocabulary=v.STEPS)
    channel = CodeField(vocabulary=v.CHANNELS)
    source = CodeField(vocabulary=v.SOURCES)
    sex = CodeField(vocabulary=v.SEXES)
    age_band = CodeField(vocabulary=v.AGE_BANDS)
    first_time = CodeField(vocabulary=v.FIRST_TIMES)
    people = models.PositiveIntegerField(null=True, blank=True)
    families = models.PositiveIntegerField(null=True, blank=True)
    value = models.FloatField(null=True, blank=True)

    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Staff, on_delete=models.SET_NULL, null=True, blank=True, db_index=False, related_name="+"
    )
    origin = CodeField(vocabulary=v.ORIGINS)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="entries")
    version = models.BigIntegerField()
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    is_withdrawal = models.BooleanField(default=False)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        working="seq uid programme kind happened_on happened_month happened_at activity area venue session run offer"
        " partner people families recorded_at origin batch version supersedes is_withdrawal channel first_time",
        pseudonymous="subject linked_subject household thread sex age_band source",
        special="topic step value",
        identifying="recorded_by",
    )

    objects: ClassVar = EntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-happened_on", "-seq"]
        indexes: ClassVar = [
            # What definitions read, in one index that begins with the programme: a read never touches the table.
            models.Index(
                name="entry_covering",
                fields=[
                    "programme",
                    "kind",
                    "happened_on",
                    "seq",
                    "supersedes",
                    "is_withdrawal",
                    "activity",
                    "area",
                    "venue",
                    "session",
                    "run",
                    "offer",
                    "partner",
                    "subject",
                    "linked_subject",
                    "household",
                    "thread",
                    "topic",
                    "step",
                    "channel",
                    "source",
                    "sex",
                    "age_band",
                    "first_time",
                    "people",
                    "families",
                    "value",
                    "happened_month",
                ],
            ),
            models.Index(fields=["programme", "version"], name="entry_since_version"),
            # The journal's own list, newest day first, narrowed without touching the table.
            models.Index(
                "programme",
                models.F("happened_on").desc(),
                models.F("seq").desc(),
                "kind",
                "activity",
                "area",
                "recorded_by",
                "is_withdrawal",
                name="entry_newest",
            ),
            # One person's entries, and one colleague's.
            models.Index(
                fields=["subject", "happened_on"], name="entry_of_subject", condition=models.Q(subject__isnull=False)
            ),
            models.Index(
                fields=["programme", "recorded_by", "seq"],
                name="entry_by_author",
                condition=models.Q(recorded_by__isnull=False),
            ),
            # Whether a session is told, and who was there, asked before each visit: few rows, never a scan of a kind.
            models.Index(
                fields=["session", "kind"], name="entry_of_session", condition=models.Q(session__isnull=False)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(supersedes=models.F("seq")), name="entry_not_its_own_successor"),
            models.CheckConstraint(
                condition=Q(is_withdrawal=False) | Q(supersedes__isnull=False), name="entry_withdraws_something"
            ),
            models.CheckConstraint(
                condition=Q(linked_subject__isnull=True) | Q(subject__isnull=False), name="entry_link_needs_subject"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[v.KINDS["enquiry"], v.KINDS["concern"]]) | Q(subject__isnull=True),
                name="entry_no_file_on_a_worry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_name} {self.happened_on}"

    @property
    def kind_name(self) -> str:
        return v.KINDS.name(self.kind)

    @property
    def step_name(self) -> str:
        return v.STEPS.name(self.step) if self.step else ""
