"""A sealed PDF: valid for readers, refused once a byte is changed."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from content.documents import attached_file, render_pdf
from content.sealing import seal_pdf

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def self_made(key: Key) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Essai")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = (
        builder.serial_number(7).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9))
    )
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    return builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())


@pytest.fixture
def paper(db: None) -> bytes:
    from content.documents import attach_file

    pdf = render_pdf(template="content/paper.html", context={}, title="Essai")
    return attach_file(pdf, name="a.json", content=b'{"a": 1}', mime="application/json", description="x")


def seal(pdf: bytes, key: Key | None = None) -> bytes:
    key = key or ec.generate_private_key(ec.SECP256R1())
    return seal_pdf(pdf, key=key, chain=[self_made(key)], name="Fédération des Pins", reason="Certificat délivré")


def pdfsig(pdf: bytes, folder: Path) -> str:
    path = folder / "sealed.pdf"
    path.write_bytes(pdf)
    try:
        done = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("pdfsig is not installed")
    return done.stdout


@pytest.mark.parametrize("kind", ["elliptic", "rsa"])
def test_a_reader_finds_the_seal_valid_and_the_whole_file_covered(paper: bytes, tmp_path: Path, kind: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1()) if kind == "elliptic" else rsa.generate_private_key(65537, 2048)
    said = pdfsig(seal(paper, key), tmp_path)
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_the_seal_adds_and_changes_nothing(paper: bytes) -> None:
    sealed = seal(paper)
    assert sealed[: len(paper)] == paper
    assert attached_file(sealed, "a.json") == b'{"a": 1}'


def test_one_changed_byte_breaks_it(paper: bytes, tmp_path: Path) -> None:
    sealed = bytearray(seal(paper))
    sealed[len(paper) // 2] ^= 1
    assert "Signature is Valid." not in pdfsig(bytes(sealed), tmp_path)


def test_an_independent_validator_agrees_and_refuses_what_is_added_behind(paper: bytes) -> None:
    from io import BytesIO

    from pyhanko.pdf_utils.generic import TextStringObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    key = ec.generate_private_key(ec.SECP256R1())
    certificate = self_made(key)
    sealed = seal_pdf(paper, key=key, chain=[certificate], name="x", reason="y")
    from asn1crypto.x509 import Certificate
    from cryptography.hazmat.primitives.serialization import Encoding

    trust = ValidationContext(trust_roots=[Certificate.load(certificate.public_bytes(Encoding.DER))])
    status = validate_pdf_signature(PdfFileReader(BytesIO(sealed)).embedded_signatures[0], trust)
    assert (status.intact, status.valid, status.trusted, status.bottom_line) == (True, True, True, True)
    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    writer.root["/Lang"] = TextStringObject("en")
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    later = validate_pdf_signature(PdfFileReader(BytesIO(out.getvalue())).embedded_signatures[0], trust)
    assert later.bottom_line is False


def test_a_key_of_another_certificate_and_a_file_that_is_no_pdf_are_refused(paper: bytes) -> None:
    key, other = (ec.generate_private_key(ec.SECP256R1()) for _n in range(2))
    with pytest.raises(ValueError, match="key"):
        seal_pdf(paper, key=key, chain=[self_made(other)], name="x", reason="y")
    with pytest.raises(ValueError, match="PDF"):
        seal_pdf(b"not a pdf", key=key, chain=[self_made(key)], name="x", reason="y")
