"""Frameworks: the list, one version with its tree, one competency at its lasting address."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from content.versions import State
from curriculum.exporters import competency_document
from curriculum.models import Competency, FrameworkVersion
from curriculum.queries import (
    chosen_text,
    competencies_visible_to,
    framework_tree,
    framework_versions_counted,
    framework_versions_visible_to,
    lines_asking_for,
    search_tree,
    writing_organisations,
)


@require_safe
def framework_list(request: HttpRequest) -> HttpResponse:
    versions = framework_versions_counted(request.user).exclude(state=State.WITHDRAWN)
    may_write = request.user.is_authenticated and writing_organisations(request.user).exists()
    return render(request, "curriculum/framework_list.html", {"versions": versions, "may_write": may_write})


@require_safe
def framework_version(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    version = get_object_or_404(framework_versions_visible_to(request.user), framework__slug=slug, label=label)
    tree = framework_tree(version, reader_language())
    asked = request.GET.get("q", "").strip()[:100]
    found = search_tree(tree, asked)
    texts = [node.text for root in tree for node in root.walk() if node.text]
    context = {
        "version": version,
        "areas": found,
        "asked": asked,
        "found": sum(1 for root in found for node in root.walk() if not node.children),
        "statuses": {text.status: text for text in texts},
        "levels": version.levels.all(),
        "current": _current(request, version),
    }
    return render(request, "curriculum/framework_version.html", context)


@require_safe
def competency_detail(request: HttpRequest, slug: str, label: str, identifier: str) -> HttpResponse:
    """A person gets a page; a machine that asks for JSON (Accept, or `?format=json`) gets the same facts."""
    competency = get_object_or_404(
        competencies_visible_to(request.user),
        version__framework__slug=slug,
        version__label=label,
        identifier=identifier,
    )
    response = _json(competency) if _wants_json(request) else _page(request, competency)
    patch_vary_headers(response, ("Accept",))
    return response


def reader_language() -> str:
    return (get_language() or "fr").split("-")[0]


def _wants_json(request: HttpRequest) -> bool:
    asked = request.GET.get("format")
    if asked:
        return asked == "json"
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _json(competency: Competency) -> JsonResponse:
    children = list(competency.children.order_by("path"))
    for child in children:
        child.version = competency.version
    document = competency_document(
        competency,
        children=children,
        levels=competency.version.levels.all(),
        base_url=settings.VOLET_BASE_URL,
    )
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _page(request: HttpRequest, competency: Competency) -> HttpResponse:
    version, language = competency.version, reader_language()
    branch = [node for root in framework_tree(version, language) for node in root.walk()]
    here = next(node for node in branch if node.competency.pk == competency.pk)
    above = [node for node in branch if competency.path.startswith(f"{node.competency.path}.")]
    texts = list(competency.texts.all())
    latest = (chosen_text(texts, (name,)) for name in sorted({text.language for text in texts}))
    context = {
        "competency": competency,
        "version": version,
        "node": here,
        "above": above,
        "others": [text for text in latest if text and text != here.text],
        "asked_by": lines_asking_for(request.user, competency),
    }
    return render(request, "curriculum/competency_detail.html", context)


def _current(request: HttpRequest, shown: FrameworkVersion) -> FrameworkVersion | None:
    """The version in force of the same framework, when another one is shown."""
    if shown.state == State.PUBLISHED:
        return None
    versions = framework_versions_visible_to(request.user).filter(framework=shown.framework, state=State.PUBLISHED)
    return versions.first()
