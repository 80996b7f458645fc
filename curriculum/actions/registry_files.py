"""The file of a registry between its preview and its import: kept in private storage under a random name, then removed."""

import secrets
from datetime import datetime, timedelta
from typing import IO, Any, Final

from django.core.files import File
from django.core.files.storage import default_storage

FOLDER: Final = "registry-files"
KEPT_FOR: Final = timedelta(days=1)


def keep_file(file: File[Any]) -> str:
    """The random name it is kept under: nobody has it but the session of the person who gave the file."""
    token = secrets.token_hex(16)
    default_storage.save(f"{FOLDER}/{token}", file)
    return token


def is_kept(token: str) -> bool:
    """`token` comes from the session, never from the request."""
    return default_storage.exists(f"{FOLDER}/{token}")


def open_kept(token: str) -> IO[bytes] | None:
    """The file, or None once it was removed."""
    return default_storage.open(f"{FOLDER}/{token}") if is_kept(token) else None


def drop_file(token: str) -> None:
    default_storage.delete(f"{FOLDER}/{token}")


def drop_old_files(*, at: datetime) -> str:
    """What was previewed and never imported. A duty of every day."""
    if not default_storage.exists(FOLDER):
        return "removed 0"
    names = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    old = [name for name in names if default_storage.get_modified_time(name) < at - KEPT_FOR]
    for name in old:
        default_storage.delete(name)
    return f"removed {len(old)}"
