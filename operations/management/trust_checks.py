"""`demo --check`, what outlives the server: of two certificates one is withdrawn, and the folder alone tells which."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from certificates.actions import agree_to_withdrawal, ask_withdrawal, make_forms
from certificates.actions.forms import content_of
from certificates.actions.heads import sign_head
from certificates.choices import FormKind, Ground, StatusPurpose, Verdict
from certificates.exporters.trust import export_trust
from certificates.models import PublishedStatus
from certificates.queries import check_file
from certificates.signing import ResolvedKey, bit_at, several, verify
from operations.actions.demo import Chain
from operations.management.form_checks import SEALED

Resolver = Callable[[str], ResolvedKey | None]
LIST: Final = "status-list.json"
TRUST: Final = "trust"
REVOKED: Final = "revoked.json"
REVOKED_PDF: Final = "revoked.pdf"


def write_trust(chain: Chain, out: Path, at: datetime) -> None:
    """The second certificate is handed out, then withdrawn by the two people it takes."""
    names = {FormKind.CREDENTIAL: REVOKED, FormKind.PDF: REVOKED_PDF}
    for form in make_forms(award=chain.second, at=at):
        (out / names[FormKind(form.form)]).write_bytes(content_of(form))
    asked = ask_withdrawal(
        award=chain.second,
        ground=Ground.AWARD_ERROR,
        reason="Délivré deux fois (démonstration)",
        by=chain.bodies.signatory,
        at=at,
    )
    agree_to_withdrawal(withdrawal=asked, by=chain.bodies.second, at=at)
    published = PublishedStatus.objects.get(list__issuer=chain.bodies.certifier, purpose=StatusPurpose.REVOCATION)
    (out / LIST).write_text(published.content, encoding="utf-8")
    sign_head(at=at)
    export_trust(out / TRUST)


def trust_checks(chain: Chain, out: Path, resolver: Resolver) -> dict[str, bool]:
    """Of the files as they lie."""
    listed = json.loads((out / LIST).read_text(encoding="utf-8"))
    good, revoked = (json.loads((out / name).read_text(encoding="utf-8")) for name in ("credential.json", REVOKED))
    now = timezone.now()
    return {
        "the list of status verifies with the published key": verify(listed, resolver, at=now).verified,
        "the certificate is on the list, and not withdrawn": _withdrawn(good, listed) is False,
        "the second one is withdrawn on the list": _withdrawn(revoked, listed) is True,
        "the second one dropped on the verify page is withdrawn": all(
            check_file((out / name).read_bytes(), now).verdict == Verdict.REVOKED for name in (REVOKED, REVOKED_PDF)
        ),
        "the trust folder alone says the first is valid": _by_folder(out, "certificate.pdf") is False,
        "the trust folder alone says the sealed one is valid": _by_folder(out, SEALED) is False,
        "the trust folder alone says the second is withdrawn": _by_folder(out, REVOKED_PDF) is True,
        "the trust folder names nobody": not any(
            name.encode() in path.read_bytes()
            for path in (out / TRUST).rglob("*")
            if path.is_file()
            for name in (chain.name, chain.second.holder.name)
        ),
    }


def _withdrawn(credential: dict[str, Any], listed: dict[str, Any]) -> bool | None:
    for entry in several(credential.get("credentialStatus")):
        if entry["statusListCredential"] == listed["id"]:
            return bit_at(listed["credentialSubject"]["encodedList"], int(entry["statusListIndex"]))
    return None


def _by_folder(out: Path, name: str) -> bool | None:
    """Whether a file is withdrawn, by its digest and the lists of the folder; None: the folder doesn't know it."""
    digest = hashlib.sha256((out / name).read_bytes()).hexdigest()
    shard = json.loads((out / TRUST / "digests" / f"{digest[:2]}.json").read_text(encoding="utf-8"))
    if digest not in shard:
        return None
    place, index, _until = shard[digest]
    listed = json.loads((out / TRUST / place / "revocation").read_text(encoding="utf-8"))
    return bit_at(listed["credentialSubject"]["encodedList"], index)
