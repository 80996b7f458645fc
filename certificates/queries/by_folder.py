"""Is this certificate true? By a trust folder alone, for the day on which the server is gone: no database, no network.

The folder is believed for its keys and digests; its lists of status only as far as the certificate's issuer signed them.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from certificates.choices import StatusPurpose, Verdict
from certificates.queries import checks
from certificates.queries.checking import Finding
from certificates.queries.checks import Check, result_of
from certificates.queries.confirming import credential_corresponds
from certificates.queries.envelopes import opened_envelope
from certificates.queries.proving import proven
from certificates.queries.resolving import KeyFinder, Origin
from certificates.signing import (
    MultikeyError,
    ResolvedKey,
    StatusError,
    bit_at,
    decode_public,
    holder_name,
    several,
    verify,
)

Place = tuple[str, int]
SHOWN: Final = frozenset({Verdict.VALID, Verdict.EXPIRED})


class FolderError(ValueError):
    """The folder isn't one that `export_trust` wrote, or it isn't whole."""


class FolderKeys(KeyFinder):
    """The keys of `keys.json`, whatever kind of identifier they sign under."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.keys = _read(folder, "keys.json")
        self.gone = False

    def found(self, method: str) -> tuple[Origin, str, ResolvedKey | None]:
        entry = self.keys.get(method)
        if entry is None:
            return Origin.ABSENT, "", None
        try:
            key = ResolvedKey(decode_public(entry["publicKeyMultibase"]), entry["controller"])
        except (KeyError, TypeError, MultikeyError) as error:
            raise FolderError("keys.json") from error
        self.gone = bool(entry.get("gone"))
        return Origin.HERE, str(entry.get("name", "")), key


def check_by_folder(data: bytes, folder: Path, at: datetime, typed: str = "") -> Finding:
    """Any bytes. Raises FolderError where the folder can't be read."""
    finder = FolderKeys(folder)
    envelope = opened_envelope(data)
    credential = envelope.credential
    if credential is None:
        return Finding(Verdict.ELSEWHERE if envelope.old_badge else Verdict.UNREADABLE, envelope.problem)
    made = [checks.readable(envelope.form), *proven(envelope, at, finder)]
    if finder.origin != Origin.HERE:
        return Finding(Verdict.UNKNOWN, _("Ce dossier ne connaît pas la clé qui a signé ce fichier."), checks=made)
    if any(result_of(made, key) != "ok" for key in ("signature", "issuer")):
        reason = _("Ce fichier n'est plus celui que le certificateur a signé : son contenu a été changé.")
        return Finding(Verdict.ALTERED, reason, checks=made)
    digest = hashlib.sha256(data).hexdigest()
    handed_out = _read(folder, f"digests/{digest[:2]}.json").get(digest)
    if envelope.is_pdf and handed_out is None:
        reason = _("Ce PDF n'est pas celui qui a été délivré : ce qu'il montre a pu être changé.")
        return Finding(Verdict.ALTERED, reason, checks=[*made, checks.paper("bad", reason)])
    if finder.gone and handed_out is None:
        reason = _("La clé qui a signé ce fichier a été déclarée perdue ou copiée, et ce fichier n'a pas été délivré.")
        return Finding(Verdict.UNKNOWN, reason, checks=made)
    place = _place(handed_out, credential)
    bits = {purpose: _bit(folder, place, purpose, finder.where, at) if place else None for purpose in StatusPurpose}
    finding = _judged(bits, made)
    finding = replace(finding, name=holder_name(credential) if finding.verdict in SHOWN else "")
    if not typed.strip():
        return finding
    matches = credential_corresponds(credential, typed)
    made = [*finding.checks, checks.holder(matches)]
    return replace(finding, matches=matches, by_address="@" in typed, checks=made)


def _judged(bits: Mapping[StatusPurpose, bool | None], made: list[Check]) -> Finding:
    """A suspended one sets both bits: suspension is asked first."""
    if None in bits.values():
        reason = _("La liste d'états de ce dossier manque, ou l'émetteur ne l'a pas signée.")
        unsure = checks.status("unknown", reason)
        headline = _("Délivré, mais son état n'est pas connu")
        return Finding(Verdict.UNKNOWN, reason, headline=headline, checks=[*made, unsure])
    for purpose, verdict, reason in (
        (StatusPurpose.SUSPENSION, Verdict.SUSPENDED, _("Le certificateur l'avait suspendu. Il a pu être rétabli.")),
        (
            StatusPurpose.REVOCATION,
            Verdict.REVOKED,
            _("Le certificateur l'a retiré ou remplacé. Il ne vaut plus rien."),
        ),
    ):
        if bits[purpose]:
            return Finding(verdict, reason, checks=[*made, checks.status("bad", reason)])
    said = _("Les listes de ce dossier, signées par l'émetteur, ne le disent ni retiré ni suspendu.")
    made = [*made, checks.status("ok", said)]
    if result_of(made, "dates") == "ok":
        reason = _("Ce certificat a bien été délivré. Un retrait plus récent que ce dossier n'y est pas.")
        return Finding(Verdict.VALID, reason, checks=made)
    reason = _("Ce certificat a bien été délivré, mais sa durée de validité est passée.")
    return Finding(Verdict.EXPIRED, reason, checks=made)


def _place(handed_out: list[Any] | None, credential: Mapping[str, Any]) -> Place | None:
    """The folder of its lists and its index there: of a file handed out as the folder says, else as the file says itself."""
    if handed_out is not None:
        return (handed_out[0], handed_out[1]) if handed_out[0] else None
    for entry in several(credential.get("credentialStatus")):
        if isinstance(entry, Mapping) and entry.get("statusPurpose") == StatusPurpose.REVOCATION:
            path = urlsplit(str(entry.get("statusListCredential"))).path
            index = str(entry.get("statusListIndex"))
            return (path.strip("/").rpartition("/")[0], int(index)) if index.isdecimal() else None
    return None


def _bit(folder: Path, place: Place, purpose: str, issuer: str, at: datetime) -> bool | None:
    """None where the list isn't there, or its signature isn't the issuer's."""
    name = f"{place[0]}/{purpose}"
    if not (folder / name).resolve().is_relative_to(folder.resolve()) or not (folder / name).is_file():
        return None
    listed = _read(folder, name)
    finder, subject = FolderKeys(folder), listed.get("credentialSubject")
    # By name: a list whose own key is lost is signed by the next one.
    if not verify(listed, finder, at=at).authentic or finder.where != issuer or not isinstance(subject, Mapping):
        return None
    if urlsplit(str(listed.get("id"))).path != f"/{name}" or subject.get("statusPurpose") != purpose:
        return None
    try:
        return bit_at(str(subject.get("encodedList")), place[1])
    except StatusError:
        return None


def _read(folder: Path, name: str) -> dict[str, Any]:
    try:
        body = json.loads((folder / name).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise FolderError(name) from error
    if not isinstance(body, dict):
        raise FolderError(name)
    return body
