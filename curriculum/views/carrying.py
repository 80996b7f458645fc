"""Moving what points at one framework version to another: everything at a glance, then one thing line by line."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.versions import State
from curriculum.actions.carried_drafts import abandon, draft_of, make_draft, publish_carried
from curriculum.actions.carrying import (
    accept_alike,
    accept_clear_lines,
    accept_line,
    drop_line,
    reopen_line,
    start_carry_over,
)
from curriculum.choices import CarryState
from curriculum.forms.carrying import ACCEPT, ALIKE, DROP, REOPEN, DecisionForm
from curriculum.models import CarryOver, CrosswalkVersion, FrameworkVersion
from curriculum.policies import drafting_organisations
from curriculum.queries import framework_versions_visible_to
from curriculum.queries.carrying import carry_overs_visible_to, crosswalks_from, moves, next_to_finish
from curriculum.queries.passages import LineToDecide, lines_to_decide, next_line
from curriculum.registries import dependants
from curriculum.templatetags.curriculum import reader_language
from people.policies import signed_in


@login_required
@never_cache
@require_safe
def carry_over_list(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Everything that points at a version; `?table=` names the crosswalk, where there are several."""
    version = _version(request, slug, label)
    tables = crosswalks_from(request.user, version)
    asked = request.GET.get("table")
    table = next((entry for entry in tables if str(entry.pk) == asked), tables[0] if tables else None)
    kinds = moves(request.user, table) if table else []
    every = [move for kind in kinds for move in kind.moves]
    stages = [move.stage for move in every]
    context = {
        "version": version,
        "tables": tables,
        "table": table,
        "kinds": kinds,
        "summary": summary(stages, sum(len(kind.others) for kind in kinds)),
        "todo": stages.count("todo"),
        "next": next((move.carry_over for move in every if move.stage in ("open", "drafted")), None),
        "mine": len(stages),
        "done": stages.count("published"),
    }
    return render(request, "curriculum/carry_over_list.html", context)


