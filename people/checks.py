"""System check: the database holds the guards that the models declare."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from people import guards


@register(Tags.database)
def guards_installed(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Run with `check --database default`, and by health. A table that `migrate` has yet to make needs no guard."""
    return [message for alias in databases or () for message in _compare(alias)]


def _compare(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    here = [model for model in guards.guarded_models() if model._meta.db_table in tables]
    wanted = {name: model for model in here for name in guards.expected(model)}
    found = guards.installed(alias)
    hint = "Run « manage.py migrate »: it puts every guard back."
    missing: list[CheckMessage] = [
        Error(f"The guard {name} is missing in database {alias}.", hint=hint, obj=wanted[name], id="people.E001")
        for name in sorted(wanted.keys() - found)
    ]
    truncations = {f"{guards.PREFIX}{model._meta.db_table}_trunc"[:63] for model in here}
    left: list[CheckMessage] = [
        Warning(f"Database {alias} holds an unknown guard {name}.", hint=hint, id="people.W001")
        for name in sorted(found - wanted.keys() - truncations)
    ]
    return missing + left
