"""Open data of the national registries of trainings (RNCP, RS) → drafts of training references.

Two exports of France compétences, Licence Ouverte 2.0: the CSV zip and the XML 4.1. Facts and traps are in
docs/how-to/import-rncp.md.
"""

from curriculum.importers.rncp.applying import import_references
from curriculum.importers.rncp.reading import asked_codes, read_registry

__all__ = ["asked_codes", "import_references", "read_registry"]
