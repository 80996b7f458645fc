"""The public screens of the curriculum. They only read."""

from curriculum.views.exports import framework_export, framework_exports
from curriculum.views.frameworks import competency_detail, framework_list, framework_version
from curriculum.views.imports import (
    framework_import,
    framework_import_apply,
    framework_import_detail,
    framework_import_rename,
    framework_import_resume,
)
from curriculum.views.references import reference_list, reference_version
from curriculum.views.strands import strand_version

__all__ = [
    "competency_detail",
    "framework_export",
    "framework_exports",
    "framework_import",
    "framework_import_apply",
    "framework_import_detail",
    "framework_import_rename",
    "framework_import_resume",
    "framework_list",
    "framework_version",
    "reference_list",
    "reference_version",
    "strand_version",
]
