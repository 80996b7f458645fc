"""Building the tree of criteria of a draft, one node at a time."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from certificates.actions.drafts import locked_draft
from certificates.choices import CriterionKind
from certificates.models import AchievementVersion, Criterion
from people.actions import record
from people.models import Person

GROUPS = frozenset({CriterionKind.ALL, CriterionKind.ANY})
MOST_NODES = 40
#: The subjects a kind of leaf takes; the table refuses others.
SUBJECTS: dict[str, tuple[str, ...]] = {
    CriterionKind.ASSESSMENT: ("course_id", "activity_key"),
    CriterionKind.OUTCOME: ("competency_id", "level_id"),
    CriterionKind.COURSE: ("course_id",),
    CriterionKind.ATTENDANCE: ("share",),
    CriterionKind.ACHIEVEMENT: ("achievement_id",),
}


@transaction.atomic
def add_criterion(
    *,
    version: AchievementVersion,
    kind: str,
    parent: Criterion | None,
    subject: dict[str, Any],
    edit_token: str,
    by: Person,
    at: datetime,
) -> Criterion:
    """The first node makes the tree: a leaf then stands under « all of these », beside the assessment that was asked so far.
    `subject` holds the fields of `SUBJECTS[kind]`."""
    draft = locked_draft(version=version, edit_token=edit_token, by=by)
    if draft.criteria.count() >= MOST_NODES:
        raise ValidationError(_("C'est trop de conditions pour un certificat. Simplifiez."), code="too_many")
    wanted = SUBJECTS.get(kind, ())
    missing = [name for name in wanted if not subject.get(name)]
    if missing:
        raise ValidationError(_("Choisissez sur quoi porte cette condition."), code="subject")
    under = _under(draft, parent)
    made = Criterion.objects.create(
        version=draft,
        parent=under,
        kind=CriterionKind(kind),
        position=_next_place(under),
        **{name: subject[name] for name in wanted},
    )
    record(verb="criterion-added", noun=draft, by=by, at=at, organisation=draft.achievement.owner, kind=kind)
    return made


@transaction.atomic
def remove_criterion(*, criterion: Criterion, edit_token: str, by: Person, at: datetime) -> AchievementVersion:
    """With all that stands under it. Without its root the version asks for its one assessment again."""
    draft = locked_draft(version=criterion.version, edit_token=edit_token, by=by)
    _remove(criterion)
    record(verb="criterion-removed", noun=draft, by=by, at=at, organisation=draft.achievement.owner)
    return draft


@transaction.atomic
def move_criterion(*, criterion: Criterion, up: bool, edit_token: str, by: Person, at: datetime) -> AchievementVersion:
    """One place up or down among those beside it; at the end it stays."""
    draft = locked_draft(version=criterion.version, edit_token=edit_token, by=by)
    rows = list(Criterion.objects.filter(parent=criterion.parent_id, version=draft).order_by("position"))
    here = next(index for index, row in enumerate(rows) if row.pk == criterion.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows) and criterion.parent_id is not None:
        one, other = rows[here], rows[there]
        places = one.position, other.position
        free = rows[-1].position + 1
        for row, place in ((one, free), (other, places[0]), (one, places[1])):
            row.position = place
            row.save(update_fields=["position"])
    return draft


@transaction.atomic
def place_criterion(
    *, criterion: Criterion, parent: Criterion, edit_token: str, by: Person, at: datetime
) -> AchievementVersion:
    """To the end of another group, with all that stands under it; never under itself."""
    draft = locked_draft(version=criterion.version, edit_token=edit_token, by=by)
    parents = dict(draft.criteria.values_list("pk", "parent"))
    above: int | None = parent.pk
    while above is not None and above != criterion.pk:
        above = parents.get(above)
    if criterion.parent_id is None or above is not None:
        raise ValidationError(_("Une condition ne va pas sous elle-même."), code="circle")
    if criterion.parent_id != parent.pk:
        under = _under(draft, parent)
        criterion.parent, criterion.position = under, _next_place(under)
        criterion.save(update_fields=["parent", "position"])
        record(verb="criterion-placed", noun=draft, by=by, at=at, organisation=draft.achievement.owner)
    return draft


@transaction.atomic
def turn_group(*, criterion: Criterion, edit_token: str, by: Person, at: datetime) -> AchievementVersion:
    """« All of these » becomes « one of these », and back."""
    draft = locked_draft(version=criterion.version, edit_token=edit_token, by=by)
    if criterion.kind not in GROUPS:
        raise ValidationError(_("Ce n'est pas un groupe."), code="not_group")
    criterion.kind = CriterionKind.ALL if criterion.kind == CriterionKind.ANY else CriterionKind.ANY
    criterion.save(update_fields=["kind"])
    return draft


def _under(draft: AchievementVersion, parent: Criterion | None) -> Criterion:
    """The group a new node goes into; the root, made now where there is none yet."""
    if parent is not None:
        if parent.version_id != draft.pk or parent.kind not in GROUPS:
            raise ValidationError(_("Choisissez un groupe de ce brouillon."), code="parent")
        return parent
    root = draft.criteria.filter(parent=None).first()
    if root is not None:
        return root
    root = Criterion.objects.create(version=draft, position=1, kind=CriterionKind.ALL)
    Criterion.objects.create(
        version=draft,
        parent=root,
        position=1,
        kind=CriterionKind.ASSESSMENT,
        course_id=draft.course_id,
        activity_key=draft.activity_key,
    )
    return root


def _next_place(group: Criterion) -> int:
    return int(group.children.aggregate(last=Max("position"))["last"] or 0) + 1


def _remove(criterion: Criterion) -> None:
    for child in criterion.children.all():
        _remove(child)
    criterion.delete()
