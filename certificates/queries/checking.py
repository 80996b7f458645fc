"""Is this certificate true? By its link, by a file, by its number; each answer with its reason in words.

Who holds the link or the file reads the name as signed. A number alone never shows a name. An award that was withdrawn,
suspended or corrected shows no name at all.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from certificates.choices import FormKind, Verdict
from certificates.models import Award, AwardHolder, IssuerKey
from certificates.policies import HANDED_OUT
from certificates.queries.awards import award_by_public_id, did_of
from certificates.queries.envelopes import Envelope, opened_envelope
from certificates.queries.naming import name_corresponds
from certificates.queries.standing import last_change, verdict_of
from certificates.queries.words import Words, day, words_of
from certificates.signing import ResolvedKey, decode_public, holder_commitment, holder_name, verify
from people.models import Organisation

PUBLIC_ID = re.compile(r"/v/([A-Za-z0-9_-]{16,32})/?$")

TONES = {
    Verdict.VALID: "ok",
    Verdict.EXPIRED: "warn",
    Verdict.SUSPENDED: "warn",
    Verdict.REVOKED: "bad",
    Verdict.CORRECTED: "warn",
    Verdict.ALTERED: "bad",
    Verdict.UNKNOWN: "bad",
    Verdict.ELSEWHERE: "info",
    Verdict.UNREADABLE: "warn",
}


@dataclass(frozen=True)
class Finding:
    """`name` is shown large, or empty. `matches` answers a typed name: True, False, or None when it can't be said."""

    verdict: Verdict
    reason: str
    award: Award | None = None
    name: str = ""
    headline: str = ""
    words: Words | None = None
    matches: bool | None = None
    issuer_name: str = ""
    checks: list[tuple[str, bool]] = field(default_factory=list)

    full: bool = True

    @property
    def title(self) -> str:
        return self.headline or str(self.verdict.label)

    @property
    def tone(self) -> str:
        """The colour of the banner: ok, warn or bad."""
        return TONES[self.verdict]

    @property
    def payload(self) -> dict[str, Any]:
        return self.award.payload if self.award else {}

    @property
    def shows_title(self) -> bool:
        """An altered file says nothing of the award but what was truly signed, where that is known."""
        return self.verdict != Verdict.ALTERED or bool(self.name)


def check_link(public_id: str, at: datetime) -> Finding:
    award = award_by_public_id(public_id)
    if award is None:
        return _unknown()
    holder = held_by(award)
    if holder is not None and holder_commitment(holder.salt, holder.name) != award.holder_commitment:
        return Finding(Verdict.ALTERED, _("Le nom enregistré ici n'est plus celui du registre."), award=award)
    return _standing(award, at, name=holder.name if holder else "")


def check_number(number: str, typed_name: str, at: datetime) -> Finding:
    """Status and title; never a name, only whether the typed one corresponds."""
    award = Award.objects.filter(number=plain_number(number)).first()
    found = award_by_public_id(award.public_id) if award else None
    if found is None:
        return _unknown()
    finding = replace(_standing(found, at, name=""), full=False)
    if not typed_name.strip() or verdict_of(found, at) not in HANDED_OUT:
        return finding
    return replace(finding, matches=name_corresponds(held_by(found), typed_name))


def check_file(data: bytes, at: datetime) -> Finding:
    """Any bytes. Never raises on bad input."""
    envelope = opened_envelope(data)
    credential = envelope.credential
    if credential is None:
        return Finding(Verdict.UNREADABLE, envelope.problem)
    address = PUBLIC_ID.search(str(credential.get("id", "")))
    award = award_by_public_id(address[1]) if address else None
    if award is None:
        return _unknown() if _claims_ours(credential) else _elsewhere(credential)
    verification = verify(credential, _resolver(award), at=at)
    checks = [(_("Signature intacte"), verification.signature), (_("Émetteur connu ici"), verification.issuer)]
    if not verification.authentic:
        reason = _("Ce fichier n'est plus celui que le certificateur a signé : son contenu a été changé.")
        return Finding(Verdict.ALTERED, reason, award=award, checks=checks)
    return _same_paper(data, envelope, award, at, checks)


def plain_number(text: str) -> str:
    """As people type it: any case, any dash, stray spaces; without dashes too."""
    folded = re.sub(r"[\s\u2010-\u2015\u2212]+", "-", unicodedata.normalize("NFKC", text).strip().upper())
    bare = re.fullmatch(r"([A-Z]{1,8})(\d{4})(\d{4,}?)([A-Z2-9]{5})", folded.replace("-", ""))
    return "-".join(bare.groups()) if bare else folded


