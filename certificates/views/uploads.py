"""Uploads: a heavy one is refused by its announced length, before a byte of it is read."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

#: Beside the file itself: the other fields, and the form of a multipart body.
FIELDS: Final = 20_000
View = Callable[..., HttpResponseBase]
SomeForm = TypeVar("SomeForm", bound=Form)


def light(refuse: View) -> Callable[[View], View]:
    """`refuse` shows the page again, with the reason. CSRF is checked inside, since that reads the form."""

    def decorated(view: View) -> View:
        inner = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not too_heavy(request):
                return inner(request, *args, **kwargs)
            response = refuse(request, *args, **kwargs)
            response.status_code = 413
            response["Connection"] = "close"
            return response

        return wrapped

    return decorated


def refused(form: type[SomeForm], reason: str = "") -> SomeForm:
    """An empty form that says why what was sent isn't taken."""
    made = form(data={})
    made.errors.clear()
    made.add_error(None, reason or _("Ce fichier est trop lourd : 10 Mo au plus."))
    return made


def too_heavy(request: HttpRequest) -> bool:
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    known = length.isdecimal() and len(length) < 20  # Python reads no number of thousands of digits
    return not known or int(length) > settings.VOLET_LIMITS["upload_bytes"] + FIELDS
