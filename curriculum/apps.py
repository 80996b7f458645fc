"""Wiring of this room."""

from datetime import timedelta

from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    name = "curriculum"

    def ready(self) -> None:
        from content.packages import loaders
        from curriculum.actions.carrying_strands import StrandDependant  # models are not loaded before `ready`
        from curriculum.actions.framework_imports import tidy_framework_imports
        from curriculum.importers import LOADERS
        from curriculum.queries.panels import carry_over_panel, strand_panel
        from curriculum.registries import dependants
        from people.registries import Duty, Panel, duties, slots

        name = "curriculum.imports"
        duties[name] = Duty(name, timedelta(days=1), lambda at: tidy_framework_imports(at=at))
        loaders.update({loader.format: loader for loader in LOADERS})
        dependants.register(StrandDependant())
        slots.add("framework-version", Panel("curriculum/_carry_over_link.html", carry_over_panel, order=10))
        slots.add("strand-version", Panel("curriculum/_carry_over_behind.html", strand_panel, order=10))
