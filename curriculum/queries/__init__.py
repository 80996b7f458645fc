"""Reading the curriculum."""

from curriculum.queries.lookup import CodeBook, find_version

__all__ = ["CodeBook", "find_version"]
