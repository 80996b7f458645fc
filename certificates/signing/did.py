"""did:web identifiers of certifiers, and the documents that publish their keys (did:web §3, CID 1.0)."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlsplit

from certificates.signing.contexts import DID_CONTEXTS


def did_web(base_url: str, slug: str) -> str:
    """The DID whose document is at `<base_url>/issuers/<slug>/did.json`. A port's colon is percent-encoded."""
    parts = urlsplit(base_url)
    steps = [step for step in parts.path.split("/") if step]
    return ":".join(["did:web", quote(parts.netloc, safe=".-"), *(quote(step) for step in steps), "issuers", slug])


def did_document(did: str, keys: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """`keys` are (kid, publicKeyMultibase), newest first. Retired keys stay: what they signed stays true."""
    methods = [
        {"id": f"{did}#{kid}", "type": "Multikey", "controller": did, "publicKeyMultibase": multibase}
        for kid, multibase in keys
    ]
    return {
        "@context": list(DID_CONTEXTS),
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }
