"""A certifier lets a training body run a certificate, changes the conditions, ends it. What was awarded stays valid."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from certificates.models import Achievement, Authorisation
from certificates.policies import can_manage_achievement
from people.actions import record
from people.models import Organisation, Person


@transaction.atomic
def authorise(
    *,
    achievement: Achievement,
    organisation: Organisation,
    starts_on: date,
    by: Person,
    at: datetime,
    ends_on: date | None = None,
    conditions: str = "",
) -> Authorisation:
    """Dates are days in the body's time zone, both included. Two authorisations of one body never overlap."""
    if not can_manage_achievement(by, achievement):
        raise PermissionDenied
    if not organisation.approved_at:
        raise ValidationError(_("Cet organisme n'est pas encore approuvé."), code="not_approved")
    if ends_on is not None and ends_on < starts_on:
        raise ValidationError(_("La date de fin vient avant la date de début."), code="dates")
    Achievement.objects.select_for_update(no_key=True).get(pk=achievement.pk)  # a second click waits for the first
    others = Authorisation.objects.filter(achievement=achievement, organisation=organisation)
    overlap = others.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    if (overlap if ends_on is None else overlap.filter(starts_on__lte=ends_on)).exists():
        raise ValidationError(_("Cet organisme est déjà habilité à ces dates."), code="overlap")
    authorisation = Authorisation.objects.create(
        achievement=achievement,
        organisation=organisation,
        starts_on=starts_on,
        ends_on=ends_on,
        conditions=conditions.strip(),
        by=by,
        at=at,
    )
    detail = {"body": organisation.slug, "starts_on": starts_on.isoformat()}
    record(verb="authorisation-given", noun=authorisation, by=by, at=at, organisation=achievement.owner, **detail)
    return authorisation


@transaction.atomic
def change_conditions(
    *, authorisation: Authorisation, conditions: str, starts_on: date, by: Person, at: datetime
) -> Authorisation:
    """The row ends the day before `starts_on`, another takes its place to the same end. Never for days gone by: somebody may
    have passed under the conditions of that day."""
    if not can_manage_achievement(by, authorisation.achievement):
        raise PermissionDenied
    Achievement.objects.select_for_update(no_key=True).get(pk=authorisation.achievement_id)
    former = Authorisation.objects.select_related("achievement__owner", "organisation").get(pk=authorisation.pk)
    if starts_on < at.astimezone(ZoneInfo(former.achievement.owner.time_zone)).date():
        raise ValidationError(_("De nouvelles conditions commencent aujourd'hui au plus tôt."), code="past")
    if starts_on <= former.starts_on:
        raise ValidationError(
            _("De nouvelles conditions commencent après le premier jour de l'habilitation."), code="first_day"
        )
    if former.ends_on is not None and former.ends_on < starts_on:
        raise ValidationError(_("Cette habilitation prend déjà fin avant cette date."), code="ended")
    if conditions.strip() == former.conditions:
        raise ValidationError(_("Ce sont déjà les conditions de cette habilitation."), code="same")
    ends_on, former.ends_on = former.ends_on, starts_on - timedelta(days=1)
    former.save(update_fields=["ends_on"])
    return authorise(
        achievement=former.achievement,
        organisation=former.organisation,
        starts_on=starts_on,
        ends_on=ends_on,
        conditions=conditions,
        by=by,
        at=at,
    )


@transaction.atomic
def end_authorisation(*, authorisation: Authorisation, ends_on: date, by: Person, at: datetime) -> Authorisation:
    """`ends_on` is its last day. An authorisation that hasn't begun ends on its first day at the earliest."""
    if not can_manage_achievement(by, authorisation.achievement):
        raise PermissionDenied
    if authorisation.ends_on is not None and authorisation.ends_on <= ends_on:
        raise ValidationError(_("Cette habilitation prend déjà fin avant cette date."), code="ended")
    authorisation.ends_on = max(ends_on, authorisation.starts_on)
    authorisation.save(update_fields=["ends_on"])
    record(
        verb="authorisation-ended",
        noun=authorisation,
        by=by,
        at=at,
        organisation=authorisation.achievement.owner,
        ends_on=authorisation.ends_on.isoformat(),
    )
    return authorisation
