"""Signed heads of the register: what anyone may hold us to."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from certificates.actions.keys import check_master, master_path
from certificates.actions.registering import fill_tiles
from certificates.models import RegisterHead, RegisterKey, TreeHead
from certificates.queries.tree import computed
from certificates.signing import SealError, new_key, private_key
from certificates.signing.checkpoint import origin_of, signed_checkpoint
from certificates.signing.merkle import Load, MissingHashes, root
from people.actions import record
from people.models import Person


def sign_head(*, at: datetime) -> TreeHead | None:
    """The head over the whole register as it is now; the last one where nothing came since, None while it is empty.

    Refuses where the register no longer begins with what the last head says: signing that would be to sign a lie. Two
    workers at once get the same head.
    """
    fill_tiles()
    size = RegisterHead.objects.filter(pk=1).values_list("size", flat=True).first() or 0
    last = TreeHead.objects.order_by("-size").first()
    if last is not None and last.size == size:
        return last
    if not size and last is None:
        return None
    top = _checked_root(size, last)
    key = ensure_register_key(at=at)
    origin = origin_of(settings.VOLET_BASE_URL)
    note = signed_checkpoint(origin=origin, size=size, root=top, at=at, key=_opened(key))
    try:
        with transaction.atomic():
            return TreeHead.objects.create(size=size, root=top.hex(), key=key, note=note, at=at)
    except IntegrityError:
        return TreeHead.objects.get(pk=size)


def sign_due_head(*, at: datetime) -> str:
    """The duty."""
    head = sign_head(at=at)
    return f"size {head.size}" if head else "empty"


def ensure_register_key(*, at: datetime) -> RegisterKey:
    """The key in use, made at the first call. Two callers at once get the same one."""
    in_use = RegisterKey.objects.filter(retired_at=None)
    return in_use.first() or _made_key(at) or in_use.get()


@transaction.atomic
def renew_register_key(*, by: Person | None, at: datetime) -> RegisterKey:
    """A new key signs from now on. The old one stays published: what it signed stays true."""
    RegisterKey.objects.filter(retired_at=None).update(retired_at=at)
    key = ensure_register_key(at=at)
    record(verb="register-key-renewed", noun=key, by=by, at=at, kid=key.kid)
    return key


def _made_key(at: datetime) -> RegisterKey | None:
    check_master()
    made = new_key(master_path())
    try:
        with transaction.atomic():
            key = RegisterKey.objects.create(
                kid=f"register-{RegisterKey.objects.count() + 1}",
                public_multibase=made.public_multibase,
                private_sealed=made.private_sealed,
                created_at=at,
            )
            record(verb="key-made", noun=key, by=None, at=at, kid=key.kid)
            return key
    except IntegrityError:
        return None


def _opened(key: RegisterKey) -> Ed25519PrivateKey:
    try:
        return private_key(master_path(), key.private_sealed)
    except SealError as error:
        message = _(
            "La clé du registre ne s'ouvre pas : le fichier « master_key » du dossier des clés manque ou vient d'une autre "
            "installation. Remettez celui de la sauvegarde."
        )
        raise ValidationError(message, code="key_sealed") from error


def _checked_root(size: int, last: TreeHead | None) -> bytes:
    """The root over `size` entries, once it is sure that those of the last head are still the same."""

    def roots(load: Load) -> tuple[bytes, bytes]:
        return root(load, size), root(load, last.size if last else 0)

    try:
        if last is not None and last.size > size:
            raise MissingHashes
        top, before = computed(roots)
    except MissingHashes as error:
        raise ValidationError(_("Il manque des lignes au registre : aucun état n'est signé."), code="gap") from error
    if last is not None and before.hex() != last.root:
        message = _("Le registre ne commence plus comme le dernier état signé : aucun nouvel état n'est signé.")
        raise ValidationError(message, code="inconsistent")
    return top
