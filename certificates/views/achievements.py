"""Certificates to be earned: take up a course's proposal, word it, publish it, and say which bodies may run it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.actions import (
    authorise,
    edit_achievement,
    end_authorisation,
    propose_achievement,
    publish_achievement,
)
from certificates.forms.certifier import AuthorisationForm, EndForm, ProposalForm, WordingForm
from certificates.models import Achievement, AchievementVersion
from certificates.queries import achievements_visible_to, authorisations_visible_to
from certificates.queries.authorisations import periods_by_body
from certificates.queries.certifier import certifies, full_achievement, proposals_for
from content.versions import State
from courses.models import CourseVersion
from people.choices import Role
from people.policies import signed_in
from people.queries import organisations_where


@login_required
@never_cache
@require_safe
def achievement_list(request: HttpRequest) -> HttpResponse:
    if not certifies(request.user):
        raise Http404
    achievements = achievements_visible_to(request.user).prefetch_related("authorisations__organisation")
    context = {
        "achievements": [(entry, list(entry.versions.all()), _running(entry)) for entry in achievements],
        "proposals": proposals_for(request.user),
        "owners": list(organisations_where(request.user, Role.CERTIFIER).filter(certifies=True)),
    }
    return render(request, "certificates/achievement_list.html", context)


@login_required
@require_POST
def achievement_propose(request: HttpRequest) -> HttpResponse:
    """A draft from what a published course proposes, in the name of the certifier's organisation."""
    owners = list(organisations_where(request.user, Role.CERTIFIER).filter(certifies=True))
    courses = {str(version.pk): version for version in proposals_for(request.user)}
    course: CourseVersion | None = courses.get(request.POST.get("course", ""))
    if not owners or course is None:
        raise Http404
    owner = owners[0]
    if len(owners) > 1:
        form = ProposalForm(request.POST, owners=owners)
        if not form.is_valid():
            messages.error(request, _("Choisissez au nom de quel organisme."))
            return redirect("achievement-list")
        owner = form.cleaned_data["owner"]
    try:
        version = propose_achievement(course_version=course, owner=owner, by=signed_in(request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("achievement-list")
    return redirect("achievement-detail", slug=version.achievement.slug)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def achievement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows the editions and the authorised bodies; a POST words the draft anew."""
    achievement = _achievement(request, slug)
    draft = _draft(achievement)
    if request.method != "POST" or draft is None:
        return _page(request, achievement)
    form = WordingForm(request.POST, version=draft)
    if not form.is_valid():
        return _page(request, achievement, wording=form)
    try:
        edit_achievement(
            version=draft,
            wording=form.wording(),
            edit_token=form.cleaned_data["edit_token"],
            by=signed_in(request.user),
            at=timezone.now(),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, achievement, wording=form)
    messages.success(request, _("Le brouillon est enregistré."))
    return redirect("achievement-detail", slug=slug)


@login_required
@require_POST
def achievement_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Freezes the draft that was read: with another `edit_token` a colleague changed it meanwhile."""
    achievement = _achievement(request, slug)
    draft = _draft(achievement)
    if draft is None:
        messages.info(request, _("Ce certificat est déjà publié."))
    elif request.POST.get("edit_token") != draft.edit_token:
        messages.warning(request, _("Ce brouillon a changé depuis que vous l'avez ouvert. Relisez-le, puis publiez."))
    else:
        try:
            publish_achievement(version=draft, by=signed_in(request.user), at=timezone.now())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("C'est publié. Dites maintenant quels organismes peuvent le préparer."))
    return redirect("achievement-detail", slug=slug)


@login_required
@require_POST
def authorisation_create(request: HttpRequest, slug: str) -> HttpResponse:
    achievement = _achievement(request, slug)
    form = AuthorisationForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, achievement, authorisation=form)
    try:
        made = authorise(achievement=achievement, by=signed_in(request.user), at=timezone.now(), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, achievement, authorisation=form)
    messages.success(request, _("« %(name)s » est habilité.") % {"name": made.organisation.name})
    return redirect("achievement-detail", slug=slug)


@login_required
@require_POST
def authorisation_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From the day after, what is passed there isn't certified any more; what was awarded stays valid."""
    authorisation = get_object_or_404(authorisations_visible_to(request.user), pk=pk)
    slug = authorisation.achievement.slug
    form = EndForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        messages.error(request, _("Écrivez le dernier jour de l'habilitation."))
        return redirect("achievement-detail", slug=slug)
    try:
        end_authorisation(
            authorisation=authorisation, by=signed_in(request.user), at=timezone.now(), **form.cleaned_data
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("L'habilitation prend fin. Les certificats déjà signés restent valables."))
    return redirect("achievement-detail", slug=slug)


def _achievement(request: HttpRequest, slug: str) -> Achievement:
    achievement = full_achievement(achievements_visible_to(request.user), slug)
    if achievement is None:
        raise Http404
    return achievement


def _draft(achievement: Achievement) -> AchievementVersion | None:
    return next((version for version in achievement.versions.all() if version.is_draft), None)


def _running(achievement: Achievement) -> list[str]:
    """Names of the bodies authorised today."""
    today = timezone.localdate()
    rows = achievement.authorisations.all()
    return sorted(
        row.organisation.name
        for row in rows
        if row.starts_on <= today and (row.ends_on is None or today <= row.ends_on)
    )


def _page(request: HttpRequest, achievement: Achievement, **forms: Form) -> HttpResponse:
    today, draft = timezone.localdate(), _draft(achievement)
    versions = list(achievement.versions.all())
    published = next((version for version in versions if version.state == State.PUBLISHED), None)
    context: dict[str, Any] = {
        "achievement": achievement,
        "draft": draft,
        "published": published,
        "earlier": [version for version in versions if version.state not in (State.DRAFT, State.PUBLISHED)],
        "title": versions[0].title if versions else achievement.slug,
        "wording": forms.get("wording") or (WordingForm(version=draft) if draft else None),
        "authorisation": forms.get("authorisation") or AuthorisationForm(today=today),
        "bodies": periods_by_body(achievement.authorisations.all()),
        "today": today,
    }
    return render(request, "certificates/achievement_detail.html", context)
