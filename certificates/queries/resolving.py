"""Whose key signed this? Ours from the database, did:key from its own text, did:web and https from the issuer's site."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from certificates.fetching import FetchError, fetch_json
from certificates.models import Award, IssuerKey
from certificates.queries.awards import did_of
from certificates.signing import MultikeyError, ResolvedKey, decode_public
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
    """Where the keys of an identifier are published: did:web §3.2, or the https address itself. '' for any other."""
    if did.startswith("https://"):
        return did
    if not did.startswith("did:web:"):
        return ""
    host, *steps = (unquote(part) for part in did[8:].split(":"))
    if not host or any("/" in part or part in {"", ".", ".."} for part in (host, *steps)):
        return ""
    return f"https://{host}/{'/'.join(steps) or '.well-known'}/did.json"


def key_in(document: Any, method: str, controller: str) -> ResolvedKey | None:
    """The Ed25519 key of a controller document that may sign statements (`assertionMethod`, CID 1.0 §2.3)."""
    if not isinstance(document, Mapping) or document.get("id") != controller:
        return None
    trusted = document.get("assertionMethod")
    listed = trusted if isinstance(trusted, list) else [trusted]
    if not any(_identifier(entry) in {method, method.removeprefix(controller)} for entry in listed):
        return None
    methods = document.get("verificationMethod")
    for entry in [*(methods if isinstance(methods, list) else [methods]), *listed]:
        if not isinstance(entry, Mapping) or entry.get("id") not in {method, method.removeprefix(controller)}:
            continue
        try:
            return ResolvedKey(decode_public(str(entry.get("publicKeyMultibase"))), str(entry.get("controller")))
        except MultikeyError:
            return None
    return None


def _found(method: str) -> tuple[Origin, str, ResolvedKey | None]:
    did, hashed, kid = method.partition("#")
    if len(method) > LONGEST or "\0" in method or not (hashed or did.startswith("did:key:")):
        return Origin.ABSENT, "", None
    organisation = organisation_of(did)
    if organisation is not None:
        return _own(organisation, did, kid)
    if did.startswith("did:key:"):
        return _plain(did, kid)
    address = document_address(did)
    if not address:
        supported = did.startswith(("did:web:", "https:")) or not did.startswith("did:")
        return (Origin.ABSENT if supported else Origin.UNSUPPORTED), "", None
    where = urlsplit(address).hostname or ""
    try:
        key = key_in(fetch_json(address), method, did)
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


def _plain(did: str, kid: str) -> tuple[Origin, str, ResolvedKey | None]:
    """did:key says its key itself; the fragment repeats it."""
    try:
        raw = decode_public(did[8:])
    except MultikeyError:
        return Origin.UNSUPPORTED, "", None
    return (Origin.KEY, "", ResolvedKey(raw, did)) if kid in {"", did[8:]} else (Origin.ABSENT, "", None)


def _identifier(entry: Any) -> Any:
    found = entry.get("id") if isinstance(entry, Mapping) else entry
    return found if isinstance(found, str) else None
