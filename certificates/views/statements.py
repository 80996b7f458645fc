"""The « sait … » lines of a draft: the list, and one line."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificates.actions.statements import move_statement, remove_statement, save_statement
from certificates.forms.statements import StatementForm
from certificates.models import AchievementTarget, AchievementVersion
from certificates.queries.achievements import draft_visible_to
from people.policies import signed_in


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def achievement_statements(request: HttpRequest, slug: str) -> HttpResponse:
    """The lines in their order; a POST moves or removes one."""
    draft = _draft(request, slug)
    if request.method == "POST":
        try:
            _change(request, draft)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect("achievement-statements", slug=slug)
    lines = draft.targets.select_related("competency", "level")
    return render(request, "certificates/achievement_statements.html", {"draft": draft, "lines": lines})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def achievement_statement(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """One line, changed (`pk`) or added. The button « look » narrows the competencies down and writes nothing."""
    draft = _draft(request, slug)
    line = _line(draft, pk) if pk is not None else None
    form = StatementForm(request.POST or None, draft=draft, line=line)
    if request.method == "POST" and "look" in request.POST:
        form.errors.clear()
    elif request.method == "POST" and form.is_valid():
        by, token = signed_in(request.user), request.POST.get("edit_token", "")
        written: dict[str, Any] = {"statement": form.written(), "line": line, "edit_token": token}
        try:
            save_statement(version=draft, by=by, at=timezone.now(), **written)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("La ligne est enregistrée."))
            return redirect("achievement-statements", slug=slug)
    draft.refresh_from_db(fields=["edit_token"])
    context = {"draft": draft, "form": form, "line": line, "conflict": form.has_error("__all__", "edited")}
    return render(request, "certificates/achievement_statement.html", context)


def _draft(request: HttpRequest, slug: str) -> AchievementVersion:
    draft = draft_visible_to(request.user, slug)
    if draft is None:
        raise Http404
    return draft


def _line(draft: AchievementVersion, pk: int) -> AchievementTarget:
    return get_object_or_404(
        AchievementTarget.objects.select_related("version__achievement__owner"), pk=pk, version=draft
    )


def _change(request: HttpRequest, draft: AchievementVersion) -> None:
    key, do = request.POST.get("line", ""), request.POST.get("do", "")
    if not (key.isascii() and key.isdigit() and len(key) < 16) or do not in ("up", "down", "remove"):
        raise Http404
    named: dict[str, Any] = {
        "line": _line(draft, int(key)),
        "edit_token": request.POST.get("edit_token", ""),
        "by": signed_in(request.user),
        "at": timezone.now(),
    }
    if do == "remove":
        remove_statement(**named)
        messages.success(request, _("La ligne est enlevée."))
    else:
        move_statement(up=do == "up", **named)
