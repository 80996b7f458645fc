"""What every action asks of a screen: who acts, and when."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from people.policies import signed_in


def signature(request: HttpRequest) -> dict[str, Any]:
    return {"by": signed_in(request.user), "at": timezone.now()}
