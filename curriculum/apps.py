"""Wiring of this room."""

from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    name = "curriculum"

    def ready(self) -> None:
        from content.packages import loaders
        from curriculum.actions.carrying_strands import StrandDependant  # models are not loaded before `ready`
        from curriculum.importers import LOADERS
        from curriculum.registries import dependants

        loaders.update({loader.format: loader for loader in LOADERS})
        dependants.register(StrandDependant())
