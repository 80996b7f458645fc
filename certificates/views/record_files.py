"""« Emporter mon livret » and « Reprendre un livret venu d'ailleurs »."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certificates.actions.incoming import drop_incoming, incoming, keep_incoming
from certificates.exporters.packing import pack_record
from certificates.forms.foreign import RecordFileForm
from certificates.importers.records import Plan, apply_import, plan_import
from certificates.queries import own_records
from certificates.views.foreign import READINGS
from certificates.views.records import holder_only
from certificates.views.uploads import light, refused
from people.models import Person
from people.policies import signed_in


@holder_only
@never_cache
@require_safe
def record_archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    record = get_object_or_404(own_records(request.user), pk=pk)
    try:
        content = pack_record(record=record, at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("record-detail", pk=pk)
    name = slugify(f"livret-{record.reference_version.reference.slug}-{timezone.localdate()}")
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response


def _heavy(request: HttpRequest) -> HttpResponse:
    return _page(request, refused(RecordFileForm))


@light(_heavy)
@holder_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def record_import(request: HttpRequest) -> HttpResponse:
    """First what would happen, then, with the token of that page, all of it or nothing."""
    person, token = signed_in(request.user), request.POST.get("token", "")
    if token:
        return _confirmed(request, person, token)
    form = RecordFileForm(request.POST, request.FILES) if request.method == "POST" else RecordFileForm()
    if not form.is_bound or not form.is_valid():
        return _page(request, form)
    data = form.cleaned_data["file"].read()
    try:
        plan = _planned(data, person)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, form)
    return _page(request, RecordFileForm(), plan=plan, token=keep_incoming(data=data, person=person))


def _confirmed(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    data = incoming(token=token, person=person)
    if data is None:
        return _page(request, refused(RecordFileForm, _("Ce fichier n'est plus gardé : choisissez-le de nouveau.")))
    try:
        record = apply_import(plan=_planned(data, person), person=person, at=timezone.now())
    except ValidationError as error:
        return _page(request, refused(RecordFileForm, error.messages[0]))
    drop_incoming(token=token, person=person)
    messages.success(request, _("Votre livret est repris."))
    return redirect("record-detail", pk=record.pk)


def _planned(data: bytes, person: Person) -> Plan:
    if not READINGS.fail(str(person.pk)):
        raise ValidationError(_("Trop d'essais. Réessayez plus tard."), code="limit")
    return plan_import(data=data, person=person, at=timezone.now())


def _page(request: HttpRequest, form: RecordFileForm, **more: Any) -> HttpResponse:
    return render(request, "certificates/record_import.html", {"form": form, **more})
