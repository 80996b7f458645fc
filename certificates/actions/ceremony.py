"""The ceremony of a certifier's key: back it up, change it, put it back. Each leaves a trace in the audit trail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from django.core.cache import caches
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.actions.heads import renew_register_key
from certificates.actions.keys import check_master, ensure_key, master_missing, master_path, opened
from certificates.actions.status_lists import open_list, publish_lists
from certificates.models import IssuerKey, RegisterKey
from certificates.policies import can_certify
from certificates.queries.keys import key_bodies
from certificates.signing import encode_public
from certificates.signing.vault import make_master, seal
from people.actions import record
from people.models import Organisation, Person
from people.policies import Viewer

#: Seconds.
SEEN_FOR: Final = 60
#: Each process remembers for itself: asking the shared cache would cost the query that it spares.
OWN: Final = caches["template_fragments"]


@dataclass(frozen=True)
class KeyState:
    """The key in use of a certifier, or None before the first signature."""

    organisation: Organisation
    key: IssuerKey | None
    opens: bool
    missing: bool = False

    @property
    def to_see(self) -> bool:
        return self.key is not None and not (self.opens and self.key.backed_up_at)


def key_state(organisation: Organisation) -> KeyState:
    key = IssuerKey.objects.filter(organisation=organisation, retired_at=None).first()
    return KeyState(organisation, key, key is None or opens(key), master_missing())


def keys_to_see(person: Viewer) -> list[KeyState]:
    """Keys that somebody must back up or put back, for the certifier's home. None is remembered for a minute."""
    remembered = f"keys-seen:{person.pk}"
    if OWN.get(remembered):
        return []
    keys = IssuerKey.objects.filter(organisation__in=key_bodies(person), retired_at=None)
    states = [KeyState(key.organisation, key, opens(key)) for key in keys.select_related("organisation")]
    to_see = [state for state in states if state.to_see]
    if not to_see:
        OWN.set(remembered, True, SEEN_FOR)
    return to_see


def opens(key: IssuerKey) -> bool:
    try:
        opened(key)
    except ValidationError:
        return False
    return True


@transaction.atomic
def back_up(*, key: IssuerKey, passphrase: str, by: Person, at: datetime) -> bytes:
    """The private key as a PKCS#8 file that only `passphrase` opens."""
    _allowed(key.organisation, by)
    private = opened(key)
    content = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode()))
    key.backed_up_at = at
    key.save(update_fields=["backed_up_at"])
    record(verb="key-backed-up", noun=key, by=by, at=at, organisation=key.organisation, kid=key.kid)
    return content


@transaction.atomic
def rotate(*, organisation: Organisation, by: Person, at: datetime, copied: bool = False) -> IssuerKey:
    """A new key signs from now on. The old one stays published: what it signed stays true. Without a domain it goes on
    signing the lists of its own certificates, unless it was `copied`: then its private half is destroyed here."""
    _allowed(organisation, by)
    check_master()
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    for old in IssuerKey.objects.filter(organisation=organisation, retired_at=None):
        old.retired_at, old.private_sealed = at, "" if copied else old.private_sealed
        old.save(update_fields=["retired_at", "private_sealed"])
    key = ensure_key(organisation=organisation, at=at)
    open_list(issuer=organisation, at=at)
    publish_lists(issuer=organisation, at=at)
    record(verb="key-rotated", noun=key, by=by, at=at, organisation=organisation, kid=key.kid, copied=copied)
    return key


@transaction.atomic
def declare_lost(*, organisation: Organisation, by: Person, at: datetime) -> IssuerKey:
    """The master key is in no backup either: a new one, and a new key under it. What was sealed before stays shut."""
    _allowed(organisation, by)
    if not master_missing():
        raise ValidationError(_("La clé maîtresse est là : il n'y a rien à déclarer perdu."), code="there")
    _new_master(organisation, by, at)
    return rotate(organisation=organisation, by=by, at=at)


@transaction.atomic
def restore(*, organisation: Organisation, backup: bytes, passphrase: str, by: Person, at: datetime) -> IssuerKey:
    """The private half comes back from its file: it must be that of a key of this certifier."""
    _allowed(organisation, by)
    private = _unlocked(backup, passphrase)
    multibase = encode_public(private.public_key().public_bytes_raw())
    key = IssuerKey.objects.filter(organisation=organisation, public_multibase=multibase).first()
    if key is None:
        raise ValidationError(
            _("Cette sauvegarde s'ouvre, mais c'est celle d'une autre clé que les vôtres."), code="other"
        )
    if not key.private_sealed:
        raise ValidationError(_("Cette clé a été déclarée copiée : elle ne doit plus rien signer."), code="copied")
    if master_missing():
        _new_master(organisation, by, at)
    key.private_sealed = seal(master_path(), private.private_bytes_raw())
    key.save(update_fields=["private_sealed"])
    publish_lists(issuer=organisation, at=at)
    record(verb="key-restored", noun=key, by=by, at=at, organisation=organisation, kid=key.kid)
    return key


def _new_master(organisation: Organisation, by: Person, at: datetime) -> None:
    """The register's key was shut by the old one: it is replaced, so that heads go on."""
    make_master(master_path())
    record(verb="master-replaced", noun=organisation, by=by, at=at, organisation=organisation)
    if RegisterKey.objects.exists():
        renew_register_key(by=by, at=at)


def _unlocked(backup: bytes, passphrase: str) -> Ed25519PrivateKey:
    if b"-----BEGIN ENCRYPTED PRIVATE KEY-----" not in backup:
        message = _("Ce fichier n'est pas une sauvegarde de clé. Elle se termine par « .pem ».")
        raise ValidationError(message, code="no_backup")
    try:
        private = load_pem_private_key(backup, passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        message = _("Cette phrase n'ouvre pas ce fichier, ou le fichier est abîmé.")
        raise ValidationError(message, code="passphrase") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise ValidationError(_("Ce fichier contient une clé d'une autre sorte."), code="kind")
    return private


def _allowed(organisation: Organisation, by: Person) -> None:
    if not can_certify(by, organisation):
        raise PermissionDenied
