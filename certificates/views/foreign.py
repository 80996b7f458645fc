"""« Un certificat d'ailleurs »: given by file, checked, kept with the record; its file for whoever decides on it."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.actions.foreign import add_file, check_again, remove_foreign
from certificates.choices import ForeignFormat
from certificates.forms.foreign import ForeignForm
from certificates.models import ForeignAward, TrainingRecord
from certificates.queries import check_file, own_records
from certificates.queries.elsewhere import own_foreign, read_by_bodies, shared_by
from certificates.queries.kept import Shown
from certificates.queries.shares import is_open
from certificates.views.records import holder_only
from certificates.views.shares import asked_link, link_over, private
from certificates.views.uploads import light, refused
from people.limits import Limit
from people.policies import signed_in

#: Reading asks other hosts: by person.
READINGS = Limit("foreign", 20, 600)
TYPES: Final = {
    ForeignFormat.JSON: "application/json",
    ForeignFormat.JWT: "text/plain",
    ForeignFormat.PNG: "image/png",
    ForeignFormat.SVG: "image/svg+xml",
    ForeignFormat.PDF: "application/pdf",
}


def _heavy(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, get_object_or_404(own_records(request.user), pk=pk), refused(ForeignForm))


@light(_heavy)
@holder_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def foreign_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = signed_in(request.user)
    record = get_object_or_404(own_records(person), pk=pk)
    form = ForeignForm(request.POST, request.FILES) if request.method == "POST" else ForeignForm()
    if not form.is_bound or not form.is_valid():
        return _page(request, record, form)
    if not READINGS.fail(str(person.pk)):
        form.add_error(None, _("Trop d'essais. Réessayez plus tard."))
        return _page(request, record, form, status=429)
    data, now = form.cleaned_data["file"].read(), timezone.now()
    try:
        annex = add_file(record=record, data=data, finding=check_file(data, now), by=person, at=now)
    except ValidationError as error:
        form.add_error("file", error)
        return _page(request, record, form)
    messages.success(request, _("Votre certificat est dans votre livret."))
    if annex.foreign_award_id is None:
        return redirect("record-detail", pk=record.pk)
    return redirect("foreign-detail", pk=annex.foreign_award_id)


@holder_only
@never_cache
@require_safe
def foreign_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    foreign = get_object_or_404(own_foreign(request.user), pk=pk)
    annexes = foreign.annexes.select_related("record__reference_version__reference").order_by("added_at")
    context = {"shown": Shown(foreign, timezone.localdate()), "annexes": list(annexes)}
    return render(request, "certificates/foreign_detail.html", context)


@holder_only
@require_POST
def foreign_check(request: HttpRequest, pk: UUID) -> HttpResponse:
    foreign = get_object_or_404(own_foreign(request.user), pk=pk)
    if READINGS.fail(str(foreign.person_id)):
        _look_again(request, foreign)
    else:
        messages.error(request, _("Trop d'essais. Réessayez plus tard."))
    return redirect("foreign-detail", pk=pk)


def _look_again(request: HttpRequest, foreign: ForeignAward) -> None:
    try:
        check_again(foreign=foreign, at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Le certificat est vérifié de nouveau."))


@holder_only
@require_POST
def foreign_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    foreign = get_object_or_404(own_foreign(request.user), pk=pk)
    annex = foreign.annexes.order_by("added_at").first()
    try:
        remove_foreign(foreign=foreign, by=signed_in(request.user), at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("foreign-detail", pk=pk)
    messages.success(request, _("Le certificat n'est plus dans votre livret, et son fichier est effacé."))
    return redirect("record-detail", pk=annex.record_id) if annex else redirect("record-list")


@holder_only
@never_cache
@require_safe
def foreign_file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return _file(get_object_or_404(own_foreign(request.user), pk=pk))


@login_required
@never_cache
@require_safe
def livret_foreign(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """For the body that reads the record."""
    return _file(get_object_or_404(read_by_bodies(request.user), pk=pk))


@never_cache
@require_safe
def share_foreign(request: HttpRequest, token: str, pk: UUID) -> HttpResponseBase:
    """For the jury."""
    link = asked_link(token)
    if not is_open(link, timezone.now()):
        return link_over(request, link)
    return private(_file(get_object_or_404(shared_by(link), pk=pk)))


def _file(foreign: ForeignAward) -> HttpResponseBase:
    """As it came, to save and never to be shown by the browser: it is a stranger's."""
    name = f"certificat-{foreign.digest[:8]}.{foreign.format}"
    kind = TYPES[ForeignFormat(foreign.format)]
    try:
        content = foreign.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=name, content_type=kind)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _page(request: HttpRequest, record: TrainingRecord, form: ForeignForm, status: int = 200) -> HttpResponse:
    context = {"record": record, "form": form}
    return render(request, "certificates/foreign_create.html", context, status=status)
