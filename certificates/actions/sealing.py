"""The certifier's own X.509 certificate: kept sealed, used for its PDFs, retired."""

from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    pkcs12,
)
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.actions.keys import check_master, master_path
from certificates.models import Seal
from certificates.policies import can_certify
from certificates.signing import SealError
from certificates.signing.dates import LEEWAY
from certificates.signing.vault import seal, unseal
from content.sealing import SealKey
from people.actions import record
from people.models import Organisation, Person

SMALLEST_RSA: Final = 2048


def seal_in_use(organisation: Organisation, at: datetime) -> Seal | None:
    """None as well where its certificate isn't valid at that moment: nothing is sealed with it any more."""
    seals = Seal.objects.filter(organisation=organisation, retired_at=None)
    return seals.filter(valid_from__lte=at, valid_until__gte=at).first()


def opened_seal(found: Seal) -> tuple[SealKey, list[x509.Certificate]]:
    """Key and chain, the seal's own certificate first. Raises ValidationError where the master key is lost."""
    try:
        key = load_der_private_key(unseal(master_path(), found.private_sealed), None)
    except (SealError, ValueError) as error:
        message = _(
            "Le cachet ne s'ouvre pas : le fichier « master_key » du dossier des clés manque. Déposez-le de nouveau."
        )
        raise ValidationError(message, code="seal_sealed") from error
    assert isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey)  # noqa: S101  (`add_seal` takes no other)
    return key, x509.load_pem_x509_certificates(found.chain.encode())


@transaction.atomic
def add_seal(*, organisation: Organisation, file: bytes, passphrase: str, by: Person, at: datetime) -> Seal:
    """From a PKCS#12 file. It takes the place of the one in use. Raises ValidationError with what is wrong with it."""
    if not can_certify(by, organisation):
        raise PermissionDenied
    check_master()
    key, chain = _parsed(file, passphrase)
    own = chain[0]
    _check(own, key, at)
    retire_seal(organisation=organisation, by=by, at=at)
    found = Seal.objects.create(
        organisation=organisation,
        subject=own.subject.rfc4514_string()[:300],
        chain="".join(one.public_bytes(Encoding.PEM).decode() for one in chain),
        private_sealed=seal(master_path(), key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
        valid_from=own.not_valid_before_utc,
        valid_until=own.not_valid_after_utc,
        added_by=by,
        added_at=at,
    )
    record(verb="seal-added", noun=found, by=by, at=at, organisation=organisation, subject=found.subject)
    return found


@transaction.atomic
def retire_seal(*, organisation: Organisation, by: Person, at: datetime) -> None:
    """PDFs sealed with it stay as they are; new ones go out without a seal."""
    if not can_certify(by, organisation):
        raise PermissionDenied
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    for found in Seal.objects.filter(organisation=organisation, retired_at=None):
        found.retired_at = at
        found.save(update_fields=["retired_at"])
        record(verb="seal-retired", noun=found, by=by, at=at, organisation=organisation, subject=found.subject)


def is_self_made(found: Seal) -> bool:
    """Nobody but the certifier vouches for it: readers of PDF warn about it."""
    own = x509.load_pem_x509_certificates(found.chain.encode())[0]
    return own.issuer == own.subject


def _parsed(file: bytes, passphrase: str) -> tuple[SealKey, list[x509.Certificate]]:
    try:
        key, own, others = pkcs12.load_key_and_certificates(file, passphrase.encode())
    except ValueError as error:
        message = _("Cette phrase n'ouvre pas ce fichier, ou ce n'est pas un fichier « .p12 » ou « .pfx ».")
        raise ValidationError(message, code="passphrase") from error
    if key is None or own is None:
        raise ValidationError(_("Il manque dans ce fichier la clé privée ou son certificat."), code="incomplete")
    if not isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey):
        raise ValidationError(_("Ce fichier contient une clé d'une autre sorte."), code="kind")
    return key, [own, *others]


def _check(own: x509.Certificate, key: SealKey, at: datetime) -> None:
    if own.public_key() != key.public_key():
        raise ValidationError(_("La clé de ce fichier n'est pas celle de son certificat."), code="mismatch")
    if isinstance(key, RSAPrivateKey) and key.key_size < SMALLEST_RSA:
        raise ValidationError(_("La clé de ce certificat est trop courte pour être sûre."), code="short")
    if own.not_valid_after_utc < at:
        raise ValidationError(_("Ce certificat n'est plus valable."), code="expired")
    if own.not_valid_before_utc > at + LEEWAY:
        raise ValidationError(_("Ce certificat n'est pas encore valable."), code="early")
    try:
        usage = own.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise ValidationError(_("Ce certificat n'est pas fait pour signer."), code="usage")
