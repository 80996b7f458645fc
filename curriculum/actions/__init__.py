"""Writing the curriculum. Who may is asked by the callers (`curriculum.policies`)."""

from curriculum.actions.crosswalks import AlignmentPlace, create_crosswalk, publish_crosswalk
from curriculum.actions.errata import add_erratum, add_text
from curriculum.actions.frameworks import create_framework, publish_framework
from curriculum.actions.lifecycle import (
    discard_framework,
    fork_framework,
    publish_draft,
    start_framework,
    withdraw_framework,
)
from curriculum.actions.references import create_reference, publish_reference
from curriculum.actions.strands import StrandPlace, create_strand, publish_strand

__all__ = [
    "AlignmentPlace",
    "StrandPlace",
    "add_erratum",
    "add_text",
    "create_crosswalk",
    "create_framework",
    "create_reference",
    "create_strand",
    "discard_framework",
    "fork_framework",
    "publish_crosswalk",
    "publish_draft",
    "publish_framework",
    "publish_reference",
    "publish_strand",
    "start_framework",
    "withdraw_framework",
]
