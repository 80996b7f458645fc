"""A framework version as a file of another standard."""

from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from curriculum.exporters.exchange import WRITERS
from curriculum.formats import FrameworkSpec
from curriculum.formats.case_derived import address, identifier_of
from curriculum.formats.exchange import FORMAT_NAMES
from curriculum.models import FrameworkVersion
from curriculum.queries import framework_spec, framework_versions_visible_to
from curriculum.queries.case import public_versions


@require_safe
def framework_exports(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Every form, with what it can't hold of this version."""
    version = _version(request, slug, label)
    spec = framework_spec(version)
    forms = [
        {"name": FORMAT_NAMES.get(writer.name, writer.name), "key": writer.name, "losses": writer.losses(spec)}
        for writer in WRITERS.values()
    ]
    context = {"version": version, "forms": forms, "address": _live_address(version, spec)}
    return render(request, "curriculum/framework_exports.html", context)


@require_safe
def framework_export(request: HttpRequest, slug: str, label: str, form: str) -> HttpResponse:
    """The file. `?language=fr`: for forms of one language, in that one rather than the framework's own."""
    version, writer = _version(request, slug, label), WRITERS.get(form)
    if writer is None:
        raise Http404
    spec = framework_spec(version)
    language, spoken = request.GET.get("language", ""), ""
    if language in spec.text_status and form == "moodle-csv":
        spec, spoken = replace(spec, language=language), f".{language}"
    response = HttpResponse(
        writer.dump(spec, settings.VOLET_BASE_URL), content_type=f"{writer.media_type}; charset=utf-8"
    )
    name = f"{slug}-{label}{spoken}{writer.extension}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _live_address(version: FrameworkVersion, spec: FrameworkSpec) -> str:
    """Of its package in the CASE read API, which serves only what everybody may read."""
    served = public_versions().filter(pk=version.pk).exists()
    return address(settings.VOLET_BASE_URL, "CFPackages", identifier_of(spec)) if served else ""


def _version(request: HttpRequest, slug: str, label: str) -> FrameworkVersion:
    versions = framework_versions_visible_to(request.user)
    return get_object_or_404(versions, framework__slug=slug, label=label)
