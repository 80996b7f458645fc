"""Rewording a certificate to be earned while it is a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.models import AchievementVersion
from certificates.policies import can_manage_achievement
from content.versions import new_edit_token
from people.actions import record
from people.models import Person


@dataclass(frozen=True)
class Wording:
    """What a certifier may change. `statements` is the text of each « sait faire » line by the key of its row;
    `validity_months` None is for life."""

    title: str
    summary: str
    needs_supervision: bool
    validity_months: int | None
    statements: Mapping[int, str]


@transaction.atomic
def edit_achievement(
    *, version: AchievementVersion, wording: Wording, edit_token: str, by: Person, at: datetime
) -> AchievementVersion:
    """`edit_token` is that of the draft the author read: with another one, a colleague was faster and nothing is written.
    The competencies and levels stay those of the course."""
    if not can_manage_achievement(by, version.achievement):
        raise PermissionDenied
    version = AchievementVersion.objects.select_for_update().select_related("achievement__owner").get(pk=version.pk)
    if not version.is_draft:
        raise ValidationError(_("Cette version est publiée : elle ne change plus."), code="not_draft")
    if version.edit_token != edit_token:
        message = _(
            "Une autre personne a modifié ce brouillon pendant que vous écriviez. Relisez-le, puis recommencez."
        )
        raise ValidationError(message, code="edited")
    version.title, version.summary = wording.title, wording.summary
    version.needs_supervision, version.validity_months = wording.needs_supervision, wording.validity_months
    version.edit_token = new_edit_token()
    version.save(update_fields=["title", "summary", "needs_supervision", "validity_months", "edit_token"])
    for target in version.targets.all():
        target.statement = wording.statements.get(target.pk, target.statement)
        target.save(update_fields=["statement"])
    record(verb="achievement-edited", noun=version, by=by, at=at, organisation=version.achievement.owner)
    return version
