"""Private keys at rest, sealed with a master key kept in a file, not in the database (Fernet: AES-128-CBC, HMAC-SHA-256)."""

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.signing.multikey import encode_public


class SealError(ValueError):
    """A private key that the master key at hand doesn't open: the file is missing, or another installation's."""


@dataclass(frozen=True)
class SealedKey:
    """A new key: what is published, and the private half, sealed."""

    public_multibase: str
    private_sealed: str


def new_key(master: Path) -> SealedKey:
    key = Ed25519PrivateKey.generate()
    sealed = _fernet(master, make=True).encrypt(key.private_bytes_raw()).decode()
    return SealedKey(encode_public(key.public_key().public_bytes_raw()), sealed)


def make_master(master: Path) -> None:
    """A master key where there is none. What another one sealed stays shut."""
    _fernet(master, make=True)


def private_key(master: Path, sealed: str) -> Ed25519PrivateKey:
    """Raises SealError where the master key is lost or wrong."""
    try:
        return Ed25519PrivateKey.from_private_bytes(unseal(master, sealed))
    except ValueError as error:
        raise SealError(str(error)) from error


def seal(master: Path, content: bytes) -> str:
    """Anything private, sealed at rest: a key that came back from its backup, the key of a certificate."""
    return _fernet(master, make=True).encrypt(content).decode()


def unseal(master: Path, sealed: str) -> bytes:
    """Raises SealError where the master key is lost or wrong."""
    try:
        return _fernet(master, make=False).decrypt(sealed.encode())
    except (InvalidToken, ValueError, OSError) as error:
        raise SealError(str(error)) from error


def _fernet(path: Path, *, make: bool) -> Fernet:
    if make and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
            handle.write(Fernet.generate_key())
        # Two processes that start together agree on one: the link fails for the second.
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return Fernet(path.read_bytes().strip())
