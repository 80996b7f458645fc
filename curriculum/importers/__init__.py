"""The loaders of this room, added to `content.packages.loaders` when the application starts."""

from curriculum.importers.crosswalks import CrosswalkLoader
from curriculum.importers.frameworks import FrameworkLoader
from curriculum.importers.references import ReferenceLoader
from curriculum.importers.strands import StrandLoader

LOADERS = (FrameworkLoader(), CrosswalkLoader(), ReferenceLoader(), StrandLoader())

__all__ = ["LOADERS"]
