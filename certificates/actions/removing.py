"""Files go once the row that named them is gone for good: after the commit, or by the sweep where a crash came between."""

from datetime import datetime, timedelta
from typing import Final

from django.core.files.storage import default_storage

from certificates.actions.incoming import FOLDER as INCOMING
from certificates.models import ForeignAward, IssuedForm

GRACE: Final = timedelta(hours=1)


class Removal:
    """Removes one file. For `transaction.on_commit`."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self) -> None:
        default_storage.delete(self.name)


def remove_orphans(*, at: datetime) -> str:
    """The duty. Young files are spared: their row may be about to be written."""
    kept = {
        "issued": set(IssuedForm.objects.values_list("file", flat=True)),
        "foreign": set(ForeignAward.objects.values_list("file", flat=True)),
        INCOMING: set(),
    }
    removed = 0
    for folder, named in kept.items():
        for name in _files(folder):
            if name not in named and default_storage.get_modified_time(name) < at - GRACE:
                default_storage.delete(name)
                removed += 1
    return f"removed {removed}"


def _files(folder: str) -> list[str]:
    if not default_storage.exists(folder):
        return []
    folders, names = default_storage.listdir(folder)
    inner = [found for name in folders for found in _files(f"{folder}/{name}")]
    return [*inner, *(f"{folder}/{name}" for name in names)]
