"""Frameworks for everybody: the list, one version with its tree, one competency at its lasting address."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from content.versions import State
from curriculum.exporters import competency_document, framework_document
from curriculum.models import FrameworkVersion
from curriculum.policies import can_edit
from curriculum.queries import (
    ancestors_of,
    children_of,
    chosen_text,
    competencies_addressed,
    errata_of,
    find_first,
    framework_history,
    framework_versions_counted,
    framework_versions_sized,
    lines_asking_for,
    node_of,
    scale_table,
    tree_page,
    withdrawal_reason,
    writing_organisations,
)
from curriculum.queries.listing import matches
from curriculum.templatetags.curriculum import reader_language
from curriculum.views.negotiation import is_piece, wants_json, whole_number, with_links

JSON = {"ensure_ascii": False, "indent": 2}


@require_safe
def framework_list(request: HttpRequest) -> HttpResponse:
    """A framework stands once, with its version in force; those before are folded below it. Drafts stand apart."""
    asked = request.GET.get("q", "").strip()[:100]
    every = list(framework_versions_counted(request.user).exclude(state=State.WITHDRAWN))
    shown = [version for version in every if matches(version, asked)]
    found, total = find_first([version for version in every if not version.is_draft], asked, reader_language())
    public = groupby((entry for entry in shown if not entry.is_draft), key=lambda entry: entry.framework_id)
    context = {
        "asked": asked,
        "any": bool(every),
        "found": found,
        "total": total,
        "frameworks": [(versions[0], versions[1:]) for versions in (list(group) for _key, group in public)],
        "drafts": [version for version in shown if version.is_draft],
        "may_write": request.user.is_authenticated and writing_organisations(request.user).exists(),
    }
    return render(request, "curriculum/framework_list.html", context)


@require_safe
def framework_version(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """A page, a piece of its tree for htmx, or JSON."""
    versions = framework_versions_sized(request.user).select_related("framework__owner", "forked_from__framework")
    version = get_object_or_404(versions, framework__slug=slug, label=label)
    path = version.get_absolute_url()
    if wants_json(request):
        return _version_json(request, version)
    tree = tree_page(
        version,
        reader_language(),
        opened=request.GET.get("open", "").replace("\0", "")[:200],
        asked=request.GET.get("q", "").strip()[:100],
        after=request.GET.get("after", "").replace("\0", "")[:200],
    )
    if tree is None:
        raise Http404
    if is_piece(request):
        context = {
            "version": version,
            "branch": tree.branch,
            "nodes": tree.areas,
            "rest": whole_number(request, "after"),
        }
        return with_links(render(request, "curriculum/_piece.html", context), path, json=False)
    page = render(request, "curriculum/framework_version.html", {"tree": tree, **_about(request, version)})
    return with_links(page, path, json=False)


@require_safe
def competency_detail(request: HttpRequest, slug: str, label: str, identifier: str) -> HttpResponse:
    """A person gets a page; a machine that asks for JSON (Accept, or `?format=json`) gets the same facts."""
    competency = get_object_or_404(
        competencies_addressed(request.user).select_related("version__framework__owner"),
        version__framework__slug=slug,
        version__label=label,
        identifier=identifier,
    )
    version, language = competency.version, reader_language()
    below = children_of(version, competency, language, whole_number(request, "after"))
    path = competency.get_absolute_url()
    if wants_json(request):
        document = competency_document(
            competency,
            children=[node.competency for node in below.nodes],
            levels=version.levels.all(),
            base_url=settings.VOLET_BASE_URL,
            after=below.after,
        )
        return with_links(JsonResponse(document, json_dumps_params=JSON), path, json=True, more=below.after)
    texts = list(competency.texts.all())
    node = node_of(competency, texts, language)
    node.children, node.after = below.nodes, below.after
    latest = (chosen_text(texts, (name,)) for name in sorted({text.language for text in texts}))
    context = {
        "competency": competency,
        "version": version,
        "node": node,
        "above": ancestors_of(competency, language),
        "others": [text for text in latest if text and text != node.text],
        "asked_by": lines_asking_for(request.user, competency),
        "current": _in_force(competency.label_in_force, version),  # type: ignore[attr-defined]
        "reason": withdrawal_reason(version),
        "may_write": can_edit(request.user, version.framework),
    }
    page = render(request, "curriculum/competency_detail.html", context)
    return with_links(page, path, json=False, more=below.after)


def _version_json(request: HttpRequest, version: FrameworkVersion) -> HttpResponse:
    areas = children_of(version, None, reader_language(), whole_number(request, "after"))
    document = framework_document(
        version,
        children=[node.competency for node in areas.nodes],
        after=areas.after,
        levels=version.levels.all(),
        errata=version.errata.all(),
        base_url=settings.VOLET_BASE_URL,
    )
    response = JsonResponse(document, json_dumps_params=JSON)
    return with_links(response, version.get_absolute_url(), json=True, more=areas.after)


def _in_force(label: str | None, version: FrameworkVersion) -> FrameworkVersion | None:
    """What replaced a version: its name and address are all a page says of it."""
    if version.state != State.SUPERSEDED or not label:
        return None
    return FrameworkVersion(framework=version.framework, label=label)


def _about(request: HttpRequest, version: FrameworkVersion) -> dict[str, Any]:
    history = framework_history(request.user, version.framework)
    levels = list(version.levels.all())
    in_force = next((entry for entry in history if entry.state == State.PUBLISHED), None)
    return {
        "version": version,
        "levels": levels,
        "table": scale_table(version, levels) if version.scales and levels else None,
        "errata": errata_of(version),
        "history": history,
        "before": next((entry for entry in history if entry.number < version.number), None),
        "current": None if in_force == version else in_force,
        "draft": next((entry for entry in history if entry.is_draft), None),
        "reason": withdrawal_reason(version),
        "may_write": can_edit(request.user, version.framework),
    }
