"""« Attestation de fin de formation » and « certificat de réalisation » of one trainee, made anew at each download."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates.queries.session_papers import (
    attestation_context,
    has_realisation,
    hours_followed,
    own_enrolment_papers,
    realisation_context,
)
from content.documents import DocumentError, render_pdf
from courses.models import Enrolment
from courses.queries import enrolments_visible_to

Context = Callable[[Enrolment, datetime], dict[str, Any]]


@login_required
@never_cache
@require_safe
def attestation_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Once the session is over: before, there is no end to attest."""
    enrolment = _enrolment(request, pk)
    if not enrolment.cohort.is_over(timezone.now()):
        messages.info(request, _("L'attestation se fait à la fin de la session."))
        return _back(request, enrolment)
    return _paper(request, enrolment, "certificates/attestation_pdf.html", attestation_context)


@login_required
@never_cache
@require_safe
def realisation_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For professional training, from the attendance sheets: without one, nothing can be certified."""
    enrolment = _enrolment(request, pk)
    if not has_realisation(enrolment):
        raise Http404
    if hours_followed(enrolment) is None:
        messages.error(request, _("Aucune présence n'est notée : notez d'abord les présences de la session."))
        return _back(request, enrolment)
    return _paper(request, enrolment, "certificates/realisation_pdf.html", realisation_context)


def _enrolment(request: HttpRequest, pk: UUID) -> Enrolment:
    """The trainer's trainee, or one's own enrolment."""
    own = {enrolment.pk: enrolment for enrolment in own_enrolment_papers(request.user)}
    return own[pk] if pk in own else get_object_or_404(enrolments_visible_to(request.user), pk=pk)


def _back(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    if enrolment.person_id == request.user.pk:
        return redirect("trainee-home")
    return redirect("enrolment-view", pk=enrolment.cohort_id, enrolment=enrolment.pk)


def _paper(request: HttpRequest, enrolment: Enrolment, template: str, context_of: Context) -> HttpResponse:
    language = enrolment.cohort.course_version.language
    with override(language):
        context = context_of(enrolment, timezone.now())
    title = context["document_title"]
    try:
        pdf = render_pdf(template=template, context=context, title=title, language=language)
    except DocumentError as error:
        messages.error(request, str(error))
        return _back(request, enrolment)
    name = slugify(f"{title} {enrolment.person.display_name}") or "document"
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
