"""The certifier's own certificate: checked when it comes in, used for PDFs, warned about where nobody vouches for it."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certificates.actions import make_forms
from certificates.actions.forms import content_of
from certificates.actions.sealing import add_seal, opened_seal, retire_seal, seal_in_use
from certificates.choices import FormKind, Verdict
from certificates.models import Seal
from certificates.queries import check_file
from certificates.queries.handing import handed_forms
from tests.certificates.conftest import World
from tests.certificates.screens import client_of, words_on

NOW = datetime.now(UTC)
PHRASE = "phrase du cachet"


def bag(*, days: int = 30, signs: bool = True, key=None, since: timedelta = timedelta(days=-60)) -> bytes:
    """A PKCS#12 file with a certificate made here."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Cachet des Pins")])
    usage = x509.KeyUsage(signs, False, False, False, False, not signs, False, False, False)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, NOW + since, NOW + timedelta(days=days))
    made = builder.add_extension(usage, critical=True)
    own = made.sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else SHA256())
    return pkcs12.serialize_key_and_certificates(b"x", key, own, None, BestAvailableEncryption(PHRASE.encode()))


def add(world: World, file: bytes, passphrase: str = PHRASE) -> Seal:
    return add_seal(organisation=world.certifier_body, file=file, passphrase=passphrase, by=world.certifier, at=NOW)


def test_a_sealed_certificate_is_made_with_the_seal_in_use_and_is_true(world: World) -> None:
    award = world.award()
    assert make_forms(award=award, at=NOW, kinds=[FormKind.SEALED]) == []
    seal = add(world, bag())
    (sealed,) = make_forms(award=award, at=NOW, kinds=[FormKind.SEALED])
    assert FormKind.SEALED in [form.kind for form in handed_forms(award)]
    assert check_file(content_of(sealed), NOW).verdict == Verdict.VALID
    assert "PRIVATE" not in seal.chain + seal.private_sealed
    key, chain = opened_seal(seal)
    assert chain[0].public_key() == key.public_key()
    retire_seal(organisation=world.certifier_body, by=world.certifier, at=NOW)
    assert seal_in_use(world.certifier_body, NOW) is None
    assert make_forms(award=award, at=NOW, kinds=[FormKind.SEALED]) == [sealed]


@pytest.mark.parametrize(
    ("make", "phrase", "code"),
    [
        (bag, "autre", "passphrase"),
        (lambda: b"x", PHRASE, "passphrase"),
        (lambda: bag(days=-1), PHRASE, "expired"),
        (lambda: bag(since=timedelta(minutes=30)), PHRASE, "early"),
        (lambda: bag(signs=False), PHRASE, "usage"),
        (lambda: bag(key=ed25519.Ed25519PrivateKey.generate()), PHRASE, "kind"),
    ],
)
def test_a_certificate_that_cannot_seal_is_refused(world: World, make, phrase: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        add(world, make(), phrase)
    assert (refusal.value.code, Seal.objects.count()) == (code, 0)


def test_a_seal_made_by_a_clock_that_runs_ahead_a_little_is_taken(world: World) -> None:
    assert add(world, bag(since=timedelta(minutes=3))).retired_at is None


def test_a_new_seal_takes_the_place_of_the_old_one(world: World) -> None:
    first, second = add(world, bag()), add(world, bag())
    first.refresh_from_db()
    assert (first.retired_at, seal_in_use(world.certifier_body, NOW)) == (NOW, second)


def test_the_screen_warns_of_a_home_made_certificate(world: World) -> None:
    desk = client_of(world.certifier)
    place = reverse("seal-add", args=["federation-des-pins"])
    wrong = {"seal-file": SimpleUploadedFile("a.p12", bag()), "seal-passphrase": "autre"}
    assert "Cette phrase n'ouvre pas ce fichier" in words_on(desk.post(place, wrong))
    form = {"seal-file": SimpleUploadedFile("a.p12", bag()), "seal-passphrase": PHRASE}
    assert "Ce certificat est fait maison" in words_on(desk.post(place, form, follow=True))
    assert desk.post(reverse("seal-retire", args=["federation-des-pins"])).status_code == 302
    assert not Seal.objects.filter(retired_at=None).exists()
