"""Static files that don't lie in the repository: `collectstatic` and `runserver` get the fonts through here."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import get_files
from django.core.files.storage import FileSystemStorage, Storage

from content.fonts import web_fonts

PREFIX = "fonts"


class FontFinder(BaseFinder):
    """Serves the folder of `content.fonts.web_fonts` under `fonts/`; the folder is made at the first question."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        name = path.removeprefix(f"{PREFIX}/")
        if name == path or "/" in name:
            return []
        found = web_fonts() / name
        if not found.is_file():
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        storage = FileSystemStorage(location=web_fonts())
        storage.prefix = PREFIX  # type: ignore[attr-defined]  # collectstatic reads it, as on Django's own finders
        for path in get_files(storage, list(ignore_patterns or [])):
            yield path, storage
