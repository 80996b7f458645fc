"""« Le fichier signé de la décision », for the person, the body and the jury."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates.actions.endorsing import endorse
from certificates.models import Annex
from certificates.queries import own_records
from certificates.queries.endorsed import RELATED
from certificates.queries.livrets import body_annexes
from certificates.queries.shares import is_open
from certificates.views.records import holder_only
from certificates.views.shares import asked_link, link_over, private


@holder_only
@never_cache
@require_safe
def annex_credential(request: HttpRequest, pk: UUID) -> HttpResponse:
    mine = Annex.objects.filter(record__in=own_records(request.user).order_by().values("pk"))
    annex = get_object_or_404(mine.select_related(*RELATED), pk=pk)
    return _file(request, annex) or redirect("record-detail", pk=annex.record_id)


@login_required
@never_cache
@require_safe
def livret_credential(request: HttpRequest, pk: UUID) -> HttpResponse:
    annex = get_object_or_404(body_annexes(request.user).select_related(*RELATED), pk=pk)
    return _file(request, annex) or redirect("livret-detail", pk=annex.record_id)


@never_cache
@require_safe
def share_credential(request: HttpRequest, token: str, pk: UUID) -> HttpResponse:
    link = asked_link(token)
    if not is_open(link, timezone.now()):
        return link_over(request, link)
    annex = get_object_or_404(Annex.objects.filter(record=link.record_id).select_related(*RELATED), pk=pk)
    return private(_file(request, annex) or redirect("share-open", token=token))


def _file(request: HttpRequest, annex: Annex) -> HttpResponse | None:
    """None where there is none to give, which a message says."""
    try:
        content = endorse(annex=annex, at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return None
    response = HttpResponse(content, content_type="application/vc+ld+json")
    response["Content-Disposition"] = f'attachment; filename="decision-{annex.pk.hex[:8]}.json"'
    return response
