"""Signing: those who are ready get their certificate, once; the others wait with their reason.

The award is a row, written and registered in one short transaction. Its files (signed file, PDF) are made afterwards by a
task, by the duty that sweeps what is owed, or at the first download.
"""

import secrets
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Attempt
from certificates.actions.evidence import proof_of
from certificates.actions.freezing import Freezer
from certificates.actions.keys import ensure_key, opened
from certificates.actions.numbering import locked_counter, next_number
from certificates.actions.registering import enter_award, enter_awards
from certificates.actions.status_lists import allot_entry
from certificates.actions.telling import tell_of_award
from certificates.choices import Block
from certificates.models import AchievementVersion, Award, AwardEvidence, AwardHolder, NumberCounter
from certificates.policies import can_sign
from certificates.queries.candidates import Candidate, candidates_among
from certificates.signals import award_made
from certificates.signing import holder_commitment
from content.versions import State
from courses.models import Enrolment
from people.actions import record
from people.models import Organisation, Person


@dataclass(frozen=True)
class Draft:
    """All that a new award holds. `replaces` is set for a correction, `renews` for a renewal."""

    version: AchievementVersion
    organisation: Organisation
    awarded_on: date
    payload: dict[str, Any]
    evidence_digest: str
    idempotency: str
    name: str
    person: Person | None
    replaces: Award | None = None
    renews: Award | None = None


@transaction.atomic
def sign_awards(
    *, achievement_version: AchievementVersion, enrolments: Iterable[Enrolment], by: Person, at: datetime
) -> list[Award]:
    """The new awards, in the order of the register. Who is blocked or has the certificate already is skipped; asked twice,
    the second call makes nothing. Raises PermissionDenied unless `by` certifies for the owner."""
    version = AchievementVersion.objects.select_related("achievement__owner", "framework_version__framework").get(
        pk=achievement_version.pk
    )
    owner = version.achievement.owner
    if not can_sign(by, version):
        raise PermissionDenied
    if version.state != State.PUBLISHED:
        raise ValidationError(_("Ce certificat n'est pas publié : publiez-le avant de signer."), code="not_published")
    wanted = list(enrolments)
    kept_from_erasure(enrolment.person_id for enrolment in wanted)
    opened(ensure_key(organisation=owner, at=at))
    counter = locked_counter(owner, _day(at, owner).year)
    ready = _once([line for line in candidates_among(wanted, version, at) if line.ready])
    freezer = Freezer(version) if ready else None
    awards = [_sign(line, freezer, counter, by, at) for line in ready if freezer is not None]
    enter_awards(awards=awards, at=at)
    for award in awards:
        announce(award=award, verb="award-renewed" if award.renews_id else "award-signed", by=by, at=at)
    return awards


def kept_from_erasure(people: Iterable[UUID]) -> None:
    """Locks these people until the end of the transaction: an erasure that runs meanwhile either came first, and there is
    no name any more to read, or comes later and finds the new certificate."""
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=set(people)).order_by("pk").values_list("pk"))


def make_award(*, draft: Draft, counter: NumberCounter, by: Person, at: datetime, registered: bool = True) -> Award:
    """The row, its holder and its leaf of the register. The caller adds the evidence, then calls `announce`. A batch passes
    `registered=False` and calls `enter_awards` for all of it."""
    salt = secrets.token_hex(32)
    name = unicodedata.normalize("NFC", draft.name)
    award = Award.objects.create(
        number=next_number(counter),
        issuer=counter.organisation,
        organisation=draft.organisation,
        achievement_version=draft.version,
        awarded_on=draft.awarded_on,
        awarded_at=at,
        valid_until=end_of_validity(draft.awarded_on, draft.version),
        signed_by=by,
        payload=draft.payload,
        evidence_digest=draft.evidence_digest,
        holder_commitment=holder_commitment(salt, name),
        replaces=draft.replaces,
        renews=draft.renews,
        idempotency=draft.idempotency,
    )
    AwardHolder.objects.create(award=award, name=name, salt=salt, person=draft.person)
    allot_entry(award=award, at=at)
    if registered:
        enter_award(award=award, at=at)
    return award


def add_evidence(
    *, award: Award, attempt: Attempt | None, enrolment: Enrolment, detail: dict[str, Any]
) -> AwardEvidence:
    return AwardEvidence.objects.create(award=award, enrolment=enrolment, attempt=attempt, detail=detail)


def announce(*, award: Award, verb: str, by: Person, at: datetime) -> None:
    """The last line of making an award: the trail, the holder is told, then the news."""
    record(verb=verb, noun=award, by=by, at=at, organisation=award.issuer, number=award.number)
    tell_of_award(award=award, verb=verb, at=at)
    award_made.send(sender=Award, award=award, at=at)


def _once(lines: list[Candidate]) -> list[Candidate]:
    """Of two sessions in which somebody passed again, the first renews their certificate; one certificate has one heir."""
    renewed: set[UUID] = set()
    kept = []
    for line in lines:
        if line.renews is not None and line.renews.pk in renewed:
            line = replace(line, renews=None)
        elif line.renews is not None:
            renewed.add(line.renews.pk)
        kept.append(line)
    return kept


def _sign(line: Candidate, freezer: Freezer, counter: NumberCounter, by: Person, at: datetime) -> Award:
    if line.identity is None:
        raise ValidationError(Block.IDENTITY.label, code=Block.IDENTITY)
    proof = proof_of(line.case, line.identity)
    draft = Draft(
        version=freezer.version,
        organisation=line.enrolment.cohort.organisation,
        awarded_on=_day(at, counter.organisation),
        payload=freezer.payload(line.case, line.identity),
        evidence_digest=proof.digest,
        idempotency=f"{freezer.version.pk}:{line.enrolment.pk}:0",
        name=line.identity.name,
        person=line.enrolment.person,
        renews=line.renews,
    )
    award = make_award(draft=draft, counter=counter, by=by, at=at, registered=False)
    add_evidence(award=award, attempt=line.attempt, enrolment=line.enrolment, detail=proof.detail)
    for fact in proof.others:
        add_evidence(award=award, attempt=fact.attempt, enrolment=line.enrolment, detail=fact.record)
    return award


def _day(at: datetime, organisation: Organisation) -> date:
    return at.astimezone(ZoneInfo(organisation.time_zone)).date()


def end_of_validity(awarded_on: date, version: AchievementVersion) -> date | None:
    """The last day of validity; the end of a shorter month stands in for a missing day."""
    if version.validity_months is None:
        return version.valid_until
    year, month = divmod(awarded_on.year * 12 + awarded_on.month - 1 + version.validity_months, 12)
    last_day = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(awarded_on.day, last_day))
