"""What a body decides about an annex, and what a change of the certificate does to it. Each decision is a new row."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from certificates.actions.keys import ensure_key
from certificates.choices import AnnexState, StatusKind, Verdict
from certificates.models import Annex, AnnexDecision, Award
from certificates.queries.covering import LineCoverage
from certificates.queries.livrets import deciding_body
from certificates.queries.standing import last_change
from certificates.signing import SealError
from curriculum.models import StrandLine
from people.actions import in_language_of, notify
from people.actions import record as note
from people.models import Organisation, Person

#: Ids of lines, or ids with the effect that the body grants.
Lines = Collection[str] | Mapping[str, str]


@transaction.atomic
def decide_annex(
    *, annex: Annex, accepted: bool, by: Person, at: datetime, lines: Lines = (), reason: str = ""
) -> AnnexDecision:
    """Recognises `lines` (ids of the strand's lines; of those that the annex names, where the certificate is one of ours),
    or declines with a reason. Decided anew, it is a new row. The effect is the one that the strand's line has in force on
    that day, or the lesser one that `lines` names beside the id; never a greater one."""
    related = ("record", "award", "foreign_award")
    locked = Annex.objects.select_for_update(of=("self",)).select_related(*related).filter(pk=annex.pk).first()
    if locked is None:
        raise ValidationError(_("Ce certificat n'est plus dans le livret."), code="removed")
    body = deciding_body(by, locked.record)
    if body is None:
        raise PermissionDenied
    if _gone(locked):
        raise ValidationError(_("Ce certificat ne vaut plus : il n'y a rien à retenir."), code="gone")
    if not accepted and not reason.strip():
        raise ValidationError(_("Écrivez la raison : la personne la lira."), code="reason")
    kept = _recognised(locked, lines, at) if accepted else []
    if accepted and not kept:
        raise ValidationError(_("Cochez au moins une ligne, ou ne retenez pas ce certificat."), code="lines")
    state = AnnexState.ACCEPTED if accepted else AnnexState.DECLINED
    row = AnnexDecision.objects.create(
        annex=locked, organisation=body, state=state, lines=kept, reason=reason.strip()[:2000], by=by, at=at
    )
    _settle(locked, state)
    if accepted:
        _have_key(body, at)
    note(verb=f"annex-{state}", noun=locked.record, by=by, at=at, organisation=body)
    _tell_of_decision(row, at)
    return row


@transaction.atomic
def follow_status(*, award: Award, at: datetime) -> int:
    """What an award's newest status does to its annexes: withdrawn when it was revoked, handed over to the certificate that
    replaces it when it was corrected. Run twice, it does nothing more. Suspended needs nothing: the reading sees it."""
    change = last_change(award)
    if change is None or change.kind not in (StatusKind.REVOKED, StatusKind.CORRECTED):
        return 0
    successor = Award.objects.filter(replaces=award).first() if change.kind == StatusKind.CORRECTED else None
    annexes = Annex.objects.select_for_update(of=("self",)).filter(award=award).exclude(state=AnnexState.WITHDRAWN)
    moved = 0
    for annex in annexes.select_related("record__person", "award"):
        if change.kind == StatusKind.CORRECTED:
            if successor is None or Annex.objects.filter(record=annex.record_id, award=successor).exists():
                continue
            Annex.objects.filter(pk=annex.pk).update(award=successor)
        else:
            _withdraw(annex, at)
        moved += 1
    return moved


def follow_owed(*, at: datetime) -> str:
    """The duty: changes whose task was lost."""
    changed = Q(award__status_changes__kind__in=(StatusKind.REVOKED, StatusKind.CORRECTED))
    owed = Annex.objects.filter(changed).exclude(state=AnnexState.WITHDRAWN).order_by().values("award")
    return f"followed {sum(follow_status(award=award, at=at) for award in Award.objects.filter(pk__in=owed))}"


def _withdraw(annex: Annex, at: datetime) -> None:
    AnnexDecision.objects.create(annex=annex, organisation=None, state=AnnexState.WITHDRAWN, by=None, at=at)
    _settle(annex, AnnexState.WITHDRAWN)
    person = annex.record.person
    with in_language_of(person):
        title = _("Un certificat ne compte plus dans votre livret")
        body = _("%(title)s a été retiré par son certificateur. Votre livret le dit.") % {"title": annex.title}
    _tell(annex, f"annex-withdrawn:{annex.pk}", title, body, at)


def _have_key(body: Organisation, at: datetime) -> None:
    """Whoever reads the signed decision later makes no key. A decision holds without one, whatever the disk does."""
    with suppress(ValidationError, SealError, OSError):
        ensure_key(organisation=body, at=at)


def _gone(annex: Annex) -> bool:
    if annex.foreign_award is not None:
        return annex.foreign_award.verdict == Verdict.REVOKED
    change = last_change(annex.award) if annex.award is not None else None
    return change is not None and change.kind in (StatusKind.REVOKED, StatusKind.CORRECTED, StatusKind.SUSPENDED)


def _settle(annex: Annex, state: str) -> None:
    Annex.objects.filter(pk=annex.pk).update(state=state)


def _recognised(annex: Annex, lines: Lines, at: datetime) -> list[dict[str, str]]:
    """Only lines that the annex names, in the strand's order, with an effect that may be had on that day. What a certificate
    of elsewhere reaches is the body's to say: any line."""
    named = set(lines)
    if annex.foreign_award_id is None:
        named &= {entry["line"] for entry in annex.coverage}
    on = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    asked = StrandLine.objects.filter(version=annex.record.strand_version_id).order_by("position")
    kept = [LineCoverage(line, on) for line in asked if str(line.pk) in named]
    return [_granted(one, lines.get(str(one.line.pk), "") if isinstance(lines, Mapping) else "") for one in kept]


def _granted(one: LineCoverage, wished: str) -> dict[str, str]:
    """A legal basis stands behind the line's own effect only."""
    offered = [effect for effect, _words in one.offered]
    effect = wished if wished in offered else offered[0]
    basis = one.line.legal_basis if one.in_force and effect == one.line.effect else ""
    return {"line": str(one.line.pk), "effect": effect, "legal_basis": basis}


def _tell_of_decision(row: AnnexDecision, at: datetime) -> None:
    annex = row.annex
    with in_language_of(annex.record.person):
        names = {
            "title": annex.title,
            "body": row.organisation.name if row.organisation else "",
            "number": len(row.lines),
            "reason": row.reason,
        }
        if row.state == AnnexState.ACCEPTED:
            title = _("Votre organisme retient un certificat")
            body = _("%(body)s retient %(title)s dans votre livret. Lignes retenues : %(number)s.") % names
        else:
            title = _("Votre organisme ne retient pas un certificat")
            body = _("%(body)s ne retient pas %(title)s dans votre livret. Raison : %(reason)s") % names
    _tell(annex, f"annex-decision:{row.pk}", title, body, at)


def _tell(annex: Annex, key: str, title: str, body: str, at: datetime) -> None:
    address = reverse("record-detail", args=[annex.record_id])
    notify(person=annex.record.person, kind="annex", key=key, title=title, body=body, address=address, at=at)
