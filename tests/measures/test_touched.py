"""Nothing stale is ever shown: after each thing that somebody does, what is kept says what is read from scratch.

Invented runs of everything that moves figures, through the actions themselves: entries, corrections, withdrawals, files
and files taken back, plans, tags, initiatives, tablets and their controls, people who are one, targets and what is
counted. After each the world, the entries and every criterion are held up against those read a value at a time.
"""

import io
import threading
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from measure_engine.columns import ColumnEvaluator, ColumnRegister
from tests.cast import TODAY
from traedesten.core.action import System
from traedesten.journal import catalogue
from traedesten.journal.actions import box_count, door_check, entry, import_undo, tally
from traedesten.journal.bulk import file_import
from traedesten.journal.models import Entry, ImportBatch, Tally
from traedesten.measures import board, table, world
from traedesten.people.models import Subject, SubjectAlias
from traedesten.programme.actions import organisation as organisation_verb
from traedesten.programme.actions import target as target_verb
from traedesten.programme.models import Criterion, Part, Tag, Target, Version
from traedesten.schedule.actions import initiative, session, session_tag
from traedesten.schedule.models import Session
from traedesten.schedule.plan import SessionPlan

pytestmark = pytest.mark.django_db

JOB = System("test")
MEASURES = (
    {"preset": "people_contacted"},
    {"preset": "visits"},
    {"preset": "activities_held"},
    {"preset": "sessions_held"},
)


# --- What is kept against what is read from scratch -----------------------------------------------------------------


def afresh(cast):
    bare, kinds = world.build(cast.here, []), frozenset(catalogue.KINDS)
    return bare, ColumnRegister(bare, table.read_plainly(cast.here, kinds).lent())


def rows_by_kind(register):
    found = {}
    for row in register.rows:
        found.setdefault(row.kind, []).append(row)
    return found


class Watch:
    """What was right at each version seen, to be held up against what is said to have been touched since."""

    def __init__(self, cast):
        self.cast, self.seen = cast, []

    def look(self):
        cast = self.cast
        bare, fresh = afresh(cast)
        now = Version.objects.of(cast.here.pk)
        kept = board.evaluator_of(cast.here, frozenset(catalogue.KINDS))
        assert kept.register.world == bare
        assert kept.register.rows == fresh.rows
        shown = board.of_areas(cast.here, TODAY)
        board._promised.clear()
        right = board.readings_by(ColumnEvaluator(bare, register=fresh), cast.here, TODAY)
        assert [each.fault for each in right] == [""] * len(MEASURES)
        assert [(each.criterion, each.assessment, each.fault) for each in shown] == [
            (each.criterion, each.assessment, each.fault) for each in right
        ]
        rows = rows_by_kind(fresh)
        for version, before, around in self.seen:
            touched = board.touched_since(cast.here, version, now, frozenset(catalogue.KINDS))
            if touched is not None:
                assert around == replace(bare, organisations=())
                changed = {kind for kind in {*before, *rows} if before.get(kind) != rows.get(kind)}
                assert changed <= touched
        self.seen.append((now.number, rows, replace(bare, organisations=())))


# --- What may be done ------------------------------------------------------------------------------------------------


