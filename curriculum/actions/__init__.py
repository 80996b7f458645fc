"""Writing the curriculum. Who may is asked by the callers (`curriculum.policies`)."""

from curriculum.actions.crosswalks import AlignmentPlace, create_crosswalk, publish_crosswalk
from curriculum.actions.frameworks import add_text, create_framework, publish_framework
from curriculum.actions.references import create_reference, publish_reference
from curriculum.actions.strands import StrandPlace, create_strand, publish_strand

__all__ = [
    "AlignmentPlace",
    "StrandPlace",
    "add_text",
    "create_crosswalk",
    "create_framework",
    "create_reference",
    "create_strand",
    "publish_crosswalk",
    "publish_framework",
    "publish_reference",
    "publish_strand",
]
