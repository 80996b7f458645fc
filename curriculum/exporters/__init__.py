"""Writing the curriculum: to the files that the loaders read, and to JSON. Pure: from dataclasses to text."""

from curriculum.exporters.competency import competency_document
from curriculum.exporters.framework import framework_document
from curriculum.exporters.library import dump_framework, dump_reference, dump_strand

__all__ = ["competency_document", "dump_framework", "dump_reference", "dump_strand", "framework_document"]
