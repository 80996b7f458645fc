"""Preparing and closing sessions, and opening protected activities to them."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from content.versions import State
from courses.choices import Conditions, Frame
from courses.models import Activity, Cohort, CohortTrainer, CourseVersion, Opening
from courses.validators import draw_code
from curriculum.models import DigitalStrandVersion, TrainingReferenceVersion
from people.actions import record
from people.models import Organisation, Person


@transaction.atomic
def open_cohort(
    *,
    organisation: Organisation,
    course_version: CourseVersion,
    name: str,
    frame: str,
    starts_on: date,
    ends_on: date,
    by: Person,
    at: datetime,
    reference_version: TrainingReferenceVersion | None = None,
    strand_version: DigitalStrandVersion | None = None,
) -> Cohort:
    """A session with its own join code; `by` is its first trainer."""
    if course_version.state == State.DRAFT:
        raise ValidationError(_("Ce parcours n'est pas encore publié."))
    if ends_on < starts_on:
        raise ValidationError(_("La session finit avant d'avoir commencé : vérifiez les dates."))
    if strand_version is not None and reference_version is None:
        reference_version = strand_version.reference_version
    if strand_version is not None and strand_version.reference_version_id != getattr(reference_version, "pk", None):
        raise ValidationError(_("Ce volet numérique est celui d'une autre formation."))
    cohort = Cohort.objects.create(
        organisation=organisation,
        course_version=course_version,
        reference_version=reference_version,
        strand_version=strand_version,
        name=name,
        frame=Frame(frame),
        starts_on=starts_on,
        ends_on=ends_on,
        join_code=_free_code(),
    )
    CohortTrainer.objects.create(cohort=cohort, person=by)
    record(verb="cohort-opened", noun=cohort, by=by, at=at, organisation=organisation)
    return cohort


@transaction.atomic
def close_cohort(*, cohort: Cohort, by: Person, at: datetime) -> Cohort:
    """Nobody joins any more, and what was open is closed. Trainees keep their course and what they earned."""
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if cohort.closed_at is None:
        cohort.closed_at = at
        cohort.save(update_fields=["closed_at"])
        Opening.objects.filter(cohort=cohort, closed_at=None).update(closed_at=at)
        record(verb="cohort-closed", noun=cohort, by=by, at=at, organisation=cohort.organisation)
    return cohort


@transaction.atomic
def open_activity(*, cohort: Cohort, activity_key: str, conditions: str, by: Person, at: datetime) -> Opening:
    """Open a protected activity under conditions, which stand on the certificate. Opening again changes them."""
    if cohort.closed_at is not None:
        raise ValidationError(_("Cette session est fermée."))
    if conditions not in Conditions.values:
        raise ValidationError(_("Choisissez comment l'épreuve est passée : dans la salle, ou seul, sans surveillance."))
    activities = Activity.objects.non_polymorphic().filter(course_version=cohort.course_version_id, protected=True)
    if not activities.filter(key=activity_key).exists():
        raise ValidationError(_("Cette activité n'a pas besoin d'être ouverte."))
    opening, _made = Opening.objects.update_or_create(
        cohort=cohort,
        activity_key=activity_key,
        defaults={"conditions": conditions, "opened_by": by, "opened_at": at, "closed_at": None},
    )
    detail = {"activity": activity_key, "conditions": conditions}
    record(verb="activity-opened", noun=cohort, by=by, at=at, organisation=cohort.organisation, **detail)
    return opening


@transaction.atomic
def close_activity(*, cohort: Cohort, activity_key: str, by: Person, at: datetime) -> Opening:
    """No new try begins. Closing what isn't open is refused."""
    opening = Opening.objects.select_for_update().filter(cohort=cohort, activity_key=activity_key).first()
    if opening is None or opening.closed_at is not None:
        raise ValidationError(_("Cette activité n'est pas ouverte."))
    opening.closed_at = at
    opening.save(update_fields=["closed_at"])
    record(verb="activity-closed", noun=cohort, by=by, at=at, organisation=cohort.organisation, activity=activity_key)
    return opening


def _free_code() -> str:
    """A code no session ever had, so that an old poster never leads into another session."""
    while True:
        code = draw_code()
        if not Cohort.objects.filter(join_code=code).exists():
            return code
