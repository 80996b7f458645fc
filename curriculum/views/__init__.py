"""The public screens of the curriculum. They only read."""

from curriculum.views.comparing import framework_compare
from curriculum.views.crosswalks import crosswalk_version
from curriculum.views.frameworks import competency_detail, framework_list, framework_version
from curriculum.views.references import reference_list, reference_version
from curriculum.views.strands import strand_version

__all__ = [
    "competency_detail",
    "crosswalk_version",
    "framework_compare",
    "framework_list",
    "framework_version",
    "reference_list",
    "reference_version",
    "strand_version",
]