def held_by(award: Award) -> AwardHolder | None:
    return getattr(award, "holder", None)


def _same_paper(data: bytes, envelope: Envelope, award: Award, at: datetime, checks: list[tuple[str, bool]]) -> Finding:
    """The signed file is intact; a PDF must besides be the very one that was handed out, byte for byte."""
    name = holder_name(envelope.credential or {})
    finding = _standing(award, at, name=name)
    if not envelope.is_pdf:
        return replace(finding, checks=checks)
    holder = held_by(award)
    issued = [form.digest for form in holder.forms.all() if form.form == FormKind.PDF] if holder else []
    if not issued:
        reason = _(
            "Le fichier signé est intact. La personne a demandé l'effacement de ses données : la partie visible du PDF "
            "ne peut plus être comparée. Fiez-vous à ce qui s'affiche ici."
        )
        return replace(finding, reason=reason, checks=checks)
    same = hashlib.sha256(data).hexdigest() in issued
    checks = [*checks, (_("PDF identique à celui qui a été délivré"), same)]
    if same:
        return replace(finding, checks=checks)
    reason = _(
        "Ce PDF n'est pas celui qui a été délivré : ce qu'il montre a pu être changé. Le vrai certificat dit ce qui suit."
    )
    return replace(finding, verdict=Verdict.ALTERED, headline="", reason=reason, checks=checks)


def _standing(award: Award, at: datetime, *, name: str) -> Finding:
    standing = verdict_of(award, at)
    words = words_of(award)
    change = last_change(award)
    changed = day(change.at.astimezone(ZoneInfo(award.issuer.time_zone)).date()) if change else ""
    headlines = {
        Verdict.EXPIRED: _("Vrai, mais expiré le %(day)s") % {"day": words.valid_until},
        Verdict.SUSPENDED: _("Suspendu le %(day)s") % {"day": changed},
        Verdict.REVOKED: _("Retiré le %(day)s") % {"day": changed},
    }
    reasons = {
        Verdict.VALID: _("Ce certificat a bien été délivré, et rien ne l'a changé depuis."),
        Verdict.EXPIRED: _("Ce certificat a bien été délivré, mais sa durée de validité est passée."),
        Verdict.SUSPENDED: _("Le certificateur a suspendu ce certificat. Il peut être rétabli : revenez plus tard."),
        Verdict.REVOKED: _("Le certificateur a retiré ce certificat. Il ne vaut plus rien."),
        Verdict.CORRECTED: _("Une version corrigée a été délivrée. Demandez-la à la personne."),
    }
    verdict = Verdict(standing.value)
    shown = standing in HANDED_OUT
    return Finding(
        verdict=verdict,
        reason=reasons[verdict],
        award=award,
        name=name if shown else "",
        headline=headlines.get(verdict, ""),
        words=words if shown else None,
    )


def _unknown() -> Finding:
    return Finding(
        Verdict.UNKNOWN, _("Aucun certificat de ce numéro ou de cette adresse n'a été délivré ici. Vérifiez la saisie.")
    )


def _elsewhere(credential: dict[str, Any]) -> Finding:
    issuer = credential.get("issuer")
    name = issuer.get("name") if isinstance(issuer, dict) else ""
    reason = _(
        "Ce fichier vient d'un autre site. Volet ne peut pas dire s'il est vrai : vérifiez-le auprès de son émetteur."
    )
    return Finding(Verdict.ELSEWHERE, reason, issuer_name=name[:200] if isinstance(name, str) else "")


def _claims_ours(credential: dict[str, Any]) -> bool:
    """Whether the file says it was issued by a certifier of this installation."""
    issuer = credential.get("issuer")
    did = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not isinstance(did, str) or not did.startswith("did:web:"):
        return False
    organisation = Organisation.objects.filter(slug=did.rpartition(":")[2][:60]).first()
    return organisation is not None and did_of(organisation) == did


def _resolver(award: Award) -> Any:
    """Only the keys of the award's own issuer, under the identifier it had when it signed or has today."""

    def resolve(method: str) -> ResolvedKey | None:
        did, _hash, kid = method.partition("#")
        if did not in {award.payload["issuer"]["did"], did_of(award.issuer)}:
            return None
        key = IssuerKey.objects.filter(organisation=award.issuer_id, kid=kid[:40]).first()
        return ResolvedKey(decode_public(key.public_multibase), did) if key else None

    return resolve
