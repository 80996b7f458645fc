"""Wiring of this room."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "operations"
