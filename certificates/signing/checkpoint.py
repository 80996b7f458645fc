"""Signed tree heads as C2SP tlog-checkpoint over signed-note: a few lines of text that any witness can read and keep.

    volet.example.org/register
    42
    <root, base64>
    at 2026-03-02T09:30:00+00:00

    — volet.example.org/register <key id and Ed25519 signature, base64>

The date is an extension line: it is signed too, and programs that don't know it skip it.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519: Final = b"\x01"
LONGEST: Final = 4000


class CheckpointError(ValueError):
    """A note that isn't a checkpoint."""


@dataclass(frozen=True)
class Checkpoint:
    """What a head says. `at` is empty where the note gives no date."""

    origin: str
    size: int
    root: bytes
    at: str = ""

    @property
    def text(self) -> str:
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode()]
        return "\n".join([*lines, *([f"at {self.at}"] if self.at else [])]) + "\n"


def origin_of(base_url: str) -> str:
    """The name of the log: the address without its scheme."""
    return f"{re.sub('^[a-z]+://', '', base_url).rstrip('/')}/register"


def key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def verifier_key(name: str, public: bytes) -> str:
    """The key as programs that check notes take it: `name+id+base64`."""
    return f"{name}+{key_id(name, public).hex()}+{base64.b64encode(ED25519 + public).decode()}"


def signed_checkpoint(*, origin: str, size: int, root: bytes, at: datetime, key: Ed25519PrivateKey) -> str:
    text = Checkpoint(origin, size, root, at.isoformat(timespec="seconds")).text
    public = key.public_key().public_bytes_raw()
    signature = base64.b64encode(key_id(origin, public) + key.sign(text.encode())).decode()
    return f"{text}\n— {origin} {signature}\n"


def read_checkpoint(note: str) -> Checkpoint:
    """What it says, whoever signed it. Raises CheckpointError."""
    text, gap, _signatures = note.partition("\n\n")
    lines = text.split("\n")
    if not gap or len(note) > LONGEST or len(lines) < 3 or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]):
        raise CheckpointError("not a checkpoint")
    try:
        root = base64.b64decode(lines[2], validate=True)
    except (binascii.Error, ValueError) as error:
        raise CheckpointError("the root is not base64") from error
    if len(root) != 32 or not lines[0]:
        raise CheckpointError("not a checkpoint")
    at = next((line.removeprefix("at ") for line in lines[3:] if line.startswith("at ")), "")
    return Checkpoint(lines[0], int(lines[1]), root, at)


def is_signed(note: str, public: bytes) -> bool:
    """Whether this key signed this note, in the name of the log it is a head of."""
    text, gap, signatures = note.partition("\n\n")
    name = text.partition("\n")[0]
    for line in signatures.splitlines() if gap else []:
        signer, _space, encoded = line.removeprefix("— ").rpartition(" ")
        try:
            data = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            continue
        if signer == name and line.startswith("— ") and data[:4] == key_id(name, public):
            return _verifies(data[4:], f"{text}\n".encode(), public)
    return False


def _verifies(signature: bytes, text: bytes, public: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True
