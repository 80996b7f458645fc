from courses.models.activities.base import Activity, ActivityTarget
from courses.models.activities.guide import GuideActivity
from courses.models.activities.lesson import LessonActivity, LessonText

__all__ = ["Activity", "ActivityTarget", "GuideActivity", "LessonActivity", "LessonText"]
