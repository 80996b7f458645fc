"""« Ce certificat est-il vrai ? » for programs: the same answers as the page, as JSON, to any site. Nothing is kept.

See docs/reference/verify-api.md. No session and no cookie is used, so there is nothing for CSRF to protect.
"""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from certificates.choices import Verdict
from certificates.queries import check_file, check_link
from certificates.queries.answers import answer_of
from certificates.queries.checking import Finding
from certificates.views.uploads import too_heavy
from certificates.views.verify import FILES, UNKNOWN_NUMBERS, by_number, unlisted
from people.limits import Limit, address

RAW = frozenset(
    f"application/{kind}"
    for kind in ("pdf", "json", "ld+json", "vc+ld+json", "vc", "jwt", "vc+jwt", "vc+ld+json+jwt", "octet-stream")
) | {"image/png", "image/svg+xml", "text/plain"}
#: A typed name or address, and a number, are short; as JSON they may take six characters a letter.
LONGEST = {"number": 60, "name": 254}


class Refusal(Exception):
    """An answer that isn't one: status, code for machines, sentence for people."""

    def __init__(self, status: int, code: str, message: str, wait: int = 0) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.wait = status, code, message, wait


@csrf_exempt
@unlisted
@require_http_methods(["POST", "OPTIONS"])
def verify_api(request: HttpRequest) -> HttpResponse:
    if request.method == "OPTIONS":
        return _shared(HttpResponse(status=204))
    try:
        return _answer(*_asked(request))
    except Refusal as refusal:
        return _refused(refusal)
    except (MultiPartParserError, BadRequest, SuspiciousOperation, UnicodeDecodeError, RecursionError, ValueError):
        return _refused(Refusal(400, "unreadable_request", _("Cette demande ne peut pas être lue.")))


@csrf_exempt
@unlisted
@require_http_methods(["GET", "HEAD", "OPTIONS"])
def award_verify_api(request: HttpRequest, public_id: str) -> HttpResponse:
    if request.method == "OPTIONS":
        return _shared(HttpResponse(status=204))
    try:
        _within(UNKNOWN_NUMBERS, request)
    except Refusal as refusal:
        return _refused(refusal)
    finding = check_link(public_id, timezone.now())
    if finding.verdict == Verdict.UNKNOWN:
        UNKNOWN_NUMBERS.fail(address(request))
    return _answer(finding, "")


def _asked(request: HttpRequest) -> tuple[Finding, str]:
    """What was asked, checked: a form with a file, {"number", "name"}, or the file itself as the body."""
    if too_heavy(request):
        raise Refusal(413, "too_large", _("Ce fichier est trop lourd : 10 Mo au plus."))
    if request.content_type == "multipart/form-data":
        file = request.FILES.get("file")
        if file is None:
            raise Refusal(400, "no_file", _("Le champ « file » manque."))
        return _file(request, file.read(), request.POST.get("name", ""))
    if request.content_type not in RAW:
        raise Refusal(415, "unsupported_type", _("Ce type de contenu n'est pas accepté."))
    body = request.read(settings.VOLET_LIMITS["upload_bytes"] + 1)
    if not body:
        raise Refusal(400, "empty", _("La demande est vide."))
    number = _number_in(body) if request.content_type == "application/json" else None
    return _file(request, body, "") if number is None else _number(request, **number)


def _file(request: HttpRequest, data: bytes, typed: str) -> tuple[Finding, str]:
    if len(data) > settings.VOLET_LIMITS["upload_bytes"]:
        raise Refusal(413, "too_large", _("Ce fichier est trop lourd : 10 Mo au plus."))
    _within(FILES, request)
    FILES.fail(address(request))
    return check_file(data, timezone.now(), typed[: LONGEST["name"]]), hashlib.sha256(data).hexdigest()


def _number_in(body: bytes) -> dict[str, str] | None:
    """A question by number; None where the JSON is a certificate, or nothing we know."""
    try:
        asked: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(asked, dict) or "number" not in asked or "@context" in asked:
        return None
    number, name = asked["number"], asked.get("name", "")
    if not all(isinstance(value, str) for value in (number, name)) or set(asked) - {"number", "name"}:
        raise Refusal(400, "wrong_fields", _("Attendu : « number », et « name » si vous voulez, en texte."))
    if not number.strip() or len(number) > LONGEST["number"] or len(name) > LONGEST["name"]:
        raise Refusal(400, "wrong_fields", _("Attendu : « number », et « name » si vous voulez, en texte."))
    return {"number": number, "name": name}


def _number(request: HttpRequest, *, number: str, name: str) -> tuple[Finding, str]:
    finding, wait = by_number(request, number, name)
    if finding is None:
        raise _too_many(wait)
    return finding, ""


def _within(limit: Limit, request: HttpRequest) -> None:
    wait = limit.wait(address(request))
    if wait:
        raise _too_many(wait)


def _too_many(wait: int) -> Refusal:
    return Refusal(429, "too_many", _("Trop d'essais depuis ce lieu. Réessayez plus tard."), wait)


def _answer(finding: Finding, digest: str) -> HttpResponse:
    found = {**answer_of(finding), "checked_at": timezone.now().isoformat(timespec="seconds")}
    if digest:
        found["sha256"] = digest
    missing = finding.verdict == Verdict.UNKNOWN
    return _shared(JsonResponse(found, status=404 if missing else 200, json_dumps_params={"ensure_ascii": False}))


def _refused(refusal: Refusal) -> HttpResponse:
    body = {"error": {"code": refusal.code, "message": refusal.message}}
    response = JsonResponse(body, status=refusal.status, json_dumps_params={"ensure_ascii": False})
    if refusal.wait:
        response["Retry-After"] = str(refusal.wait)
    return _shared(response)


def _shared(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
    response["Access-Control-Allow-Headers"] = "Content-Type, Accept-Language"
    return response
