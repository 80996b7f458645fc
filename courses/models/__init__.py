from courses.models.activities import Activity, ActivityTarget, GuideActivity, LessonActivity, LessonText
from courses.models.cohort import Cohort, CohortTrainer, Opening
from courses.models.course import Course, CourseVersion, Module
from courses.models.enrolment import Enrolment, IdentityCheck, Progress

__all__ = [
    "Activity",
    "ActivityTarget",
    "Cohort",
    "CohortTrainer",
    "Course",
    "CourseVersion",
    "Enrolment",
    "GuideActivity",
    "IdentityCheck",
    "LessonActivity",
    "LessonText",
    "Module",
    "Opening",
    "Progress",
]
