"""How the installation is, for whoever watches over it. Names nobody and counts nothing."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from operations.queries import health_at


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when people can be served, 503 when not. A silent worker delays certificates but serves people."""
    report = health_at(timezone.now())
    return JsonResponse(report.as_json(), status=200 if report.serves else 503)
