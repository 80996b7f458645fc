"""Writing assessments: drafts and their publishing, tries and their answers."""

from assessments.actions.drafting import discard_draft, draft_assessment, save_item
from assessments.actions.personal import AssessmentsData
from assessments.actions.publishing import publish_assessment
from assessments.actions.saving import save_answer
from assessments.actions.starting import start_attempt
from assessments.actions.submitting import submit_attempt

__all__ = [
    "AssessmentsData",
    "discard_draft",
    "draft_assessment",
    "publish_assessment",
    "save_answer",
    "save_item",
    "start_attempt",
    "submit_attempt",
]
