"""A guide: the sheet of an activity to lead with children, made to be printed."""

from django.db import models

from courses.models.activities.base import Activity


class GuideActivity(Activity):
    body = models.TextField()
    html = models.TextField()
