from traedesten.schedule.models.course_run import CourseRun
from traedesten.schedule.models.feed import Feed
from traedesten.schedule.models.initiative import Initiative
from traedesten.schedule.models.rhythm import Rhythm, RhythmTurn
from traedesten.schedule.models.session import Session
from traedesten.schedule.models.thread import Thread

__all__ = ["CourseRun", "Feed", "Initiative", "Rhythm", "RhythmTurn", "Session", "Thread"]
