"""Public keys of any issuer, in the three kinds that credentials use, and one question: did this key sign this?"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

#: Shorter RSA keys can be broken (NIST SP 800-131A); longer ones only cost us time.
RSA_BITS: Final = range(2048, 8193)


class KeyKind(StrEnum):
    ED25519 = "Ed25519"
    P256 = "P-256"
    RSA = "RSA"


@dataclass(frozen=True)
class ResolvedKey:
    """A public key and the DID that controls it. `raw`: the 32 bytes of an Ed25519 key, else a DER SubjectPublicKeyInfo."""

    raw: bytes
    controller: str
    kind: KeyKind = KeyKind.ED25519

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Ed25519 (RFC 8032), ES256 or RS256 (RFC 7518 §3.3, §3.4), by the kind of the key. Never raises."""
        try:
            self._verify(message, signature)
        except (InvalidSignature, UnsupportedAlgorithm, ValueError):
            return False
        return True

    def _verify(self, message: bytes, signature: bytes) -> None:
        if self.kind == KeyKind.ED25519:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
            return
        public = load_der_public_key(self.raw)
        if self.kind == KeyKind.P256 and isinstance(public, EllipticCurvePublicKey):
            if not isinstance(public.curve, SECP256R1) or len(signature) != 64:
                raise ValueError("not a P-256 signature")
            pair = (int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
            public.verify(encode_dss_signature(*pair), message, ECDSA(SHA256()))
        elif self.kind == KeyKind.RSA and isinstance(public, RSAPublicKey) and public.key_size in RSA_BITS:
            public.verify(signature, message, PKCS1v15(), SHA256())
        else:
            raise ValueError("a key of another kind")
