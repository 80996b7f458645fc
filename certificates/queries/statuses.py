"""Whether the issuer withdrew or suspended a credential: its published lists (W3C Bitstring Status List 1.0 §3.2)."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from certificates.fetching import LARGEST_LIST, FetchError, fetch
from certificates.queries import checks
from certificates.queries.checks import Check
from certificates.queries.envelopes import opened_envelope
from certificates.queries.resolving import KeyFinder
from certificates.signing import StatusError, bit_at, several, verify, verify_jwt
from certificates.signing.integrity import issuer_of

MOST_ENTRIES: Final = 4
PURPOSES: Final = frozenset({"revocation", "suspension"})
INDEX: Final = re.compile(r"[0-9]{1,9}", re.ASCII)


def status_check(credential: Mapping[str, Any], at: datetime) -> Check:
    """For a credential whose signature is intact. One bit set is enough; a list that can't be read leaves it open."""
    entries = several(credential.get("credentialStatus"))
    if not entries:
        return checks.status(
            "warn", _("L'émetteur ne publie pas de liste de retraits : demandez-lui s'il vaut toujours.")
        )
    answers = [_is_set(entry, issuer_of(credential), at) for entry in entries[:MOST_ENTRIES]]
    if any(answers):
        return checks.status("bad", _("L'émetteur l'a retiré ou suspendu."))
    if None in answers or len(entries) > MOST_ENTRIES:
        return checks.status(
            "unknown", _("La liste de retraits de l'émetteur n'a pas pu être lue : réessayez plus tard.")
        )
    return checks.status("ok", _("La liste de l'émetteur ne le dit ni retiré ni suspendu."))


def _is_set(entry: Any, issuer: str, at: datetime) -> bool | None:
    """None where the list can't be read, isn't signed by the same issuer, or is of a kind we don't know."""
    if not isinstance(entry, Mapping) or entry.get("type") != "BitstringStatusListEntry":
        return None
    if str(entry.get("statusSize", 1)) != "1":  # several bits a place: its message isn't that of one bit
        return None
    purpose, address, index = (entry.get(f"status{name}") for name in ("Purpose", "ListCredential", "ListIndex"))
    if purpose not in PURPOSES or not isinstance(address, str) or not INDEX.fullmatch(str(index)):
        return None
    try:
        envelope = opened_envelope(fetch(address, largest=LARGEST_LIST))
    except FetchError:
        return None
    listed = envelope.credential or {}
    subject = listed.get("credentialSubject")
    if issuer_of(listed) != issuer or not isinstance(subject, Mapping) or subject.get("statusPurpose") != purpose:
        return None
    finder = KeyFinder()
    proof = verify_jwt(envelope.token, finder, at=at) if envelope.token else verify(listed, finder, at=at)
    if not proof.verified:
        return None
    try:
        return bit_at(str(subject.get("encodedList")), int(str(index)))
    except StatusError:
        return None
