"""A certificate to be earned of the certifier that is still a draft, with one line."""

from datetime import datetime

from certificates.actions.founding import Foundation, found_achievement
from certificates.actions.statements import Statement, save_statement
from certificates.models import AchievementVersion
from people.models import Person


def own_draft(like: AchievementVersion, by: Person, at: datetime) -> AchievementVersion:
    """About what `like` is about."""
    foundation = Foundation(
        title="Un brouillon",
        summary="",
        framework_version=like.framework_version,
        course_id=like.course_id,
        activity_key=like.activity_key,
        issuing="by_session",
        validity_months=None,
        needs_supervision=False,
    )
    draft = found_achievement(owner=like.achievement.owner, foundation=foundation, by=by, at=at)
    target = like.targets.order_by("position")[0]
    line = Statement("sait essayer", target.competency_id, target.level_id)
    save_statement(version=draft, statement=line, line=None, edit_token=draft.edit_token, by=by, at=at)
    return draft
