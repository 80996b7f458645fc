"""Reading the curriculum. The viewer comes first wherever it matters who reads."""

from curriculum.queries.comparing import compare_versions, crosswalk_to_follow, named_version, version_rows
from curriculum.queries.correspondences import correspondences_of, crosswalks_listed
from curriculum.queries.crosswalks import alignments_from, crosswalk_spec, crosswalks_between, find_crosswalk
from curriculum.queries.framework_specs import framework_spec, scales_of
from curriculum.queries.lookup import CodeBook, find_reference, find_strand, find_version
from curriculum.queries.specs import reference_spec, strand_spec
from curriculum.queries.strands import CoverageTable, UnitLines, coverage_table, lines_asking_for, strand_lines
from curriculum.queries.trees import Node, UnitNode, chosen_text, framework_tree, search_tree, unit_tree
from curriculum.queries.visible import (
    competencies_visible_to,
    crosswalk_versions_visible_to,
    framework_versions_counted,
    framework_versions_visible_to,
    reference_versions_visible_to,
    strand_versions_visible_to,
    writing_organisations,
)

__all__ = [
    "CodeBook",
    "CoverageTable",
    "Node",
    "UnitLines",
    "UnitNode",
    "alignments_from",
    "chosen_text",
    "compare_versions",
    "competencies_visible_to",
    "correspondences_of",
    "coverage_table",
    "crosswalk_spec",
    "crosswalk_to_follow",
    "crosswalk_versions_visible_to",
    "crosswalks_between",
    "crosswalks_listed",
    "find_crosswalk",
    "find_reference",
    "find_strand",
    "find_version",
    "framework_spec",
    "framework_tree",
    "framework_versions_counted",
    "framework_versions_visible_to",
    "lines_asking_for",
    "named_version",
    "reference_spec",
    "reference_versions_visible_to",
    "scales_of",
    "search_tree",
    "strand_lines",
    "strand_spec",
    "strand_versions_visible_to",
    "unit_tree",
    "version_rows",
    "writing_organisations",
]
