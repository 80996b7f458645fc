"""Certificates of elsewhere in a record: kept as they came, checked again from time to time, taken away at will.

Reading a file may ask its issuer's site: it comes first (`queries.check_file`), outside any transaction.
"""

import hashlib
import logging
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from certificates.actions.records import add_to_record
from certificates.actions.removing import Removal
from certificates.choices import Verdict
from certificates.models import Annex, AnnexDecision, AwardHolder, ForeignAward, TrainingRecord
from certificates.queries.aiming import aims
from certificates.queries.checking import Finding
from certificates.queries.checks import Check, result_of
from certificates.queries.foreign import ForeignReading, read_foreign
from people.actions import in_language_of, notify
from people.actions import record as note
from people.models import Person

log = logging.getLogger(__name__)
MOST: Final = 50
CHECKED_EVERY: Final = timedelta(days=7)
PER_SWEEP: Final = 20


def add_file(*, record: TrainingRecord, data: bytes, finding: Finding, by: Person, at: datetime) -> Annex:
    """`finding` is what the check of `data` said just now. One of ours goes the usual way, if it is the person's own; one of
    elsewhere is kept if its signature and dates are right and its issuer hasn't withdrawn it, as far as that can be read.
    Raises ValidationError with the reason."""
    if record.person_id != by.pk:
        raise PermissionDenied
    refused = refusal(finding=finding, person=by)
    if not refused and finding.award is not None:
        return add_to_record(record=record, award=finding.award, at=at)
    if refused or finding.foreign is None:
        raise ValidationError(refused, code="refused")
    return _keep(record, data, finding.foreign, by, at)


def refusal(*, finding: Finding, person: Person) -> str:
    """Why a file that was checked just now can't be in this person's record; '' if it can."""
    if finding.decision or (finding.foreign is not None and finding.foreign.endorses):
        return _("C'est la décision d'un organisme, pas un certificat. Déposez le certificat lui-même.")
    if finding.award is not None:
        own = AwardHolder.objects.filter(award=finding.award, person=person).exists()
        return "" if own else _("Ce certificat a été délivré ici, à une autre personne ou sous un autre compte.")
    reading = finding.foreign
    if reading is None or reading.format is None:
        return finding.reason
    return "" if reading.acceptable and reading.title else _refusal(reading)


@transaction.atomic
def remove_foreign(*, foreign: ForeignAward, by: Person, at: datetime) -> None:
    """By its owner, as long as no body has decided anything about it. The file goes with it."""
    if foreign.person_id != by.pk:
        raise PermissionDenied
    locked = list(Annex.objects.select_for_update(of=("self",)).filter(foreign_award=foreign))
    if AnnexDecision.objects.filter(annex__in=locked).exists():
        raise ValidationError(
            _("Un organisme a décidé d'après ce certificat : il reste dans le livret."), code="decided"
        )
    note(verb="foreign-removed", noun=foreign, by=by, at=at)
    Annex.objects.filter(foreign_award=foreign).delete()
    ForeignAward.objects.filter(pk=foreign.pk).delete()
    transaction.on_commit(Removal(str(foreign.file.name)))


def check_again(*, foreign: ForeignAward, at: datetime) -> ForeignAward:
    """Reads the kept file once more. What its issuer withdrew no longer counts, and counts again should it be reinstated; a
    site that doesn't answer changes nothing but the date and the sentence."""
    reading = read_foreign(content_of_foreign(foreign), at)
    said = result_of(reading.checks, "status")
    known = result_of(reading.checks, "signature") == "ok" and said in ("ok", "warn", "bad")
    with transaction.atomic():
        kept = (
            ForeignAward.objects.select_for_update(of=("self",)).select_related("person").filter(pk=foreign.pk).first()
        )
        if kept is None:
            return foreign
        before = kept.verdict
        if known:
            kept.verdict = Verdict.REVOKED if said == "bad" else Verdict.ELSEWHERE
        kept.checks, kept.checked_at = [_told(check) for check in reading.checks], at
        kept.save(update_fields=["verdict", "checks", "checked_at"])
        if kept.verdict == Verdict.REVOKED and before != Verdict.REVOKED:
            _tell(kept, at)
    return kept


