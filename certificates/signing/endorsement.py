"""What a body recognises of somebody's certificate: an Open Badges 3.0 EndorsementCredential, ready to be signed.

Only terms of the contexts that ship. It names the endorsed credential and nobody: who holds it is said by that file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from certificates.signing.contexts import OB_V3, VC_V2
from certificates.signing.dates import instant


@dataclass(frozen=True)
class Endorsement:
    """`identifier` and `endorsed` are addresses or URNs; `resource` is the address of the endorsed file and its SHA-256 as
    SRI (`sha256-…`), or nothing. Until `ends` its bearer need not ask for it anew."""

    identifier: str
    issuer: str
    issuer_name: str
    endorsed: str
    name: str
    comment: str
    decided_at: datetime
    made_at: datetime
    ends: datetime
    resource: tuple[str, str] | None = None


def endorsement_document(endorsement: Endorsement) -> dict[str, Any]:
    document: dict[str, Any] = {
        "@context": [VC_V2, OB_V3],
        "id": endorsement.identifier,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": endorsement.name,
        "issuer": {"id": endorsement.issuer, "type": ["Profile"], "name": endorsement.issuer_name},
        "awardedDate": instant(endorsement.decided_at),
        "validFrom": instant(endorsement.made_at),
        "validUntil": instant(endorsement.ends),
        "credentialSubject": {
            "id": endorsement.endorsed,
            "type": ["EndorsementSubject"],
            "endorsementComment": endorsement.comment,
        },
    }
    if endorsement.resource is not None:
        address, sri = endorsement.resource
        document["relatedResource"] = [{"id": address, "digestSRI": sri}]
    return document


def is_endorsement(credential: Mapping[str, Any]) -> bool:
    kinds = credential.get("type")
    return "EndorsementCredential" in (kinds if isinstance(kinds, list) else [kinds])
