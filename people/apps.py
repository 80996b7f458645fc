"""Wiring of this room."""

from datetime import timedelta

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people import checks, registries  # noqa: F401  (checks register themselves; models are ready by now)
        from people.actions.duties import sweep
        from people.actions.erasure import PeopleData

        registries.personal_data["people"] = PeopleData()
        registries.duties["people-sweep"] = registries.Duty("people-sweep", timedelta(days=1), sweep)
