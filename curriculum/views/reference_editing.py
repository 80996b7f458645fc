"""Writing training references: the next draft, its text, its parts one at a time, its publication, a withdrawal."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from content.versions import State
from curriculum.actions.reference_editing import fork_reference, withdraw_reference
from curriculum.actions.reference_units import move_unit
from curriculum.actions.references import publish_reference
from curriculum.forms.reference_parts import PARTS, PartForm
from curriculum.forms.references import DraftForm, LabelForm, ReasonForm, TextForm
from curriculum.models import TrainingReferenceVersion
from curriculum.queries import unit_tree
from curriculum.queries.references import unverified_count, writable_reference_versions
from curriculum.views.signing import signature

FORM = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(FORM)
def reference_fork(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """« Nouvelle version »: the next draft, under a number of its own."""
    version = _writable(request, slug, label)
    drafts = version.reference.versions.filter(state=State.DRAFT)
    form = LabelForm(request.POST or None, initial={"label": str(timezone.localdate().year)})
    if request.method == "POST" and form.is_valid():
        try:
            draft = fork_reference(version=version, label=form.cleaned_data["label"], **signature(request))
        except ValidationError as error:
            form.add_error("label" if error.code == "label" else None, error.messages)
        else:
            messages.success(request, _("Le brouillon est prêt : il dit tout ce que disait le texte précédent."))
            return redirect(_edit_page(draft))
    context = {"version": version, "form": form, "draft": drafts.first()}
    return render(request, "curriculum/reference_fork.html", context)


@login_required
@require_http_methods(FORM)
def reference_edit(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """The draft with all its parts; the form is that of its text."""
    version = _writable(request, slug, label)
    if not version.is_draft:
        return _frozen(request, version)
    form = TextForm(request.POST or None, version=version)
    if request.method == "POST" and form.is_valid() and _saved(form, request):
        messages.success(request, _("Le texte est enregistré."))
        return redirect(_edit_page(form.version))
    codes, hosts, units = version.codes.order_by("pk"), version.hosts.order_by("position"), unit_tree(version)
    every = [unit for node in units for unit in node.walk()]
    context = {
        "version": version,
        "form": form,
        "codes": codes,
        "hosts": hosts,
        "units": units,
        "unverified": unverified_count(version, codes, every, hosts),
    }
    return render(request, "curriculum/reference_edit.html", context)


@login_required
@require_http_methods(FORM)
def reference_part(request: HttpRequest, slug: str, label: str, part: str, key: str = "") -> HttpResponse:
    """One fact, code, unit or host: added, changed, or taken out."""
    version = _writable(request, slug, label)
    if part not in PARTS:
        raise Http404
    if not version.is_draft:
        return _frozen(request, version)
    try:
        form = PARTS[part](request.POST or None, version=version, key=key, initial=_below(request, version, part, key))
    except (LookupError, ValidationError) as error:
        raise Http404 from error
    if "remove" in request.POST:
        return _removed(form, request)
    if request.method == "POST" and form.is_valid() and _saved(form, request):
        messages.success(request, _("C'est enregistré."))
        return redirect(f"{_edit_page(version)}#{part}s")
    title = form.title_of_page if key else form.new_title
    return render(
        request, "curriculum/reference_part.html", {"version": version, "form": form, "key": key, "title": title}
    )


@login_required
@require_POST
def reference_unit_move(request: HttpRequest, slug: str, label: str, pk: UUID) -> HttpResponse:
    version = _writable(request, slug, label)
    token, up = request.POST.get("edit_token", ""), request.POST.get("to") == "up"
    try:
        move_unit(version=version, edit_token=token, pk=pk, up=up, **signature(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{_edit_page(version)}#units")


@login_required
@require_http_methods(FORM)
def reference_publish(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Asks once more, with what is still to verify. A published text no longer changes."""
    version = _writable(request, slug, label)
    if not version.is_draft:
        return _frozen(request, version)
    errors: list[str] = []
    if request.method == "POST":
        try:
            if request.POST.get("edit_token") != version.edit_token:
                raise ValidationError(
                    _("Ce brouillon a changé depuis que vous l'avez ouvert. Relisez-le, puis publiez.")
                )
            publish_reference(version=version, **signature(request))
        except ValidationError as error:
            errors = error.messages
        else:
            messages.success(request, _("Le texte est publié : tout le monde peut le lire."))
            return redirect(version)
    units = list(version.units.all())
    unverified = unverified_count(version, version.codes.all(), units, version.hosts.all())
    current = version.reference.versions.filter(state=State.PUBLISHED).first()
    context = {"version": version, "units": units, "unverified": unverified, "current": current, "errors": errors}
    return render(request, "curriculum/reference_publish.html", context)


@login_required
@require_http_methods(FORM)
def reference_withdraw(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    version = _writable(request, slug, label)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_reference(version=version, reason=form.cleaned_data["reason"], **signature(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Le texte est retiré. Il reste lisible, avec votre raison."))
            return redirect(version)
    return render(request, "curriculum/reference_withdraw.html", {"version": version, "form": form})


def _writable(request: HttpRequest, slug: str, label: str) -> TrainingReferenceVersion:
    version: TrainingReferenceVersion = get_object_or_404(
        writable_reference_versions(request.user), reference__slug=slug, label=label
    )
    return version


def _edit_page(version: TrainingReferenceVersion) -> str:
    return reverse("reference-edit", args=[version.reference.slug, version.label])


def _frozen(request: HttpRequest, version: TrainingReferenceVersion) -> HttpResponse:
    messages.error(request, _("Ce texte est publié : il ne change plus. Ouvrez une nouvelle version."))
    return redirect(version)


def _saved(form: DraftForm, request: HttpRequest) -> bool:
    """Save, or put the reason on the form with what was typed; after a colleague's change it can be sent again."""
    try:
        form.save(**signature(request))
    except ValidationError as error:
        if getattr(error, "code", "") == "edited":
            form.version.refresh_from_db()
            form.meet(form.version)
        form.add_error(None, error)
        return False
    return True


def _removed(form: PartForm, request: HttpRequest) -> HttpResponse:
    try:
        form.remove(request.POST.get("edit_token", ""), **signature(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("C'est supprimé."))
    return redirect(_edit_page(form.version))


def _below(request: HttpRequest, version: TrainingReferenceVersion, part: str, key: str) -> dict[str, Any]:
    """« Ajouter dans »: the unit that a new one goes below, by its code."""
    if part != "unit" or key:
        return {}
    above = version.units.filter(code=request.GET.get("in", "")[:20]).first()
    return {"parent": above, "kind": "option"} if above else {}
