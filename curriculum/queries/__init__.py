"""Reading the curriculum. The viewer comes first wherever it matters who reads."""

from curriculum.queries.branches import ancestors_of, children_of, is_small, read_nodes, titles_of
from curriculum.queries.comparing import compare_versions, crosswalk_to_follow, named_version, version_rows
from curriculum.queries.correspondences import correspondences_of
from curriculum.queries.crosswalks import alignments_from, crosswalk_spec, crosswalks_between, find_crosswalk
from curriculum.queries.drafts import (
    NodeNames,
    competencies_to_write,
    frozen_parts,
    publication_problems,
    versions_to_write,
)
from curriculum.queries.errata import errata_of
from curriculum.queries.framework_specs import framework_spec, scales_of
from curriculum.queries.lookup import CodeBook, find_reference, find_strand, find_version, references_named
from curriculum.queries.pages import tree_page
from curriculum.queries.scales import ScaleTable, scale_table
from curriculum.queries.searching import find_first, find_in
from curriculum.queries.specs import reference_spec, strand_spec
from curriculum.queries.strands import lines_asking_for, strand_lines
from curriculum.queries.trees import Node, UnitNode, chosen_text, framework_tree, node_of, search_tree, unit_tree
from curriculum.queries.visible import (
    competencies_addressed,
    crosswalk_versions_visible_to,
    framework_history,
    framework_versions_counted,
    framework_versions_sized,
    framework_versions_visible_to,
    reference_versions_visible_to,
    strand_versions_visible_to,
    withdrawal_reason,
    writing_organisations,
)

__all__ = [
    "CodeBook",
    "Node",
    "NodeNames",
    "ScaleTable",
    "UnitNode",
    "alignments_from",
    "ancestors_of",
    "children_of",
    "chosen_text",
    "compare_versions",
    "competencies_addressed",
    "competencies_to_write",
    "correspondences_of",
    "crosswalk_spec",
    "crosswalk_to_follow",
    "crosswalk_versions_visible_to",
    "crosswalks_between",
    "errata_of",
    "find_crosswalk",
    "find_first",
    "find_in",
    "find_reference",
    "find_strand",
    "find_version",
    "framework_history",
    "framework_spec",
    "framework_tree",
    "framework_versions_counted",
    "framework_versions_sized",
    "framework_versions_visible_to",
    "frozen_parts",
    "is_small",
    "lines_asking_for",
    "named_version",
    "node_of",
    "publication_problems",
    "read_nodes",
    "reference_spec",
    "reference_versions_visible_to",
    "references_named",
    "scale_table",
    "scales_of",
    "search_tree",
    "strand_lines",
    "strand_spec",
    "strand_versions_visible_to",
    "titles_of",
    "tree_page",
    "unit_tree",
    "version_rows",
    "versions_to_write",
    "withdrawal_reason",
    "writing_organisations",
]
