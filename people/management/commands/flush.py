"""Django's `flush` (used by tests that commit) with the guards lifted, and put back whatever happens."""

from typing import Any

from django.core.management.commands.flush import Command as Flush

from people import guards


class Command(Flush):
    def handle(self, **options: Any) -> None:
        guards.drop(options["database"])
        try:
            super().handle(**options)
        finally:
            guards.install(options["database"])
