"""The life of a crosswalk: started, worded, published, forked, withdrawn; a draft thrown away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from content.versions import State
from curriculum.actions import publish_crosswalk
from curriculum.actions.crosswalk_drafts import (
    discard_crosswalk,
    fork_crosswalk,
    start_crosswalk,
    withdraw_crosswalk,
    word_crosswalk,
)
from curriculum.actions.crosswalks import missing_before_publishing
from curriculum.forms.crosswalks import CrosswalkForm, WithdrawalForm, WordsForm
from curriculum.models import CrosswalkVersion, FrameworkVersion
from curriculum.policies import can_edit
from curriculum.queries import crosswalk_versions_visible_to, framework_versions_visible_to, writing_organisations
from curriculum.queries.aligning import review_of
from curriculum.views.aligning import draft_or_404
from people.policies import signed_in


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def crosswalk_create(request: HttpRequest) -> HttpResponse:
    organisations = writing_organisations(request.user)
    if not organisations:
        raise Http404
    versions = framework_versions_visible_to(request.user).exclude(state=State.WITHDRAWN)
    data = request.POST if request.method == "POST" else None
    form = CrosswalkForm(data, versions=versions, organisations=organisations, initial=_first(request, versions))
    if data is None or not form.is_valid():
        return render(request, "curriculum/crosswalk_create.html", {"form": form})
    sides = {name: form.cleaned_data[name] for name in ("source", "target", "owner")}
    try:
        version = start_crosswalk(words=form.words(), by=signed_in(request.user), at=timezone.now(), **sides)
    except ValidationError as error:
        form.add_error(None, error)
        return render(request, "curriculum/crosswalk_create.html", {"form": form})
    return redirect("crosswalk-edit", slug=version.crosswalk.slug)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def crosswalk_settings(request: HttpRequest, slug: str) -> HttpResponse:
    version = draft_or_404(request, slug)
    form = WordsForm(request.POST) if request.method == "POST" else WordsForm.of(version)
    if form.is_bound and form.is_valid():
        token, person = form.cleaned_data["edit_token"], signed_in(request.user)
        try:
            word_crosswalk(version=version, words=form.words(), edit_token=token, by=person, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
            typed = request.POST.copy()
            typed["edit_token"] = version.edit_token
            form.data = typed
        else:
            messages.success(request, _("C'est enregistré."))
            return redirect("crosswalk-edit", slug=slug)
    return render(request, "curriculum/crosswalk_settings.html", {"form": form, "version": version})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def crosswalk_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Says what is missing, or what will be read; a POST freezes the draft that was read."""
    version = draft_or_404(request, slug)
    if request.method == "POST":
        if request.POST.get("edit_token") != version.edit_token:
            messages.warning(
                request, _("Cette table a changé depuis que vous l'avez ouverte. Relisez-la, puis publiez.")
            )
            return redirect("crosswalk-publish", slug=slug)
        try:
            publish_crosswalk(version=version, by=signed_in(request.user), at=timezone.now())
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            return redirect("crosswalk-publish", slug=slug)
        messages.success(request, _("La table est publiée. Elle ne changera plus."))
        return redirect(version)
    context = {"version": version, "missing": missing_before_publishing(version), "review": review_of(version)}
    return render(request, "curriculum/crosswalk_publish.html", context)


@login_required
@require_POST
def crosswalk_discard(request: HttpRequest, slug: str) -> HttpResponse:
    version, token = draft_or_404(request, slug), request.POST.get("edit_token", "")
    try:
        discard_crosswalk(version=version, edit_token=token, by=signed_in(request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("crosswalk-settings", slug=slug)
    messages.success(request, _("Le brouillon est supprimé."))
    return redirect("framework-list")


@login_required
@require_POST
def crosswalk_fork(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    version = _own(request, slug, label)
    wanted = request.POST.get("label", "").strip()
    form = WordsForm({"title": "-", "author": "-", "label": wanted})
    if not form.is_valid():
        messages.error(request, _("Donnez le numéro de la nouvelle version, par exemple 1.1."))
        return redirect(version)
    try:
        fork_crosswalk(version=version, label=wanted, by=signed_in(request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(version)
    return redirect("crosswalk-edit", slug=slug)


@login_required
@require_POST
def crosswalk_withdraw(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    version, form = _own(request, slug, label), WithdrawalForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        withdraw_crosswalk(version=version, reason=reason, by=signed_in(request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("La table est retirée. Elle reste lisible à son adresse."))
    return redirect(version)


def _own(request: HttpRequest, slug: str, label: str) -> CrosswalkVersion:
    """A version that is no draft, for those who may write its crosswalk."""
    versions = crosswalk_versions_visible_to(request.user).exclude(state=State.DRAFT)
    version = get_object_or_404(versions, crosswalk__slug=slug, label=label)
    if not can_edit(request.user, version.crosswalk):
        raise Http404
    return version


def _first(request: HttpRequest, versions: QuerySet[FrameworkVersion]) -> dict[str, object]:
    """`?source=slug@label&target=slug@label` choose the versions at once."""
    named = {f"{version.framework.slug}@{version.label}": version.pk for version in versions}
    return {side: named.get(request.GET.get(side, "")) for side in ("source", "target")}
