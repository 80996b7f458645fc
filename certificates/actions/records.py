"""Le livret: opening it, and adding certificates to it. What a certificate covered is frozen on the day it was added."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.choices import Standing
from certificates.models import Annex, Award, AwardHolder, TrainingRecord
from certificates.queries.reaching import reaches
from certificates.queries.standing import verdict_of
from content.versions import State
from curriculum.models import DigitalStrandVersion
from people.actions import record as note
from people.models import Person


@transaction.atomic
def open_record(
    *, person: Person, strand_version: DigitalStrandVersion, at: datetime, file_number: str = ""
) -> TrainingRecord:
    """The person's record for the training that `strand_version` is put into; asked again, the one there is, with the
    strand it was opened with. `file_number` is the person's number at the State's office, if they have it."""
    if strand_version.state not in (State.PUBLISHED, State.SUPERSEDED):
        raise ValidationError(_("Ce volet numérique n'est pas publié."), code="not_published")
    if Person.objects.select_for_update(no_key=True).get(pk=person.pk).erased_at is not None:
        raise PermissionDenied  # erased in another window: nothing of theirs comes back
    record, made = TrainingRecord.objects.get_or_create(
        person=person,
        reference_version=strand_version.reference_version,
        defaults={"strand_version": strand_version, "file_number": file_number.strip()[:40], "opened_at": at},
    )
    if made:
        note(verb="record-opened", noun=record, by=person, at=at)
    return record


@transaction.atomic
def set_file_number(*, record: TrainingRecord, number: str, by: Person, at: datetime) -> None:
    """The person's number at the State's office, which often comes after the record was opened."""
    if record.person_id != by.pk:
        raise PermissionDenied
    written = " ".join(number.split())
    if len(written) > 40:
        raise ValidationError(_("Ce numéro est trop long : 40 signes au plus."), code="long")
    if TrainingRecord.objects.filter(pk=record.pk).exclude(file_number=written).update(file_number=written):
        note(verb="record-numbered", noun=record, by=by, at=at)


@transaction.atomic
def add_to_record(*, record: TrainingRecord, award: Award, at: datetime) -> Annex:
    """Adds the person's own certificate, while it stands. Added twice, it is one annex with the coverage of the first day.

    A certificate that covers nothing of the strand may be added too: the body and the jury decide what they make of it.
    """
    if not AwardHolder.objects.filter(award=award, person=record.person_id).exists():
        raise PermissionDenied
    held = Annex.objects.filter(record=record, award=award).first()
    if held is not None:
        return held
    standing = verdict_of(award, at)
    if standing != Standing.VALID:
        reason = _("Ce certificat ne peut plus être ajouté : %(standing)s.") % {"standing": standing.label.lower()}
        raise ValidationError(reason, code="not_valid")
    reached = [reach.to_json() for reach in reaches(record.strand_version, award, record.person)]
    annex, made = Annex.objects.get_or_create(
        record=record, award=award, defaults={"coverage": reached, "added_at": at}
    )
    if made:
        note(verb="record-added", noun=record, by=record.person, at=at)
    return annex
