"""The screens of the curriculum."""

from curriculum.views.frameworks import competency_detail, framework_list, framework_version
from curriculum.views.references import reference_list, reference_version
from curriculum.views.strand_editing import (
    strand_edit,
    strand_facts,
    strand_line,
    strand_line_move,
    strand_line_remove,
)
from curriculum.views.strand_life import (
    strand_adapt,
    strand_create,
    strand_discard,
    strand_next,
    strand_publish,
    strand_withdraw,
)
from curriculum.views.strand_papers import strand_decision, strand_decision_pdf, strand_pdf
from curriculum.views.strands import strand_compare, strand_coverage, strand_file, strand_list, strand_version

__all__ = [
    "competency_detail",
    "framework_list",
    "framework_version",
    "reference_list",
    "reference_version",
    "strand_adapt",
    "strand_compare",
    "strand_coverage",
    "strand_create",
    "strand_decision",
    "strand_decision_pdf",
    "strand_discard",
    "strand_edit",
    "strand_facts",
    "strand_file",
    "strand_line",
    "strand_line_move",
    "strand_line_remove",
    "strand_list",
    "strand_next",
    "strand_pdf",
    "strand_publish",
    "strand_version",
    "strand_withdraw",
]
