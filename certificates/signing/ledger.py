"""Digests of the register: canonical JSON, RFC 9162 leaf hashes, salted commitments to a holder."""

import hashlib
import json
import unicodedata
from typing import Any


def canonical_json(value: Any) -> bytes:
    """One byte string per value: sorted keys, no spaces, UTF-8. The same as RFC 8785 for what we store (no floats)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def digest(value: Any) -> str:
    """SHA-256 of canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def leaf_hash(document: Any) -> str:
    """The hash of a leaf (RFC 9162 §2.1.1: the byte 0x00, then the entry), in hexadecimal."""
    return hashlib.sha256(b"\x00" + canonical_json(document)).hexdigest()


def holder_commitment(salt: str, name: str) -> str:
    """Binds an award to a name without telling it: nobody can try names without the salt, which is erased with the name."""
    return hashlib.sha256(f"{salt}\n{unicodedata.normalize('NFC', name)}".encode()).hexdigest()
