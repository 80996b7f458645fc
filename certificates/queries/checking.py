"""Is this certificate true? By its link, by a file, by its number; each answer with its reason in words.

Who holds the link or the file reads the name as signed. A number alone shows a name only where the holder, an adult, made it
public. An award that was withdrawn, suspended or corrected shows no name at all.
"""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from certificates.choices import Verdict
from certificates.models import Award, AwardHolder
from certificates.policies import HANDED_OUT
from certificates.queries import checks
from certificates.queries.awards import award_by_public_id
from certificates.queries.checks import Check, result_of
from certificates.queries.confirming import credential_corresponds, holder_corresponds, name_is_public
from certificates.queries.endorsed import annex_named, comment_of, says_the_same, standing_decision
from certificates.queries.envelopes import Envelope, opened_envelope
from certificates.queries.foreign import ForeignReading, reading_of
from certificates.queries.papers import paper_check
from certificates.queries.proofs import Proof
from certificates.queries.proving import proven
from certificates.queries.registered import register_check
from certificates.queries.resolving import KeyFinder, OwnKeyFinder, organisation_of
from certificates.queries.standing import last_change, verdict_of
from certificates.queries.words import Words, day, words_of
from certificates.signing import holder_commitment, holder_name, problems_of
from certificates.signing.endorsement import is_endorsement
from certificates.signing.integrity import issuer_of

PUBLIC_ID = re.compile(r"/v/([A-Za-z0-9_-]{16,32})/?$")

#: In place of the random part, in the address of every example: no award ever has it.
EXAMPLE = "EXEMPLE-EXEMPLE-EXEMPLE"

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
    """`name` is shown large, or empty. `matches` answers a typed name, or e-mail address (`by_address`): None when none was
    typed or it can't be said. `foreign`: a file of another issuer. `full`: whoever asks holds the link or the file.
    `decision`: the file is what a body of here decided, and no certificate."""

    verdict: Verdict
    reason: str
    award: Award | None = None
    name: str = ""
    headline: str = ""
    words: Words | None = None
    matches: bool | None = None
    by_address: bool = False
    foreign: ForeignReading | None = None
    checks: list[Check] = field(default_factory=list)
    proof: Proof | None = None
    full: bool = True
    decision: bool = False

    @property
    def title(self) -> str:
        return self.headline or str(self.verdict.label)

    @property
    def tone(self) -> str:
        """The colour of the banner: ok, warn, bad or info."""
        return TONES[self.verdict]

    @property
    def icon(self) -> str:
        return {"ok": "check", "warn": "warn", "bad": "close", "info": "help"}[self.tone]

    @property
    def match_title(self) -> str:
        """Empty where nothing was typed, or it can't be said."""
        if self.matches is None:
            return ""
        if self.by_address:
            return _("L'adresse correspond") if self.matches else _("L'adresse ne correspond pas")
        return _("Le nom correspond") if self.matches else _("Le nom ne correspond pas")

    @property
    def payload(self) -> dict[str, Any]:
        return self.award.payload if self.award else {}

    @property
    def issuer_name(self) -> str:
        """As the file of another issuer says it: proven only as far as the checks go."""
        return self.foreign.issuer_name if self.foreign else ""

    @property
    def shows_title(self) -> bool:
        """An altered file says nothing of the award but what was truly signed, where that is known."""
        return self.verdict != Verdict.ALTERED or bool(self.name)

    @property
    def sound(self) -> bool:
        """True and good today; for a file of another issuer: intact and in force, whoever the issuer is."""
        return self.foreign.sound if self.foreign else self.verdict == Verdict.VALID and self.matches is not False


def check_link(public_id: str, at: datetime) -> Finding:
    if public_id == EXAMPLE:
        return _example()
    award = award_by_public_id(public_id)
    if award is None:
        return _unknown()
    holder = held_by(award)
    return _standing(award, at, name=holder.name if holder else "")


