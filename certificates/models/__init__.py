from certificates.models.achievement import (
    Achievement,
    AchievementTarget,
    AchievementVersion,
    Authorisation,
    Criterion,
    Signatory,
)
from certificates.models.award import Award, AwardEvidence, AwardHolder, IssuedForm, StatusChange, Withdrawal
from certificates.models.issuer import IssuerKey, NumberCounter, RegisterKey, Seal
from certificates.models.record import Annex, AnnexDecision, ForeignAward, RecordStage, ShareLink, TrainingRecord
from certificates.models.register import RegisterEntry, RegisterHead, RegisterTile, TreeHead
from certificates.models.status import PublishedStatus, StatusEntry, StatusList

__all__ = [
    "Achievement",
    "AchievementTarget",
    "AchievementVersion",
    "Annex",
    "AnnexDecision",
    "Authorisation",
    "Award",
    "AwardEvidence",
    "AwardHolder",
    "Criterion",
    "ForeignAward",
    "IssuedForm",
    "IssuerKey",
    "NumberCounter",
    "PublishedStatus",
    "RecordStage",
    "RegisterEntry",
    "RegisterHead",
    "RegisterKey",
    "RegisterTile",
    "Seal",
    "ShareLink",
    "Signatory",
    "StatusChange",
    "StatusEntry",
    "StatusList",
    "TrainingRecord",
    "TreeHead",
    "Withdrawal",
]
