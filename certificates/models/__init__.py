from certificates.models.achievement import Achievement, AchievementTarget, AchievementVersion, Authorisation
from certificates.models.award import Award, AwardEvidence, AwardHolder, IssuedForm, StatusChange
from certificates.models.issuer import IssuerKey, NumberCounter
from certificates.models.record import Annex, TrainingRecord
from certificates.models.register import RegisterEntry, RegisterHead

__all__ = [
    "Achievement",
    "AchievementTarget",
    "AchievementVersion",
    "Annex",
    "Authorisation",
    "Award",
    "AwardEvidence",
    "AwardHolder",
    "IssuedForm",
    "IssuerKey",
    "NumberCounter",
    "RegisterEntry",
    "RegisterHead",
    "StatusChange",
    "TrainingRecord",
]
