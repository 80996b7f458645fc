"""The report of a check, to print or to keep with a file.

The page that shows an answer carries it, signed by this installation, in its form: so the report says what was checked then,
and nothing had to be kept on the server in between.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certificates.views.verify import REPORT_SALT, unlisted
from content.documents import DocumentError, display_family, render_pdf

HOUR = 3600


@unlisted
@require_POST
def verify_report(request: HttpRequest) -> HttpResponse:
    try:
        answer: dict[str, Any] = signing.loads(request.POST.get("report", ""), salt=REPORT_SALT, max_age=HOUR)
    except signing.BadSignature:
        return render(request, "certificates/verify_report_gone.html", status=400)
    title = _("Rapport de vérification")
    certificate = answer["certificate"] or {}
    context = {
        "answer": answer,
        "certificate": certificate,
        "holder_family": display_family(certificate.get("holder") or ""),
        "checked_at": datetime.fromisoformat(answer["checked_at"]),
        "installation": settings.VOLET_BASE_URL,
    }
    try:
        pdf = render_pdf(
            template="certificates/verify_report_pdf.html",
            context=context,
            title=title,
            language=get_language() or "fr",
        )
    except DocumentError as error:
        return render(request, "certificates/verify_report_gone.html", {"problem": str(error)}, status=503)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="rapport-de-verification.pdf"'
    return response
