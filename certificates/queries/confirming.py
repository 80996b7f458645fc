"""Does what a visitor typed name the holder? A name or an e-mail address; the answer is yes, no, or that it can't be said.

Nothing of the holder is ever shown by it.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Mapping
from typing import Any

from certificates.models import AwardHolder
from certificates.queries.handing import is_known_adult
from certificates.queries.naming import name_corresponds, names_correspond
from certificates.signing import holder_name, several


def holder_corresponds(holder: AwardHolder | None, typed: str) -> bool | None:
    """For an award of ours. An address is held against the account of the holder, where it has one."""
    if "@" not in typed:
        return name_corresponds(holder, typed)
    email = holder.person.email if holder is not None and holder.person is not None else None
    return _same(email, _plain(typed)) if email else None


def credential_corresponds(credential: Mapping[str, Any], typed: str) -> bool | None:
    """For any signed file whose signature is intact: the name or the (hashed) address that it holds."""
    if "@" not in typed:
        name = holder_name(credential)
        return names_correspond(name, typed) if name else None
    subject = credential.get("credentialSubject")
    identifiers = subject.get("identifier") if isinstance(subject, Mapping) else None
    answers = [
        _identifies(entry, _plain(typed))
        for entry in several(identifiers)
        if isinstance(entry, Mapping) and entry.get("identityType") == "emailAddress"
    ]
    return any(answers) if answers else None


def name_is_public(holder: AwardHolder) -> bool:
    """Only where the holder asked for it, and a trainer saw that the person is of age. Never for a minor."""
    return holder.public and holder.person is not None and is_known_adult(holder.person)


def _identifies(entry: Mapping[str, Any], address: str) -> bool:
    """Open Badges 3.0 §B.1.15: `sha256$` and the digest of address and salt, in any letter case the issuer had."""
    said, salt = str(entry.get("identityHash", "")), entry.get("salt")
    if entry.get("hashed") is not True:
        return _same(said.casefold(), address)
    salted = f"{address}{salt if isinstance(salt, str) else ''}".encode()
    return _same(said.casefold(), f"sha256${hashlib.sha256(salted).hexdigest()}")


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
