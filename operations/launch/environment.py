"""The environment and the folder of a demonstration, kept apart from any real installation."""

import fcntl
import os
from pathlib import Path
from typing import IO

MARK = "demonstration"
#: Settings of a real installation that a demonstration must not inherit.
NOT_INHERITED = ("DATABASE_URL", "VOLET_SECRET_KEY", "VOLET_S3_BUCKET", "VOLET_SMTP_HOST", "VOLET_DEBUG")


def demo_environment(*, data: Path, base_url: str, hosts: list[str]) -> dict[str, str]:
    """The process environment of a demonstration: settings are read when Python starts, so the command starts anew."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return kept | {
        "VOLET_DEMO": "1",
        "VOLET_DATA": str(data),
        "VOLET_BASE_URL": base_url,
        "VOLET_HOSTS": ",".join(hosts),
    }


def folder_of_a_real_installation(data: Path) -> bool:
    """Whether `data` holds a database that no demonstration made."""
    return (data / "volet.sqlite3").exists() and not (data / MARK).exists()


def hold_folder(data: Path) -> IO[str] | None:
    """Mark the folder as a demonstration's and lock it while this process lives; None when another one holds it."""
    data.mkdir(parents=True, exist_ok=True)
    handle = (data / MARK).open("a")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        return None
    return handle