class Work:
    def __init__(self, cast, pick):
        self.cast, self.pick, self.count = cast, pick, 0

    def does(self, what):
        getattr(self, what)()

    def _said(self, receipt):
        assert receipt.entry, receipt.problems

    def _row(self):
        cast, pick = self.cast, self.pick
        area = pick([cast.area_here, cast.area_next_door]).code
        row = {"kind": "contact", "channel": pick(["door", "phone"]), "area": area}
        row |= {"subject": f"p{pick(range(4))}", "on": TODAY - timedelta(days=pick(range(5)))}
        more = pick([{}, {"household": f"h{pick(range(2))}"}, {"sex": "female"}, {"people": 2}])
        return {**row, **more}

    def register(self):
        self._said(entry.record(by=JOB, programme=self.cast.here, row=self._row()))

    def visit(self):
        row = {"kind": "visit", "session": self.cast.cafe_session.code, "subject": f"p{self.pick(range(40))}"}
        entry.record(by=JOB, programme=self.cast.here, row=row)

    def answer_with_a_topic_nobody_used(self):
        """A standard topic gets its row, and so its name, the first time."""
        self.count += 1
        topics = [code for code, _name in catalogue.STANDARD_TOPICS["plan"]]
        row = {"kind": "plan", "subject": "p1", "topic": topics[self.count % len(topics)], "step": "made", "on": TODAY}
        self._said(entry.record(by=JOB, programme=self.cast.here, row=row))

    def help_of_a_partner(self):
        row = {"kind": "contribution", "activity": self.cast.cafe.code, "area": self.cast.area_here.code, "value": 2,
               "partner": self.cast.school.code, "on": TODAY}  # fmt: skip
        self._said(entry.record(by=JOB, programme=self.cast.here, row=row))

    def _standing(self):
        return list(Entry.objects.filter(programme=self.cast.here).current().order_by("seq"))

    def correct(self):
        found = [each for each in self._standing() if each.kind == "contact"]
        if found:
            self._said(entry.correct(by=JOB, entry=self.pick(found), row=self._row(), reason="Forkert"))

    def withdraw(self):
        if found := self._standing():
            self._said(entry.withdraw(by=JOB, entry=self.pick(found), reason="Ikke sket"))

    def take_in_a_file(self):
        self.count += 1
        line = f"contact,2026-11-1{self.count % 10},door,{self.cast.area_here.code},f{self.count},h9"
        text = f"kind,on,channel,area,subject,household\n{line}\n".encode()
        file_import.run(by=JOB, programme=self.cast.here, file=io.BytesIO(text), name="a.csv", today=TODAY)

    def take_a_file_back(self):
        if found := list(ImportBatch.objects.filter(programme=self.cast.here).order_by("pk")):
            import_undo.undo(by=JOB, batch=self.pick(found), reason="Forkert fil")

    def plan(self):
        self.count += 1
        day = TODAY + timedelta(days=self.count % 200 - 100)
        plan = SessionPlan(self.cast.cafe, day, area=self.cast.area_here)
        session.plan(by=self.cast.leader, programme=self.cast.here, plan=plan)

    def _planned(self):
        used = {each.session_id for each in Entry.objects.filter(programme=self.cast.here)}
        used |= set(Tally.objects.values_list("session_id", flat=True)) | {self.cast.cafe_session.pk}
        return [each for each in Session.objects.filter(programme=self.cast.here).order_by("pk") if each.pk not in used]

    def move(self):
        if found := self._planned():
            one = self.pick(found)
            plan = SessionPlan(one.activity, one.planned_on + timedelta(days=1), area=self.cast.area_next_door)
            session.change(by=self.cast.leader, session=one, plan=plan, seen=one.revision)

    def call_off(self):
        if found := [each for each in self._planned() if not each.is_called_off]:
            one = self.pick(found)
            session.call_off(by=self.cast.leader, session=one, seen=one.revision)

    def remove_a_plan(self):
        if found := self._planned():
            one = self.pick(found)
            session.remove(by=self.cast.leader, session=one, seen=one.revision)

    def tag(self):
        Tag.objects.get_or_create(programme=self.cast.here, code="ude", defaults={"name": "Ude"})
        self.pick([session_tag.add, session_tag.remove])(
            by=self.cast.leader, session=self.cast.cafe_session, codes=["ude"]
        )

    def begin_an_initiative(self):
        self.count += 1
        initiative.begin(by=self.cast.leader, programme=self.cast.here, code=f"i{self.count}", name="Haven")

    def tap(self):
        self.count += 1
        sums = {"visits": 10 + self.count, "new_guests": self.pick(range(4))}
        tally.record(by=JOB, session=self.cast.cafe_session, device=uuid4(), revision=1, counters=sums, today=TODAY)

    def count_the_box(self):
        self.count += 1
        about = {"programme": self.cast.here, "activity": self.cast.cafe, "area": self.cast.area_here}
        day = TODAY - timedelta(days=self.pick(range(9)))
        box_count.record(by=JOB, on=day, printed=300, left=200 - self.count, today=TODAY, **about)

    def check_the_door(self):
        clicked = 20 + self.pick(range(9))
        door_check.record(by=JOB, session=self.cast.cafe_session, clicked=clicked, tapped=9, today=TODAY)

    def merge(self):
        """No action merges people yet; whatever will must say so like this."""
        found = list(Subject.objects.filter(programme=self.cast.here, alias_row=None, aliases=None).order_by("pk"))
        if len(found) > 1:
            with transaction.atomic():
                Version.objects.next_for(self.cast.here.pk, Part.PEOPLE)
                SubjectAlias.objects.create(alias=found[0], canonical=found[1])

    def unmerge(self):
        with transaction.atomic():
            Version.objects.next_for(self.cast.here.pk, Part.PEOPLE)
            SubjectAlias.objects.filter(alias__programme=self.cast.here).delete()

    def change_a_target(self):
        made = self.pick(list(Target.objects.filter(criterion__programme=self.cast.here).order_by("pk")))
        with transaction.atomic():
            Target.objects.filter(pk=made.pk).update(value=self.pick([1, 2, 3, 50]))
            target_verb._note(
                self.cast.leader, made.criterion, TODAY, "", target_verb.Decision("Styregruppen", TODAY, "Få boliger")
            )

    def count_something_else(self):
        one = Criterion.objects.filter(programme=self.cast.here).order_by("pk").first()
        with transaction.atomic():
            Criterion.objects.filter(pk=one.pk).update(measure=self.pick(MEASURES))
            Version.objects.next_for(self.cast.here.pk, Part.SETUP)

    def name_a_partner_anew(self):
        self.count += 1
        organisation_verb.change(by=JOB, programme=self.cast.here, organisation=self.cast.school,
                                 values={"name": f"Skolen {self.count}"})  # fmt: skip

    def something_unsaid(self):
        """An older program still at work raises the number and says nothing."""
        self.count += 1
        Session.objects.filter(pk=self.cast.cafe_session.pk).update(name=f"Åbning {self.count}")
        with transaction.atomic():
            row = Version.objects.of(self.cast.here.pk)
            row.number += 1
            row.save()


