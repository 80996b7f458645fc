"""« Statistiques »: what became of the certificates in records, for a body and for a certifier."""

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates.models import Annex
from certificates.queries.certifier import certifies
from certificates.queries.livrets import reading_bodies
from certificates.queries.statistics import (
    EFFECTS,
    annexes_of_bodies,
    annexes_of_certifier,
    figures,
    rows_of,
    years_of,
)
from content.spreadsheets import spreadsheet


@login_required
@never_cache
@require_safe
def livret_statistics(request: HttpRequest) -> HttpResponse:
    if not reading_bodies(request.user):
        raise Http404
    return _page(request, annexes_of_bodies(request.user), guarded=False)


@login_required
@never_cache
@require_safe
def certifier_statistics(request: HttpRequest) -> HttpResponse:
    """Across bodies: small numbers stay unsaid."""
    if not certifies(request.user):
        raise Http404
    return _page(request, annexes_of_certifier(request.user), guarded=True)


def _page(request: HttpRequest, annexes: QuerySet[Annex], *, guarded: bool) -> HttpResponse:
    years, asked = years_of(annexes), request.GET.get("year", "")
    year = next((one for one in years if str(one) == asked), None)
    if guarded and year is None and years:
        year = years[0]  # all years less one of them would tell of the others
    found = figures(annexes, year=year, guarded=guarded)
    if request.GET.get("format") == "csv":
        say = (_("Certificats ajoutés"), _("dont délivrés ailleurs"), _("moins de 5 personnes"))
        head = [_("Formation"), _("Unité"), _("Quoi"), _("Nombre")]
        response = HttpResponse(spreadsheet([head, *rows_of(found, say)]), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="statistiques-livrets.csv"'
        return response
    context = {
        "found": found,
        "years": years,
        "year": year,
        "guarded": guarded,
        "effects": [effect.label for effect in EFFECTS],
    }
    return render(request, "certificates/statistics.html", context)
