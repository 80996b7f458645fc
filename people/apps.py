"""Wiring of this room."""

from datetime import timedelta

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people import checks, registries  # noqa: F401  (checks register themselves; models are ready by now)
        from people.actions.duties import sweep
        from people.actions.erasure import PeopleData
        from people.actions.notices import send_owed_notices
        from people.queries.notices import unread_panel

        registries.personal_data["people"] = PeopleData()
        registries.duties["people-sweep"] = registries.Duty("people-sweep", timedelta(days=1), sweep)
        registries.duties["people-notices"] = registries.Duty(
            "people-notices", timedelta(minutes=5), lambda at: send_owed_notices(at=at)
        )
        registries.slots.add("trainee-home", registries.Panel("people/panel_notices.html", unread_panel, order=5))
