"""The files of an award, made once and kept: the signed file, then the forms that carry it.

Outside any long transaction: signing and rendering take time, the row that keeps a file is written afterwards. Two workers
at once both make one; the unique row decides, the other's file is thrown away.
"""

import hashlib
import logging
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from cryptography.x509 import Certificate
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from certificates.actions.keys import ensure_key
from certificates.actions.making import MAKERS, Making, Signers
from certificates.actions.sealing import opened_seal, seal_in_use
from certificates.choices import FormKind
from certificates.models import Award, AwardHolder, IssuedForm, IssuerKey
from certificates.queries.issuing import DID_KEY
from content.sealing import SealKey, seal_pdf

log = logging.getLogger(__name__)
PER_SWEEP: Final = 200
#: Made without being asked for; the others at their first download.
USUAL: Final = (FormKind.CREDENTIAL, FormKind.PDF)
SUFFIXES: Final = {
    FormKind.CREDENTIAL: "json",
    FormKind.JWT: "jwt",
    FormKind.PNG: "png",
    FormKind.SVG: "svg",
    FormKind.PDF: "pdf",
    FormKind.SEALED: "sealed.pdf",
}
Held = dict[FormKind, IssuedForm]


def make_forms(
    *, award: Award, at: datetime, kinds: Collection[FormKind] = USUAL, signers: Signers | None = None
) -> list[IssuedForm]:
    """The files asked for, in this order, made now where they aren't there, then kept. None where the holder was erased, and
    no sealed one where the certifier has no seal. Raises ValidationError with a sentence where a file can't be made (a key
    that doesn't open, a letter no font has). `signers`: of the batch that this award is one of."""
    holder = AwardHolder.objects.filter(award=award).prefetch_related("forms").first()
    if holder is None:
        return []
    held: Held = {FormKind(form.form): form for form in holder.forms.all()}
    for kind in (FormKind.CREDENTIAL, *kinds):
        form = held.get(kind) or _make(kind, award, holder, held, at, signers)
        if form is not None:
            held[kind] = form
    return [held[kind] for kind in kinds if kind in held]


def make_sealed(*, award: Award, key: SealKey, chain: Sequence[Certificate], at: datetime) -> IssuedForm | None:
    """The certificate under the seal of its issuer: the kept PDF with a signature behind it (`content.sealing`). Made once,
    then kept; None where the holder was erased. `chain` has the issuer's own certificate first."""
    held = {form.form: form for form in make_forms(award=award, at=at)}
    if FormKind.PDF not in held:
        return None
    kept = IssuedForm.objects.filter(holder=held[FormKind.PDF].holder_id, form=FormKind.SEALED).first()
    if kept is not None:
        return kept
    name, reason = award.payload["issuer"]["name"], f"{award.payload['title']} ({award.number})"
    content = seal_pdf(content_of(held[FormKind.PDF]), key=key, chain=chain, name=name, reason=reason)
    return _keep(award, held[FormKind.PDF].holder, FormKind.SEALED, content, None, at)


def make_owed_forms(*, at: datetime) -> str:
    """The sweep: awards whose files nobody made, because a task was lost. One that fails leaves the others their turn.
    Those of one achievement and key are signed together."""
    owed = (
        Award.objects.filter(holder__isnull=False)
        .exclude(holder__forms__form=FormKind.PDF)
        .select_related("issuer", "holder")
        .order_by("awarded_at")[:PER_SWEEP]
    )
    made = failed = 0
    signers = Signers()
    for award in owed:
        try:
            made += len(make_forms(award=award, at=at, signers=signers)) > 0
        except ValidationError as error:
            log.error("forms of award %s can't be made: %s", award.pk, getattr(error, "code", ""))
            failed += 1
    return f"made {made}, failed {failed}"


def content_of(form: IssuedForm) -> bytes:
    with form.file.open("rb") as handle:
        return bytes(handle.read())


def _make(
    kind: FormKind, award: Award, holder: AwardHolder, held: Held, at: datetime, signers: Signers | None
) -> IssuedForm | None:
    """Made from the signed file, which is there by now. None: the sealed one, where the certifier has no seal."""
    if kind == FormKind.CREDENTIAL:
        key = ensure_key(organisation=award.issuer, at=at)
        content = MAKERS[kind](Making(award, holder, key, at, signers=signers))
        return _keep(award, holder, kind, content, key, at)
    if kind == FormKind.SEALED:
        return _sealed_now(award, at)
    source = held[FormKind.CREDENTIAL]
    key = source.key or ensure_key(organisation=award.issuer, at=at)
    if kind == FormKind.JWT and not award.payload["issuer"]["did"].startswith(DID_KEY):
        # A retired key signs nothing more, save where the key itself is the issuer's name.
        key = ensure_key(organisation=award.issuer, at=at)
    content = MAKERS[kind](Making(award, holder, key, at, content_of(source)))
    return _keep(award, holder, kind, content, key, at)


def _sealed_now(award: Award, at: datetime) -> IssuedForm | None:
    seal = seal_in_use(award.issuer, at)
    if seal is None:
        return None
    key, chain = opened_seal(seal)
    return make_sealed(award=award, key=key, chain=chain, at=at)


def _keep(
    award: Award, holder: AwardHolder, kind: FormKind, content: bytes, key: IssuerKey | None, at: datetime
) -> IssuedForm:
    form = IssuedForm(holder=holder, form=kind, digest=hashlib.sha256(content).hexdigest(), key=key, at=at)
    form.file.save(f"{award.public_id}.{SUFFIXES[kind]}", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            # The holder's row is locked: an erasure that runs meanwhile either takes this file along or comes first.
            AwardHolder.objects.select_for_update().get(pk=holder.pk)
            form.save(force_insert=True)
    except (IntegrityError, AwardHolder.DoesNotExist) as error:
        form.file.delete(save=False)
        kept = IssuedForm.objects.filter(holder=holder.pk, form=kind).first()
        if kept is None:
            raise ValidationError(_("Les données de cette personne ont été effacées."), code="erased") from error
        return kept
    return form
