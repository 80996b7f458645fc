"""« Où je suis ma formation »: the parts of a training, each at one body, which from then on reads the record."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.models import RecordStage, TrainingRecord
from certificates.queries.livrets import has_decided
from curriculum.models import ReferenceUnit
from people.actions import record as note
from people.models import Organisation, Person


@transaction.atomic
def add_stage(
    *,
    record: TrainingRecord,
    by: Person,
    at: datetime,
    organisation: Organisation | None = None,
    body_name: str = "",
    unit: ReferenceUnit | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> RecordStage:
    """A body of this installation reads the record from now on; one that is only named by letters doesn't."""
    if record.person_id != by.pk:
        raise PermissionDenied
    name = _checked(record, organisation, body_name, unit, starts_on, ends_on)
    stage = RecordStage.objects.create(
        record=record, organisation=organisation, body_name=name, unit=unit, starts_on=starts_on, ends_on=ends_on
    )
    note(verb="record-stage-added", noun=record, by=by, at=at, organisation=organisation)
    return stage


@transaction.atomic
def change_stage(
    *,
    stage: RecordStage,
    by: Person,
    at: datetime,
    organisation: Organisation | None = None,
    body_name: str = "",
    unit: ReferenceUnit | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> RecordStage:
    """By the trainee, as long as the stage isn't over. A body that has decided in this record stays the one it was."""
    if stage.record.person_id != by.pk:
        raise PermissionDenied
    kept = RecordStage.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=stage.pk)
    if kept.ended_at is not None:
        raise ValidationError(_("Cette étape est terminée."), code="ended")
    before = kept.organisation
    if before is not None and organisation != before and has_decided(before, stage.record):
        reason = _("%(body)s a déjà décidé dans ce livret : ajoutez plutôt une étape.") % {"body": before.name}
        raise ValidationError(reason, code="decided")
    kept.body_name = _checked(stage.record, organisation, body_name, unit, starts_on, ends_on)
    kept.organisation, kept.unit, kept.starts_on, kept.ends_on = organisation, unit, starts_on, ends_on
    kept.save()
    note(verb="record-stage-changed", noun=stage.record, by=by, at=at, organisation=organisation)
    return kept


@transaction.atomic
def end_stage(*, stage: RecordStage, by: Person, at: datetime) -> None:
    """Its body reads the record no more. What it decided stays."""
    if stage.record.person_id != by.pk:
        raise PermissionDenied
    if RecordStage.objects.filter(pk=stage.pk, ended_at=None).update(ended_at=at):
        note(verb="record-stage-ended", noun=stage.record, by=by, at=at, organisation=stage.organisation)


def _checked(
    record: TrainingRecord,
    organisation: Organisation | None,
    body_name: str,
    unit: ReferenceUnit | None,
    starts_on: date | None,
    ends_on: date | None,
) -> str:
    """The name of the body, or a ValidationError."""
    name = organisation.name if organisation is not None else " ".join(body_name.split())
    if not name:
        raise ValidationError(_("Choisissez votre organisme, ou écrivez son nom."), code="body")
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise ValidationError(_("Le dernier jour vient après le premier."), code="dates")
    if unit is not None and unit.version_id != record.reference_version_id:
        raise ValidationError(_("Cette étape n'est pas de cette formation."), code="unit")
    return name[:160]
