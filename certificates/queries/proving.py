"""The checks of a signed file that need no knowledge of the award: signature, issuer, dates, status."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from certificates.queries import checks
from certificates.queries.checks import Check, Result
from certificates.queries.envelopes import Envelope
from certificates.queries.resolving import KeyFinder, Origin
from certificates.signing import Verification, verify, verify_jwt
from certificates.signing.contexts import PINNED
from certificates.signing.dates import LEEWAY, moment_of, period, within
from certificates.signing.integrity import SUITE, issuer_of

#: What strict reading leaves out though it need not be a forgery: contexts inside, and very large documents.
TOO_MUCH: Final = ("the keyword @context", "too large", "too many")
CANT_SAY: Final = frozenset({Origin.UNREACHABLE, Origin.UNSUPPORTED})


def proven(envelope: Envelope, at: datetime, finder: KeyFinder) -> list[Check]:
    """Signature, issuer and dates of a readable file. Never raises on bad input."""
    credential = with_one_proof(envelope.credential or {})
    if envelope.token:
        verification = verify_jwt(envelope.token, finder, at=at)
        signed = _token_signature(verification, finder)
    else:
        verification = verify(credential, finder, at=at)
        signed = _signature(credential, verification, finder)
    return [signed, _issuer(credential, verification, finder), dates_of(credential, at)]


def with_one_proof(credential: Mapping[str, Any]) -> dict[str, Any]:
    """A list of one proof is one proof: the signature covers the document without it either way."""
    proof = credential.get("proof")
    one = proof[0] if isinstance(proof, list) and len(proof) == 1 else proof
    return {**credential, "proof": one} if one is not proof else dict(credential)


def dates_of(credential: Mapping[str, Any], at: datetime) -> Check:
    """Also of the signature itself, where it says its day: one of the future was not made by a clock."""
    proof = credential.get("proof")
    created = proof.get("created") if isinstance(proof, Mapping) else None
    try:
        starts, ends = period(credential)
        ahead = created is not None and moment_of(created) > at + LEEWAY
    except (ValueError, OverflowError):
        return checks.dates(None, None, "bad")
    started, current = within(credential, at)
    if not started or ahead:
        return checks.dates(starts, ends, "bad")
    return checks.dates(starts, ends, "ok" if current else "warn")


def _token_signature(verification: Verification, finder: KeyFinder) -> Check:
    """Of a JWT, which covers all that it holds."""
    if verification.authentic:
        return checks.signature("ok")
    if finder.origin in CANT_SAY:
        return checks.signature("unknown")
    if not verification.readable:
        return checks.signature("bad", _("Cette signature ne dit pas de façon sûre qui a signé, ou elle se contredit."))
    return checks.signature("bad")


def _signature(credential: Mapping[str, Any], verification: Verification, finder: KeyFinder) -> Check:
    if verification.authentic:
        return checks.signature("ok")
    proof = credential.get("proof")
    if not proof:
        return checks.signature("bad", _("Ce fichier n'est pas signé : n'importe qui peut l'avoir écrit."))
    if isinstance(proof, list):
        return checks.signature("unknown", _("Ce fichier porte plusieurs signatures. Volet n'en contrôle qu'une."))
    if finder.origin in CANT_SAY:
        return checks.signature("unknown")
    if not verification.readable and (_unknown_form(credential, proof) or verification.reason.startswith(TOO_MUCH)):
        return checks.signature("unknown", _("Volet ne sait pas lire cette sorte de signature."))
    if not verification.readable:
        return checks.signature("bad", _("Une partie de ce fichier n'est couverte par aucune signature."))
    return checks.signature("bad")


def _unknown_form(credential: Mapping[str, Any], proof: Any) -> bool:
    """Another suite, or a vocabulary that is on the web but not here. A place that is no web address is no vocabulary."""
    if not isinstance(proof, Mapping) or proof.get("cryptosuite") != SUITE:
        return True
    contexts = credential.get("@context")
    named = contexts if isinstance(contexts, list) else [contexts]
    web = all(isinstance(url, str) and url.startswith("https://") for url in named)
    return web and any(url not in PINNED for url in named)


def _issuer(credential: Mapping[str, Any], verification: Verification, finder: KeyFinder) -> Check:
    issuer = issuer_of(credential)
    if finder.controller and finder.controller != issuer:
        return checks.issuer("bad", _("Le fichier nomme un émetteur, mais la clé est celle d'un autre."))
    said: dict[Origin, tuple[Result, str]] = {
        Origin.HERE: ("ok", _("Connu ici : %(name)s.")),
        Origin.DOMAIN: (
            "warn",
            _("Signé par qui contrôle le site %(name)s. Volet ne connaît pas cet émetteur : est-ce bien le sien ?"),
        ),
        Origin.KEY: (
            "warn",
            _("Signé par qui détient cette clé. Volet ne connaît pas cet émetteur : le nom écrit n'est pas prouvé."),
        ),
        Origin.ABSENT: ("bad", _("L'émetteur ne publie pas la clé qui a servi à signer.")),
        Origin.UNREACHABLE: (
            "unknown",
            _("Le site de l'émetteur (%(name)s) n'a pas pu être lu : réessayez plus tard."),
        ),
        Origin.UNSUPPORTED: ("unknown", _("Volet ne sait pas lire cette sorte d'identifiant.")),
        Origin.UNASKED: ("unknown", _("Sans signature lisible, rien ne dit qui l'a délivré.")),
    }
    result, sentence = said[finder.origin]
    if finder.origin == Origin.HERE and not verification.signature:
        return checks.issuer("unknown", _("Le fichier nomme un émetteur d'ici, mais sa signature ne le prouve pas."))
    return checks.issuer(result, sentence % {"name": finder.where})
