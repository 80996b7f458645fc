"""The files of an award at their addresses, and the public page that answers machines with the signed file itself."""

from typing import Final

from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.actions import make_forms
from certificates.choices import FormKind, Standing
from certificates.models import Award, IssuedForm
from certificates.queries import award_by_public_id, check_link, handed_out, verdict_of
from certificates.queries.handing import CONTENT_TYPES, file_name
from certificates.views.verify import award_verify, unlisted

HTML: Final = "text/html"
#: What the public page answers, by what the reader accepts.
SIGNED: Final = {
    "application/vc+ld+json": FormKind.CREDENTIAL,
    "application/ld+json": FormKind.CREDENTIAL,
    "application/json": FormKind.CREDENTIAL,
    "application/jwt": FormKind.JWT,
    "text/plain": FormKind.JWT,
}
#: An award without files says why to a machine as well: gone for good, or not now.
REFUSALS: Final = {Standing.SUSPENDED: 403}


@unlisted
@require_safe
def award_page(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """For eyes the answer of the verify page; for machines the signed file (`Accept`)."""
    asked = request.get_preferred_type([HTML, *SIGNED])
    if asked in SIGNED:
        response = _negotiated(public_id, asked)
    else:
        response = award_verify(request, public_id)
        address = reverse("award-credential", args=[public_id])
        response["Link"] = f'<{address}>; rel="alternate"; type="application/vc+ld+json"'
    patch_vary_headers(response, ["Accept"])
    return response


@unlisted
@require_safe
def award_file(request: HttpRequest, public_id: str, kind: FormKind) -> HttpResponseBase:
    """Made at the first download, then kept. An award that is no longer handed out leads to its page, which says why."""
    award = award_by_public_id(public_id)
    if award is None or not handed_out(award, timezone.now()):
        return redirect("award-verify", public_id)
    try:
        form = _form(award, kind)
    except ValidationError as error:
        context = {"finding": check_link(public_id, timezone.now()), "by_link": True, "problem": error.messages[0]}
        return render(request, "certificates/award_verify.html", context, status=503)
    if form is None:
        return redirect("award-verify", public_id)
    return FileResponse(
        form.file.open("rb"),
        as_attachment=True,
        filename=file_name(award, kind),
        content_type=CONTENT_TYPES[kind],
        headers={"X-Content-Type-Options": "nosniff"},
    )


def _negotiated(public_id: str, asked: str) -> HttpResponseBase:
    award = award_by_public_id(public_id)
    if award is None:
        return _plain(_("Aucun certificat à cette adresse."), 404)
    standing = verdict_of(award, timezone.now())
    if not handed_out(award, timezone.now()):
        return _plain(str(standing.label), REFUSALS.get(standing, 410))
    try:
        form = _form(award, SIGNED[asked])
    except ValidationError as error:
        return _plain(error.messages[0], 503)
    if form is None:
        return _plain(_("Les données de cette personne ont été effacées."), 410)
    return FileResponse(form.file.open("rb"), content_type=asked, headers={"Access-Control-Allow-Origin": "*"})


def _plain(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=status)


def _form(award: Award, kind: FormKind) -> IssuedForm | None:
    return next(iter(make_forms(award=award, at=timezone.now(), kinds=(kind,))), None)
