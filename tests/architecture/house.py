"""What the architecture tests share: the rooms in their order, and the files of the house."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

ROOT: Path = settings.BASE_DIR
ROOMS = ("people", "content", "curriculum", "courses", "assessments", "certificates", "operations", "config")


def rank(room: str) -> int:
    """Place of a room in the house, from the left; -1 for somebody else's app, which everyone may use."""
    return ROOMS.index(room) if room in ROOMS else -1


def room_of(model: type[models.Model]) -> str:
    return model.__module__.split(".")[0]


def our_models() -> list[type[models.Model]]:
    """Every table of the rooms, the ones Django makes for many-to-many relations included."""
    return [model for model in apps.get_models(include_auto_created=True) if room_of(model) in ROOMS]


def python_files(*, migrations: bool = False) -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if migrations or "migrations" not in path.parts:
                yield path


def templates() -> Iterator[tuple[str, Path]]:
    for room in ROOMS:
        for path in sorted((ROOT / room / "templates").rglob("*")):
            if path.is_file():
                yield room, path


def tracked_files() -> list[Path]:
    """The files that git keeps; without git (a source archive), every file outside local folders."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode == 0:
        return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    local = {".venv", ".volet", "var", ".git"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not local & set(path.relative_to(ROOT).parts)]
