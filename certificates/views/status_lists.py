"""The lists of status, for verifiers of any site."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from certificates.queries.status_lists import published_list


@require_safe
def status_list(request: HttpRequest, slug: str, number: int, purpose: str) -> HttpResponse:
    """The signed list. Kept by readers for five minutes; asked again, it isn't sent again unless it changed."""
    row = published_list(slug, number, purpose) if number < 32_768 else None
    if row is None or row.at is None:
        raise Http404
    response: HttpResponse = HttpResponse(row.content, content_type="application/vc+ld+json")
    response["ETag"] = quote_etag(row.digest)
    response["Last-Modified"] = http_date(row.at.timestamp())
    response["Cache-Control"] = "public, max-age=300"
    response["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
