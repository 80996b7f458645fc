"""Wiring of this room."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
