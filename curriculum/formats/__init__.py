"""The file formats of this room, as dataclasses that importers and exporters share (docs/reference/library-format.md).

A dataclass holds what a file says and nothing else: two files that say the same are equal, wherever their lines are.
"""

from curriculum.formats.crosswalk import AlignmentSpec, CrosswalkSpec, crosswalk_digest
from curriculum.formats.framework import (
    AssociationSpec,
    CompetencySpec,
    DefinitionSpec,
    FrameworkSpec,
    LevelSpec,
    RungSpec,
    ScaleSpec,
)
from curriculum.formats.naming import (
    association_identifier,
    competency_identifier,
    digest_of,
    framework_identifier,
    searchable,
)
from curriculum.formats.reference import FactSpec, HostSpec, ReferenceSpec, RegistryCodeSpec, UnitSpec
from curriculum.formats.strand import LineSpec, StrandSpec

__all__ = [
    "AlignmentSpec",
    "AssociationSpec",
    "CompetencySpec",
    "CrosswalkSpec",
    "DefinitionSpec",
    "FactSpec",
    "FrameworkSpec",
    "HostSpec",
    "LevelSpec",
    "LineSpec",
    "ReferenceSpec",
    "RegistryCodeSpec",
    "RungSpec",
    "ScaleSpec",
    "StrandSpec",
    "UnitSpec",
    "association_identifier",
    "competency_identifier",
    "crosswalk_digest",
    "digest_of",
    "framework_identifier",
    "searchable",
]
