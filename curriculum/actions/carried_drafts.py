"""The draft that a move gives: made by the room of the thing, published there, or thrown away."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from content.versions import State
from curriculum.actions.carrying import subject_of
from curriculum.choices import CarryLineState, CarryState
from curriculum.models import CarryOver
from curriculum.registries import Dependent, NewAim, Places, dependants
from people.actions import record
from people.models import Person


@transaction.atomic
def make_draft(*, carry_over: CarryOver, by: Person | None, at: datetime) -> CarryOver:
    """All or nothing, once every line is decided. Asked again, the draft that is there stays."""
    carry_over = _locked(carry_over)
    if carry_over.state in (CarryState.DRAFTED, CarryState.PUBLISHED):
        return carry_over
    if carry_over.state == CarryState.ABANDONED:
        raise ValidationError(_("C'est abandonné. Recommencez depuis la liste."), code="abandoned")
    if carry_over.crosswalk_version.state == State.WITHDRAWN:
        reason = _("La table de correspondance a été retirée. Abandonnez, puis recommencez avec une table en vigueur.")
        raise ValidationError(reason, code="withdrawn")
    left = carry_over.lines.filter(state=CarryLineState.PROPOSED).count()
    if left:
        raise ValidationError(_("Décidez d'abord des lignes à relire : il en reste %(left)d.") % {"left": left})
    subject_of(carry_over.kind, carry_over.subject_id, carry_over.crosswalk_version.source)
    made = dependants[carry_over.kind].carry(
        carry_over.subject_id,
        framework=carry_over.crosswalk_version.target,
        places=_places(carry_over),
        by=by,
        at=at,
    )
    carry_over.state, carry_over.draft_id = CarryState.DRAFTED, made.id
    carry_over.draft_title = f"{made.title} {made.label}"
    carry_over.save(update_fields=["state", "draft_id", "draft_title"])
    owner = carry_over.owner
    record(verb="carry-over-drafted", noun=carry_over, by=by, at=at, organisation=owner, draft=str(made.id))
    return carry_over


@transaction.atomic
def publish_carried(*, carry_over: CarryOver, by: Person | None, at: datetime) -> CarryOver:
    """Through the room's own action. Published elsewhere meanwhile: written down here. Raises ValidationError with every
    reason why not."""
    carry_over = _locked(carry_over)
    if carry_over.state == CarryState.PUBLISHED:
        return carry_over
    draft = draft_of(carry_over)
    if draft is None:
        raise ValidationError(_("Il n'y a pas de brouillon à publier."), code="no_draft")
    if draft.state == State.DRAFT:
        dependants[carry_over.kind].publish(draft.id, by=by, at=at)
    return _move_on(carry_over, CarryState.PUBLISHED, by, at)


@transaction.atomic
def abandon(*, carry_over: CarryOver, by: Person | None, at: datetime) -> CarryOver:
    """Give up: the draft goes, the thing stays as it is published, and its move can be started again."""
    carry_over = _locked(carry_over)
    if carry_over.state == CarryState.ABANDONED:
        return carry_over
    draft = draft_of(carry_over)
    if carry_over.state == CarryState.PUBLISHED or (draft is not None and draft.state != State.DRAFT):
        raise ValidationError(_("C'est publié : il n'y a plus rien à abandonner."), code="published")
    if draft is not None:
        dependants[carry_over.kind].discard(draft.id, by=by, at=at)
    return _move_on(carry_over, CarryState.ABANDONED, by, at)


def draft_of(carry_over: CarryOver) -> Dependent | None:
    """The draft, or the version that it became; None where there is none or it was deleted."""
    if carry_over.draft_id is None:
        return None
    wanted = {carry_over.draft_id}
    found = dependants[carry_over.kind].pointing_at(carry_over.crosswalk_version.target, wanted)
    return next((entry for entry in found if entry.id in wanted), None)


def _locked(carry_over: CarryOver) -> CarryOver:
    rows = CarryOver.objects.select_for_update(of=("self",))
    return rows.select_related("crosswalk_version__source", "crosswalk_version__target__framework", "owner").get(
        pk=carry_over.pk
    )


def _places(carry_over: CarryOver) -> Places:
    return {
        (line.place, line.origin_id): [
            NewAim(target.competency_id, target.level_id)
            for target in line.targets.all()
            if line.state == CarryLineState.ACCEPTED
        ]
        for line in carry_over.lines.prefetch_related("targets")
    }


def _move_on(carry_over: CarryOver, state: str, by: Person | None, at: datetime) -> CarryOver:
    carry_over.state = state
    carry_over.save(update_fields=["state"])
    record(verb=f"carry-over-{state}", noun=carry_over, by=by, at=at, organisation=carry_over.owner)
    return carry_over
