"""The register for outsiders: a page for people; heads, leaves and proofs for programs of any site. Names nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from certificates.models import TreeHead
from certificates.queries.heads import heads, newest_head, register_keys
from certificates.queries.proofs import consistency_between, inclusion_between, leaves
from certificates.signing.checkpoint import origin_of
from certificates.signing.merkle import MissingHashes
from people.limits import Limit, address

ASKED = Limit("register", 120, 60)
PAGE: Final = 256
HEADS: Final = 500
FOR_EVER: Final = "public, max-age=31536000, immutable"
BRIEFLY: Final = "public, max-age=60"
View = Callable[..., HttpResponse]


class BadParameter(ValueError):
    """What was wrong, in a sentence."""


def open_data(view: View) -> View:
    """For programs: any site may ask, not too often; a bad parameter is said in JSON."""

    @wraps(view)
    @require_safe
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        here = address(request)
        wait = ASKED.wait(here)
        if wait or not ASKED.fail(here):
            response: HttpResponse = JsonResponse({"error": _("Trop de demandes : attendez un peu.")}, status=429)
            response["Retry-After"] = str(wait or 1)
        else:
            try:
                response = view(request, *args, **kwargs)
            except BadParameter as error:
                response = JsonResponse({"error": str(error)}, status=400)
            except MissingHashes:
                response = JsonResponse({"error": _("Il manque des lignes au registre.")}, status=503)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return wrapped


@cache_control(public=True, max_age=60)
@require_safe
def register_public(request: HttpRequest) -> HttpResponse:
    """What this register is, its newest head, its keys, and how to hold us to it."""
    context = {
        "heads": heads()[:10],
        "keys": register_keys(),
        "origin": origin_of(settings.VOLET_BASE_URL),
        "base": settings.VOLET_BASE_URL,
    }
    return render(request, "certificates/register_public.html", context)


@open_data
def head_list(request: HttpRequest) -> HttpResponse:
    """Newest first, by pages (`?before=` a size), with all the keys that signed them."""
    found = heads()
    if "before" in request.GET:
        found = found.filter(size__lt=_number(request, "before", smallest=0))
    page = list(found[: HEADS + 1])
    more = f"{reverse('head-list')}?before={page[HEADS - 1].size}" if len(page) > HEADS else None
    keys = [
        {"kid": key.kid, "verifier": key.verifier, "publicKeyMultibase": key.multibase, "retired": bool(key.retired_at)}
        for key in register_keys()
    ]
    body = {
        "origin": origin_of(settings.VOLET_BASE_URL),
        "keys": keys,
        "heads": [_head(head) for head in page[:HEADS]],
        "next": f"{settings.VOLET_BASE_URL}{more}" if more else None,
    }
    return _json(body, BRIEFLY)


@open_data
def head_checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed note, as witnesses of transparency logs fetch it."""
    head = newest_head()
    if head is None:
        raise Http404
    return HttpResponse(head.note, content_type="text/plain; charset=utf-8", headers={"Cache-Control": BRIEFLY})


@open_data
def head_detail(request: HttpRequest, size: int) -> HttpResponse:
    return _json(_head(get_object_or_404(heads(), size=size)), FOR_EVER)


@open_data
def leaf_list(request: HttpRequest) -> HttpResponse:
    """`?from=`: up to 256 leaves from there on, of those that a signed head covers."""
    size = _size()
    first = _number(request, "from", smallest=0, largest=size)
    last = min(first + PAGE, size)
    link = f"{settings.VOLET_BASE_URL}{reverse('leaf-list')}?from={last}" if last < size else None
    body = {"size": size, "from": first, "leaves": leaves(first, last), "next": link}
    return _json(body, BRIEFLY)


@open_data
def proof_inclusion(request: HttpRequest) -> HttpResponse:
    """`?index=&size=`: `size` is the newest head's where it isn't given."""
    newest = _size()
    size = _number(request, "size", smallest=1, largest=newest) if "size" in request.GET else newest
    index = _number(request, "index", smallest=0, largest=size - 1)
    path, top = inclusion_between(index, size)
    body = {"index": index, "size": size, "hash": leaves(index, index + 1)[0]["hash"], "path": path, "root": top}
    return _json(body, FOR_EVER if "size" in request.GET else BRIEFLY)


@open_data
def proof_consistency(request: HttpRequest) -> HttpResponse:
    """`?from=&to=`: the tree of `to` entries begins with the one of `from` entries."""
    new = _number(request, "to", smallest=1, largest=_size())
    old = _number(request, "from", smallest=1, largest=new)
    path, before, after = consistency_between(old, new)
    return _json({"from": old, "to": new, "path": path, "from_root": before, "to_root": after}, FOR_EVER)


def _head(head: TreeHead) -> dict[str, Any]:
    return {
        "size": head.size,
        "root": head.root,
        "at": head.at.isoformat(timespec="seconds"),
        "key": head.key.kid,
        "note": head.note,
        "address": f"{settings.VOLET_BASE_URL}{reverse('head-detail', args=[head.size])}",
    }


def _size() -> int:
    head = newest_head()
    return head.size if head else 0


def _number(request: HttpRequest, name: str, *, smallest: int, largest: int = 2**62) -> int:
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 20 and smallest <= int(text) <= largest):
        named = {"name": name, "smallest": smallest, "largest": largest}
        if largest < smallest:
            raise BadParameter(_("Le registre est encore vide : « %(name)s » n'a pas de valeur possible.") % named)
        raise BadParameter(_("« %(name)s » doit être un nombre entier entre %(smallest)d et %(largest)d.") % named)
    return int(text)


def _json(body: dict[str, Any], cached: str) -> JsonResponse:
    return JsonResponse(body, json_dumps_params={"indent": 1}, headers={"Cache-Control": cached})