def check_number(number: str, typed: str, at: datetime) -> Finding:
    """Status and title, and whether the typed name or e-mail address corresponds. A name only where it is public."""
    if plain_number(number).startswith("EXEMPLE-"):
        return _example()
    award = Award.objects.filter(number=plain_number(number)).first()
    found = award_by_public_id(award.public_id) if award else None
    if found is None:
        return _unknown()
    holder = held_by(found)
    name = holder.name if holder is not None and name_is_public(holder) else ""
    finding = replace(_standing(found, at, name=name), full=False)
    if not typed.strip() or verdict_of(found, at) not in HANDED_OUT:
        return finding
    return _confirmed(finding, holder_corresponds(holder, typed), typed)


def check_file(data: bytes, at: datetime, typed: str = "") -> Finding:
    """Any bytes. Never raises on bad input. A file from elsewhere may ask its issuer's site: not inside a transaction."""
    envelope = opened_envelope(data)
    credential = envelope.credential
    if credential is None:
        return Finding(Verdict.ELSEWHERE if envelope.old_badge else Verdict.UNREADABLE, envelope.problem)
    if is_endorsement(credential) and organisation_of(issuer_of(credential)) is not None:
        return replace(_own_decision(envelope, at), decision=True)
    address = PUBLIC_ID.search(str(credential.get("id", "")))
    if address and address[1] == EXAMPLE:
        return _example()
    award = award_by_public_id(address[1]) if address else None
    if award is None:
        ours = organisation_of(issuer_of(credential)) or _is_here(str(credential.get("id", "")))
        finding = _unknown() if ours else _elsewhere(envelope, at)
    else:
        finding = _own_file(data, envelope, award, at)
    if not typed.strip() or result_of(finding.checks, "signature") != "ok":
        return finding
    return _confirmed(finding, credential_corresponds(credential, typed), typed)


def _is_here(address: str) -> bool:
    """Whether a browser would open a page of this site, however it is written: such a file is ours or nobody's."""
    try:
        asked, host = urlsplit(address).hostname, urlsplit(settings.VOLET_BASE_URL).hostname
    except ValueError:
        return False
    return asked is not None and asked.rstrip(".") == host


def plain_number(text: str) -> str:
    """As people type it: any case, any dash, stray spaces; without dashes too."""
    folded = re.sub(r"[\s\u2010-\u2015\u2212]+", "-", unicodedata.normalize("NFKC", text).strip().upper())
    bare = re.fullmatch(r"([A-Z]{1,8})(\d{4})(\d{4,}?)([A-Z2-9]{5})", folded.replace("-", ""))
    return "-".join(bare.groups()) if bare else folded


def held_by(award: Award) -> AwardHolder | None:
    return getattr(award, "holder", None)


def _confirmed(finding: Finding, matches: bool | None, typed: str) -> Finding:
    made = [*finding.checks, checks.holder(matches)]
    return replace(finding, matches=matches, by_address="@" in typed, checks=made)


def _own_file(data: bytes, envelope: Envelope, award: Award, at: datetime) -> Finding:
    """The signed file must be intact, by the award's own issuer; a PDF must besides be the very one that was handed out."""
    credential = envelope.credential or {}
    made = [checks.readable(envelope.form), *proven(envelope, at, OwnKeyFinder(award))[:2]]
    if any(result_of(made, key) != "ok" for key in ("signature", "issuer")):
        reason = _("Ce fichier n'est plus celui que le certificateur a signé : son contenu a été changé.")
        return Finding(Verdict.ALTERED, reason, award=award, checks=made)
    holder = held_by(award)
    if holder is not None and holder_commitment(holder.salt, holder_name(credential)) != award.holder_commitment:
        # Signed with the right key, by whoever copied it: the register has another name.
        reason = _("Ce fichier nomme une autre personne que celle qui a reçu ce certificat.")
        return Finding(Verdict.ALTERED, reason, award=award, checks=[made[0], checks.signature("bad", reason), made[2]])
    finding = _standing(award, at, name=holder_name(credential))
    made += [checks.schema(problems_of(credential)), *finding.checks]
    if finding.verdict == Verdict.ALTERED or not envelope.is_pdf:
        return replace(finding, checks=made)
    paper = paper_check(data, award, holder)
    finding = replace(finding, checks=[*made, paper])
    if paper.result == "ok":
        return finding
    if paper.result == "unknown":
        return replace(finding, reason=paper.detail)
    reason = _(
        "Ce PDF n'est pas celui qui a été délivré : ce qu'il montre a pu être changé. Le vrai certificat dit ce qui suit."
    )
    return replace(finding, verdict=Verdict.ALTERED, headline="", reason=reason)


