"""Multibase base58btc and Multikey (W3C Controlled Identifiers 1.0, §2.2.2; multicodecs 0xed01, and 0x1200 as a varint)."""

from typing import Final

ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519_PUBLIC: Final = b"\xed\x01"
P256_PUBLIC: Final = b"\x80\x24"
LONGEST: Final = 200


class MultikeyError(ValueError):
    """A multibase text that doesn't hold what it should."""


def base58(data: bytes) -> str:
    """Multibase base58btc: `z` and the digits; each leading zero byte is a leading `1`."""
    number, digits = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        digits = ALPHABET[rest] + digits
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + digits


def unbase58(text: str) -> bytes:
    """Raises MultikeyError on anything but multibase base58btc of a reasonable length."""
    if not text.startswith("z") or len(text) > LONGEST:
        raise MultikeyError("not base58btc multibase")
    number = 0
    for character in text[1:]:
        value = ALPHABET.find(character)
        if value < 0:
            raise MultikeyError("not base58btc multibase")
        number = number * 58 + value
    zeros = len(text) - 1 - len(text[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def encode_public(raw: bytes) -> str:
    """`publicKeyMultibase` of the 32 raw bytes of an Ed25519 public key."""
    if len(raw) != 32:
        raise MultikeyError("an Ed25519 public key has 32 bytes")
    return base58(ED25519_PUBLIC + raw)


def decode_public(text: str) -> bytes:
    """The 32 raw bytes of a `publicKeyMultibase`. Raises MultikeyError for any other kind of key."""
    data = unbase58(text)
    if not data.startswith(ED25519_PUBLIC) or len(data) != 34:
        raise MultikeyError("not an Ed25519 Multikey")
    return data[2:]
