"""A published crosswalk: who speaks, what was reviewed, and the table, either way round."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from content import richtext
from content.versions import State
from curriculum.exporters import crosswalk_package, dump_crosswalk
from curriculum.models import CrosswalkVersion
from curriculum.policies import can_edit
from curriculum.queries import crosswalk_spec, crosswalk_versions_visible_to, withdrawal_reason
from curriculum.queries.aligning import aligned, asked_nodes, crosswalk_links, review_of
from curriculum.templatetags.curriculum import reader_language

PER_PAGE = 100


@require_safe
def crosswalk_version(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """`?way=back` reads it from the target; `q` are words to find; `format` is `yaml` or `case`."""
    versions = crosswalk_versions_visible_to(request.user)
    version = get_object_or_404(versions, crosswalk__slug=slug, label=label)
    if (wanted := request.GET.get("format")) in {"yaml", "case"}:
        return _file(version, wanted)
    back = request.GET.get("way") == "back"
    asked = request.GET.get("q", "").strip()[:100]
    page = Paginator(asked_nodes(version, asked, back=back), PER_PAGE).get_page(request.GET.get("page"))
    open_ones = versions.filter(crosswalk=version.crosswalk, state__in=(State.PUBLISHED, State.DRAFT))
    others = {other.state: other for other in open_ones}
    context = {
        "version": version,
        "introduction": richtext.render(version.introduction),
        "review": review_of(version),
        "near": version.target if back else version.source,
        "far": version.source if back else version.target,
        "back": back,
        "asked": asked,
        "page": page,
        "rows": aligned(version, list(page), reader_language(), back=back, kept_only=True),
        "current": None if version.state == State.PUBLISHED else others.get(State.PUBLISHED),
        "reason": withdrawal_reason(version),
        "editor": can_edit(request.user, version.crosswalk),
        "draft": others.get(State.DRAFT),
    }
    return render(request, "curriculum/crosswalk_version.html", context)


def _file(version: CrosswalkVersion, wanted: str) -> HttpResponse:
    name = f"{version.crosswalk.slug}-{version.label}"
    if wanted == "yaml":
        response = HttpResponse(dump_crosswalk(crosswalk_spec(version)), content_type="application/yaml; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
        return response
    content = crosswalk_package(version, crosswalk_links(version), base_url=settings.VOLET_BASE_URL)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.case.json"'
    return response
