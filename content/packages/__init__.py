"""Packages: folders of YAML and Markdown that hold one version of one thing per file (docs/reference/library-format.md).

- `documents`: reads YAML and remembers the line of every key.
- `fields`: typed access to a document, gathering problems instead of stopping at the first.
- `registry`: the loaders, one per format, that the rooms add in `AppConfig.ready`.

`content.actions.load_folder` puts them together: read everything, then load all or nothing.
"""

from content.packages.documents import Document, PackageError, Problem, read_folder
from content.packages.fields import Fields, VersionName
from content.packages.registry import Arranging, Loaded, Loader, Loading, loaders

__all__ = [
    "Arranging",
    "Document",
    "Fields",
    "Loaded",
    "Loader",
    "Loading",
    "PackageError",
    "Problem",
    "VersionName",
    "loaders",
    "read_folder",
]
