"""Wiring of this room."""

from datetime import timedelta

from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    name = "curriculum"

    def ready(self) -> None:
        from content.packages import loaders
        from curriculum.actions.registry_files import drop_old_files
        from curriculum.importers import LOADERS  # models are not loaded before `ready`
        from people.registries import Duty, duties

        loaders.update({loader.format: loader for loader in LOADERS})
        name = "curriculum.registry_files"
        duties[name] = Duty(name, timedelta(days=1), lambda at: drop_old_files(at=at))
