"""A sealed PDF whose digest we no longer hold is judged by the certifier's seal."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import keys, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.actions import make_forms
from certificates.actions.forms import content_of
from certificates.choices import FormKind, Verdict
from certificates.models import Award, Seal
from certificates.queries import check_file
from people.actions import erase_person
from tests.certificates.conftest import AT, World

NAME = "Inès Benali"


class Stamp:
    """A throw-away certificate, and PDFs sealed with it."""

    def __init__(self) -> None:
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
        name = certificates.Name([certificates.NameAttribute(certificates.NameOID.COMMON_NAME, "Sceau")])
        usage = certificates.KeyUsage(True, True, *[False] * 7)
        self.certificate = (
            certificates.CertificateBuilder(name, name, key.public_key(), 7, now, now + timedelta(days=9))
            .add_extension(usage, critical=True)
            .sign(key, SHA256())
        )
        der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self.signer = signers.SimpleSigner(
            signing_cert=x509.Certificate.load(self.certificate.public_bytes(Encoding.DER)),
            signing_key=keys.PrivateKeyInfo.load(der),
            cert_registry=SimpleCertificateStore(),
        )

    def seal(self, pdf: bytes) -> bytes:
        out = io.BytesIO()
        meta = signers.PdfSignatureMetadata(field_name="Sceau")
        signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), meta, signer=self.signer, output=out)
        return out.getvalue()

    def belongs_to(self, world: World) -> None:
        Seal.objects.create(
            organisation=world.certifier_body,
            subject="Sceau",
            chain=self.certificate.public_bytes(Encoding.PEM).decode(),
            private_sealed="x",
            valid_from=AT,
            valid_until=AT + timedelta(days=9),
            added_by=world.certifier,
            added_at=AT,
        )


@pytest.fixture
def erased(world: World) -> bytes:
    """The PDF of somebody whose data was erased since: no digest is left."""
    enrolment = world.passed(NAME)
    [award] = world.sign(enrolment)
    pdf = content_of(next(form for form in make_forms(award=award, at=AT) if form.form == FormKind.PDF))
    erase_person(person=enrolment.person, by=None, at=AT)
    assert Award.objects.get().pk == award.pk
    return pdf


def test_a_whole_seal_proves_the_paper(world: World, erased: bytes) -> None:
    stamp = Stamp()
    stamp.belongs_to(world)
    finding = check_file(stamp.seal(erased), AT)
    assert (finding.verdict, finding.name) == (Verdict.VALID, NAME)
    assert {check.key: check.result for check in finding.checks}["paper"] == "ok"


def test_a_seal_of_somebody_else_or_a_changed_byte_is_found(world: World, erased: bytes) -> None:
    stamp = Stamp()
    stamp.belongs_to(world)
    sealed = stamp.seal(erased)
    changed = sealed[:11] + bytes([sealed[11] ^ 1]) + sealed[12:]  # in the comment under the header
    for data in (Stamp().seal(erased), changed, sealed + b"\n% more"):
        finding = check_file(data, AT)
        assert (finding.verdict, finding.title) == (Verdict.ALTERED, "Modifié : ne vous y fiez pas")
