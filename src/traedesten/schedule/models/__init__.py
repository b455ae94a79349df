from traedesten.schedule.models.course_run import CourseRun
from traedesten.schedule.models.initiative import Initiative
from traedesten.schedule.models.session import Session
from traedesten.schedule.models.thread import Thread

__all__ = ["CourseRun", "Initiative", "Session", "Thread"]
