"""Decisions of a jury: reasoned, dated, insert-only. A second decision about somebody supersedes the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.choices import JuryVerdict
from assessments.models import JuryDecision
from assessments.signals import jury_decided
from courses.models import Cohort, Enrolment
from people.actions import record
from people.models import Person


@dataclass(frozen=True)
class JuryMember:
    """As the minutes have them."""

    name: str
    function: str


@dataclass(frozen=True)
class Deliberation:
    """What the jury decided of one person, and why."""

    enrolment: Enrolment
    verdict: str
    reason: str


@transaction.atomic
def record_deliberation(
    *,
    cohort: Cohort,
    sat_on: date,
    members: Sequence[JuryMember],
    decisions: Sequence[Deliberation],
    by: Person,
    at: datetime,
) -> list[JuryDecision]:
    """All of the minutes or nothing. What says the same as the decision in force changes nothing. Nobody sits in judgement
    of themselves, and a jury is two people at least. Sends `jury_decided`."""
    if sat_on > cohort.today(at):
        raise ValidationError(_("La délibération ne peut pas avoir lieu dans l'avenir."), code="future")
    if len({member.name.casefold() for member in members}) < 2:
        raise ValidationError(_("Un jury compte au moins deux personnes."), code="members")
    Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)  # a second click waits for the first
    rows = [row for one in decisions if (row := _decide(one, cohort, sat_on, members, by, at)) is not None]
    if rows:
        record(verb="jury-decided", noun=cohort, by=by, at=at, organisation=cohort.organisation, decisions=len(rows))
        jury_decided.send(sender=JuryDecision, cohort=cohort, decisions=rows, at=at)
    return rows


def _decide(
    one: Deliberation, cohort: Cohort, sat_on: date, members: Sequence[JuryMember], by: Person, at: datetime
) -> JuryDecision | None:
    if one.enrolment.cohort_id != cohort.pk or one.enrolment.person.erased_at is not None:
        raise ValidationError(_("Cette personne n'est pas dans la session."), code="cohort")
    if one.enrolment.person_id == by.pk:
        raise ValidationError(_("Personne ne décide de son propre dossier."), code="own")
    if not one.reason.strip():
        name = one.enrolment.person.display_name
        raise ValidationError(_("Écrivez la raison pour %(name)s.") % {"name": name}, code="reason")
    former = JuryDecision.objects.filter(enrolment=one.enrolment, superseded_by=None).first()
    if former is not None and (former.verdict, former.reason, former.sat_on) == (one.verdict, one.reason, sat_on):
        return None
    return JuryDecision.objects.create(
        enrolment=one.enrolment,
        verdict=JuryVerdict(one.verdict),
        reason=one.reason.strip(),
        sat_on=sat_on,
        members=[{"name": member.name, "function": member.function} for member in members],
        supersedes=former,
        by=by,
        at=at,
    )
