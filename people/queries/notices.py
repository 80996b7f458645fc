"""News of one person."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from people.models import Notice, Person
from people.policies import Viewer

SHOWN = 3


def own_notices(person: Viewer) -> QuerySet[Notice]:
    """Newest first."""
    return Notice.objects.filter(person=person) if isinstance(person, Person) else Notice.objects.none()


def unread_panel(request: HttpRequest, **_subject: Any) -> dict[str, Any] | None:
    """« Nouvelles » on a home page: what is not read yet, the newest few."""
    unread = list(own_notices(request.user).filter(read_at=None)[: SHOWN + 1])
    return {"notices": unread[:SHOWN], "more": len(unread) > SHOWN} if unread else None