def _own_decision(envelope: Envelope, at: datetime) -> Finding:
    """A body of this installation recognised a certificate: signed by it, and does the decision still stand?"""
    credential = envelope.credential or {}
    made = [checks.readable(envelope.form), *proven(envelope, at, KeyFinder())]
    if any(result_of(made, key) != "ok" for key in ("signature", "issuer")):
        reason = _("Ce fichier n'est plus celui que l'organisme a signé : son contenu a été changé.")
        return Finding(Verdict.ALTERED, reason, checks=made)
    annex = annex_named(str(credential.get("id")))
    decision = standing_decision(annex) if annex is not None else None
    signer = organisation_of(issuer_of(credential))
    if annex is None or decision is None or signer is None or not says_the_same(credential, annex, decision, signer):
        made.append(checks.status("bad", _("Cette décision ne vaut plus.")))
        reason = _("L'organisme a décidé autrement, ou le certificat ne compte plus.")
        return Finding(Verdict.REVOKED, reason, headline=_("Décision qui ne vaut plus"), checks=made)
    made.append(checks.status("ok", _("La décision est toujours celle de l'organisme.")))
    body = decision.organisation.name if decision.organisation else ""
    decided = day(decision.at.astimezone(ZoneInfo(settings.TIME_ZONE)).date())
    headline = _("Retenu par %(body)s le %(day)s") % {"body": body, "day": decided}
    if result_of(made, "dates") != "ok":
        reason = _(
            "La décision tient toujours, mais ce fichier est ancien : demandez à la personne d'en télécharger un neuf."
        )
        return Finding(Verdict.EXPIRED, reason, headline=headline, checks=made)
    return Finding(Verdict.VALID, comment_of(annex, decision), headline=headline, checks=made)


def _standing(award: Award, at: datetime, *, name: str) -> Finding:
    registered = register_check(award, held_by(award))
    if registered.check.result == "bad":
        wrong = registered.check
        return Finding(Verdict.ALTERED, wrong.detail, award=award, checks=[wrong], proof=registered.proof)
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
    over = verdict == Verdict.EXPIRED
    withdrawn = headlines.get(verdict, str(verdict.label))
    return Finding(
        verdict=verdict,
        reason=reasons[verdict],
        award=award,
        name=name if shown else "",
        headline=headlines.get(verdict, ""),
        words=words if shown else None,
        checks=[
            checks.dates(award.awarded_on, award.valid_until, "warn" if over else "ok"),
            checks.status("ok", _("Rien de tel n'est inscrit.")) if shown else checks.status("bad", f"{withdrawn}."),
            registered.check,
        ],
        proof=registered.proof,
    )


def _unknown() -> Finding:
    return Finding(
        Verdict.UNKNOWN, _("Aucun certificat de ce numéro ou de cette adresse n'a été délivré ici. Vérifiez la saisie.")
    )


def _example() -> Finding:
    """Whatever else such a file says, and whoever signed it."""
    reason = _("Ce papier montre à quoi ressemblera un certificat. La personne est inventée : il ne prouve rien.")
    return Finding(Verdict.UNKNOWN, reason, headline=_("Exemple, pas un certificat"))


def _elsewhere(envelope: Envelope, at: datetime) -> Finding:
    reading = reading_of(envelope, at)
    return Finding(
        reading.verdict,
        reading.reason,
        name=reading.holder_name if result_of(reading.checks, "signature") == "ok" else "",
        headline=reading.headline,
        foreign=reading,
        checks=reading.checks,
    )
