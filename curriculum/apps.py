"""Wiring of this room."""

from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    name = "curriculum"
