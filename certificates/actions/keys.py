"""Signing keys of certifiers. The private half leaves the database only sealed, and memory only while it signs."""

from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.models import IssuerKey, RegisterKey, Seal
from certificates.signing import SealError, new_key, private_key
from people.actions import record
from people.models import Organisation


def master_path() -> Path:
    """The file that opens the private keys: to be kept with the backups, apart from the database."""
    return Path(settings.VOLET_KEYS) / "master_key"


def master_missing() -> bool:
    """Keys are sealed, and the file that opens them is gone."""
    if master_path().exists():
        return False
    return IssuerKey.objects.exists() or RegisterKey.objects.exists() or Seal.objects.exists()


def check_master() -> None:
    """A master key is never replaced without a word: the old one may lie in a backup."""
    if master_missing():
        message = _(
            "La clé maîtresse manque : remettez le fichier « master_key » de la sauvegarde, ou suivez la page « Clé de "
            "signature »."
        )
        raise ValidationError(message, code="master_missing")


@transaction.atomic
def ensure_key(*, organisation: Organisation, at: datetime) -> IssuerKey:
    """The key in use of a certifier, made at the first call. Two callers at once get the same one."""
    in_use = IssuerKey.objects.filter(organisation=organisation, retired_at=None)
    found = in_use.first()
    if found is None:
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        found = in_use.first()
    if found is not None:
        return found
    check_master()
    made = new_key(master_path())
    key = IssuerKey.objects.create(
        organisation=organisation,
        kid=f"key-{IssuerKey.objects.filter(organisation=organisation).count() + 1}",
        public_multibase=made.public_multibase,
        private_sealed=made.private_sealed,
        created_at=at,
    )
    record(verb="key-made", noun=key, by=None, at=at, organisation=organisation, kid=key.kid)
    return key


def opened(key: IssuerKey) -> Ed25519PrivateKey:
    """The private half. A lost or foreign master key is said in words an operator understands."""
    if not key.private_sealed:
        message = _("Cette clé a été déclarée copiée : sa partie secrète est détruite, elle ne signe plus rien.")
        raise ValidationError(message, code="key_destroyed")
    try:
        return private_key(master_path(), key.private_sealed)
    except SealError as error:
        message = _(
            "La clé de signature de « %(organisation)s » ne s'ouvre pas : le fichier « master_key » du dossier des clés "
            "manque ou vient d'une autre installation. Remettez celui de la sauvegarde, ou la clé depuis la page « Clé de "
            "signature »."
        )
        raise ValidationError(message % {"organisation": key.organisation.name}, code="key_sealed") from error
