"""The certifier's desk: what waits, one session, signing it."""

from datetime import UTC
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certificates.actions import Shown, sign_shown
from certificates.actions.ceremony import keys_to_see
from certificates.forms.certifier import shown_in
from certificates.models import AchievementVersion, Award
from certificates.queries import (
    achievements_visible_to,
    authorisations_visible_to,
    awards_visible_to,
    candidates,
    signing_queue,
)
from certificates.queries.certifier import certifies, cohorts_of, files_of_award, scored, versions_signed_by
from certificates.queries.queue import lines_within, sessions_of
from courses.models import Cohort
from people.policies import signed_in

PER_PAGE: Final = 25


@login_required
@never_cache
@require_safe
def certifier_home(request: HttpRequest) -> HttpResponse:
    """« Les Pins, octobre : 19 prêts, 3 à voir »."""
    if not certifies(request.user):
        raise Http404
    lines = signing_queue(request.user, timezone.now())
    context = {
        "waiting": [line for line in lines if line.ready or line.blocked],
        "done": [line for line in lines if not (line.ready or line.blocked)],
        "keys_to_see": keys_to_see(request.user),
        "achievements": lines or achievements_visible_to(request.user).exists(),
        "runs": lines or authorisations_visible_to(request.user).exists(),
    }
    return render(request, "certificates/certifier_home.html", context)


@login_required
@never_cache
@require_safe
def certifier_sessions(request: HttpRequest) -> HttpResponse:
    """« Toutes les sessions », finished ones too."""
    if not certifies(request.user):
        raise Http404
    asked = request.GET.get("q", "")[:80]
    page = Paginator(sessions_of(request.user, asked), PER_PAGE).get_page(request.GET.get("page"))
    lines = lines_within(request.user, list(page), timezone.now())
    context = {"page": page, "asked": asked, "sessions": [(cohort, lines.get(cohort.pk, [])) for cohort in page]}
    return render(request, "certificates/certifier_sessions.html", context)


@login_required
@never_cache
@require_safe
def certifier_cohort(request: HttpRequest, pk: UUID, version: UUID) -> HttpResponse:
    """Who is ready, who is to be seen and why; after signing (`?signed=…`), what was just signed."""
    cohort, certificate = _session(request, pk, version)
    signed = _just_signed(request, cohort, certificate)
    if signed:
        filed = sum(award.filed for award in signed)  # type: ignore[attr-defined]
        context = {"cohort": cohort, "version": certificate, "awards": signed, "filed": filed}
        return render(request, "certificates/certifier_signed.html", context)
    now = timezone.now()
    lines = scored(candidates(cohort, certificate, now), now)
    context = {
        "cohort": cohort,
        "version": certificate,
        "ready": [entry for entry in lines if entry.line.ready],
        "blocked": [entry for entry in lines if entry.line.award is None and entry.line.blocked],
        "awarded": [entry for entry in lines if entry.line.award],
        "ahead": [entry.line for entry in lines if entry.line.on_the_way],
    }
    return render(request, "certificates/certifier_cohort.html", context)


@login_required
@never_cache
@require_POST
def award_sign(request: HttpRequest, pk: UUID, version: UUID) -> HttpResponse:
    """First asks (« Signer ces 19 certificats ? »), then, with `confirmed`, signs those lines and no other."""
    cohort, certificate = _session(request, pk, version)
    by, now = signed_in(request.user), timezone.now()
    try:
        shown = shown_in(request.POST)
        if "confirmed" not in request.POST:
            return _ask(request, cohort, certificate, shown)
        sign_shown(cohort=cohort, achievement_version=certificate, shown=shown, by=by, at=now)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect("certifier-cohort", pk=cohort.pk, version=certificate.pk)
    address = reverse("certifier-cohort", args=[cohort.pk, certificate.pk])
    return redirect(f"{address}?{urlencode({'signed': now.isoformat()})}")


def _ask(request: HttpRequest, cohort: Cohort, version: AchievementVersion, shown: list[Shown]) -> HttpResponse:
    asked = {(entry.enrolment, entry.identity) for entry in shown}
    lines = [line for line in candidates(cohort, version, timezone.now()) if line.ready and line.identity is not None]
    found = [line for line in lines if line.identity and (line.enrolment.pk, line.identity.pk) in asked]
    if not found or len(found) != len(asked):
        raise ValidationError(_("La liste a changé depuis que vous l'avez ouverte. Relisez-la, puis signez."))
    context = {"cohort": cohort, "version": version, "lines": found}
    return render(request, "certificates/certifier_confirm.html", context)


def _session(request: HttpRequest, pk: UUID, version: UUID) -> tuple[Cohort, AchievementVersion]:
    """A session and a certificate that are this certifier's business, else not found."""
    certificate = get_object_or_404(versions_signed_by(request.user), pk=version)
    return get_object_or_404(cohorts_of(certificate), pk=pk), certificate


def _just_signed(request: HttpRequest, cohort: Cohort, version: AchievementVersion) -> list[Award]:
    """The batch that this person signed at the instant `?signed=`; [] for any other value."""
    try:
        at = parse_datetime(request.GET.get("signed", ""))
        at = at.astimezone(UTC) if at is not None and timezone.is_aware(at) else None
    except (ValueError, OverflowError):
        return []
    if at is None:
        return []
    awards = awards_visible_to(request.user).filter(
        awarded_at=at,
        signed_by=signed_in(request.user),
        evidence__enrolment__cohort=cohort,
        achievement_version=version,
    )
    return list(awards.annotate(filed=Exists(files_of_award())).order_by("number"))
