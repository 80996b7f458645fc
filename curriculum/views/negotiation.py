"""One lasting address for people and for machines: who asks for what, and the other forms of what is sent."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers


def wants_json(request: HttpRequest) -> bool:
    """By `?format=json`, else by the header `Accept`."""
    asked = request.GET.get("format")
    if asked:
        return asked == "json"
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def is_piece(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of the page, to put it into the one it shows."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")


def whole_number(request: HttpRequest, name: str) -> int:
    """A number of the query string; 0 for anything else."""
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0


def with_links(response: HttpResponse, path: str, *, json: bool, more: int | None = None) -> HttpResponse:
    """With the header `Link`: the lasting address, the other form, and where the next children are (RFC 8288)."""
    address = settings.VOLET_BASE_URL.rstrip("/") + path
    kind, other = ("text/html", "html") if json else ("application/json", "json")
    links = [f'<{address}>; rel="canonical"', f'<{address}?format={other}>; rel="alternate"; type="{kind}"']
    if more is not None:
        links.append(f'<{address}?format={"json" if json else "html"}&after={more}>; rel="next"')
    response["Link"] = ", ".join(links)
    patch_vary_headers(response, ("Accept", "HX-Request"))
    return response
