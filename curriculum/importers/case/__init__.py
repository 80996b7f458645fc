"""CASE 1.0 and 1.1 packages → a framework version. Tolerant: what breaks the standard is a warning, and nothing is lost.

Reads bytes, raises nothing for a bad file, and asks no database (docs/decisions/0011-case-tolerant-in-strict-out.md).
"""

from curriculum.importers.case.package import knows_case, parse_case

__all__ = ["knows_case", "parse_case"]
