"""The system check that compares the guards of the models with those of the database."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from people import guards
from people.checks import guards_installed
from people.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_all_guards_are_there():
    assert guards_installed(databases=["default"]) == []
    assert guards_installed(databases=None) == []
    call_command("check", databases=["default"], stderr=StringIO())


@pytest.fixture
def without_one_guard():
    name = next(name for name in guards.expected(AuditEvent) if name.endswith("_del"))
    with connection.cursor() as cursor:
        table = "" if connection.vendor == "sqlite" else " ON people_auditevent"
        cursor.execute(f'DROP TRIGGER "{name}"{table}')
    yield name
    guards.install()


def test_a_missing_guard_is_an_error_that_names_it(without_one_guard):
    (message,) = guards_installed(databases=["default"])
    assert (message.id, without_one_guard in message.msg, "migrate" in message.hint) == ("people.E001", True, True)
    with pytest.raises(SystemCheckError, match=r"people\.E001"):
        call_command("check", databases=["default"], stderr=StringIO())


def test_a_guard_left_behind_is_a_warning(monkeypatch):
    monkeypatch.setattr(guards, "guarded_models", list)
    assert {message.id for message in guards_installed(databases=["default"])} == {"people.W001"}


def test_migrate_is_not_stopped_by_what_it_mends():
    from people.management.commands.migrate import Command

    assert Command().get_check_kwargs({"database": "default", "skip_checks": False})["databases"] is None
