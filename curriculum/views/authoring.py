"""From one version of a framework to the next: start, fork, publish, discard, withdraw, correct by an erratum."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from curriculum.actions import (
    add_erratum,
    discard_framework,
    fork_framework,
    publish_draft,
    start_framework,
    withdraw_framework,
)
from curriculum.forms.competencies import ErratumForm, WithdrawForm
from curriculum.forms.drafts import ForkForm, StartForm
from curriculum.models import FrameworkVersion
from curriculum.queries import (
    frozen_parts,
    publication_problems,
    titles_of,
    writing_organisations,
)
from curriculum.templatetags.curriculum import reader_language
from curriculum.views.drafts import PAGE, version_of
from curriculum.views.signing import signature


@login_required
@never_cache
@require_http_methods(PAGE)
def framework_create(request: HttpRequest) -> HttpResponse:
    owners = writing_organisations(request.user)
    if not owners.exists():
        raise Http404
    form = StartForm(request.POST or None, owners=owners)
    if request.method == "POST" and form.is_valid():
        try:
            draft = start_framework(**form.cleaned_data, **signature(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("framework-edit", draft.pk)
    return render(request, "curriculum/framework_create.html", {"form": form})


@login_required
@never_cache
@require_http_methods(PAGE)
def framework_fork(request: HttpRequest, pk: UUID) -> HttpResponse:
    version = version_of(request, pk)
    form = ForkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = fork_framework(version=version, label=form.cleaned_data["label"], **signature(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("framework-edit", draft.pk)
    return render(request, "curriculum/framework_fork.html", {"version": version, "form": form})


@login_required
@never_cache
@require_http_methods(PAGE)
def framework_publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Says what will be frozen and what stands in the way; a POST publishes what was read there."""
    version = version_of(request, pk)
    if request.method == "POST":
        try:
            publish_draft(
                version=version,
                edit_token=request.POST.get("edit_token", ""),
                **signature(request),
            )
        except ValidationError as error:
            _tell(request, error)
        else:
            messages.success(request, _("C'est publié. Cette version ne change plus."))
            return redirect(version)
        version = version_of(request, pk)
    if not version.is_draft:
        return redirect(version)
    context = {"version": version, "parts": frozen_parts(version), "problems": publication_problems(version)}
    return render(request, "curriculum/framework_publish.html", context)


@login_required
@never_cache
@require_http_methods(PAGE)
def framework_discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    version = version_of(request, pk)
    if request.method == "POST":
        token = request.POST.get("edit_token", "")
        try:
            discard_framework(version=version, edit_token=token, **signature(request))
        except ValidationError as error:
            _tell(request, error)
        else:
            messages.success(request, _("Le brouillon est supprimé."))
            return redirect("framework-list")
        version = version_of(request, pk)
    if not version.is_draft:
        return redirect(version)
    return render(request, "curriculum/framework_discard.html", {"version": version})


@login_required
@never_cache
@require_http_methods(PAGE)
def framework_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    version = version_of(request, pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            withdraw_framework(version=version, reason=reason, **signature(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Cette version est retirée. Elle reste lisible à son adresse."))
            return redirect(version)
    return _form(request, "curriculum/framework_withdraw.html", version, form)


@login_required
@never_cache
@require_http_methods(PAGE)
def erratum_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`?competency=` opens the form with its title as it stands."""
    version = version_of(request, pk)
    form = ErratumForm(request.POST or None, version=version, initial=_initial(request, version))
    if request.method == "POST" and form.is_valid():
        try:
            add_erratum(
                version=version,
                summary=form.cleaned_data["summary"],
                source=form.cleaned_data["source"],
                corrections=form.corrections(),
                **signature(request),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("L'erratum est publié."))
            return redirect(f"{version.get_absolute_url()}#errata")
    return _form(request, "curriculum/erratum_create.html", version, form)


def _initial(request: HttpRequest, version: FrameworkVersion) -> dict[str, str]:
    try:
        asked = UUID(request.GET.get("competency", ""))
    except ValueError:
        return {}
    language = reader_language()
    node = titles_of([asked], language).get(asked)
    if node is None or node.competency.version_id != version.pk:
        return {}
    written = f"{node.competency.code or node.competency.identifier} ; {node.title}"
    return {"texts": written, **({"language": node.text.language, "status": node.text.status} if node.text else {})}


def _tell(request: HttpRequest, error: ValidationError) -> None:
    for message in error.messages:
        messages.error(request, message)


def _form(request: HttpRequest, template: str, version: FrameworkVersion, form: Form) -> HttpResponse:
    return render(request, template, {"version": version, "form": form})
