"""Writing courses and sessions: one verb each, atomic, with who (`by`) and when (`at`)."""

from courses.actions.cohorts import close_activity, close_cohort, open_activity, open_cohort
from courses.actions.identities import IdentityEntry, confirm_identities
from courses.actions.joining import Joined, enrol_person, join_cohort
from courses.actions.meetings import add_meeting, note_attendance, remove_meeting
from courses.actions.personal import CoursesData
from courses.actions.progress import complete_activity, mark_not_yet, start_activity
from courses.actions.publishing import discard_draft, publish_course

__all__ = [
    "CoursesData",
    "IdentityEntry",
    "Joined",
    "add_meeting",
    "close_activity",
    "close_cohort",
    "complete_activity",
    "confirm_identities",
    "discard_draft",
    "enrol_person",
    "join_cohort",
    "mark_not_yet",
    "note_attendance",
    "open_activity",
    "open_cohort",
    "publish_course",
    "remove_meeting",
    "start_activity",
]