@login_required
@require_POST
def carry_over_start(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Prepare the things posted as `thing`, each « kind:id »; every one that waits, without any."""
    version = _version(request, slug, label)
    asked_for = request.POST.get("table")
    table = next((entry for entry in crosswalks_from(request.user, version) if str(entry.pk) == asked_for), None)
    if table is None:
        raise Http404
    free = {
        f"{kind.kind.name}:{move.subject.id}": (kind.kind.name, move.subject.id, move.stage)
        for kind in moves(request.user, table)
        for move in kind.moves
        if move.subject and move.stage != "published"
    }
    asked = request.POST.getlist("thing") or [name for name, (*_rest, stage) in free.items() if stage == "todo"]
    todo = [free[name][:2] for name in asked if name in free]
    started = [found for name, key in todo if (found := _start(request, table, name, key))]
    if len(started) == 1:
        return redirect("carry-over-detail", started[0].pk)
    return redirect(f"{reverse('carry-over-list', args=[slug, label])}?table={table.pk}")


@login_required
@never_cache
@require_safe
def carry_over_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its lines, those to look at first. `?line=` and `?q=` look for another competency for one line."""
    carry_over = _carry_over(request, pk)
    if carry_over.state == CarryState.ABANDONED:
        return _to_list(carry_over)
    asked, line = request.GET.get("q", "").replace("\0", "").strip()[:100], request.GET.get("line", "")
    asked_for = int(line) if line.isascii() and line.isdecimal() and len(line) < 19 else None
    lines = lines_to_decide(carry_over, reader_language(), asked=asked, asked_for=asked_for)
    draft = draft_of(carry_over)
    left = sum(not line.decided for line in lines)
    published = carry_over.state == CarryState.PUBLISHED or (draft is not None and draft.state != State.DRAFT)
    context = {
        "carry_over": carry_over,
        "kind": dependants[carry_over.kind],
        "source": carry_over.crosswalk_version.source,
        "target": carry_over.crosswalk_version.target,
        "levels": list(carry_over.crosswalk_version.target.levels.all()),
        "groups": _grouped(lines),
        "left": left,
        "decided": len(lines) - left,
        "draft": draft,
        "published": published,
        "next": next_to_finish(request.user, carry_over) if published else None,
        "asked": asked,
        "asked_for": asked_for,
        "look_closer": any(line.clear and line.line.pk == asked_for for line in lines),
    }
    return render(request, "curriculum/carry_over_detail.html", context)


@login_required
@require_POST
def carry_over_decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One line: accepted (or all those like it), left aside, or opened again. Then the next one to look at."""
    carry_over = _carry_over(request, pk)
    form = DecisionForm(request.POST, carry_over=carry_over)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("carry-over-detail", pk)
    line, act = form.cleaned_data["line"], form.cleaned_data["act"]
    try:
        if act in (ACCEPT, ALIKE):
            accept = accept_line if act == ACCEPT else accept_alike
            accept(line=line, aims=form.aims(), by=signed_in(request.user), at=timezone.now())
        else:
            settle = drop_line if act == DROP else reopen_line
            settle(line=line, by=signed_in(request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("carry-over-detail", pk)
    eye = line.pk if act == REOPEN else next_line(line)
    return redirect(reverse("carry-over-detail", args=[pk]) + (f"#line-{eye}" if eye else ""))


@login_required
@require_POST
def carry_over_accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every clear line at once."""
    carry_over = _carry_over(request, pk)
    try:
        count = accept_clear_lines(carry_over=carry_over, by=signed_in(request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        said = ngettext("%(count)d ligne acceptée.", "%(count)d lignes acceptées.", count)
        messages.success(request, said % {"count": count})
    return redirect("carry-over-detail", pk)


@login_required
@require_POST
def carry_over_draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _step(request, pk, make_draft, _("Le brouillon est prêt. Relisez-le, puis publiez-le."))


@login_required
@require_POST
def carry_over_publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _step(request, pk, publish_carried, _("C'est publié. La version d'avant reste lisible, telle quelle."))


@login_required
@require_POST
def carry_over_abandon(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _step(request, pk, abandon, _("C'est abandonné. Rien de publié n'a changé."))


def summary(stages: list[str], others: int) -> list[tuple[str, str, int]]:
    """(stage, words, how many) of what the bar shows, in its order; what there is none of is left out."""
    published, drafted = stages.count("published"), stages.count("drafted")
    words = (
        ("published", ngettext("publié", "publiés", published), published),
        ("drafted", ngettext("brouillon prêt", "brouillons prêts", drafted), drafted),
        ("open", _("en relecture"), stages.count("open")),
        ("todo", _("à préparer"), stages.count("todo") + stages.count("busy")),
        ("other", _("à d'autres organismes"), others),
    )
    return [entry for entry in words if entry[2]]


def _version(request: HttpRequest, slug: str, label: str) -> FrameworkVersion:
    """A version that something may leave, for somebody who writes somewhere."""
    if not drafting_organisations(request.user):
        raise Http404
    versions = framework_versions_visible_to(request.user).exclude(state=State.DRAFT)
    return get_object_or_404(versions, framework__slug=slug, label=label)


def _carry_over(request: HttpRequest, pk: UUID) -> CarryOver:
    return get_object_or_404(carry_overs_visible_to(request.user), pk=pk)


def _start(request: HttpRequest, table: CrosswalkVersion, kind: str, subject_id: UUID) -> CarryOver | None:
    try:
        return start_carry_over(
            crosswalk=table, kind=kind, subject_id=subject_id, by=signed_in(request.user), at=timezone.now()
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return None


def _step(request: HttpRequest, pk: UUID, action: Callable[..., object], said: str) -> HttpResponse:
    carry_over = _carry_over(request, pk)
    try:
        action(carry_over=carry_over, by=signed_in(request.user), at=timezone.now())
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        messages.success(request, said)
    return redirect("carry-over-detail", pk)


def _to_list(carry_over: CarryOver) -> HttpResponse:
    """There is nothing left to see of what was given up, perhaps by a colleague."""
    source = carry_over.crosswalk_version.source
    page = reverse("carry-over-list", args=[source.framework.slug, source.label])
    return redirect(f"{page}?table={carry_over.crosswalk_version_id}")


def _grouped(lines: list[LineToDecide]) -> list[tuple[str, str, list[LineToDecide]]]:
    """(name, title, lines): what is clear and takes one press, what wants an eye, what is decided."""
    groups = (
        ("clear", _("Sans changement"), [line for line in lines if not line.decided and line.clear]),
        ("review", _("À relire"), [line for line in lines if not line.decided and not line.clear]),
        ("decided", _("Décidées"), [line for line in lines if line.decided]),
    )
    return [group for group in groups if group[2]]
