"""The file formats of this room, as dataclasses that importers and exporters share (docs/reference/library-format.md).

A dataclass holds what a file says and nothing else: two files that say the same are equal, wherever their lines are.
"""

from curriculum.formats.framework import CompetencySpec, FrameworkSpec, LevelSpec
from curriculum.formats.naming import competency_identifier, digest_of, searchable
from curriculum.formats.reference import FactSpec, ReferenceSpec, RegistryCodeSpec, UnitSpec
from curriculum.formats.strand import LineSpec, StrandSpec

__all__ = [
    "CompetencySpec",
    "FactSpec",
    "FrameworkSpec",
    "LevelSpec",
    "LineSpec",
    "ReferenceSpec",
    "RegistryCodeSpec",
    "StrandSpec",
    "UnitSpec",
    "competency_identifier",
    "digest_of",
    "searchable",
]
