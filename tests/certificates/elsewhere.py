"""Certificates of other issuers, made for tests: a badge that is sound in every part, signed by a key of its own."""

import json
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.signing import encode_public, sign

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HOLDER = "Ana Deux"
VC = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


class Issuer:
    """Somebody who signs. Without `did`, the key is the identifier (did:key)."""

    def __init__(self, did: str = "", fragment: str = "key-1") -> None:
        self.key = Ed25519PrivateKey.generate()
        self.multibase = encode_public(self.key.public_key().public_bytes_raw())
        self.did = did or f"did:key:{self.multibase}"
        self.method = f"{self.did}#{fragment if did else self.multibase}"

    def badge(self, **changes: Any) -> dict[str, Any]:
        document: dict[str, Any] = {
            "@context": [VC, OB],
            "id": "https://ailleurs.example/badges/7",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "issuer": {"id": self.did, "type": ["Profile"], "name": "Réseau Ailleurs"},
            "validFrom": "2026-01-05T10:00:00Z",
            "credentialSubject": {
                "id": "urn:uuid:0f6c2f5e-7a0e-4f0b-9f6d-2b7f4a1f9c31",
                "type": ["AchievementSubject"],
                "identifier": [
                    {"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": HOLDER}
                ],
                "achievement": {
                    "id": "https://ailleurs.example/achievements/1",
                    "type": ["Achievement"],
                    "name": "Photographier un groupe",
                    "description": "La personne photographie un groupe.",
                    "criteria": {"narrative": "Une épreuve."},
                    "alignment": [
                        {
                            "type": ["Alignment"],
                            "targetType": "CFItem",
                            "targetName": "Droit d'auteur",
                            "targetDescription": "sait publier une image",
                            "targetCode": "3.3",
                            "targetFramework": "DigComp 2.2, niveau 3",
                            "targetUrl": "https://ailleurs.example/digcomp/3.3",
                        }
                    ],
                },
            },
        }
        return {**document, **changes}

    def signed(self, **changes: Any) -> dict[str, Any]:
        return sign(self.badge(**changes), self.key, self.method, AT)

    def file(self, **changes: Any) -> bytes:
        return json.dumps(self.signed(**changes)).encode()

    def did_document(self) -> dict[str, Any]:
        method = {
            "id": self.method,
            "type": "Multikey",
            "controller": self.did,
            "publicKeyMultibase": self.multibase,
        }
        return {"id": self.did, "verificationMethod": [method], "assertionMethod": [self.method]}
