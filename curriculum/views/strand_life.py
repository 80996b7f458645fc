"""The life of a strand: started or taken over, published, followed by a new version, withdrawn; a draft thrown away."""

from typing import Any

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
from curriculum.actions.strand_editing import StrandFacts, discard_strand
from curriculum.actions.strand_starting import adapt_strand, next_strand_version, start_strand, withdraw_strand
from curriculum.actions.strands import publish_strand
from curriculum.forms.strands import AdaptForm, StartForm, WithdrawForm
from curriculum.models import DigitalStrandVersion
from curriculum.queries import (
    framework_versions_visible_to,
    reference_versions_visible_to,
    strand_versions_visible_to,
    writing_organisations,
)
from curriculum.queries.strand_writing import balance_of, strand_obstacles
from curriculum.views.strand_editing import written
from people.models import Organisation
from people.policies import signed_in

WITHDRAWABLE = (State.PUBLISHED, State.SUPERSEDED)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def strand_create(request: HttpRequest) -> HttpResponse:
    """A new strand. `?reference=bafa@2015` chooses the training, and proposes a title."""
    bodies = _bodies(request)
    references = reference_versions_visible_to(request.user).prefetch_related(None)
    form = StartForm(
        request.POST or None,
        organisations=bodies,
        references=references,
        frameworks=framework_versions_visible_to(request.user),
        initial=_proposed(request.GET.get("reference", ""), references),
    )
    if form.is_valid():
        typed = form.cleaned_data
        version = start_strand(
            facts=StrandFacts(title=typed["title"], hours=typed["hours"]),
            reference_version=typed["reference_version"],
            framework_version=typed["framework_version"],
            owner=typed["organisation"],
            by=signed_in(request.user),
            at=timezone.now(),
        )
        messages.success(request, _("Le brouillon est prêt. Ajoutez une première ligne."))
        return redirect("strand-edit", version.strand.slug, version.label)
    return render(request, "curriculum/strand_create.html", {"form": form})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def strand_adapt(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """« Reprendre ce volet pour mon organisme »."""
    bodies = _bodies(request)
    shown = strand_versions_visible_to(request.user).filter(state__in=WITHDRAWABLE)
    version = get_object_or_404(shown, strand__slug=slug, label=label)
    form = AdaptForm(request.POST or None, organisations=bodies, initial={"adopted_on": timezone.localdate()})
    if form.is_valid():
        owner, day = form.cleaned_data["organisation"], form.cleaned_data["adopted_on"]
        draft = adapt_strand(
            version=version, owner=owner, adopted_on=day, by=signed_in(request.user), at=timezone.now()
        )
        messages.success(request, _("Le volet est repris, en brouillon. Adaptez-le, puis publiez-le."))
        return redirect("strand-edit", draft.strand.slug, draft.label)
    return render(request, "curriculum/strand_adapt.html", {"version": version, "form": form})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def strand_publish(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """What still stands in the way, then the button. A draft that a colleague changed meanwhile is to be read again."""
    version = written(request, slug, label)
    if not version.is_draft:
        messages.info(request, _("Cette version est déjà publiée."))
        return redirect(version)
    if request.method == "POST":
        try:
            _publish(request, version)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("strand-publish", slug, label)
        messages.success(request, _("Le volet est publié."))
        return redirect(version)
    context = {"version": version, "obstacles": strand_obstacles(version), "balance": balance_of(version)}
    return render(request, "curriculum/strand_publish.html", context)


@login_required
@require_POST
def strand_next(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """A draft of the next version, or the draft there is already."""
    version = written(request, slug, label)
    draft = version.strand.versions.filter(state=State.DRAFT).first()
    try:
        draft = draft or next_strand_version(version=version, by=signed_in(request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(version)
    return redirect("strand-edit", slug, draft.label)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def strand_discard(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Asks first."""
    version = written(request, slug, label)
    if not version.is_draft:
        raise Http404
    if request.method != "POST":
        return render(request, "curriculum/strand_discard.html", {"version": version})
    try:
        token = request.POST.get("edit_token", "")
        discard_strand(version=version, edit_token=token, by=signed_in(request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("strand-discard", slug, label)
    messages.success(request, _("Le brouillon est supprimé."))
    return redirect("strand-list")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def strand_withdraw(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    version = written(request, slug, label)
    if version.state not in WITHDRAWABLE:
        raise Http404
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        try:
            person, now = signed_in(request.user), timezone.now()
            withdraw_strand(version=version, reason=form.cleaned_data["reason"], by=person, at=now)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("La version est retirée. Elle reste lisible."))
            return redirect(version)
    return render(request, "curriculum/strand_withdraw.html", {"version": version, "form": form})


def _publish(request: HttpRequest, version: DigitalStrandVersion) -> None:
    if request.POST.get("edit_token") != version.edit_token:
        raise ValidationError(_("Ce brouillon a changé depuis que vous l'avez ouvert. Relisez-le, puis publiez."))
    publish_strand(version=version, by=signed_in(request.user), at=timezone.now())


def _bodies(request: HttpRequest) -> QuerySet[Organisation]:
    """The organisations this person writes for; nobody else has business here."""
    bodies = writing_organisations(request.user)
    if not bodies:
        raise Http404
    return bodies


def _proposed(asked: str, references: QuerySet[Any]) -> dict[str, Any]:
    slug, _at, label = asked.replace("\0", "").partition("@")
    found = references.filter(reference__slug=slug, label=label).first() if asked else None
    if found is None:
        return {}
    return {
        "reference_version": found.pk,
        "title": _("Volet numérique : %(training)s") % {"training": found.reference.abbreviation},
    }
