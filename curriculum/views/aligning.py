"""Reviewing a crosswalk's draft: the list of its origins, one origin at a time, and what is proposed for them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.typography import figure
from curriculum.actions.aligning import Decision, accept_clear, add_alignment, review_origin
from curriculum.actions.proposing import propose_alignments
from curriculum.forms.crosswalks import KINDS, AddForm, decisions_in
from curriculum.models import Competency, CrosswalkVersion
from curriculum.queries.aligning import (
    SHOWN,
    Aligned,
    aligned,
    competencies_with_texts,
    crosswalk_draft,
    next_to_review,
    origins_of,
    review_of,
    search_target,
)
from curriculum.tasks import propose_for_crosswalk
from curriculum.templatetags.curriculum import reader_language
from people.policies import signed_in

PER_PAGE = 50
#: From this many competencies on, proposing is work for later.
LARGE = 1_500


@login_required
@never_cache
@require_safe
def crosswalk_edit(request: HttpRequest, slug: str) -> HttpResponse:
    version = draft_or_404(request, slug)
    show = request.GET.get("show", "")
    show = show if show in SHOWN else "all"
    asked = request.GET.get("q", "").strip()[:100]
    page = Paginator(origins_of(version, show, asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "version": version,
        "review": review_of(version),
        "next": next_to_review(version),
        "rows": aligned(version, list(page), reader_language()),
        "page": page,
        "show": show,
        "asked": asked,
    }
    return render(request, "curriculum/crosswalk_edit.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def crosswalk_origin(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """One competency with what is proposed for it; a POST keeps and sets aside, then goes on to the next one."""
    version, origin = _place(request, slug, pk)
    if request.method != "POST":
        return _origin_page(request, version, origin)
    decisions = decisions_in(request.POST)
    try:
        review_origin(
            version=version,
            origin=origin,
            decisions=decisions,
            edit_token=request.POST.get("edit_token", ""),
            by=signed_in(request.user),
            at=timezone.now(),
        )
    except ValidationError as error:
        return _origin_page(request, draft_or_404(request, slug), origin, typed=decisions, error=error)
    following = next_to_review(version, origin.path)
    if following is None:
        messages.success(request, _("Tout est relu. Vous pouvez publier cette table."))
        return redirect("crosswalk-edit", slug=slug)
    messages.success(request, _("C'est enregistré. Voici la suivante."))
    return redirect("crosswalk-origin", slug=slug, pk=following.pk)


@login_required
@require_POST
def crosswalk_add(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Adds a counterpart that was searched for, or says that nothing corresponds (no destination)."""
    version, origin = _place(request, slug, pk)
    form = AddForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choisissez une compétence et en quoi elle correspond."))
        return redirect("crosswalk-origin", slug=slug, pk=pk)
    wanted = form.cleaned_data["destination"]
    destination = get_object_or_404(Competency, pk=wanted, version=version.target_id) if wanted else None
    try:
        add_alignment(
            version=version,
            origin=origin,
            destination=destination,
            kind=form.cleaned_data["kind"],
            rationale=form.cleaned_data["rationale"],
            edit_token=form.cleaned_data["edit_token"],
            by=signed_in(request.user),
            at=timezone.now(),
        )
    except ValidationError as error:
        return _origin_page(request, draft_or_404(request, slug), origin, error=error, added=form)
    messages.success(request, _("C'est enregistré."))
    return redirect("crosswalk-origin", slug=slug, pk=pk)


@login_required
@require_POST
def crosswalk_propose(request: HttpRequest, slug: str) -> HttpResponse:
    """At once for a usual framework; by the worker for a very large one."""
    version, person = draft_or_404(request, slug), signed_in(request.user)
    if Competency.objects.filter(version__in=(version.source_id, version.target_id)).count() > LARGE:
        propose_for_crosswalk.enqueue(str(version.pk), str(person.pk))
        messages.info(request, _("Ces référentiels sont grands : les propositions arrivent d'ici quelques minutes."))
    elif count := propose_alignments(version=version, by=person, at=timezone.now()):
        messages.success(request, _("Propositions à relire : %(count)s.") % {"count": figure(count)})
    else:
        messages.info(request, _("Rien de plus à proposer : cherchez vous-même ce qui manque."))
    return redirect("crosswalk-edit", slug=slug)


@login_required
@require_POST
def crosswalk_accept(request: HttpRequest, slug: str) -> HttpResponse:
    version = draft_or_404(request, slug)
    token, person = request.POST.get("edit_token", ""), signed_in(request.user)
    try:
        count = accept_clear(version=version, edit_token=token, by=person, at=timezone.now())
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, _("Correspondances gardées : %(count)s.") % {"count": figure(count)})
    return redirect("crosswalk-edit", slug=slug)


def draft_or_404(request: HttpRequest, slug: str) -> CrosswalkVersion:
    version = crosswalk_draft(request.user, slug)
    if version is None:
        raise Http404
    return version


def _place(request: HttpRequest, slug: str, pk: UUID) -> tuple[CrosswalkVersion, Competency]:
    version = draft_or_404(request, slug)
    return version, get_object_or_404(competencies_with_texts(version.source), pk=pk)


def _origin_page(
    request: HttpRequest,
    version: CrosswalkVersion,
    origin: Competency,
    *,
    typed: list[Decision] | None = None,
    error: ValidationError | None = None,
    added: AddForm | None = None,
) -> HttpResponse:
    """With an error, what was typed stays on screen beside the draft as it is now."""
    language = reader_language()
    (row,) = aligned(version, [origin], language)
    _keep_typed(row, typed or [])
    asked = request.GET.get("q", "").strip()[:100]
    besides = [pair.alignment.destination_id for pair in (*row.pairs, *row.rejected) if pair.alignment.destination_id]
    context = {
        "version": version,
        "review": review_of(version),
        "row": row,
        "pairs": [*row.pairs, *row.rejected],
        "kinds": KINDS,
        "asked": asked,
        "found": search_target(version, asked, language, besides),
        "problems": error.messages if error else [],
        "added": added,
    }
    return render(request, "curriculum/crosswalk_origin.html", context, status=409 if error else 200)


def _keep_typed(row: Aligned, typed: list[Decision]) -> None:
    decided = {decision.alignment: decision for decision in typed}
    for pair in (*row.pairs, *row.rejected):
        if decision := decided.get(pair.alignment.pk):
            pair.alignment.kind, pair.alignment.rationale = decision.kind, decision.rationale
            pair.alignment.state = "accepted" if decision.keep else "rejected"
