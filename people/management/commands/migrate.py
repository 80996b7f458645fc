"""Django's `migrate` with the guards lifted while tables change, and put back after; makes the cache table too."""

from typing import Any

from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate

from people import guards


class Command(Migrate):
    def get_check_kwargs(self, options: Any) -> Any:
        """Without the checks of the database: a missing guard must not stop the command that puts it back."""
        kwargs: dict[Any, Any] = super().get_check_kwargs(options)
        return kwargs | {"databases": None}

    def handle(self, *args: Any, **options: Any) -> None:
        changes = not (options.get("plan") or options.get("check_unapplied"))
        if changes:
            guards.drop(options["database"])
        try:
            super().handle(*args, **options)
            if changes:
                call_command("createcachetable", database=options["database"], verbosity=0)
        finally:
            if changes:
                guards.install(options["database"])
