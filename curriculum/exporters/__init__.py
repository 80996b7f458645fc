"""Writing the curriculum: to the files that the loaders read, and to JSON. Pure: from dataclasses to text."""

from curriculum.exporters.comparison import comparison_csv, comparison_document, title_in
from curriculum.exporters.competency import competency_document
from curriculum.exporters.library import dump_crosswalk, dump_framework, dump_reference, dump_strand

__all__ = [
    "comparison_csv",
    "comparison_document",
    "competency_document",
    "dump_crosswalk",
    "dump_framework",
    "dump_reference",
    "dump_strand",
    "title_in",
]
from curriculum.exporters.framework import framework_document
from curriculum.exporters.library import dump_framework, dump_reference, dump_strand

__all__ = ["competency_document", "dump_framework", "dump_reference", "dump_strand", "framework_document"]
