"""A body's decision about a certificate, as a signed file: what it says, and whether it still holds."""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from certificates.choices import AnnexState, FormKind
from certificates.models import Annex, AnnexDecision, IssuedForm
from certificates.queries.covering import set_aside
from certificates.queries.words import day
from curriculum.choices import Effect
from curriculum.models import StrandLine
from people.models import Organisation

RELATED = ("record__reference_version__reference", "record__strand_version", "award", "foreign_award")


def annex_named(identifier: str) -> Annex | None:
    """By the `id` of a signed decision. It is random, so it can't be guessed."""
    try:
        key = UUID(identifier.removeprefix("urn:uuid:"))
    except ValueError:
        return None
    return Annex.objects.filter(pk=key).select_related(*RELATED).first()


def standing_decision(annex: Annex) -> AnnexDecision | None:
    """The decision that recognises it today; None where there is none, or where the certificate counts no more."""
    rows = AnnexDecision.objects.filter(annex=annex).select_related("organisation")
    decision = max(rows, key=lambda row: row.pk, default=None)
    accepted = decision is not None and decision.state == AnnexState.ACCEPTED
    return decision if accepted and set_aside(annex) is None else None


def comment_of(annex: Annex, decision: AnnexDecision) -> str:
    """In one paragraph: who, what for, which lines with which effect, and what it isn't."""
    granted = {line["line"]: line for line in decision.lines}
    lines = StrandLine.objects.filter(pk__in=granted).select_related("unit").order_by("position")
    names = {
        "body": decision.organisation.name if decision.organisation else "",
        "title": annex.title,
        "training": str(annex.record.reference_version),
        "day": day(decision.at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()),
        "lines": "; ".join(_line(line, granted[str(line.pk)]) for line in lines),
    }
    return (
        _(
            "%(body)s retient « %(title)s » dans un livret de la formation %(training)s. Décision du %(day)s, pour : "
            "%(lines)s. Ce n'est ni un diplôme, ni une unité, ni une étape de la formation : le jury en décide."
        )
        % names
    )


def _line(line: StrandLine, granted: Mapping[str, str]) -> str:
    words = f"{line.unit.code}, {line.statement} ({Effect(granted['effect']).label}"
    return f"{words}, {granted['legal_basis']})" if granted["legal_basis"] else f"{words})"


def endorsed_file(annex: Annex) -> tuple[str, tuple[str, str] | None]:
    """The identifier of the certificate, and the address and digest of its signed file where it is one of ours."""
    if annex.award is None:
        foreign = annex.foreign_award
        if foreign is None:
            return "", None
        named = foreign.identifier.startswith(("https://", "http://", "urn:", "did:"))
        # RFC 6920: a file without a name is named by its digest.
        return (foreign.identifier if named else f"ni:///sha-256;{_plain(foreign.digest)}"), None
    address = f"{settings.VOLET_BASE_URL}{annex.award.get_absolute_url()}"
    form = IssuedForm.objects.filter(holder__award=annex.award, form=FormKind.CREDENTIAL).first()
    if form is None:
        return address, None
    sri = base64.b64encode(bytes.fromhex(form.digest)).decode()
    return address, (f"{address}credential.json", f"sha256-{sri}")


def says_the_same(credential: Mapping[str, Any], annex: Annex, decision: AnnexDecision, signer: Organisation) -> bool:
    """Whether a file of ours is about this very decision, not an earlier one, of that certificate, by the body that took it.
    What it says of the lines isn't compared: the register is asked for them, so that a stolen key grants nothing."""
    subject = credential.get("credentialSubject")
    endorsed = subject.get("id") if isinstance(subject, Mapping) else None
    if signer.pk != decision.organisation_id or endorsed != endorsed_file(annex)[0]:
        return False
    try:
        said = datetime.fromisoformat(str(credential.get("awardedDate")))
    except ValueError:
        return False
    return said.replace(microsecond=0) == decision.at.replace(microsecond=0)


def _plain(digest: str) -> str:
    return base64.urlsafe_b64encode(bytes.fromhex(digest)).decode().rstrip("=")
