from courses.models.activities import Activity, ActivityTarget, GuideActivity, LessonActivity, LessonText
from courses.models.cohort import Cohort, CohortTrainer, Opening
from courses.models.course import Course, CourseVersion, Module
from courses.models.enrolment import Enrolment, IdentityCheck, Progress
from courses.models.meeting import Attendance, Meeting

__all__ = [
    "Activity",
    "ActivityTarget",
    "Attendance",
    "Cohort",
    "CohortTrainer",
    "Course",
    "CourseVersion",
    "Enrolment",
    "GuideActivity",
    "IdentityCheck",
    "LessonActivity",
    "LessonText",
    "Meeting",
    "Module",
    "Opening",
    "Progress",
]
