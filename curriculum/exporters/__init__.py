"""Writing the curriculum: to the files that the loaders read, and to JSON. Nothing here decides who reads it."""

from curriculum.exporters.case_crosswalk import crosswalk_package
from curriculum.exporters.comparison import comparison_csv, comparison_document, shown_entry
from curriculum.exporters.competency import competency_document
from curriculum.exporters.framework import framework_document
from curriculum.exporters.library import dump_crosswalk, dump_framework, dump_reference, dump_strand

__all__ = [
    "comparison_csv",
    "comparison_document",
    "competency_document",
    "crosswalk_package",
    "dump_crosswalk",
    "dump_framework",
    "dump_reference",
    "dump_strand",
    "framework_document",
    "shown_entry",
]
