from assessments.models.activity import QuizActivity
from assessments.models.assessment import Assessment, AssessmentVersion, Section, SectionItem
from assessments.models.attempt import Attempt, Response
from assessments.models.item import Bank, Item, ItemTarget, ItemVersion
from assessments.models.items import item_models
from assessments.models.jury import JuryDecision
from assessments.models.outcome import Outcome, Score

__all__ = [
    "Assessment",
    "AssessmentVersion",
    "Attempt",
    "Bank",
    "Item",
    "ItemTarget",
    "ItemVersion",
    "JuryDecision",
    "Outcome",
    "QuizActivity",
    "Response",
    "Score",
    "Section",
    "SectionItem",
    "item_models",
]
