from curriculum.models.framework import Competency, CompetencyText, Framework, FrameworkVersion, ProficiencyLevel
from curriculum.models.reference import ReferenceUnit, RegistryCode, TrainingReference, TrainingReferenceVersion
from curriculum.models.strand import DigitalStrand, DigitalStrandVersion, StrandLine
from curriculum.models.target import Target

__all__ = [
    "Competency",
    "CompetencyText",
    "DigitalStrand",
    "DigitalStrandVersion",
    "Framework",
    "FrameworkVersion",
    "ProficiencyLevel",
    "ReferenceUnit",
    "RegistryCode",
    "StrandLine",
    "Target",
    "TrainingReference",
    "TrainingReferenceVersion",
]
