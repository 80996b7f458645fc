"""Under which name a certifier signs.

A `did:web` is found by whoever has the network and the domain; so it is used on a real https domain only. Elsewhere (the
demonstration, a room's own server) the issuer is the `did:key` of the signing key, which verifies anywhere without network.
"""

from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from certificates.models import IssuerKey
from certificates.queries.awards import did_document_of, did_of
from certificates.signing import did_document, did_key
from certificates.signing.did import did_key_method
from people.models import Organisation

#: Names that only a local network knows.
LOCAL: Final = (".local", ".localhost", ".lan", ".home", ".internal", ".test", ".invalid")
DID_KEY: Final = "did:key:"


def issuer_id(organisation: Organisation, key: IssuerKey) -> str:
    """What stands as `issuer.id` in what this key signs."""
    return did_of(organisation) if on_a_domain() else did_key(key.public_multibase)


def verification_method(organisation: Organisation, key: IssuerKey) -> str:
    """The key itself, under the name of `issuer_id`."""
    return f"{did_of(organisation)}#{key.kid}" if on_a_domain() else did_key_method(key.public_multibase)


def issuer_document(organisation: Organisation, did: str) -> dict[str, Any]:
    """The keys of a certifier under one of its names: all of them for its did:web; a did:key is one."""
    if not did.startswith(DID_KEY):
        return did_document_of(organisation)
    multibase = did.removeprefix(DID_KEY)
    return did_document(did, [(multibase, multibase)])


def key_in_use(organisation: Organisation) -> IssuerKey | None:
    return IssuerKey.objects.filter(organisation=organisation, retired_at=None).first()


def on_a_domain() -> bool:
    """Whether the whole world finds the DID documents of this site: https, and neither an address nor a local name."""
    parts = urlsplit(settings.VOLET_BASE_URL)
    host = parts.hostname or ""
    if parts.scheme != "https" or "." not in host or host.endswith(LOCAL):
        return False
    try:
        ip_address(host)
    except ValueError:
        return True
    return False
