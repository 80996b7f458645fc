"""The page frame as an app: its templates and static files."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    name = "config"
    label = "frame"
