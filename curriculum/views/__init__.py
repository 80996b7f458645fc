"""The screens of the curriculum: what everybody reads, and where authors write."""

from curriculum.views.authoring import (
    erratum_create,
    framework_create,
    framework_discard,
    framework_fork,
    framework_publish,
    framework_withdraw,
)
from curriculum.views.competencies import (
    competency_create,
    competency_edit,
    competency_place,
    competency_remove,
    competency_shift,
)
from curriculum.views.drafts import (
    framework_about,
    framework_edit,
    framework_levels,
    level_create,
    level_edit,
    level_remove,
)
from curriculum.views.frameworks import competency_detail, framework_list, framework_version
from curriculum.views.references import reference_list, reference_version
from curriculum.views.strands import strand_version

__all__ = [
    "competency_create",
    "competency_detail",
    "competency_edit",
    "competency_place",
    "competency_remove",
    "competency_shift",
    "erratum_create",
    "framework_about",
    "framework_create",
    "framework_discard",
    "framework_edit",
    "framework_fork",
    "framework_levels",
    "framework_list",
    "framework_publish",
    "framework_version",
    "framework_withdraw",
    "level_create",
    "level_edit",
    "level_remove",
    "reference_list",
    "reference_version",
    "strand_version",
]
