"""Wiring of this room."""

from datetime import datetime, timedelta

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "operations"

    def ready(self) -> None:
        from operations.queries.health import BEAT_EVERY
        from people.registries import Duty, duties

        duties["operations.beat"] = Duty("operations.beat", BEAT_EVERY, _beat)
        duties["operations.tidy"] = Duty("operations.tidy", timedelta(days=1), _tidy)


def _beat(at: datetime) -> str:
    from operations.tasks import beat

    beat.enqueue()
    return "asked"


def _tidy(at: datetime) -> str:
    from operations.actions import forget_finished_tasks

    return f"{forget_finished_tasks(at=at)} tasks"
