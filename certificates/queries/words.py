"""The sentences of a certificate that name people: who saw the holder, who watched. From the evidence, while it is kept.

They are in the certificate's own language, whatever the reader's.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from certificates.models import Award
from courses.choices import Conditions, SeenAs


@dataclass(frozen=True)
class Words:
    identity: str
    conditions: str
    awarded_on: str
    valid_until: str


def words_of(award: Award) -> Words:
    """Without the evidence (erased) the sentences name the body only. Uses `evidence` prefetched, where it is."""
    rows = list(award.evidence.all())
    detail: dict[str, Any] = rows[0].detail if rows else {}
    payload = award.payload
    with override(payload["language"]):
        return Words(
            identity=_identity(payload, detail.get("identity_by", "")),
            conditions=_conditions(payload, detail.get("supervised_by", "")),
            awarded_on=day(award.awarded_on),
            valid_until=day(award.valid_until) if award.valid_until else "",
        )


def day(value: date) -> str:
    """« 1er mars 2026 » in French, the language's own form else."""
    text = date_format(value, "j F Y")
    return f"1er{text[1:]}" if value.day == 1 and str(get_language()).startswith("fr") else text


def _identity(payload: dict[str, Any], by: str) -> str:
    names = {
        "by": by,
        "body": payload["organisation"]["name"],
        "day": day(date.fromisoformat(payload["identity"]["on"])),
        "how": SeenAs(payload["identity"]["seen_as"]).label,
    }
    if by:
        return _("Identité vérifiée par %(by)s, formateur ou formatrice (%(body)s), le %(day)s : %(how)s.") % names
    return _("Identité vérifiée par l'équipe de formation (%(body)s), le %(day)s : %(how)s.") % names


def _conditions(payload: dict[str, Any], by: str) -> str:
    """What was asked, where no assessment was sat (a jury, a course)."""
    if not payload["conditions"]:
        return str(payload["criteria"])
    names = {"by": by, "day": day(date.fromisoformat(payload["conditions"]["on"]))}
    if payload["conditions"]["kind"] != Conditions.IN_ROOM:
        return _("Épreuve passée sans surveillance, le %(day)s.") % names
    if by:
        return _("Épreuve passée dans la salle, sous les yeux de %(by)s, le %(day)s.") % names
    return _("Épreuve passée dans la salle, sous les yeux de l'équipe de formation, le %(day)s.") % names
