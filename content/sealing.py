"""PAdES B-B: a PDF sealed under an X.509 certificate, so that a reader says by itself whether it was changed.

The seal is a certifying signature that allows no change (ISO 32000-2 §12.8.2.2, ETSI EN 319 142-1). No time stamp, no
network: the reader decides whether it trusts the certificate.
"""

import io
from collections.abc import Sequence
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import Certificate

#: Room for the signature and its chain; the default of the library is found by signing twice.
RESERVED: Final = 16_384
FIELD: Final = "Cachet"
SealKey = EllipticCurvePrivateKey | RSAPrivateKey


def seal_pdf(pdf: bytes, *, key: SealKey, chain: Sequence[Certificate], name: str, reason: str) -> bytes:
    """The sealed file: `pdf` with an addition behind it, no byte of it changed. `chain` has the signer's own certificate
    first. Raises ValueError where the key isn't that of the certificate, or the file is no PDF."""
    from asn1crypto.keys import PrivateKeyInfo  # inline: heavy, and no page needs it
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    if not chain or chain[0].public_key() != key.public_key():
        raise ValueError("the key isn't that of the certificate")
    own, *others = [_certificate(one) for one in chain]
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(others)
    private: Any = PrivateKeyInfo.load(  # type: ignore[no-untyped-call]
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    )
    signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            name=name,
            reason=reason,
        ),
        signer=SimpleSigner(signing_cert=own, signing_key=private, cert_registry=store),
    )
    out = io.BytesIO()
    try:
        signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out, bytes_reserved=RESERVED)
    except PdfError as error:
        raise ValueError(f"not a PDF that can be sealed: {error}") from error
    return out.getvalue()


def _certificate(one: Certificate) -> Any:
    from asn1crypto import x509  # inline: heavy, and no page needs it

    return x509.Certificate.load(one.public_bytes(Encoding.DER))  # type: ignore[no-untyped-call]
