"""A lesson: text to read or listen to, in several registers and languages."""

from django.db import models

from courses.choices import Register
from courses.models.activities.base import Activity
from people.guards import FrozenBy


class LessonActivity(Activity):
    """Its texts are `LessonText` rows; the standard register in the course's language is required."""


class LessonText(models.Model):
    """Markdown as written (`body`), and HTML rendered once by `content.richtext` when it was saved (`html`)."""

    guard = FrozenBy("lesson__course_version")

    lesson = models.ForeignKey(LessonActivity, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=8)
    register = models.CharField(max_length=10, choices=Register.choices, default=Register.STANDARD)
    body = models.TextField()
    html = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("lesson", "language", "register"), name="lesson_text_once"),)

    def __str__(self) -> str:
        return f"{self.lesson} · {self.language} · {self.register}"
