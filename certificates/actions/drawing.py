"""The badge of a draft."""

from datetime import datetime

from django.db import transaction

from certificates.actions.drafts import locked_draft
from certificates.badges import Design
from certificates.models import AchievementVersion
from people.actions import record
from people.models import Person


@transaction.atomic
def draw_badge(
    *, version: AchievementVersion, design: Design, edit_token: str, by: Person, at: datetime
) -> AchievementVersion:
    """The standard drawing is kept as {}: should it be bettered one day, drafts that never chose follow."""
    draft = locked_draft(version=version, edit_token=edit_token, by=by)
    draft.badge = {} if design == Design() else design.to_json()
    draft.save(update_fields=["badge"])
    record(verb="achievement-drawn", noun=draft, by=by, at=at, organisation=draft.achievement.owner)
    return draft
