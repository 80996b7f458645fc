"""Data Integrity proofs on one credential with one proof: cryptosuite `eddsa-rdfc-2022` (W3C vc-di-eddsa §3.2), the one that
Open Badges 3.0 takes; of others also `eddsa-jcs-2022` (§3.3), which signs the JSON itself: nothing is left out of it."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.signing.canonical import CanonicalError, canonical_nquads
from certificates.signing.dates import instant, within
from certificates.signing.jcs import canonical_jcs
from certificates.signing.keys import KeyKind, ResolvedKey
from certificates.signing.multikey import MultikeyError, base58, unbase58

SUITE: Final = "eddsa-rdfc-2022"
JCS_SUITE: Final = "eddsa-jcs-2022"
PROOF_KEYS: Final = frozenset({"type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"})
PROOF_TYPE: Final = "DataIntegrityProof"


@dataclass(frozen=True)
class Verification:
    """Each check by name, True or False; `reason` is for people who debug, in English. A check not reached is False."""

    readable: bool
    issuer: bool = False
    signature: bool = False
    started: bool = False
    current: bool = False
    reason: str = ""

    @property
    def authentic(self) -> bool:
        """What the issuer signed is what is here, whatever its dates say."""
        return self.readable and self.issuer and self.signature

    @property
    def verified(self) -> bool:
        return self.authentic and self.started and self.current


def sign(
    document: Mapping[str, Any],
    key: Ed25519PrivateKey,
    verification_method: str,
    created: datetime,
    *,
    extra_contexts: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A copy of `document` with its proof. Raises CanonicalError if a part of it would stay unsigned."""
    proof = proof_config(verification_method, created)
    return with_proof(document, proof, key.sign(_hashes(document, proof, extra_contexts)))


def proof_config(verification_method: str, created: datetime) -> dict[str, str]:
    """The proof without its value: it is signed along with the document."""
    return {
        "type": PROOF_TYPE,
        "cryptosuite": SUITE,
        "created": instant(created),
        "verificationMethod": verification_method,
        "proofPurpose": "assertionMethod",
    }


def with_proof(document: Mapping[str, Any], proof: Mapping[str, str], value: bytes) -> dict[str, Any]:
    return {**document, "proof": {**proof, "proofValue": base58(value)}}


def verify(
    credential: Mapping[str, Any],
    resolve_key: Callable[[str], ResolvedKey | None],
    *,
    at: datetime | None = None,
    extra_contexts: Mapping[str, Any] | None = None,
) -> Verification:
    """Check form, issuer, signature and dates. `resolve_key` gives the key of a verification method, or None.

    Without `at` the dates are held against now. Never raises on bad input.
    """
    document = {name: value for name, value in credential.items() if name != "proof"}
    proofs = credential.get("proof")
    proof = proofs[0] if isinstance(proofs, list) and len(proofs) == 1 else proofs
    if not isinstance(proof, dict) or not _sound(proof, document):
        return Verification(False, reason="no proof of a kind that is known, or several")
    try:
        message = _hashes(document, {k: v for k, v in proof.items() if k != "proofValue"}, extra_contexts)
        value = unbase58(proof["proofValue"])
    except (CanonicalError, MultikeyError, RecursionError) as error:
        return Verification(False, reason=str(error))
    key = resolve_key(proof["verificationMethod"])
    if key is None or key.controller != issuer_of(document):
        return Verification(True, reason="the issuer doesn't control this key")
    if key.kind != KeyKind.ED25519 or not key.signed(message, value):
        return Verification(True, issuer=True, reason="the signature doesn't match")
    started, current = within(document, at or datetime.now(UTC))
    return Verification(True, issuer=True, signature=True, started=started, current=current)


def _sound(proof: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """One proof of a known kind, all of it texts. A proof of the JSON may repeat the document's context."""
    plain = {name: value for name, value in proof.items() if name != "@context"}
    suites = {SUITE, JCS_SUITE} if "@context" not in proof else {JCS_SUITE}
    return (
        set(plain) == PROOF_KEYS
        and all(isinstance(value, str) for value in plain.values())
        and (proof["type"], proof["proofPurpose"]) == (PROOF_TYPE, "assertionMethod")
        and proof["cryptosuite"] in suites
        and proof.get("@context", document.get("@context")) == document.get("@context")
    )


def _hashes(document: Mapping[str, Any], proof: Mapping[str, Any], extra: Mapping[str, Any] | None) -> bytes:
    if proof["cryptosuite"] == JCS_SUITE:
        texts = [canonical_jcs(dict(part)) for part in (proof, document)]
    else:
        config = {**proof, "@context": document.get("@context")}
        texts = [canonical_nquads(part, extra_contexts=extra) for part in (config, document)]
    return b"".join(hashlib.sha256(text).digest() for text in texts)


def issuer_of(document: Mapping[str, Any]) -> str:
    """The identifier of the issuer, or ''."""
    issuer = document.get("issuer")
    found = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    return found if isinstance(found, str) else ""
