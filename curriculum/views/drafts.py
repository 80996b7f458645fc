"""Editing a framework draft: its tree, what it says of itself, its levels. Colleagues may edit it at the same time."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from curriculum.actions.drafting import add_level, edit_about, edit_level, edit_scales, remove_level
from curriculum.forms.drafts import AboutForm, DraftForm, LevelForm, ScalesForm
from curriculum.models import FrameworkVersion, ProficiencyLevel
from curriculum.queries import scale_table, scales_of, tree_page, versions_to_write
from curriculum.templatetags.curriculum import reader_language
from curriculum.views.signing import signature

PAGE = ["GET", "HEAD", "POST"]


@login_required
@never_cache
@require_safe
def framework_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The tree, with what an author may do at each place. A large one is read a branch at a time."""
    version = version_of(request, pk)
    if away := away_from_published(request, version):
        return away
    tree = tree_page(
        version,
        reader_language(),
        opened=request.GET.get("open", "")[:200],
        after=request.GET.get("after", "")[:200],
    )
    if tree is None:
        raise Http404
    return render(request, "curriculum/framework_edit.html", {"version": version, "tree": tree})


@login_required
@never_cache
@require_http_methods(PAGE)
def framework_about(request: HttpRequest, pk: UUID) -> HttpResponse:
    version = version_of(request, pk)
    if away := away_from_published(request, version):
        return away
    form = AboutForm(request.POST or None, version=version)
    if request.method == "POST" and form.is_valid():

        def save(token: str) -> object:
            return edit_about(version=version, about=form.about(), edit_token=token, **signature(request))

        if saved(form, version, save):
            messages.success(request, _("Le brouillon est enregistré."))
            return redirect("framework-edit", pk)
    return render(request, "curriculum/framework_about.html", {"version": version, "form": form})


@login_required
@never_cache
@require_http_methods(PAGE)
def framework_levels(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The rungs and their other granularities; a POST saves the latter."""
    version = version_of(request, pk)
    if away := away_from_published(request, version):
        return away
    form = ScalesForm(request.POST or None, version=version, scales=scales_of(version))
    if request.method == "POST" and form.is_valid():

        def save(token: str) -> object:
            return edit_scales(version=version, scales=form.found, edit_token=token, **signature(request))

        if saved(form, version, save):
            messages.success(request, _("Les échelles sont enregistrées."))
            return redirect("framework-levels", pk)
    levels = list(version.levels.all())
    table = scale_table(version, levels) if version.scales and levels else None
    context = {"version": version, "levels": levels, "table": table, "form": form}
    return render(request, "curriculum/framework_levels.html", context)


@login_required
@never_cache
@require_http_methods(PAGE)
def level_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _level(request, version_of(request, pk), None)


@login_required
@never_cache
@require_http_methods(PAGE)
def level_edit(request: HttpRequest, pk: UUID, rank: int) -> HttpResponse:
    version = version_of(request, pk)
    return _level(request, version, get_object_or_404(version.levels, rank=rank))


@login_required
@require_POST
def level_remove(request: HttpRequest, pk: UUID, rank: int) -> HttpResponse:
    version = version_of(request, pk)
    level = get_object_or_404(version.levels, rank=rank)
    token = request.POST.get("edit_token", "")
    try:
        remove_level(level=level, edit_token=token, **signature(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Le niveau est supprimé."))
    return redirect("framework-levels", pk)


def version_of(request: HttpRequest, pk: UUID) -> FrameworkVersion:
    return get_object_or_404(versions_to_write(request.user), pk=pk)


def away_from_published(request: HttpRequest, version: FrameworkVersion) -> HttpResponse | None:
    """To the page of a version that is no draft any more, instead of a form. What was typed meanwhile isn't thrown away:
    a POST goes on, and its form says why it can't be saved."""
    if version.is_draft or request.method == "POST":
        return None
    messages.info(request, _("Cette version est publiée : elle ne change plus."))
    return redirect(version)


def saved(form: DraftForm, version: FrameworkVersion, save: Callable[[str], object]) -> bool:
    """Whether `save(edit_token)` went through. Otherwise the form says why, keeps what was typed and takes the token of
    the draft as it is now, beside which the page shows what a colleague wrote."""
    try:
        save(form.cleaned_data["edit_token"])
    except ValidationError as error:
        form.refuse(error, FrameworkVersion.objects.values_list("edit_token", flat=True).get(pk=version.pk))
        return False
    return True


def _level(request: HttpRequest, version: FrameworkVersion, level: ProficiencyLevel | None) -> HttpResponse:
    if away := away_from_published(request, version):
        return away
    form = LevelForm(request.POST or None, version=version, level=level)
    if request.method == "POST" and form.is_valid():

        def save(token: str) -> object:
            written = {"code": form.cleaned_data["code"], "title": form.texts("title"), "band": form.texts("band")}
            about: dict[str, Any] = {**written, "edit_token": token, **signature(request)}
            return edit_level(level=level, **about) if level else add_level(version=version, **about)

        if saved(form, version, save):
            messages.success(request, _("Le niveau est enregistré."))
            return redirect("framework-levels", version.pk)
    return render(request, "curriculum/level_edit.html", {"version": version, "level": level, "form": form})
