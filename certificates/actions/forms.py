"""The files of an award, made once and kept: the signed file, then the PDF that carries it.

Outside any long transaction: signing and rendering take time, the row that keeps a file is written afterwards. Two workers
at once both make one; the unique row decides, the other's file is thrown away.
"""

import hashlib
import json
import logging
import uuid
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.actions.keys import ensure_key, opened
from certificates.choices import FormKind
from certificates.models import Award, AwardHolder, IssuedForm, IssuerKey
from certificates.queries.paper import ATTACHMENT, certificate_boxes, certificate_context
from certificates.queries.words import words_of
from certificates.signing import Badge, credential_document, sign
from content.documents import DocumentError, attach_file, render_pdf

log = logging.getLogger(__name__)
CREDENTIAL_TYPE: Final = "application/vc+ld+json"
PER_SWEEP: Final = 200


def make_forms(*, award: Award, at: datetime) -> list[IssuedForm]:
    """Both files, made now if they aren't there. None where the holder was erased. Raises ValidationError with a sentence
    where a file can't be made (a key that doesn't open, a letter no font has)."""
    holder = AwardHolder.objects.filter(award=award).prefetch_related("forms").first()
    if holder is None:
        return []
    held = {form.form: form for form in holder.forms.all()}
    credential = held.get(FormKind.CREDENTIAL) or _make_credential(award, holder, at)
    pdf = held.get(FormKind.PDF) or _make_pdf(award, holder, credential, at)
    return [credential, pdf]


def make_owed_forms(*, at: datetime) -> str:
    """The sweep: awards whose files nobody made, because a task was lost. One that fails leaves the others their turn."""
    owed = (
        Award.objects.filter(holder__isnull=False)
        .exclude(holder__forms__form=FormKind.PDF)
        .select_related("issuer", "holder")
        .order_by("awarded_at")[:PER_SWEEP]
    )
    made = failed = 0
    for award in owed:
        try:
            made += len(make_forms(award=award, at=at)) > 0
        except ValidationError as error:
            log.error("forms of award %s can't be made: %s", award.pk, getattr(error, "code", ""))
            failed += 1
    return f"made {made}, failed {failed}"


def content_of(form: IssuedForm) -> bytes:
    with form.file.open("rb") as handle:
        return bytes(handle.read())


def _make_credential(award: Award, holder: AwardHolder, at: datetime) -> IssuedForm:
    key = ensure_key(organisation=award.issuer, at=at)
    secret = opened(key)
    document = sign(
        credential_document(_badge(award, holder)), secret, f"{award.payload['issuer']['did']}#{key.kid}", at
    )
    content = json.dumps(document, ensure_ascii=False, indent=2).encode()
    return _keep(award, holder, FormKind.CREDENTIAL, content, key, at)


def _make_pdf(award: Award, holder: AwardHolder, credential: IssuedForm, at: datetime) -> IssuedForm:
    context = certificate_context(award=award, name=holder.name, words=words_of(award))
    language = award.payload["language"]
    try:
        pdf = render_pdf(
            template="certificates/pdf/certificate.html",
            context=context,
            title=context["document_title"],
            language=language,
            boxes=certificate_boxes(context),
        )
    except DocumentError as error:
        raise ValidationError(str(error), code="document") from error
    with override(language):
        description = _("Fichier signé : la forme vérifiable de ce certificat")
    content = attach_file(
        pdf, name=ATTACHMENT, content=content_of(credential), mime=CREDENTIAL_TYPE, description=description
    )
    return _keep(award, holder, FormKind.PDF, content, credential.key, at)


def _badge(award: Award, holder: AwardHolder) -> Badge:
    words = words_of(award)
    with override(award.payload["language"]):
        evidence = [(_("Identité"), words.identity), (_("Épreuve"), words.conditions)]
    zone = ZoneInfo(award.issuer.time_zone)
    ends = datetime.combine(award.valid_until, time(23, 59, 59), tzinfo=zone) if award.valid_until else None
    return Badge(
        payload=award.payload,
        address=f"{settings.VOLET_BASE_URL}{award.get_absolute_url()}",
        number=award.number,
        subject=uuid.uuid4().urn,
        name=holder.name,
        awarded_at=award.awarded_at,
        valid_until=ends,
        evidence=evidence,
    )


def _keep(
    award: Award, holder: AwardHolder, kind: FormKind, content: bytes, key: IssuerKey | None, at: datetime
) -> IssuedForm:
    suffix = "pdf" if kind == FormKind.PDF else "json"
    form = IssuedForm(holder=holder, form=kind, digest=hashlib.sha256(content).hexdigest(), key=key, at=at)
    form.file.save(f"{award.public_id}.{suffix}", ContentFile(content), save=False)
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
