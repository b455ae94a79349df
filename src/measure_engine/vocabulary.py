"""The words of the journal that the algebra knows: kinds of entries, their steps, and the units they can be counted as.

The journal's catalogue owns the kinds; a test there holds these tables equal to it.
"""

from enum import StrEnum

STEPS: dict[str, tuple[str, ...]] = {
    "visit": (),
    "session": ("held", "cancelled"),
    "contact": ("talked", "wants_visit", "declined", "referred", "no_answer"),
    "enquiry": ("received", "followed_up", "closed"),
    "concern": ("received", "followed_up", "closed"),
    "conversation": (
        "wellbeing", "health", "kram", "double_kram", "guidance", "family_guidance", "trauma_aware", "benefit",
        "companion",
    ),
    "measurement": (),
    "goal": ("set", "reached", "dropped"),
    "plan": ("made", "revised", "closed"),
    "enrolment": ("joined", "ended"),
    "attendance": (),
    "outcome": (
        "plan_for_job", "plan_for_education", "plan_for_activation", "daycare_started", "smoke_free", "new_tools",
        "joined_community", "employed", "other",
    ),
    "follow_up": ("reached", "not_reached", "declined"),
    "referral": (
        "offered", "accepted", "accompanied", "started", "completed", "still_active", "ended", "refused", "lapsed",
    ),
    "told_visit": ("yes", "no"),
    "contribution": (),
    "volunteer_status": ("active", "paused", "ended"),
    "publication": (),
    "delivery": (),
    "outside_figure": ("own", "comparison"),
    "training": (),
    "initiative": ("from_need", "planned", "started", "described", "method_tried", "anchored", "ended"),
    "need": ("voiced", "met"),
    "theme": ("identified", "evidence", "addressed", "closed"),
    "log_entry": (),
    "story": ("told", "published"),
    "answer": ("single", "before", "after", "follow_up"),
    "rating": (),
}  # fmt: skip

KINDS = frozenset(STEPS)

SEXES = ("female", "male", "other", "unknown")
AGE_BANDS = ("0-5", "6-12", "13-17", "18-29", "30-44", "45-59", "60-74", "75+", "unknown")
FIRST_TIMES = ("yes", "no", "unknown")
SESSION_FORMS = ("open", "course", "event", "meeting", "other")
RUN_FORMS = ("group", "individual")
OFFER_KINDS = ("municipal_health", "civil", "job", "municipal_other", "other")


class Unit(StrEnum):
    """What one of something is when it is counted."""

    ENTRY = "entry"
    SESSION = "session"
    VISIT = "visit"
    RUN = "run"
    ENROLMENT = "enrolment"
    PERSON = "person"
    VOLUNTEER = "volunteer"
    CONTACTED = "contacted"
    TRAINED = "trained"
    REFERRAL = "referral"
    CHILD = "child"
    FAMILY = "family"
    PARTNER = "partner"
    INITIATIVE = "initiative"
    PUBLICATION = "publication"
    NEED = "need"
    THEME = "theme"
    STORY = "story"
    CONVERSATION = "conversation"
    RESPONSE = "response"
    ACTIVITY = "activity"
    AREA = "area"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    SEASON = "season"
    YEAR = "year"


CALENDAR_UNITS = frozenset({Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.HALF_YEAR, Unit.SEASON, Unit.YEAR})

REGISTER_UNITS = CALENDAR_UNITS | {Unit.AREA}
"""Units that exist whether or not anything happened in them: every area, every week."""

PEOPLE_UNITS = frozenset(
    {Unit.PERSON, Unit.VOLUNTEER, Unit.CONTACTED, Unit.TRAINED, Unit.CHILD, Unit.FAMILY, Unit.ENROLMENT, Unit.RESPONSE}
)
"""Units whose shares are judged only when there are at least 20 of them."""

COURSE_UNITS = frozenset({Unit.ENROLMENT, Unit.PERSON, Unit.CHILD, Unit.FAMILY, Unit.RUN})

WITH_SUBJECT = frozenset({
    "visit", "contact", "conversation", "measurement", "goal", "plan", "enrolment", "attendance", "outcome",
    "follow_up", "referral", "told_visit", "contribution", "volunteer_status", "training", "answer",
})  # fmt: skip

AT_SESSIONS = frozenset({"visit", "session", "attendance", "contribution", "rating", "conversation", "contact"})

KINDS_OF_UNIT: dict[Unit, frozenset[str]] = {
    Unit.SESSION: AT_SESSIONS,
    Unit.VISIT: frozenset({"visit", "session", "attendance"}),
    Unit.RUN: AT_SESSIONS | {"enrolment", "outcome", "answer", "referral", "follow_up"},
    Unit.ENROLMENT: frozenset({"enrolment", "attendance", "referral", "conversation", "visit"}),
    Unit.PERSON: WITH_SUBJECT,
    Unit.VOLUNTEER: frozenset({"contribution", "volunteer_status", "training"}),
    Unit.CONTACTED: frozenset({"contact"}),
    Unit.TRAINED: frozenset({"training"}),
    Unit.REFERRAL: frozenset({"referral"}),
    Unit.CHILD: frozenset({"enrolment", "attendance", "outcome"}),
    Unit.FAMILY: WITH_SUBJECT,
    Unit.INITIATIVE: AT_SESSIONS | {"initiative", "log_entry", "enrolment", "story"},
    Unit.PUBLICATION: frozenset({"publication"}),
    Unit.NEED: frozenset({"need"}),
    Unit.THEME: frozenset({"theme"}),
    Unit.STORY: frozenset({"story"}),
    Unit.CONVERSATION: frozenset({"conversation"}),
    Unit.RESPONSE: frozenset({"answer", "rating"}),
}
"""Units not named here can be made of every kind."""
