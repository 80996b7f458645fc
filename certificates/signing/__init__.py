"""Signing and checking credentials, without Django: Open Badges 3.0 with a W3C proof inside, as a token, in an image.

Nothing here reads the network or the database. JSON-LD contexts are pinned files of an installed package.
"""

from certificates.signing.badge import Badge, credential_document, holder_name
from certificates.signing.baking import BakingError, bake_png, bake_svg, unbake
from certificates.signing.canonical import CanonicalError
from certificates.signing.compiled import CompiledMismatch, CompiledSigner
from certificates.signing.did import did_document, did_key, did_web, key_in_document, key_of_did_key
from certificates.signing.integrity import Verification, sign, verify
from certificates.signing.keys import KeyKind, ResolvedKey
from certificates.signing.ledger import canonical_json, digest, holder_commitment, leaf_hash
from certificates.signing.multikey import MultikeyError, decode_public, encode_public
from certificates.signing.shape import data_model, problems_of, several
from certificates.signing.status import (
    StatusError,
    bit_at,
    encoded_list,
    status_entries,
    status_list_document,
)
from certificates.signing.tokens import TokenError, read_jwt, sign_jwt, verify_jwt
from certificates.signing.vault import SealError, new_key, private_key

__all__ = [
    "Badge",
    "BakingError",
    "CanonicalError",
    "CompiledMismatch",
    "CompiledSigner",
    "KeyKind",
    "MultikeyError",
    "ResolvedKey",
    "SealError",
    "StatusError",
    "TokenError",
    "Verification",
    "bake_png",
    "bake_svg",
    "bit_at",
    "canonical_json",
    "credential_document",
    "data_model",
    "decode_public",
    "did_document",
    "did_key",
    "did_web",
    "digest",
    "encode_public",
    "encoded_list",
    "holder_commitment",
    "holder_name",
    "key_in_document",
    "key_of_did_key",
    "leaf_hash",
    "new_key",
    "private_key",
    "problems_of",
    "read_jwt",
    "several",
    "sign",
    "sign_jwt",
    "status_entries",
    "status_list_document",
    "unbake",
    "verify",
    "verify_jwt",
]
