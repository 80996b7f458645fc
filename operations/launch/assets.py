"""Static files of the demonstration: collected and compressed once, and again only when one of them changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = ".collected"
#: Files of dependencies that no page of ours asks for; compressing them takes half of the time.
NEVER_ASKED = ["htmax-*", "htmx-4*", "htmx-2-compat*", "hx-*", "i18n", "jquery.js", "xregexp.js"]


def collect_static_files() -> bool:
    """Whether there was something to do."""
    stamp, digest = Path(settings.STATIC_ROOT) / STAMP, _digest()
    if stamp.exists() and stamp.read_text() == digest:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NEVER_ASKED)
    stamp.write_text(digest)
    return True


def _digest() -> str:
    """Of the names, sizes and dates of all source files."""
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list(NEVER_ASKED), key=lambda pair: str(pair[0])):
            path = Path(storage.path(name))
            facts = path.stat()
            found.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return found.hexdigest()
