"""The public screens of the curriculum. They only read."""

from curriculum.views.frameworks import competency_detail, framework_list, framework_version
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
from curriculum.views.strands import strand_version

__all__ = [
    "competency_detail",
    "framework_list",
    "framework_version",
    "reference_edit",
    "reference_fork",
    "reference_import",
    "reference_list",
    "reference_part",
    "reference_publish",
    "reference_unit_move",
    "reference_version",
    "reference_withdraw",
    "strand_version",
]
