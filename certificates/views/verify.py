"""« Ce certificat est-il vrai ? »: by number, by file, by link. Nothing is kept of what a visitor types or drops."""

import hashlib
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from certificates.choices import Verdict
from certificates.forms.verify import FileForm, NumberForm
from certificates.queries import Finding, check_file, check_link, check_number
from certificates.queries.answers import answer_of
from certificates.queries.checking import plain_number
from certificates.views.uploads import light, refused
from people.limits import Limit, address

#: A whole jury may sit behind one address: generous for honest mistakes, useless for trying numbers or names by machine.
UNKNOWN_NUMBERS = Limit("verify-number", 60, 600)
WRONG_NAMES = Limit("verify-name", 20, 600)
FILES = Limit("verify-file", 60, 60)
REPORT_SALT: Final = "certificates.report"
View = Callable[..., HttpResponseBase]


def unlisted(view: View) -> View:
    """Kept out of search engines and of shared caches."""

    @cache_control(private=True, no_store=True)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def _heavy(request: HttpRequest) -> HttpResponseBase:
    return _page(request, NumberForm(), refused(FileForm), None)


@light(_heavy)
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, NumberForm(), FileForm(), None)
    if "number" in request.POST:
        return _by_number(request, NumberForm(request.POST))
    return _by_file(request, FileForm(request.POST, request.FILES))


@unlisted
@require_safe
def award_verify(request: HttpRequest, public_id: str) -> HttpResponse:
    finding = check_link(public_id, timezone.now())
    status = 404 if finding.verdict == Verdict.UNKNOWN else 200
    context = {"finding": finding, "by_link": True, "checked_at": timezone.now(), "report": report_of(finding, "")}
    return render(request, "certificates/award_verify.html", context, status=status)


def by_number(request: HttpRequest, number: str, name: str) -> tuple[Finding | None, int]:
    """The answer; or None and the seconds to wait, where too many numbers or names were tried from there."""
    here = address(request)
    one = f"{here} {plain_number(number)}"
    wait = max(UNKNOWN_NUMBERS.wait(here), WRONG_NAMES.wait(one))
    if wait:
        return None, wait
    finding = check_number(number, name, timezone.now())
    if finding.verdict == Verdict.UNKNOWN:
        UNKNOWN_NUMBERS.fail(here)
    elif finding.matches is False:
        WRONG_NAMES.fail(one)
    return finding, 0


def report_of(finding: Finding | None, digest: str) -> str:
    """What the report will say, signed: the page carries it, and the server keeps nothing."""
    if finding is None or finding.verdict == Verdict.UNREADABLE:
        return ""
    words = {check.key: check.word for check in finding.checks}
    answer = answer_of(finding)
    answer["checks"] = [{**check, "word": words[check["key"]]} for check in answer["checks"]]
    facts = {
        "tone": finding.tone,
        "match_title": finding.match_title,
        "foreign": finding.foreign is not None,
        "checked_at": timezone.localtime().isoformat(),
        "sha256": digest,
    }
    return signing.dumps({**answer, **facts}, salt=REPORT_SALT, compress=True)


def _by_number(request: HttpRequest, form: NumberForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, FileForm(), None)
    finding, wait = by_number(request, form.cleaned_data["number"], form.cleaned_data["name"])
    return _too_many(request, form, FileForm(), wait) if wait else _page(request, form, FileForm(), finding)


def _by_file(request: HttpRequest, form: FileForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, NumberForm(), form, None)
    here = address(request)
    wait = FILES.wait(here)
    if wait:
        return _too_many(request, NumberForm(), form, wait)
    FILES.fail(here)
    data = form.cleaned_data["file"].read()
    finding = check_file(data, timezone.now(), form.cleaned_data["name"])
    return _page(request, NumberForm(), FileForm(), finding, digest=hashlib.sha256(data).hexdigest())


def _page(
    request: HttpRequest,
    number: NumberForm,
    file: FileForm,
    finding: Finding | None,
    *,
    status: int = 200,
    digest: str = "",
) -> HttpResponse:
    context = {
        "number_form": number,
        "file_form": file,
        "finding": finding,
        "checked_at": timezone.now(),
        "digest": digest,
        "report": report_of(finding, digest),
        "largest": settings.VOLET_LIMITS["upload_bytes"],
    }
    return render(request, "certificates/verify.html", context, status=status)


def _too_many(request: HttpRequest, number: NumberForm, file: FileForm, seconds: int) -> HttpResponse:
    minutes = -(-seconds // 60)
    message = ngettext(
        "Trop d'essais depuis ce lieu. Réessayez dans %(minutes)d minute.",
        "Trop d'essais depuis ce lieu. Réessayez dans %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
    (number if number.is_bound else file).add_error(None, message)
    response = _page(request, number, file, None, status=429)
    response["Retry-After"] = str(seconds)
    return response
