"""Writing a draft beyond its words: what it asks for, its terms; opening the next version, throwing a draft away."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.actions import (
    add_criterion,
    discard_draft,
    move_criterion,
    open_draft,
    place_criterion,
    remove_criterion,
    settle_terms,
    turn_group,
)
from certificates.choices import CriterionKind
from certificates.forms.criteria import CriterionForm, TermsForm
from certificates.models import AchievementVersion, Criterion
from certificates.queries import achievements_visible_to
from certificates.queries.achievements import draft_visible_to
from certificates.queries.criteria import sentence, tree_of
from certificates.queries.forecast import forecast
from certificates.queries.readiness import problems_of
from people.policies import signed_in

CHANGES: dict[str, Callable[..., Any]] = {
    "remove": remove_criterion,
    "up": lambda **named: move_criterion(up=True, **named),
    "down": lambda **named: move_criterion(up=False, **named),
    "turn": turn_group,
    "place": place_criterion,
}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def achievement_criteria(request: HttpRequest, slug: str) -> HttpResponse:
    """The tree, with what it says in a sentence. `?add=<kind>&under=<group>` asks for the subject of a new condition."""
    draft = draft_of(request, slug)
    kind = request.GET.get("add", "")
    form = (
        CriterionForm(request.POST or None, draft=draft, kind=kind, person=request.user)
        if kind in CriterionKind
        else None
    )
    if request.method == "POST":
        try:
            if _changed(request, draft, form):
                return redirect("achievement-criteria", slug=slug)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("achievement-criteria", slug=slug)
    tree = tree_of(draft)
    context = {
        "draft": draft,
        "tree": tree,
        "said": sentence(tree),
        "form": form,
        "kinds": CriterionKind.choices,
        "kind": CriterionKind(kind) if form else "",
        "under": request.GET.get("under", ""),
    }
    return render(request, "certificates/achievement_criteria.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def achievement_terms(request: HttpRequest, slug: str) -> HttpResponse:
    draft = draft_of(request, slug)
    form = TermsForm(request.POST or None, version=draft)
    if request.method == "POST" and form.is_valid():
        by, token = signed_in(request.user), form.cleaned_data["edit_token"]
        try:
            settle_terms(version=draft, terms=form.terms(), edit_token=token, by=by, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Le brouillon est enregistré."))
            return redirect("achievement-detail", slug=slug)
    return render(request, "certificates/achievement_terms.html", {"draft": draft, "form": form})


@login_required
@never_cache
@require_safe
def achievement_check(request: HttpRequest, slug: str) -> HttpResponse:
    """What must be mended before publishing, each with the page where to mend it."""
    draft = draft_of(request, slug)
    context = {"draft": draft, "said": sentence(tree_of(draft)), "problems": problems_of(draft, timezone.localdate())}
    return render(request, "certificates/achievement_check.html", context)


@login_required
@never_cache
@require_safe
def achievement_forecast(request: HttpRequest, slug: str) -> HttpResponse:
    """Who would earn the draft today, and what it changes for them against the version in force."""
    draft = draft_of(request, slug)
    context = {"draft": draft, "forecast": forecast(draft, timezone.now())}
    return render(request, "certificates/achievement_forecast.html", context)


@login_required
@require_POST
def achievement_open(request: HttpRequest, slug: str) -> HttpResponse:
    """« Préparer une nouvelle version »."""
    achievement = get_object_or_404(achievements_visible_to(request.user), slug=slug)
    try:
        open_draft(achievement=achievement, by=signed_in(request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("achievement-detail", slug=slug)


@login_required
@require_POST
def achievement_discard(request: HttpRequest, slug: str) -> HttpResponse:
    draft = draft_of(request, slug)
    discard_draft(version=draft, by=signed_in(request.user), at=timezone.now())
    messages.success(request, _("Le brouillon est supprimé."))
    return redirect("achievement-list")


def draft_of(request: HttpRequest, slug: str) -> AchievementVersion:
    draft = draft_visible_to(request.user, slug)
    if draft is None:
        raise Http404
    return draft


def _changed(request: HttpRequest, draft: AchievementVersion, form: CriterionForm | None) -> bool:
    """False where the form of a new condition has errors to show."""
    named: dict[str, Any] = {
        "edit_token": request.POST.get("edit_token", ""),
        "by": signed_in(request.user),
        "at": timezone.now(),
    }
    if form is None:
        change = CHANGES.get(request.POST.get("do", ""))
        if change is None:
            raise Http404
        if change is place_criterion:
            named["parent"] = _criterion(draft, request.POST.get("into", ""))
        change(criterion=_criterion(draft, request.POST.get("criterion", "")), **named)
        return True
    if "look" in request.POST:
        form.errors.clear()
        return False
    if form.fields and not form.is_valid():
        return False
    under = request.POST.get("under", "")
    parent = _criterion(draft, under) if under else None
    subject = form.subject() if form.fields else {}
    add_criterion(version=draft, kind=form.kind, parent=parent, subject=subject, **named)
    return True


def _criterion(draft: AchievementVersion, key: str) -> Criterion:
    if not (key.isascii() and key.isdigit() and len(key) < 16):
        raise Http404
    return get_object_or_404(Criterion.objects.select_related("version__achievement__owner"), pk=key, version=draft)
