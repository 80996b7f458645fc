"""One award as an Open Badges 3.0 AchievementCredential (VC 2.0), ready to be signed.

Only terms that both circulating contents of the 3.0.3 context define (so neither `endorsementJwt` nor `jti`), and a random
`urn:uuid` as subject: two certificates of one person can't be linked by it. The holder's name is an IdentityObject of
type `name`, unhashed: whoever holds the file reads it, and the signature covers it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from certificates.signing.contexts import OB_V3, VC_V2
from certificates.signing.dates import instant


@dataclass(frozen=True)
class Badge:
    """`payload` is the frozen content of the award (`certificates.actions.freezing`); the rest names holder and file.

    `address` is the public address of the award, `subject` a fresh `urn:uuid:`, `evidence` pairs of (title, sentences),
    `status` what `signing.status.status_entries` gives, `image` the https or data: address of the badge image. Empty ones
    leave no trace, so that a badge without them is the document it always was.
    """

    payload: Mapping[str, Any]
    address: str
    number: str
    subject: str
    name: str
    awarded_at: datetime
    valid_until: datetime | None
    evidence: Sequence[tuple[str, str]]
    status: Sequence[Mapping[str, Any]] = ()
    image: str = ""


def credential_document(badge: Badge) -> dict[str, Any]:
    """The unsigned credential. Key order is for people who read the file; the signature doesn't depend on it."""
    payload = badge.payload
    document: dict[str, Any] = {
        "@context": [VC_V2, OB_V3],
        "id": badge.address,
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": payload["title"],
        "description": payload["limits"],
        "issuer": _profile(payload["issuer"]["did"], payload["issuer"]),
        "validFrom": instant(badge.awarded_at),
        "awardedDate": instant(badge.awarded_at),
        "credentialSubject": {
            "id": badge.subject,
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": badge.name}
            ],
            "licenseNumber": badge.number,
            "source": _profile(f"urn:uuid:{payload['organisation']['id']}", payload["organisation"]),
            "achievement": _achievement(payload, badge.image),
        },
        "evidence": [{"type": ["Evidence"], "name": name, "narrative": text} for name, text in badge.evidence],
    }
    if badge.valid_until is not None:
        document["validUntil"] = instant(badge.valid_until)
    if badge.status:
        entries = [dict(entry) for entry in badge.status]
        document["credentialStatus"] = entries[0] if len(entries) == 1 else entries
    return document


def holder_name(credential: Mapping[str, Any]) -> str:
    """The name in a credential of this form, else ''. Trust it only once the credential is verified."""
    subject = credential.get("credentialSubject")
    identifiers = subject.get("identifier") if isinstance(subject, Mapping) else None
    for entry in identifiers if isinstance(identifiers, list) else []:
        if isinstance(entry, Mapping) and entry.get("identityType") == "name" and entry.get("hashed") is False:
            name = entry.get("identityHash")
            return name if isinstance(name, str) else ""
    return ""


def _profile(identifier: str, organisation: Mapping[str, Any]) -> dict[str, Any]:
    profile = {"id": identifier, "type": ["Profile"], "name": organisation["name"]}
    return {**profile, "url": organisation["url"]} if organisation.get("url") else profile


def _achievement(payload: Mapping[str, Any], image: str) -> dict[str, Any]:
    achievement = payload["achievement"]
    drawn = {"image": {"id": image, "type": "Image"}} if image else {}
    return {
        "id": f"urn:uuid:{achievement['version_id']}",
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": payload["title"],
        "description": payload["summary"] or payload["title"],
        **drawn,
        "criteria": {"narrative": payload["criteria"]},
        "version": achievement["label"],
        "inLanguage": payload["language"],
        "alignment": [_alignment(line) for line in payload["statements"]],
    }


def _alignment(line: Mapping[str, Any]) -> dict[str, Any]:
    """A « sait faire » line, and the competency it aims at in that very version of its framework."""
    return {
        "type": ["Alignment"],
        "targetType": "CFItem",
        "targetName": line["competency"]["title"],
        "targetDescription": line["text"],
        "targetCode": line["competency"]["code"],
        "targetFramework": line["level_text"],
        "targetUrl": line["competency"]["url"],
    }
