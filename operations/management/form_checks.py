"""`demo --check`, the other forms of the certificate: token, badges, sealed PDF, transcript; checked as they lie."""

import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from certificates.actions import make_forms
from certificates.actions.forms import content_of, make_sealed
from certificates.actions.transcripts import make_transcript
from certificates.choices import FormKind, Verdict
from certificates.queries import check_file
from certificates.queries.paper import ATTACHMENT
from certificates.signing import ResolvedKey, unbake, verify, verify_jwt
from content.documents import attached_file
from operations.actions.demo import Chain

Resolver = Callable[[str], ResolvedKey | None]
NAMES: Final = {
    FormKind.JWT: "credential.jwt",
    FormKind.PNG: "badge.png",
    FormKind.SVG: "badge.svg",
}
SEALED: Final = "certificate-signed.pdf"
TRANSCRIPT: Final = "transcript.pdf"


def write_forms(chain: Chain, out: Path, at: datetime) -> None:
    """The seal is of a certificate made here and thrown away: no reader trusts it, each can check it."""
    for form in make_forms(award=chain.award, at=at, kinds=tuple(NAMES)):
        (out / NAMES[FormKind(form.form)]).write_bytes(content_of(form))
    key = ec.generate_private_key(ec.SECP256R1())
    sealed = make_sealed(award=chain.award, key=key, chain=[_throw_away(key, chain.award.issuer.name, at)], at=at)
    if sealed is not None:
        (out / SEALED).write_bytes(content_of(sealed))
    person = chain.award.holder.person
    if person is not None:
        (out / TRANSCRIPT).write_bytes(make_transcript(person=person, at=at))


def form_checks(out: Path, credential: bytes, resolver: Resolver, at: datetime) -> dict[str, bool]:
    token = (out / NAMES[FormKind.JWT]).read_text(encoding="ascii")
    baked = [unbake((out / NAMES[kind]).read_bytes()) or "{}" for kind in (FormKind.PNG, FormKind.SVG)]
    sealed = (out / SEALED).read_bytes()
    altered = sealed.replace(b"/Producer", b"/Prodycer", 1)
    return {
        "the token verifies with the published key": verify_jwt(token, resolver, at=at).verified,
        "a token with another signature fails": not verify_jwt(_altered(token), resolver, at=at).authentic,
        "both badges carry the signed file": [text.encode() for text in baked] == [credential, credential],
        "what they carry verifies": all(verify(json.loads(text), resolver, at=at).verified for text in baked),
        "the sealed certificate is intact": _seal_holds(sealed),
        "the sealed certificate carries the signed file": attached_file(sealed, ATTACHMENT) == credential,
        "the sealed certificate dropped on the verify page is true": check_file(sealed, at).verdict == Verdict.VALID,
        "one changed letter breaks the seal": altered != sealed and not _seal_holds(altered),
        "the transcript is a PDF": (out / TRANSCRIPT).read_bytes().startswith(b"%PDF-"),
    }


def _altered(token: str) -> str:
    message, _dot, signature = token.rpartition(".")
    return f"{message}.{'B' if signature[0] != 'B' else 'C'}{signature[1:]}"


def _seal_holds(pdf: bytes) -> bool:
    """Whether the signature covers the whole file and nothing was changed; whom it belongs to is another question."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature

    try:
        found: list[Any] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        statuses = [validate_pdf_signature(one, _trusting(one.signer_cert)) for one in found]
    except (PdfError, ValueError):
        return False
    return len(statuses) == 1 and bool(statuses[0].intact and statuses[0].valid)


def _trusting(certificate: Any) -> Any:
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(trust_roots=[certificate], allow_fetching=False)


def _throw_away(key: ec.EllipticCurvePrivateKey, name: str, at: datetime) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(at - timedelta(days=1)).not_valid_after(at + timedelta(days=30))
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())
