"""Wiring of this room."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"
