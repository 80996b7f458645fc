"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from people.models import Person
from people.policies import helps_people_train, roles_of


def display_name(person: Person) -> str:
    """How django-allauth names a signed-in person."""
    return person.display_name


def frame(request: HttpRequest) -> dict[str, Any]:
    """`demo`: the installation shows invented people, and says so on every page. `roles`: names of the roles of the
    signed-in person, empty for a trainee. Questions about the person are asked only if the page asks."""
    visitor = getattr(request, "user", AnonymousUser())  # a refused host has nobody yet
    return {
        "demo": settings.VOLET_DEMO,
        "base_url": settings.VOLET_BASE_URL,
        "roles": SimpleLazyObject(lambda: frozenset(role for role, _ in roles_of(visitor))),
        "helps_people_train": SimpleLazyObject(lambda: helps_people_train(visitor)),
        "is_trainee": SimpleLazyObject(lambda: visitor.is_authenticated and not roles_of(visitor)),
    }
