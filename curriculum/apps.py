"""Wiring of this room."""

from datetime import timedelta

from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    name = "curriculum"

    def ready(self) -> None:
        from content.packages import loaders
        from curriculum.actions.framework_imports import tidy_framework_imports
        from curriculum.actions.registry_files import drop_old_files
        from curriculum.importers import LOADERS  # models are not loaded before `ready`
        from people.registries import Duty, duties

        duties["curriculum.imports"] = Duty(
            "curriculum.imports", timedelta(days=1), lambda at: tidy_framework_imports(at=at)
        )
        loaders.update({loader.format: loader for loader in LOADERS})
        duties["curriculum.registry_files"] = Duty(
            "curriculum.registry_files", timedelta(days=1), lambda at: drop_old_files(at=at)
        )
