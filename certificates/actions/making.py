"""The bytes of each form of an award. All come from one payload: the signed file is made first, and the others from it."""

import base64
import json
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.actions.keys import opened
from certificates.badges import Design, DesignError, draw_png, draw_svg, mark
from certificates.choices import FormKind
from certificates.models import Award, AwardHolder, IssuerKey
from certificates.queries.issuing import DID_KEY, issuer_document
from certificates.queries.paper import ATTACHMENT, certificate_boxes, certificate_context, certificate_pictures
from certificates.queries.standing import last_moment
from certificates.queries.status_lists import entries_of
from certificates.queries.words import words_of
from certificates.signing import (
    Badge,
    CompiledMismatch,
    CompiledSigner,
    bake_png,
    bake_svg,
    credential_document,
    did_key,
    sign,
    sign_jwt,
)
from certificates.signing.did import did_key_method
from content.documents import Attachment, DocumentError, render_pdf

log = logging.getLogger(__name__)
CREDENTIAL_TYPE: Final = "application/vc+ld+json"
#: Name of the issuer's keys inside the PDF: with them the file can be checked once this site is gone.
KEYS: Final = "did.json"


@dataclass(frozen=True)
class Making:
    """What a form is made of. `credential` is the kept signed file, or nothing while it is being made. `signers`: those of a
    batch, so that its awards are signed together; `private`: the private half of `key`, where it isn't a kept one."""

    award: Award
    holder: AwardHolder
    key: IssuerKey
    at: datetime
    credential: bytes = b""
    private: Ed25519PrivateKey | None = None
    signers: "Signers | None" = None

    def opened(self) -> Ed25519PrivateKey:
        return self.private or opened(self.key)


class Signers:
    """One compiled signer for each key: it knows the common part of each achievement version, and holds samples against the
    reference. For one award alone the reference is as fast."""

    def __init__(self) -> None:
        self._by_method: dict[str, CompiledSigner] = {}

    def sign(self, badge: Badge, key: IssuerKey, method: str, created: datetime) -> dict[str, Any]:
        if method not in self._by_method:
            self._by_method[method] = CompiledSigner(opened(key), method)
        try:
            return self._by_method[method].sign(badge, created)
        except CompiledMismatch:
            log.exception("the compiled form isn't that of the reference: signed one by one")
            return sign(credential_document(badge), opened(key), method, created)


def badge_svg(award: Award) -> str:
    """The drawing of its version; a design that can't be read any more falls back on the standard one."""
    try:
        design = Design.from_json(award.achievement_version.badge)
    except DesignError:
        design = Design()
    svg = draw_svg(design, title=award.payload["title"])
    if not award.payload.get("sample"):
        return svg
    with override(award.payload["language"]):
        return mark(svg, _("EXEMPLE"))


def credential_bytes(making: Making) -> bytes:
    """Open Badges 3.0 with an embedded proof."""
    issuer, method = _signer(making)
    badge = _badge(making, issuer)
    if making.signers is None:
        signed = sign(credential_document(badge), making.opened(), method, making.at)
    else:
        signed = making.signers.sign(badge, making.key, method, making.at)
    return json.dumps(signed, ensure_ascii=False, indent=2).encode()


def jwt_bytes(making: Making) -> bytes:
    """The same document as a token, under the same issuer."""
    document = json.loads(making.credential)
    del document["proof"]
    _issuer, method = _signer(making)
    return sign_jwt(document, making.opened(), method).encode()


def svg_bytes(making: Making) -> bytes:
    return bake_svg(badge_svg(making.award), making.credential.decode()).encode()


def png_bytes(making: Making) -> bytes:
    return bake_png(draw_png(badge_svg(making.award)), making.credential.decode())


def pdf_bytes(making: Making) -> bytes:
    """The certificate for the eyes, with the signed file and the issuer's keys inside."""
    award = making.award
    context = certificate_context(award=award, name=making.holder.name, words=words_of(award))
    language = award.payload["language"]
    with override(language):
        descriptions = (
            _("Fichier signé : la forme vérifiable de ce certificat"),
            _("Clés publiques de l'émetteur : elles vérifient le fichier signé, même hors ligne"),
        )
    try:
        return render_pdf(
            template="certificates/pdf/certificate.html",
            context=context,
            title=context["document_title"],
            language=language,
            boxes=certificate_boxes(context),
            pictures=certificate_pictures(draw_png(badge_svg(award), pixels=360)),
            attachments=(
                Attachment(ATTACHMENT, making.credential, CREDENTIAL_TYPE, descriptions[0]),
                Attachment(KEYS, _issuer_keys(making), "application/did+json", descriptions[1]),
            ),
        )
    except DocumentError as error:
        raise ValidationError(str(error), code="document") from error


MAKERS: Final[dict[FormKind, Callable[[Making], bytes]]] = {
    FormKind.CREDENTIAL: credential_bytes,
    FormKind.JWT: jwt_bytes,
    FormKind.PNG: png_bytes,
    FormKind.SVG: svg_bytes,
    FormKind.PDF: pdf_bytes,
}


def _signer(making: Making) -> tuple[str, str]:
    """Issuer and verification method. A did:key is the key itself: after a change of key it is that of the new one."""
    did, key = making.award.payload["issuer"]["did"], making.key
    if did.startswith(DID_KEY):
        return did_key(key.public_multibase), did_key_method(key.public_multibase)
    return did, f"{did}#{key.kid}"


def _issuer_keys(making: Making) -> bytes:
    did = json.loads(making.credential)["issuer"]["id"]
    return json.dumps(issuer_document(making.award.issuer, did), indent=1).encode()


def _badge(making: Making, issuer: str) -> Badge:
    """What is signed. `issuer`: its identifier today, which a change of key may have made another than the payload has."""
    award, words = making.award, words_of(making.award)
    with override(award.payload["language"]):
        evidence = [(_("Identité"), words.identity), (_("Épreuve"), words.conditions)]
    picture = base64.b64encode(badge_svg(award).encode()).decode()
    facts: dict[str, Any] = {
        "payload": {**award.payload, "issuer": {**award.payload["issuer"], "did": issuer}},
        "address": f"{settings.VOLET_BASE_URL}{award.get_absolute_url()}",
        "number": award.number,
        "subject": uuid.uuid4().urn,
        "name": making.holder.name,
        "awarded_at": award.awarded_at,
        "valid_until": last_moment(award.valid_until, award.issuer.time_zone),
        "evidence": evidence,
        "status": entries_of(award),
        "image": f"data:image/svg+xml;base64,{picture}",
    }
    return Badge(**facts)
