"""Answers of the CASE API: JSON that may be kept and asked for from anywhere, and errors as the standard words them."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

#: A published version never changes; an hour is for what is published anew under the same address.
KEEP = "public, max-age=3600"
CODES = {404: "unknownobject", 400: "invalid_selection_field", 405: "forbidden"}


class Refused(Exception):
    """Answered as `imsx_StatusInfo`. `minor` is a word of the standard's list."""

    def __init__(self, status: int, description: str, minor: str = "", field: str = "TargetEndSystem") -> None:
        super().__init__(description)
        self.status, self.description, self.field = status, description, field
        self.minor = minor or CODES[status]


def case_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Every answer open to pages of other sites, GET and HEAD alone, refusals in the standard's words."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if request.method not in {"GET", "HEAD"}:
                raise Refused(405, "Only GET is supported")
            response = view(request, *args, **kwargs)
        except Refused as refused:
            response = _status_info(refused)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, X-Total-Count"
        return response

    return answer


def reply(request: HttpRequest, content: dict[str, Any], *, changed: datetime | None = None) -> HttpResponse:
    """JSON with an ETag of its bytes; 304 where the asker has them already. `changed`: when the version was published."""
    body = json.dumps(content, ensure_ascii=False).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="application/json")
    response["Cache-Control"], response["ETag"] = KEEP, etag
    stamp = int(changed.timestamp()) if changed else None
    if stamp is not None:
        response["Last-Modified"] = http_date(stamp)
    return get_conditional_response(request, etag=etag, last_modified=stamp, response=response) or response


def _status_info(refused: Refused) -> HttpResponse:
    info = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": refused.description,
        "imsx_codeMinor": {
            "imsx_codeMinorField": [
                {"imsx_codeMinorFieldName": refused.field, "imsx_codeMinorFieldValue": refused.minor}
            ]
        },
    }
    response = HttpResponse(json.dumps(info), status=refused.status, content_type="application/json")
    response["Cache-Control"] = "no-store"
    if refused.status == 405:
        response["Allow"] = "GET, HEAD"
    return response