WAYS = sorted(name for name in vars(Work) if not name.startswith("_") and name != "does")


@pytest.fixture
def criteria(cast):
    Criterion.objects.filter(programme=cast.here).delete()
    for number, measure in enumerate(MEASURES):
        one = Criterion.objects.create(programme=cast.here, code=f"K{number}", row="31", text="Det", measure=measure)
        Target.objects.create(criterion=one, kind="reach_by", value=5, ends_on=date(2028, 12, 31))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_what_is_kept_is_what_is_read_from_scratch(cast, criteria, data):
    board.forget()
    work = Work(cast, lambda some: data.draw(st.sampled_from(list(some))))
    with transaction.atomic():
        watch = Watch(cast)
        watch.look()
        for what in data.draw(st.lists(st.sampled_from(WAYS), min_size=1, max_size=12)):
            work.does(what)
            if data.draw(st.booleans()):
                watch.look()
        watch.look()
        transaction.set_rollback(True)
    board.forget()


@pytest.mark.parametrize("what", WAYS)
def test_each_thing_alone(cast, criteria, what):
    """After some of everything it needs, so that it does something."""
    some = Work(cast, lambda found: next(iter(found)))
    for before in ("register", "register", "visit", "plan", "take_in_a_file", "tag"):
        some.does(before)
    watch = Watch(cast)
    watch.look()
    number = Version.objects.of(cast.here.pk).number
    some.does(what)
    assert Version.objects.of(cast.here.pk).number > number
    watch.look()
    some.does("register")
    watch.look()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite nobody reads beside who writes")
@pytest.mark.django_db(transaction=True)
def test_what_is_committed_late_is_never_missed(cast, criteria):
    """Somebody writes and has not finished; meanwhile others look, and look again when it is there."""
    written, done = threading.Event(), threading.Event()
    work, watch = Work(cast, lambda found: next(iter(found))), Watch(cast)
    work.does("register")

    def write_slowly():
        with transaction.atomic():
            work.does("tap")
            work.does("register")
            work.does("plan")
            written.set()
            done.wait(20)
        connection.close()

    writer = threading.Thread(target=write_slowly)
    writer.start()
    assert written.wait(20)
    watch.look()
    assert len(watch.seen[-1][1]["contact"]) == 1
    done.set()
    writer.join()
    watch.look()
    assert len(watch.seen[-1][1]["contact"]) == 2
    assert len(watch.seen[-1][2].tallies) == 1
