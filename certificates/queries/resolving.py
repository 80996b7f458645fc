"""Whose key signed this? Ours from the database, did:key from its own text, did:web and https from the issuer's site."""

from dataclasses import dataclass
from enum import Enum
from typing import Final
from urllib.parse import urlsplit

from certificates.fetching import FetchError, fetch_json
from certificates.models import Award, IssuerKey
from certificates.queries.awards import did_of
from certificates.signing import ResolvedKey, decode_public, key_in_document, key_of_did_key
from certificates.signing.did import did_web_address
from people.models import Organisation

LONGEST: Final = 1_000


class Origin(Enum):
    """How a key was found, or why not."""

    HERE = "here"
    KEY = "key"
    DOMAIN = "domain"
    UNREACHABLE = "unreachable"
    ABSENT = "absent"
    UNSUPPORTED = "unsupported"
    UNASKED = "unasked"


@dataclass
class KeyFinder:
    """A `resolve_key` for `signing.verify` that remembers where the key came from. One for each signature."""

    origin: Origin = Origin.UNASKED
    where: str = ""
    controller: str = ""

    def __call__(self, method: str) -> ResolvedKey | None:
        self.origin, self.where, found = self.found(method)
        self.controller = found.controller if found else ""
        return found

    def found(self, method: str) -> tuple[Origin, str, ResolvedKey | None]:
        return _found(method)


class OwnKeyFinder(KeyFinder):
    """Only the keys of the award's own issuer, under an identifier it had when it signed or has today: never the network."""

    def __init__(self, award: Award) -> None:
        super().__init__()
        self.award = award

    def found(self, method: str) -> tuple[Origin, str, ResolvedKey | None]:
        did, _hashed, kid = method.partition("#")
        issuer = self.award.issuer
        if did.startswith("did:key:") or did in {self.award.payload["issuer"]["did"], did_of(issuer)}:
            return _own(issuer, did, kid)
        return Origin.ABSENT, "", None


def organisation_of(did: str) -> Organisation | None:
    """The certifier of this installation that this identifier names, also under a key of its own (did:key)."""
    if did.startswith("did:key:"):
        key = IssuerKey.objects.filter(public_multibase=did[8:88]).select_related("organisation").first()
        return key.organisation if key else None
    if not did.startswith("did:web:") or "\0" in did:
        return None
    organisation = Organisation.objects.filter(slug=did.rpartition(":")[2][:60]).first()
    return organisation if organisation is not None and did_of(organisation) == did else None


def document_address(did: str) -> str:
    """Where the keys of an identifier are published: of a did:web, or an https address itself. '' for any other."""
    return did if did.startswith("https://") else did_web_address(did) or ""


def _found(method: str) -> tuple[Origin, str, ResolvedKey | None]:
    did, hashed, kid = method.partition("#")
    if len(method) > LONGEST or "\0" in method or not (hashed or did.startswith("did:key:")):
        return Origin.ABSENT, "", None
    organisation = organisation_of(did)
    if organisation is not None:
        return _own(organisation, did, kid)
    if did.startswith("did:key:"):
        return _plain(method)
    address = document_address(did)
    if not address:
        supported = did.startswith(("did:web:", "https:")) or not did.startswith("did:")
        return (Origin.ABSENT if supported else Origin.UNSUPPORTED), "", None
    where = urlsplit(address).hostname or ""
    try:
        key = key_in_document(fetch_json(address), method)
    except FetchError:
        return Origin.UNREACHABLE, where, None
    return (Origin.DOMAIN if key else Origin.ABSENT), where, key


def _own(organisation: Organisation, did: str, kid: str) -> tuple[Origin, str, ResolvedKey | None]:
    keys = IssuerKey.objects.filter(organisation=organisation)
    if did.startswith("did:key:"):
        key = keys.filter(public_multibase=did[8:]).first() if kid in {"", did[8:]} else None
    else:
        key = keys.filter(kid=kid[:40]).first() if "\0" not in kid else None
    if key is None:
        return Origin.ABSENT, organisation.name, None
    return Origin.HERE, organisation.name, ResolvedKey(decode_public(key.public_multibase), did)


def _plain(method: str) -> tuple[Origin, str, ResolvedKey | None]:
    """did:key says its key itself."""
    key = key_of_did_key(method)
    return (Origin.KEY if key else Origin.UNSUPPORTED), "", key
