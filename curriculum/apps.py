"""Wiring of this room."""

from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    name = "curriculum"

    def ready(self) -> None:
        from content.packages import loaders
        from curriculum.importers import LOADERS  # models are not loaded before `ready`

        loaders.update({loader.format: loader for loader in LOADERS})
