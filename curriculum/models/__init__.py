from curriculum.models.carry import CarryOver, CarryOverLine, CarryOverTarget
from curriculum.models.crosswalk import Alignment, Crosswalk, CrosswalkVersion
from curriculum.models.framework import (
    Association,
    Competency,
    CompetencyText,
    Definition,
    Erratum,
    Framework,
    FrameworkVersion,
    ProficiencyLevel,
)
from curriculum.models.framework_import import FrameworkImport
from curriculum.models.reference import (
    HostLink,
    ReferenceUnit,
    RegistryCode,
    TrainingReference,
    TrainingReferenceVersion,
)
from curriculum.models.strand import DigitalStrand, DigitalStrandVersion, StrandLine
from curriculum.models.target import Target

__all__ = [
    "Alignment",
    "Association",
    "CarryOver",
    "CarryOverLine",
    "CarryOverTarget",
    "Competency",
    "CompetencyText",
    "Crosswalk",
    "CrosswalkVersion",
    "Definition",
    "DigitalStrand",
    "DigitalStrandVersion",
    "Erratum",
    "Framework",
    "FrameworkImport",
    "FrameworkVersion",
    "HostLink",
    "ProficiencyLevel",
    "ReferenceUnit",
    "RegistryCode",
    "StrandLine",
    "Target",
    "TrainingReference",
    "TrainingReferenceVersion",
]
