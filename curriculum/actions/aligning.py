"""Reviewing a crosswalk's draft: what a person keeps, sets aside and adds, in their name and dated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from curriculum.actions.versions import open_draft
from curriculum.choices import AlignmentBasis, AlignmentKind, AlignmentState
from curriculum.models import Alignment, Competency, CrosswalkVersion
from curriculum.queries.aligning import clear_proposals
from people.models import Person


@dataclass(frozen=True)
class Decision:
    """What a person decided about one alignment. `kind` counts where it is kept and leads somewhere."""

    alignment: UUID
    keep: bool
    kind: str
    rationale: str


@transaction.atomic
def review_origin(
    *,
    version: CrosswalkVersion,
    origin: Competency,
    decisions: Sequence[Decision],
    edit_token: str,
    by: Person,
    at: datetime,
) -> CrosswalkVersion:
    """What a person kept and set aside for one competency, in their name."""
    draft = open_draft(version, edit_token)
    rows = {row.pk: row for row in Alignment.objects.filter(version=draft, origin=origin)}
    for decision in decisions:
        row = rows.get(decision.alignment)
        if row is None:
            raise ValidationError(_("Cette correspondance n'existe plus. Rechargez la page."), code="gone")
        _decide(row, decision, by=by, at=at)
    kept = [row for row in rows.values() if row.state == AlignmentState.ACCEPTED]
    if len(kept) > 1 and any(row.destination_id is None for row in kept):
        raise ValidationError(
            _("Gardez une correspondance, ou « Rien ne correspond », mais pas les deux."), code="both"
        )
    Alignment.objects.bulk_update(rows.values(), ["state", "kind", "rationale", "reviewed_by", "reviewed_at"])
    return _touched(draft)


@transaction.atomic
def add_alignment(
    *,
    version: CrosswalkVersion,
    origin: Competency,
    destination: Competency | None,
    kind: str,
    rationale: str,
    edit_token: str,
    by: Person,
    at: datetime,
) -> Alignment:
    """A person's own alignment, kept at once. Without a destination nothing corresponds: what stood there is set aside."""
    draft = open_draft(version, edit_token)
    if origin.version_id != draft.source_id or (destination and destination.version_id != draft.target_id):
        raise ValidationError(_("Cette compétence n'est pas dans les versions de la table."), code="elsewhere")
    others = Alignment.objects.filter(version=draft, origin=origin).exclude(destination=destination)
    if destination is None:
        others.update(state=AlignmentState.REJECTED, reviewed_by=by, reviewed_at=at)
    else:
        others.filter(destination=None).delete()
    found = Alignment.objects.filter(version=draft, origin=origin, destination=destination).first()
    row = found or Alignment(
        version=draft, origin=origin, destination=destination, basis=AlignmentBasis.PERSON, proposed_by=by
    )
    row.kind = _kind(kind) if destination else ""
    row.state, row.rationale, row.reviewed_by, row.reviewed_at = AlignmentState.ACCEPTED, rationale.strip(), by, at
    row.save()
    _touched(draft)
    return row


@transaction.atomic
def accept_clear(*, version: CrosswalkVersion, edit_token: str, by: Person, at: datetime) -> int:
    """Keep at once the proposals that nobody would discuss; returns how many."""
    draft = open_draft(version, edit_token)
    count = clear_proposals(draft).update(state=AlignmentState.ACCEPTED, reviewed_by=by, reviewed_at=at)
    _touched(draft)
    return count


def _touched(draft: CrosswalkVersion) -> CrosswalkVersion:
    """With the new token of `open_draft`; what a file said is no longer what stands here."""
    draft.digest = ""
    draft.save(update_fields=["edit_token", "digest"])
    return draft


def _decide(row: Alignment, decision: Decision, *, by: Person, at: datetime) -> None:
    if row.destination_id is not None:
        row.kind = _kind(decision.kind) if decision.keep else row.kind
    row.state = AlignmentState.ACCEPTED if decision.keep else AlignmentState.REJECTED
    row.rationale, row.reviewed_by, row.reviewed_at = decision.rationale.strip(), by, at


def _kind(kind: str) -> str:
    if kind not in AlignmentKind.values:
        raise ValidationError(_("Dites en quoi les deux compétences se correspondent."), code="kind")
    return kind
