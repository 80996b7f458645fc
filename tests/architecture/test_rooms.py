"""What the import contracts can't see: keys, migrations and addresses that would point to the right."""

import ast
import re

import pytest
from django.db.migrations.loader import MigrationLoader
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.house import ROOMS, ROOT, our_models, python_files, rank, room_of, templates

URL_TAG = re.compile(r"\{%\s*url\s+['\"]([\w-]+)['\"]")


def names(patterns) -> set[str]:
    found = set()
    for entry in patterns:
        if isinstance(entry, URLResolver):
            found |= names(entry.url_patterns)
        elif isinstance(entry, URLPattern) and entry.name:
            found.add(entry.name)
    return found


@pytest.fixture(scope="module")
def room_of_url() -> dict[str, str]:
    """URL name → the room that owns it."""
    owners: dict[str, str] = {}
    for entry in get_resolver().url_patterns:
        module = getattr(getattr(entry, "urlconf_name", None), "__name__", str(getattr(entry, "urlconf_name", "")))
        room = module.split(".")[0]
        if room in ROOMS:
            owners |= dict.fromkeys(names(entry.url_patterns), room)
    return owners


def test_no_relation_points_to_the_right():
    wrong = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in our_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if rank(room_of(field.related_model)) > rank(room_of(model))
    ]
    assert wrong == []


def test_no_migration_depends_on_a_room_to_the_right():
    apps_of_rooms = {"frame" if room == "config" else room: room for room in ROOMS}
    loader = MigrationLoader(None, ignore_no_migrations=True)
    wrong = [
        f"{app}.{name} → {other}.{needed}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in apps_of_rooms
        for other, needed in migration.dependencies
        if rank(apps_of_rooms.get(other, "")) > rank(apps_of_rooms[app])
    ]
    assert wrong == []


def test_every_room_has_its_addresses(room_of_url):
    assert set(room_of_url.values()) <= set(ROOMS)
    assert room_of_url["home"] == "operations"


def test_no_template_links_an_address_of_a_room_to_the_right(room_of_url):
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for room, path in templates()
        for name in URL_TAG.findall(path.read_text())
        if rank(room_of_url.get(name, "")) > rank(room)
    ]
    assert wrong == [], "use a slot: people.registries.slots"


def test_every_address_a_template_links_exists():
    known = names(get_resolver().url_patterns)
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for _, path in templates()
        for name in URL_TAG.findall(path.read_text())
        if name not in known
    ]
    assert wrong == []


def test_no_code_names_an_address_of_a_room_to_the_right(room_of_url):
    wrong = [
        f"{path.relative_to(ROOT)}:{call.lineno}: {call.args[0].value}"
        for path in python_files()
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) in LINKS
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
        if rank(room_of_url.get(call.args[0].value, "")) > rank(path.relative_to(ROOT).parts[0])
    ]
    assert wrong == [], "a lower room sends people to settings.LOGIN_REDIRECT_URL or shows a slot"


LINKS = {"reverse", "reverse_lazy", "redirect", "resolve_url"}
