"""« Où je suis ma formation », by the trainee."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from certificates.actions.stages import add_stage, change_stage, end_stage
from certificates.forms.stages import StageForm
from certificates.models import RecordStage
from certificates.queries import own_records
from certificates.views.records import holder_only
from people.models import Person
from people.policies import signed_in


@holder_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stage_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = signed_in(request.user)
    record = get_object_or_404(own_records(person), pk=pk)
    form = StageForm(request.POST or None, record=record, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            add_stage(record=record, by=person, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("record-detail", pk=record.pk)
    return render(request, "certificates/stage_create.html", {"record": record, "form": form})


@holder_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stage_change(request: HttpRequest, pk: int) -> HttpResponse:
    person = signed_in(request.user)
    stage = get_object_or_404(_own(person).filter(ended_at=None), pk=pk)
    form = StageForm(request.POST or None, record=stage.record, person=person, stage=stage)
    if request.method == "POST" and form.is_valid():
        try:
            change_stage(stage=stage, by=person, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("record-detail", pk=stage.record_id)
    context = {"record": stage.record, "form": form, "stage": stage}
    return render(request, "certificates/stage_create.html", context)


@holder_only
@require_POST
def stage_end(request: HttpRequest, pk: int) -> HttpResponse:
    person = signed_in(request.user)
    stage = get_object_or_404(_own(person), pk=pk)
    end_stage(stage=stage, by=person, at=timezone.now())
    return redirect("record-detail", pk=stage.record_id)


def _own(person: Person) -> QuerySet[RecordStage]:
    stages = RecordStage.objects.filter(record__in=own_records(person).order_by().values("pk"))
    return stages.select_related("record__reference_version", "organisation")
