"""Signing and checking credentials, without Django: W3C Data Integrity `eddsa-rdfc-2022` over Open Badges 3.0.

Nothing here reads the network or the database. JSON-LD contexts are pinned files of an installed package.
"""

from certificates.signing.badge import Badge, credential_document, holder_name
from certificates.signing.canonical import CanonicalError
from certificates.signing.did import did_document, did_web
from certificates.signing.integrity import ResolvedKey, Verification, sign, verify
from certificates.signing.ledger import canonical_json, digest, holder_commitment, leaf_hash
from certificates.signing.multikey import MultikeyError, decode_public, encode_public
from certificates.signing.vault import SealError, new_key, private_key

__all__ = [
    "Badge",
    "CanonicalError",
    "MultikeyError",
    "ResolvedKey",
    "SealError",
    "Verification",
    "canonical_json",
    "credential_document",
    "decode_public",
    "did_document",
    "did_web",
    "digest",
    "encode_public",
    "holder_commitment",
    "holder_name",
    "leaf_hash",
    "new_key",
    "private_key",
    "sign",
    "verify",
]
