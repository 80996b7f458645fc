"""The public screens of the curriculum. They only read."""

from curriculum.views.frameworks import competency_detail, framework_list, framework_version
from curriculum.views.reference_import import reference_import
from curriculum.views.references import reference_list, reference_version
from curriculum.views.strands import strand_version

__all__ = [
    "competency_detail",
    "framework_list",
    "framework_version",
    "reference_import",
    "reference_list",
    "reference_version",
    "strand_version",
]
