"""Importing a file, of a framework or of the registry: send it, look at what it holds, import it, read the report."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from curriculum.actions.framework_imports import (
    change_codes,
    is_stalled,
    receive_framework_file,
    rename_framework_import,
    resume_framework_import,
    start_framework_import,
)
from curriculum.choices import ImportState
from curriculum.formats.exchange import FORMAT_NAMES
from curriculum.forms.framework_import import FileForm, NamesForm
from curriculum.forms.reference_import import CodesForm
from curriculum.importers.exchange import too_big
from curriculum.models import FrameworkImport, FrameworkVersion
from curriculum.queries import find_version, writing_organisations
from curriculum.queries.framework_imports import framework_imports_visible_to, imports_to_finish
from curriculum.tasks import apply_framework_import, check_framework_import
from people.models import Organisation
from people.policies import signed_in

#: Below this, a person waits less than a page takes: the work is done at once.
SMALL = 500_000
#: What a form sends beside its file.
FORM_BYTES = 100_000


@csrf_exempt
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def framework_import(request: HttpRequest) -> HttpResponse:
    """A file that is too big is refused from what is said of its size, before anything of it is read: the check of the
    form's token, which reads all that was sent, comes after."""
    organisations = writing_organisations(request.user)
    if not organisations.exists():
        raise Http404
    if announces_more_than(settings.VOLET_LIMITS["framework_bytes"], request):
        context = {"form": FileForm(organisations=organisations), "too_big": too_big()}
        return render(request, "curriculum/framework_import.html", context, status=413)
    return _send(request, organisations)


@csrf_protect
def _send(request: HttpRequest, organisations: QuerySet[Organisation]) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None, organisations=organisations)
    if request.method != "POST" or not form.is_valid():
        to_finish = imports_to_finish(request.user, of_the_registry=False)
        return render(request, "curriculum/framework_import.html", {"form": form, "to_finish": to_finish})
    asked = form.cleaned_data
    entry = receive_framework_file(
        file=asked["file"],
        slug=asked["slug"],
        label=asked["label"],
        owner=asked["organisation"],
        by=signed_in(request.user),
        at=timezone.now(),
    )
    run_import(entry)
    return redirect(entry)


@login_required
@require_safe
def framework_import_detail(request: HttpRequest, token: str) -> HttpResponse:
    """One page for all of it: while there is work under way, it asks again by itself."""
    entry = get_object_or_404(framework_imports_visible_to(request.user), token=token)
    return _show(request, entry, _names_form(entry))


@login_required
@require_POST
def framework_import_apply(request: HttpRequest, token: str) -> HttpResponse:
    entry = get_object_or_404(framework_imports_visible_to(request.user), token=token)
    if start_framework_import(entry=entry, by=signed_in(request.user), at=timezone.now()):
        run_import(entry)
    return redirect(entry)


@login_required
@require_POST
def framework_import_resume(request: HttpRequest, token: str) -> HttpResponse:
    entry = get_object_or_404(framework_imports_visible_to(request.user), token=token)
    if resume_framework_import(entry=entry, by=signed_in(request.user), at=timezone.now()):
        run_import(entry)
    return redirect(entry)


@login_required
@require_POST
def framework_import_rename(request: HttpRequest, token: str) -> HttpResponse:
    """Look at the same file again: under another name or number, or for other codes of the registry."""
    entry = get_object_or_404(framework_imports_visible_to(request.user), token=token)
    form = _names_form(entry, request.POST)
    if not form.is_valid():
        return _show(request, entry, form)
    ask_again = change_codes if entry.codes else rename_framework_import
    if ask_again(entry=entry, **form.cleaned_data, by=signed_in(request.user), at=timezone.now()):
        run_import(entry)
    return redirect(entry)


def announces_more_than(limit: int, request: HttpRequest) -> bool:
    """Whether what comes is larger than a form with a file of `limit` bytes. Nothing of it is read."""
    sent = request.META.get("CONTENT_LENGTH") or "0"
    return sent.isdigit() and int(sent) > limit + FORM_BYTES


def run_import(entry: FrameworkImport) -> None:
    """Look at the file or import it, whichever is due: at once, or, if that may take long, behind the screen."""
    task = check_framework_import if entry.state == ImportState.RECEIVED else apply_framework_import
    if entry.size <= SMALL:
        task.call(entry.token)
    else:
        with transaction.atomic():
            task.enqueue(entry.token)


def _names_form(entry: FrameworkImport, data: QueryDict | None = None) -> NamesForm | CodesForm:
    if entry.codes:
        return CodesForm(data, initial={"codes": ", ".join(entry.codes)})
    return NamesForm(data, initial={"slug": entry.slug, "label": entry.label})


def _show(request: HttpRequest, entry: FrameworkImport, form: NamesForm | CodesForm) -> HttpResponse:
    report, stalled = entry.report, is_stalled(entry, at=timezone.now())
    under_way = entry.is_under_way and not stalled
    asked_by_itself = request.headers.get("HX-Request") == "true"
    if asked_by_itself and not under_way:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {
        "entry": entry,
        "form": form,
        "format": FORMAT_NAMES.get(report.get("format", ""), ""),
        "stalled": stalled,
        "under_way": under_way,
        "version": _imported(entry),
        "nothing_new": bool(report) and not report["created"] and not report["updated"],
    }
    template = "_import_state.html" if asked_by_itself else "framework_import_detail.html"
    return render(request, f"curriculum/{template}", context)


def _imported(entry: FrameworkImport) -> FrameworkVersion | None:
    """The framework version that the import made, unless its draft was thrown away since."""
    if entry.state != ImportState.APPLIED or entry.codes:
        return None
    return find_version(entry.report["framework"], entry.report["version"])
