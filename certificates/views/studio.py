"""How a certificate will look: its badge, drawn on a draft, and all of its papers for an invented holder."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certificates.actions.drawing import draw_badge
from certificates.actions.posting import message_of
from certificates.actions.sampling import FILES, Sample
from certificates.badges import Design
from certificates.choices import FormKind, Verdict
from certificates.forms.badges import BadgeForm, SampleForm, data_uri
from certificates.models import AchievementVersion
from certificates.queries import Finding, achievements_visible_to
from certificates.queries.handing import CONTENT_TYPES, ENDS
from certificates.queries.words import words_of
from certificates.views.editor import draft_of
from content.versions import State
from people.policies import signed_in

NAME: Final = "Camille Exemple"
TRANSCRIPT: Final = "transcript"
#: Which version is shown.
ORDER: Final = {State.DRAFT: 0, State.PUBLISHED: 1}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def achievement_badge(request: HttpRequest, slug: str) -> HttpResponse:
    """« Voir » draws what is chosen without keeping it; « Enregistrer » keeps it; « Badge standard » goes back."""
    draft = draft_of(request, slug)
    form = BadgeForm(request.POST or None, version=draft)
    wanted = request.POST.get("do", "")
    if wanted == "standard" and form.is_bound:
        return _keep(request, draft, Design(), request.POST.get("edit_token", ""), form)
    if form.is_bound and form.is_valid() and wanted != "look":
        return _keep(request, draft, form.design, form.cleaned_data["edit_token"], form)
    return _badge_page(request, draft, form)


@login_required
@never_cache
@require_safe
def achievement_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """« Voir tous les papiers »: the draft's, or where there is none those of the version in force."""
    version, name, form = _asked(request, slug)
    sample = Sample(version=version, name=name, at=timezone.now())
    with override(version.language):
        words = words_of(sample.award)
        subject, body = message_of(sample.award)
    reason = _("Voici ce que lira une personne qui vérifie un vrai certificat.")
    context = {
        "version": version,
        "form": form,
        "name": name,
        "files": [(kind, kind.label) for kind in FILES],
        "finding": Finding(Verdict.VALID, reason, award=sample.award, name=name, words=words),
        "picture": data_uri(Design.from_json(version.badge), version.title),
        "subject": subject,
        "body": body,
        "signatories": sample.award.payload["signatories"],
    }
    return render(request, "certificates/achievement_preview.html", context)


@login_required
@never_cache
@require_safe
def achievement_sample(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """One of the papers, made for this request and kept nowhere."""
    version, name, _form = _asked(request, slug)
    sample = Sample(version=version, name=name, at=timezone.now())
    form = next((one for one in FILES if one == kind), None)
    if form is None and kind != TRANSCRIPT:
        raise Http404
    try:
        content = sample.form(form) if form is not None else sample.transcript()
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("achievement-preview", slug=slug)
    response = HttpResponse(content, content_type=CONTENT_TYPES[form or FormKind.PDF])
    file = f"exemple-{kind}.{ENDS[form or FormKind.PDF]}"
    response["Content-Disposition"] = f'inline; filename="{file}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _asked(request: HttpRequest, slug: str) -> tuple[AchievementVersion, str, SampleForm]:
    ours = achievements_visible_to(request.user).filter(slug=slug).order_by().values("pk")
    rows = AchievementVersion.objects.filter(achievement__in=ours, state__in=ORDER)
    related = ("achievement__owner", "framework_version__framework")
    versions = sorted(rows.select_related(*related), key=lambda version: ORDER[State(version.state)])
    if not versions:
        raise Http404
    form = SampleForm(request.GET if "name" in request.GET else None, initial={"name": NAME})
    typed = " ".join(form.cleaned_data["name"].split()) if form.is_bound and form.is_valid() else ""
    return versions[0], typed or NAME, form


def _keep(
    request: HttpRequest, draft: AchievementVersion, design: Design, edit_token: str, form: BadgeForm
) -> HttpResponse:
    by, now = signed_in(request.user), timezone.now()
    try:
        draw_badge(version=draft, design=design, edit_token=edit_token, by=by, at=now)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return _badge_page(request, draft, form)
    messages.success(request, _("Le badge est enregistré."))
    return redirect("achievement-detail", slug=draft.achievement.slug)


def _badge_page(request: HttpRequest, draft: AchievementVersion, form: BadgeForm) -> HttpResponse:
    return render(request, "certificates/achievement_badge.html", {"draft": draft, "form": form})
