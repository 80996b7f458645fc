"""The « sait … » lines of a draft: each a competency, a level and the words a reader understands."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.actions.drafts import locked_draft
from certificates.models import AchievementTarget, AchievementVersion
from curriculum.models import Competency, ProficiencyLevel
from people.actions import record
from people.models import Person

MOST_STATEMENTS = 30


@dataclass(frozen=True)
class Statement:
    """`level_id` None where the framework has no levels."""

    text: str
    competency_id: UUID
    level_id: int | None


@transaction.atomic
def save_statement(
    *,
    version: AchievementVersion,
    statement: Statement,
    line: AchievementTarget | None,
    edit_token: str,
    by: Person,
    at: datetime,
) -> AchievementTarget:
    """Changes `line`, or adds one at the end. The competency and the level are of the framework version of the draft."""
    draft = locked_draft(version=version, edit_token=edit_token, by=by)
    rows = list(draft.targets.all())
    _check(draft, statement, [row for row in rows if line is None or row.pk != line.pk])
    if line is None:
        line = AchievementTarget(version=draft, position=max((row.position for row in rows), default=0) + 1)
    line.statement, line.competency_id, line.level_id = statement.text, statement.competency_id, statement.level_id
    line.save()
    record(verb="statement-saved", noun=draft, by=by, at=at, organisation=draft.achievement.owner)
    return line


@transaction.atomic
def remove_statement(*, line: AchievementTarget, edit_token: str, by: Person, at: datetime) -> AchievementVersion:
    """A draft may be without a line for a while; it can't be published so."""
    draft = locked_draft(version=line.version, edit_token=edit_token, by=by)
    line.delete()
    record(verb="statement-removed", noun=draft, by=by, at=at, organisation=draft.achievement.owner)
    return draft


@transaction.atomic
def move_statement(
    *, line: AchievementTarget, up: bool, edit_token: str, by: Person, at: datetime
) -> AchievementVersion:
    """One place up or down; at the end it stays."""
    draft = locked_draft(version=line.version, edit_token=edit_token, by=by)
    rows = list(draft.targets.order_by("position"))
    here = next(index for index, row in enumerate(rows) if row.pk == line.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        one, other = rows[here], rows[there]
        places, free = (one.position, other.position), rows[-1].position + 1
        for row, place in ((one, free), (other, places[0]), (one, places[1])):
            row.position = place
            row.save(update_fields=["position"])
        record(verb="statement-moved", noun=draft, by=by, at=at, organisation=draft.achievement.owner)
    return draft


def _check(draft: AchievementVersion, statement: Statement, others: list[AchievementTarget]) -> None:
    framework = draft.framework_version_id
    if not Competency.objects.filter(pk=statement.competency_id, version=framework).exists():
        raise ValidationError({"competency": _("Choisissez une compétence de la liste.")}, code="competency")
    levels = ProficiencyLevel.objects.filter(version=framework)
    known = statement.level_id is None or levels.filter(pk=statement.level_id).exists()
    if not known:
        raise ValidationError({"level": _("Choisissez un niveau de la liste.")}, code="level")
    if len(others) >= MOST_STATEMENTS:
        message = _("Un certificat a au plus %(most)s lignes. Regroupez-en.") % {"most": MOST_STATEMENTS}
        raise ValidationError(message, code="too_many")
    if any(_same(row, statement) for row in others):
        message = _("Cette ligne y est déjà : la même phrase pour la même compétence. Changez l'une des deux.")
        raise ValidationError({"statement": message}, code="twice")


def _same(row: AchievementTarget, statement: Statement) -> bool:
    words = [" ".join(text.casefold().split()).rstrip(".") for text in (row.statement, statement.text)]
    return row.competency_id == statement.competency_id and words[0] == words[1]
