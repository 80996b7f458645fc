"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from people.models import Person


def display_name(person: Person) -> str:
    """How django-allauth names a signed-in person."""
    return person.display_name


def frame(request: HttpRequest) -> dict[str, Any]:
    """`demo`: the installation shows invented people, and says so on every page."""
    return {"demo": settings.VOLET_DEMO, "base_url": settings.VOLET_BASE_URL}
