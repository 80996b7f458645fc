"""Whether a PDF is whole under the seal of its certifier (PAdES): signed to its last byte, by one of ours."""

import io
import logging
from typing import Any, Final

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificates

from certificates.models import Seal
from people.models import Organisation

#: What pyHanko and what reads certificates for it may raise on a stranger's PDF.
NOT_SEALED: Final = (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, ArithmeticError)


def under_seal(pdf: bytes, issuer: Organisation) -> bool | None:
    """True: whole, and sealed by this issuer. False: sealed, and changed since or sealed by another. None: no seal at all.

    Who vouches for the certificate doesn't matter here: it is compared with those that the certifier itself gave us, also
    the retired ones. Nothing is fetched.
    """
    if b"/ByteRange" not in pdf:
        return None
    from pyhanko.pdf_utils.misc import PdfError  # inline: heavy, and few PDFs are sealed
    from pyhanko.pdf_utils.reader import PdfFileReader

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    try:
        signatures = PdfFileReader(io.BytesIO(pdf), strict=True).embedded_signatures
        return len(signatures) == 1 and _whole(signatures[0], _certificates(issuer))
    except (PdfError, *NOT_SEALED):
        return False


def _whole(signature: Any, ours: set[bytes]) -> bool:
    from pyhanko.sign.validation import validate_pdf_signature  # inline: heavy, and few PDFs are sealed
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    if signature.signer_cert.dump() not in ours:
        return False
    context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=context)
    return bool(status.intact and status.valid and status.coverage == SignatureCoverageLevel.ENTIRE_FILE)


def _certificates(issuer: Organisation) -> set[bytes]:

    chains = Seal.objects.filter(organisation=issuer).values_list("chain", flat=True)
    return {load_pem_x509_certificates(chain.encode())[0].public_bytes(Encoding.DER) for chain in chains}
