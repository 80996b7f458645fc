"""The screens of the curriculum: what everybody reads, and where authors write."""

from curriculum.views.aligning import (
    crosswalk_accept,
    crosswalk_add,
    crosswalk_edit,
    crosswalk_origin,
    crosswalk_propose,
)
from curriculum.views.authoring import (
    erratum_create,
    framework_create,
    framework_discard,
    framework_fork,
    framework_publish,
    framework_withdraw,
)
from curriculum.views.comparing import framework_compare
from curriculum.views.competencies import (
    competency_create,
    competency_edit,
    competency_place,
    competency_remove,
    competency_shift,
)
from curriculum.views.crosswalk_drafts import (
    crosswalk_create,
    crosswalk_discard,
    crosswalk_fork,
    crosswalk_publish,
    crosswalk_settings,
    crosswalk_withdraw,
)
from curriculum.views.crosswalks import crosswalk_version
from curriculum.views.drafts import (
    framework_about,
    framework_edit,
    framework_levels,
    level_create,
    level_edit,
    level_remove,
)
from curriculum.views.exports import framework_export, framework_exports
from curriculum.views.frameworks import competency_detail, framework_list, framework_version
from curriculum.views.imports import (
    framework_import,
    framework_import_apply,
    framework_import_detail,
    framework_import_rename,
    framework_import_resume,
)
from curriculum.views.reference_editing import (
    reference_edit,
    reference_fork,
    reference_part,
    reference_publish,
    reference_unit_move,
    reference_withdraw,
)
from curriculum.views.reference_import import reference_import
from curriculum.views.references import reference_list, reference_version
from curriculum.views.strand_editing import strand_edit, strand_facts, strand_line, strand_line_move, strand_line_remove
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
    "competency_create",
    "competency_detail",
    "competency_edit",
    "competency_place",
    "competency_remove",
    "competency_shift",
    "crosswalk_accept",
    "crosswalk_add",
    "crosswalk_create",
    "crosswalk_discard",
    "crosswalk_edit",
    "crosswalk_fork",
    "crosswalk_origin",
    "crosswalk_propose",
    "crosswalk_publish",
    "crosswalk_settings",
    "crosswalk_version",
    "crosswalk_withdraw",
    "erratum_create",
    "framework_about",
    "framework_compare",
    "framework_create",
    "framework_discard",
    "framework_edit",
    "framework_export",
    "framework_exports",
    "framework_fork",
    "framework_import",
    "framework_import_apply",
    "framework_import_detail",
    "framework_import_rename",
    "framework_import_resume",
    "framework_levels",
    "framework_list",
    "framework_publish",
    "framework_version",
    "framework_withdraw",
    "level_create",
    "level_edit",
    "level_remove",
    "reference_edit",
    "reference_fork",
    "reference_import",
    "reference_list",
    "reference_part",
    "reference_publish",
    "reference_unit_move",
    "reference_version",
    "reference_withdraw",
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
