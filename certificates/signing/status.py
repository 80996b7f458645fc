"""Bitstring Status List 1.0 (W3C): one bit for each award, in a list that says nothing of whom it is about.

`encodedList` is multibase base64url of gzip (§3.2); entry 0 is the left-most bit of the first byte.
"""

import base64
import binascii
import gzip
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from certificates.signing.contexts import VC_V2
from certificates.signing.dates import instant

#: 16 KiB of bits, the least that the standard allows (§3.4), and the most that we unpack: 16 million entries.
SHORTEST: Final = 131_072
LARGEST: Final = 2 * 1024 * 1024


class StatusError(ValueError):
    """A status list that can't be read, or an index that it doesn't have."""


def encoded_list(set_indexes: Iterable[int], length: int = SHORTEST) -> str:
    """The list in which just these bits are set. The same bits always give the same text: no time, no name in the gzip."""
    if length < SHORTEST or length % 8:
        raise StatusError("a list has at least 131,072 entries, and whole bytes")
    bits = bytearray(length // 8)
    for index in set_indexes:
        if not 0 <= index < length:
            raise StatusError("an index outside of the list")
        bits[index // 8] |= 0x80 >> index % 8
    packed = gzip.compress(bytes(bits), compresslevel=9, mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def bit_at(encoded: str, index: int) -> bool:
    """Whether the bit at `index` is set, in a list of any issuer. Raises StatusError."""
    bits = _unpacked(encoded)
    if not 0 <= index < len(bits) * 8:
        raise StatusError("an index outside of the list")
    return bool(bits[index // 8] & 0x80 >> index % 8)


def status_entries(list_address_by_purpose: Mapping[str, str], index: int) -> list[dict[str, Any]]:
    """`credentialStatus` of a credential: one entry a purpose. The `id` differs from the address of the list (§3.1)."""
    return [
        {
            "id": f"{address}#{index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": purpose,
            "statusListIndex": str(index),
            "statusListCredential": address,
        }
        for purpose, address in list_address_by_purpose.items()
    ]


def status_list_document(
    *, address: str, issuer: str, purpose: str, encoded: str, valid_from: datetime
) -> dict[str, Any]:
    """The unsigned credential that publishes a list (§3.2), served at `address`."""
    return {
        "@context": [VC_V2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": instant(valid_from),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encoded,
        },
    }


def _unpacked(encoded: str) -> bytes:
    """The bytes of a list, never more than LARGEST however small they were packed."""
    if not encoded.startswith("u") or len(encoded) > 2 * LARGEST:
        raise StatusError("not a multibase list")
    text = encoded[1:]
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        bits = unpacker.decompress(packed, LARGEST + 1)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise StatusError("not a packed list") from error
    if len(bits) > LARGEST or not unpacker.eof or unpacker.unused_data:
        raise StatusError("too long a list, or one that is cut short")
    if len(bits) * 8 < SHORTEST:
        raise StatusError("too short a list: it would tell whom it is about")
    return bits
