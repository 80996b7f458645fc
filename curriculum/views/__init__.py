"""The screens of the curriculum."""

from curriculum.views.aligning import (
    crosswalk_accept,
    crosswalk_add,
    crosswalk_edit,
    crosswalk_origin,
    crosswalk_propose,
)
from curriculum.views.comparing import framework_compare
from curriculum.views.crosswalk_drafts import (
    crosswalk_create,
    crosswalk_fork,
    crosswalk_publish,
    crosswalk_settings,
    crosswalk_withdraw,
)
from curriculum.views.crosswalks import crosswalk_version
from curriculum.views.frameworks import competency_detail, framework_list, framework_version
from curriculum.views.references import reference_list, reference_version
from curriculum.views.strands import strand_version

__all__ = [
    "competency_detail",
    "crosswalk_accept",
    "crosswalk_add",
    "crosswalk_create",
    "crosswalk_edit",
    "crosswalk_fork",
    "crosswalk_origin",
    "crosswalk_propose",
    "crosswalk_publish",
    "crosswalk_settings",
    "crosswalk_version",
    "crosswalk_withdraw",
    "framework_compare",
    "framework_list",
    "framework_version",
    "reference_list",
    "reference_version",
    "strand_version",
]
