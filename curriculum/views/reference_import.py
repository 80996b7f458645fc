"""Trainings from a file of the national registry: given once, previewed, then imported."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from curriculum.actions.registry_files import drop_file, is_kept, keep_file, open_kept
from curriculum.formats.exchange import Remark
from curriculum.formats.registry import ReferencesReport
from curriculum.forms.reference_import import RegistryForm
from curriculum.importers.rncp import import_references, read_registry
from curriculum.queries import writing_organisations
from people.models import Person
from people.policies import signed_in

SESSION = "curriculum.registry_file"


@dataclass(frozen=True)
class Kept:
    """The file that this session gave, and this person; `token` is its name in private storage."""

    token: str
    name: str
    person: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reference_import(request: HttpRequest) -> HttpResponse:
    """A first « Voir ce qui serait fait » keeps the file; « Importer » takes it from there and removes it."""
    person, organisations = signed_in(request.user), writing_organisations(request.user)
    if not organisations.exists():
        raise Http404
    kept = _kept(request, person)
    form = RegistryForm(
        request.POST or None, request.FILES or None, organisations=organisations, has_file=kept is not None
    )
    context: dict[str, Any] = {"form": form, "organisations": organisations}
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["file"]:
            kept = _keep(request, person, form.cleaned_data["file"])
            form.offer_another()
        applies = "import" in request.POST
        report = _run(request, kept, form.cleaned_data, person, dry_run=not applies)
        if applies and not report.errors:
            return _done(request, report)
        codes = {entry.code for entry in report.references}
        context["report"], context["outcomes"] = report, _outcomes(report)
        context["general"] = [remark for remark in report.warnings if remark.where not in codes]
    return render(request, "curriculum/reference_import.html", {**context, "kept": kept})


def _kept(request: HttpRequest, person: Person) -> Kept | None:
    held = request.session.get(SESSION)
    if not held or held["person"] != str(person.pk) or not is_kept(held["token"]):
        return None
    return Kept(**held)


def _keep(request: HttpRequest, person: Person, file: Any) -> Kept:
    before = request.session.get(SESSION)
    kept = Kept(keep_file(file), str(file.name), str(person.pk))
    request.session[SESSION] = vars(kept)
    if before:
        drop_file(before["token"])
    return kept


def _run(
    request: HttpRequest, kept: Kept | None, asked: dict[str, Any], person: Person, *, dry_run: bool
) -> ReferencesReport:
    """What is imported is the file that was previewed: not another one, given since in another window."""
    previewed = kept is not None and (dry_run or request.POST["import"] == kept.token)
    file = open_kept(kept.token) if kept and previewed else None
    if kept is None or file is None:
        gone = Remark(_("Fichier"), _("il n'est plus gardé ici : déposez-le de nouveau"))
        return ReferencesReport("", dry_run=dry_run, errors=[gone])
    with file:
        export = read_registry(file, kept.name, asked["codes"])
    return import_references(export=export, owner=asked["organisation"], by=person, at=timezone.now(), dry_run=dry_run)


def _done(request: HttpRequest, report: ReferencesReport) -> HttpResponse:
    drop_file(request.session.pop(SESSION)["token"])
    made = report.created + report.updated
    if made:
        text = ngettext("%(count)d brouillon est prêt à relire.", "%(count)d brouillons sont prêts à relire.", made)
        messages.success(request, text % {"count": made})
    else:
        messages.info(request, _("Rien n'a changé : tout était déjà à jour."))
    return redirect("reference-list")


def _outcomes(report: ReferencesReport) -> list[tuple[Any, list[str]]]:
    """Each code with its own warnings; those of the file as a whole stay apart."""
    return [
        (entry, [remark.reason for remark in report.warnings if remark.where == entry.code])
        for entry in report.references
    ]
