"""Rewording a certificate to be earned while it is a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from certificates.actions.drafts import locked_draft
from certificates.models import AchievementVersion
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
    Competencies and levels are changed line by line (`save_statement`)."""
    version = locked_draft(version=version, edit_token=edit_token, by=by)
    version.title, version.summary = wording.title, wording.summary
    version.needs_supervision, version.validity_months = wording.needs_supervision, wording.validity_months
    version.save(update_fields=["title", "summary", "needs_supervision", "validity_months"])
    for target in version.targets.all():
        target.statement = wording.statements.get(target.pk, target.statement)
        target.save(update_fields=["statement"])
    record(verb="achievement-edited", noun=version, by=by, at=at, organisation=version.achievement.owner)
    return version
