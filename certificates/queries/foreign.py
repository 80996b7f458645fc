"""A certificate of another issuer, given by file: what it says, and which of it can be checked from here.

Volet never calls such a file « vrai »: it says who signed it, as far as that is proven, and what is known. Reading may ask
the issuer's site for its keys (`certificates.fetching`): never call this inside a transaction.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from certificates.choices import ForeignFormat, Verdict
from certificates.queries import checks
from certificates.queries.checks import Check, result_of
from certificates.queries.envelopes import Envelope, opened_envelope
from certificates.queries.proving import proven
from certificates.queries.resolving import KeyFinder
from certificates.queries.statuses import status_check
from certificates.queries.words import day
from certificates.signing import holder_name, problems_of, several
from certificates.signing.endorsement import is_endorsement

LEVEL: Final = re.compile(r"(?:niveau|level)\s+(\S+)", re.IGNORECASE)
MOST_STATEMENTS: Final = 100


@dataclass(frozen=True)
class ForeignReading:
    """What the file says, clipped to what a row keeps; true only as far as `checks` go.

    `issuer` is the identifier that signed or claims to have. `statements`: `{"text", "framework", "code", "level", "url"}`.
    `endorses`: it is about another certificate, and none itself.
    """

    format: ForeignFormat | None
    verdict: Verdict
    reason: str
    headline: str = ""
    identifier: str = ""
    issuer: str = ""
    issuer_name: str = ""
    title: str = ""
    holder_name: str = ""
    awarded_on: date | None = None
    valid_until: date | None = None
    statements: list[dict[str, str]] = field(default_factory=list)
    limits: str = ""
    endorses: bool = False
    checks: list[Check] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Everything that counts was checked and is right: signature, dates, status. Who the issuer is, it doesn't say."""
        return (
            all(result_of(self.checks, key) == "ok" for key in ("signature", "dates"))
            and result_of(self.checks, "status") in {"ok", "warn"}
            and all(check.result != "bad" for check in self.checks)
        )

    @property
    def acceptable(self) -> bool:
        """Sound, or sound but for a list of status that can't be read: certificates outlive the site of their issuer, and
        whoever decides is told."""
        return all(result_of(self.checks, key) == "ok" for key in ("signature", "dates")) and all(
            check.result != "bad" for check in self.checks
        )


def read_foreign(data: bytes, at: datetime) -> ForeignReading:
    """Any bytes. Never raises on bad input."""
    return reading_of(opened_envelope(data), at)


def reading_of(envelope: Envelope, at: datetime) -> ForeignReading:
    credential = envelope.credential
    if credential is None:
        verdict = Verdict.ELSEWHERE if envelope.old_badge else Verdict.UNREADABLE
        return ForeignReading(envelope.form, verdict, envelope.problem)
    made = [checks.readable(envelope.form), *proven(envelope, at, KeyFinder()), checks.schema(problems_of(credential))]
    if result_of(made, "signature") == "ok":
        made.append(status_check(credential, at))
    ends = _day(credential, "validUntil", "expirationDate")
    verdict, headline, reason = _judged(made, ends, envelope.form)
    issuer = credential.get("issuer")
    profile = issuer if isinstance(issuer, Mapping) else {}
    subject = _first(credential.get("credentialSubject"))
    achievement = _first(subject.get("achievement"))
    return ForeignReading(
        format=envelope.form,
        verdict=verdict,
        headline=headline,
        reason=reason,
        identifier=_text(credential.get("id"), 500),
        issuer=_text(profile.get("id") if profile else issuer, 500),
        issuer_name=_text(profile.get("name"), 200),
        title=_text(achievement.get("name"), 300) or _text(credential.get("name"), 300),
        holder_name=holder_name(credential)[:200] or _text(subject.get("name"), 200),
        awarded_on=_day(credential, "awardedDate", "validFrom", "issuanceDate"),
        valid_until=ends,
        statements=_statements(achievement),
        limits=_text(credential.get("description"), 600),
        endorses=is_endorsement(credential),
        checks=made,
    )


def _judged(made: list[Check], ends: date | None, form: ForeignFormat | None) -> tuple[Verdict, str, str]:
    """Verdict, headline and sentence from the checks. The worst first."""
    signature, status = result_of(made, "signature"), result_of(made, "status")
    if signature == "bad":
        said = next(check.detail for check in made if check.key == "signature")
        return Verdict.ALTERED, _("Ne vous y fiez pas"), said
    if status == "bad":
        return Verdict.REVOKED, _("Retiré ou suspendu par son émetteur"), _("Ce certificat ne vaut plus rien.")
    if signature == "unknown":
        reason = _(
            "Ce fichier vient d'ailleurs. Sa signature ne peut pas être contrôlée ici : demandez à son émetteur."
        )
        return Verdict.ELSEWHERE, "", reason
    by = next(check.detail for check in made if check.key == "issuer")
    known = f"{_intact(form)} {by}"
    if result_of(made, "dates") == "bad":
        return Verdict.ELSEWHERE, _("Délivré ailleurs, pas encore valable"), known
    if result_of(made, "dates") == "warn":
        headline = _("Délivré ailleurs, expiré le %(day)s") % {"day": day(ends)} if ends else ""
        return Verdict.ELSEWHERE, headline, known
    return Verdict.ELSEWHERE, "", known


def _intact(form: ForeignFormat | None) -> str:
    """What the signature covers: the file inside, never what the page or the image around it shows."""
    if form == ForeignFormat.PDF:
        return _(
            "Le fichier signé dans ce PDF n'a pas été changé. Ce que montre ce PDF n'est pas couvert par la signature : "
            "fiez-vous à ce qui s'affiche ici."
        )
    if form in {ForeignFormat.PNG, ForeignFormat.SVG}:
        return _(
            "Le fichier signé dans cette image n'a pas été changé. Ce que montre l'image n'est pas couvert par la "
            "signature : fiez-vous à ce qui s'affiche ici."
        )
    return _("Le fichier n'a pas été changé depuis sa signature.")


def _statements(achievement: Mapping[str, Any]) -> list[dict[str, str]]:
    """« Sait faire » lines. Volet writes the sentence as description and the level into the name of the framework."""
    found = []
    alignment = achievement.get("alignment")
    for line in several(alignment)[:MOST_STATEMENTS]:
        if not isinstance(line, Mapping):
            continue
        framework = _text(line.get("targetFramework"), 200)
        level = LEVEL.search(framework)
        found.append(
            {
                "text": _text(line.get("targetDescription"), 600) or _text(line.get("targetName"), 600),
                "framework": framework,
                "code": _text(line.get("targetCode"), 80),
                "level": level[1] if level else "",
                "url": _address(line.get("targetUrl")),
            }
        )
    return [line for line in found if line["text"]]


def _text(value: Any, longest: int) -> str:
    return " ".join(value.split())[:longest] if isinstance(value, str) else ""


def _address(value: Any) -> str:
    """Only what may stand behind a link."""
    found = _text(value, 500)
    return found if found.startswith(("https://", "http://")) else ""


def _first(value: Any) -> Mapping[str, Any]:
    found = value[0] if isinstance(value, list) and value else value
    return found if isinstance(found, Mapping) else {}


def _day(credential: Mapping[str, Any], *names: str) -> date | None:
    for name in names:
        value = credential.get(name)
        if isinstance(value, str):
            try:
                return datetime.fromisoformat(value).date()
            except ValueError:
                return None
    return None