def content_of_foreign(foreign: ForeignAward) -> bytes:
    """Raises ValidationError where the file is gone from the disk, or was taken away meanwhile."""
    try:
        with foreign.file.open("rb") as handle:
            return bytes(handle.read())
    except OSError as error:
        reason = _("Le fichier de ce certificat n'est plus sur le serveur : « %(title)s ».") % {"title": foreign.title}
        raise ValidationError(reason, code="lost") from error


def check_owed(*, at: datetime) -> str:
    """The duty: those that count in a record and weren't looked at for a week, the oldest first, a few at a time."""
    owed = ForeignAward.objects.filter(annexes__isnull=False, checked_at__lt=at - CHECKED_EVERY).distinct()
    some = list(owed.select_related("person").order_by("checked_at")[:PER_SWEEP])
    failed = 0
    for foreign in some:
        try:
            with in_language_of(foreign.person):
                check_again(foreign=foreign, at=at)
        except (
            ValidationError
        ):  # its file is gone from the disk: the others have their turn, and it comes last next time
            log.exception("the file of a certificate of elsewhere can't be read: %s", foreign.pk)
            ForeignAward.objects.filter(pk=foreign.pk).update(checked_at=at)
            failed += 1
    return f"checked {len(some) - failed}, failed {failed}"


def _refusal(reading: ForeignReading) -> str:
    """The worst thing that is wrong or can't be said, in a sentence. A key of somebody else explains a wrong signature."""
    wrong = [check for check in reading.checks if check.result in ("bad", "unknown")]
    wrong.sort(key=lambda check: (check.result != "bad", check.key != "issuer"))
    if wrong:
        return f"{wrong[0].label} : {wrong[0].word}. {wrong[0].detail}"
    return reading.headline or _("Ce fichier ne dit pas ce qu'il certifie.")


def _keep(record: TrainingRecord, data: bytes, reading: ForeignReading, by: Person, at: datetime) -> Annex:
    """The file is written first; where the row was there already, or can't be written, it goes again."""
    digest = hashlib.sha256(data).hexdigest()
    new = ForeignAward(person=by, digest=digest, checked_at=at, added_at=at, **_fields(reading))
    new.file.save(f"{digest[:24]}.{reading.format}", ContentFile(data), save=False)
    try:
        with transaction.atomic():
            return _written(record, new, by, at)
    finally:
        if not ForeignAward.objects.filter(file=new.file.name).exists():
            new.file.delete(save=False)


def _written(record: TrainingRecord, new: ForeignAward, by: Person, at: datetime) -> Annex:
    if Person.objects.select_for_update(no_key=True).get(pk=by.pk).erased_at is not None:
        raise PermissionDenied
    kept = ForeignAward.objects.filter(person=by, digest=new.digest).first()
    if kept is None:
        if ForeignAward.objects.filter(person=by).count() >= MOST:
            raise ValidationError(_("Vous avez déjà beaucoup de certificats d'ailleurs : retirez-en un."), code="many")
        new.save(force_insert=True)
        kept = new
    held = Annex.objects.filter(record=record, foreign_award=kept).first()
    if held is not None:
        return held
    coverage = [reach.to_json() for reach in aims(record.strand_version, kept.statements, by)]
    note(verb="record-added", noun=record, by=by, at=at)
    return Annex.objects.create(record=record, foreign_award=kept, coverage=coverage, added_at=at)


def _fields(reading: ForeignReading) -> dict[str, Any]:
    return {
        "format": reading.format,
        "identifier": reading.identifier,
        "issuer": reading.issuer,
        "issuer_name": reading.issuer_name,
        "title": reading.title,
        "holder_name": reading.holder_name,
        "awarded_on": reading.awarded_on,
        "valid_until": reading.valid_until,
        "statements": reading.statements,
        "checks": [_told(check) for check in reading.checks],
        "verdict": reading.verdict,
    }


def _told(check: Check) -> dict[str, str]:
    return {"key": check.key, "name": check.label, "result": check.result, "detail": check.detail}


def _tell(foreign: ForeignAward, at: datetime) -> None:
    with in_language_of(foreign.person):
        title = _("Un certificat ne compte plus dans votre livret")
        body = _("%(title)s a été retiré ou suspendu par son émetteur. Votre livret le dit.") % {"title": foreign.title}
    key = f"foreign-revoked:{foreign.pk}:{at:%Y-%m-%d}"
    address = reverse("foreign-detail", args=[foreign.pk])
    notify(person=foreign.person, kind="annex", key=key, title=title, body=body, address=address, at=at)
