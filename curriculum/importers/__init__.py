"""The loaders of this room, added to `content.packages.loaders` when the application starts."""

from curriculum.importers.frameworks import FrameworkLoader
from curriculum.importers.references import ReferenceLoader
from curriculum.importers.strands import StrandLoader

LOADERS = (FrameworkLoader(), ReferenceLoader(), StrandLoader())

__all__ = ["LOADERS", "FrameworkLoader", "ReferenceLoader", "StrandLoader"]
