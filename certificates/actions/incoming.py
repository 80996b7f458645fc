"""A file between its preview and its confirmation: kept under a name that only its sender's page knows, for an hour."""

import secrets
from typing import Final

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from people.models import Person

FOLDER: Final = "incoming"
SALT: Final = "certificates.incoming"
LASTS: Final = 3600


def keep_incoming(*, data: bytes, person: Person) -> str:
    """The token that fetches it again. What nobody comes back for is swept (`actions.removing`)."""
    name = default_storage.save(f"{FOLDER}/{secrets.token_urlsafe(24)}.zip", ContentFile(data))
    return signing.dumps({"name": name, "person": str(person.pk)}, salt=SALT)


def incoming(*, token: str, person: Person) -> bytes | None:
    """None where it is somebody else's, too old, or gone."""
    name = _name(token, person)
    if name is None:
        return None
    try:
        with default_storage.open(name) as handle:
            return bytes(handle.read())
    except FileNotFoundError:
        return None


def drop_incoming(*, token: str, person: Person) -> None:
    name = _name(token, person)
    if name is not None:
        default_storage.delete(name)


def _name(token: str, person: Person) -> str | None:
    try:
        kept = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return str(kept["name"]) if kept["person"] == str(person.pk) else None
