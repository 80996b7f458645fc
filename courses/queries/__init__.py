"""Reading courses and sessions. The viewer comes first; `journey` and `session_of` read a trainee or a session whole."""

from courses.queries.catalogue import (
    abilities,
    activity_of,
    courses_for,
    current_version,
    published_courses,
    readable_version,
)
from courses.queries.enrolments import (
    bodies_run_by,
    cohorts_visible_to,
    enrolments_visible_to,
    identity_of,
    own_enrolments,
)
from courses.queries.joining import joinable_cohort, namesakes
from courses.queries.journey import Journey, Part, Step, journey, next_step, open_now, opening_for
from courses.queries.meetings import Hours, hours_of, meetings_of, meetings_visible_to, sheet_of
from courses.queries.outline import ActivityView, ModuleView, outline, place_of
from courses.queries.session import Door, Session, Trainee, doors, needs, session_of

__all__ = [
    "ActivityView",
    "Door",
    "Hours",
    "Journey",
    "ModuleView",
    "Part",
    "Session",
    "Step",
    "Trainee",
    "abilities",
    "activity_of",
    "bodies_run_by",
    "cohorts_visible_to",
    "courses_for",
    "current_version",
    "doors",
    "enrolments_visible_to",
    "hours_of",
    "identity_of",
    "joinable_cohort",
    "journey",
    "meetings_of",
    "meetings_visible_to",
    "namesakes",
    "needs",
    "next_step",
    "open_now",
    "opening_for",
    "outline",
    "own_enrolments",
    "place_of",
    "published_courses",
    "readable_version",
    "session_of",
    "sheet_of",
]
