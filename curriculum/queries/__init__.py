"""Reading the curriculum."""

from curriculum.queries.lookup import CodeBook, find_reference, find_strand, find_version

__all__ = ["CodeBook", "find_reference", "find_strand", "find_version"]
