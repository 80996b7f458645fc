"""Editing one competency of a draft at a time: its texts, its place, its branch."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from curriculum.actions.competencies import (
    add_competency,
    edit_competency,
    place_competency,
    remove_competency,
    shift_competency,
)
from curriculum.choices import CompetencyKind
from curriculum.forms.competencies import CompetencyForm, PlaceForm
from curriculum.models import Competency, FrameworkVersion
from curriculum.queries import ancestors_of, competencies_to_write, framework_tree, is_small, read_nodes
from curriculum.templatetags.curriculum import reader_language
from curriculum.views.drafts import PAGE, away_from_published, saved, version_of
from curriculum.views.signing import signature

#: What one adds below what, unless one says otherwise.
BELOW = {"": CompetencyKind.AREA, "area": CompetencyKind.COMPETENCE}


@login_required
@never_cache
@require_http_methods(PAGE)
def competency_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Below the node named in `?under=`, or at the first level."""
    version = version_of(request, pk)
    if away := away_from_published(request, version):
        return away
    under = request.GET.get("under", "")
    parent = get_object_or_404(competencies_to_write(request.user), version=version, pk=_uuid(under)) if under else None
    kind = BELOW.get(parent.kind if parent else "", CompetencyKind.STATEMENT)
    initial = {"kind": kind, "edit_token": version.edit_token}
    form = CompetencyForm(request.POST or None, version=version, initial=initial)
    if request.method == "POST" and form.is_valid():

        def save(token: str) -> object:
            return add_competency(version=version, parent=parent, **_written(request, form, token))

        if saved(form, version, save):
            messages.success(request, _("C'est ajouté."))
            return redirect(_place_of(version, parent))
    return _page(request, version, form, parent=parent, above=_above(parent, itself=True))


@login_required
@never_cache
@require_http_methods(PAGE)
def competency_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    node = _node(request, pk)
    version, texts = node.version, list(node.texts.all())
    if request.method != "POST" and not version.is_draft:
        return redirect(node)
    initial = {"kind": node.kind, "code": node.code, "edit_token": version.edit_token}
    form = CompetencyForm(request.POST or None, version=version, texts=texts, initial=initial)
    if request.method == "POST" and form.is_valid():

        def save(token: str) -> object:
            return edit_competency(competency=node, **_written(request, form, token))

        if saved(form, version, save):
            messages.success(request, _("C'est enregistré."))
            return redirect(_place_of(version, node.parent, node))
    return _page(request, version, form, node=node, texts=texts, place=_place_form(node), above=_above(node))


@login_required
@require_POST
def competency_shift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One place up, or down with `to=down`."""
    node = _node(request, pk)
    try:
        shift_competency(
            competency=node,
            down=request.POST.get("to") == "down",
            edit_token=request.POST.get("edit_token", ""),
            **signature(request),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(_place_of(node.version, node.parent, node))


@login_required
@never_cache
@require_POST
def competency_place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Under another parent, with its branch."""
    node = _node(request, pk)
    version = node.version
    form = _place_form(node, request.POST)
    if form.is_valid():
        under = form.cleaned_data["under"]

        def save(token: str) -> object:
            return place_competency(competency=node, parent=under, edit_token=token, **signature(request))

        if saved(form, version, save):
            messages.success(request, _("C'est déplacé."))
            return redirect(_place_of(version, under, node))
    texts = list(node.texts.all())
    initial = {"kind": node.kind, "code": node.code, "edit_token": version.edit_token}
    wording = CompetencyForm(version=version, texts=texts, initial=initial)
    return _page(request, version, wording, node=node, texts=texts, place=form, above=_above(node))


@login_required
@require_POST
def competency_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    node = _node(request, pk)
    token = request.POST.get("edit_token", "")
    try:
        remove_competency(competency=node, edit_token=token, **signature(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("competency-edit", pk)
    messages.success(request, _("C'est supprimé."))
    return redirect(_place_of(node.version, node.parent))


def _node(request: HttpRequest, pk: UUID) -> Competency:
    return get_object_or_404(competencies_to_write(request.user), pk=pk)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _written(request: HttpRequest, form: CompetencyForm, token: str) -> dict[str, Any]:
    return {
        "kind": form.cleaned_data["kind"],
        "code": form.cleaned_data["code"],
        "wordings": form.wordings(),
        "edit_token": token,
        **signature(request),
    }


def _place_form(node: Competency, data: Any = None) -> PlaceForm:
    version, nodes = node.version, None
    if is_small(version):
        every = (found for root in framework_tree(version, reader_language()) for found in root.walk())
        nodes = [found for found in every if not f"{found.competency.path}.".startswith(f"{node.path}.")]
    initial = {"under": str(node.parent_id or "") if nodes is not None else "", "edit_token": version.edit_token}
    return PlaceForm(data, version=version, nodes=nodes, initial=initial)


def _above(node: Competency | None, *, itself: bool = False) -> list[Any]:
    if node is None:
        return []
    language = reader_language()
    return [*ancestors_of(node, language), *(read_nodes([node], language) if itself else [])]


def _place_of(version: FrameworkVersion, parent: Competency | None, node: Competency | None = None) -> str:
    """The page of the tree where a node stands; a large tree is opened there."""
    opened = f"?open={quote(parent.identifier, safe='')}" if parent else ""
    shown = node or parent
    return reverse("framework-edit", args=[version.pk]) + opened + (f"#n-{shown.pk}" if shown else "")


def _page(request: HttpRequest, version: FrameworkVersion, form: CompetencyForm, **context: Any) -> HttpResponse:
    return render(request, "curriculum/competency_edit.html", {"version": version, "form": form, **context})
