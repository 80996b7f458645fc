"""Trainings from a file of the national registry: sent here, then looked at and imported as a framework's file is."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from curriculum.actions.framework_imports import receive_framework_file
from curriculum.forms.reference_import import RegistryForm, too_big
from curriculum.queries import writing_organisations
from curriculum.queries.framework_imports import imports_to_finish
from curriculum.views.imports import announces_more_than, run_import
from people.models import Organisation
from people.policies import signed_in


@csrf_exempt
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reference_import(request: HttpRequest) -> HttpResponse:
    """As `framework_import`: what is too big is refused before it is read."""
    organisations = writing_organisations(request.user)
    if not organisations.exists():
        raise Http404
    if announces_more_than(settings.VOLET_LIMITS["registry_bytes"], request):
        context = {"form": RegistryForm(organisations=organisations), "too_big": too_big()}
        return render(request, "curriculum/reference_import.html", context, status=413)
    return _send(request, organisations)


@csrf_protect
def _send(request: HttpRequest, organisations: QuerySet[Organisation]) -> HttpResponse:
    form = RegistryForm(request.POST or None, request.FILES or None, organisations=organisations)
    if request.method != "POST" or not form.is_valid():
        to_finish = imports_to_finish(request.user, of_the_registry=True)
        return render(request, "curriculum/reference_import.html", {"form": form, "to_finish": to_finish})
    asked = form.cleaned_data
    entry = receive_framework_file(
        file=asked["file"],
        codes=asked["codes"],
        owner=asked["organisation"],
        by=signed_in(request.user),
        at=timezone.now(),
    )
    run_import(entry)
    return redirect(entry)
