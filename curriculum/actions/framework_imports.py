"""A file sent to import a framework or sheets of the registry, from its arrival to its end. Reading it is up to
`curriculum.importers.sent_files`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from curriculum.choices import ImportState
from curriculum.models import FrameworkImport
from people.models import Organisation, Person

#: A sent file is kept this long: enough to come back on Monday.
KEPT = timedelta(days=7)
#: A worker that has said nothing for so long has died.
PATIENCE = timedelta(minutes=2)


@transaction.atomic
def receive_framework_file(
    *,
    file: "UploadedFile[Any]",
    slug: str = "",
    label: str = "",
    codes: Sequence[str] = (),
    owner: Organisation,
    by: Person,
    at: datetime,
) -> FrameworkImport:
    """Keep the file, to be looked at. With `codes` it is one of the registry, and these its sheets to import."""
    entry = FrameworkImport(
        owner=owner,
        by=by,
        at=at,
        slug=slug,
        label=label,
        codes=list(codes),
        file_name=(file.name or "")[-200:],
        size=file.size or 0,
    )
    entry.file.save(entry.file_name, file, save=False)
    entry.save()
    return entry


@transaction.atomic
def start_framework_import(*, entry: FrameworkImport, by: Person, at: datetime) -> bool:
    """Whether the import may now be run: only once, however often the button is pressed."""
    return _move(entry, (ImportState.CHECKED,), ImportState.WAITING, at, by=by)


@transaction.atomic
def resume_framework_import(*, entry: FrameworkImport, by: Person, at: datetime) -> bool:
    """Take up again what a worker left: whether there is something to run."""
    entry.refresh_from_db()
    if not is_stalled(entry, at=at):
        return False
    again = ImportState.RECEIVED if entry.state == ImportState.RECEIVED else ImportState.WAITING
    return _move(entry, (entry.state,), again, at, by=by)


@transaction.atomic
def rename_framework_import(*, entry: FrameworkImport, slug: str, label: str, by: Person, at: datetime) -> bool:
    """Ask for other names, which has the file looked at again: whether it is still there to be."""
    if not _move(entry, (ImportState.CHECKED, ImportState.REFUSED), ImportState.RECEIVED, at, by=by):
        return False
    entry.slug, entry.label = slug, label
    entry.save(update_fields=["slug", "label"])
    return True


@transaction.atomic
def change_codes(*, entry: FrameworkImport, codes: Sequence[str], by: Person, at: datetime) -> bool:
    """Ask for other sheets of the same file of the registry: whether it is still there to be looked at."""
    if not _move(entry, (ImportState.CHECKED, ImportState.REFUSED), ImportState.RECEIVED, at, by=by):
        return False
    entry.codes = list(codes)
    entry.save(update_fields=["codes"])
    return True


@transaction.atomic
def mark_running(*, entry: FrameworkImport, at: datetime) -> bool:
    """Whether there is an import to run: a task that comes twice finds nothing to do."""
    return _move(entry, (ImportState.WAITING, ImportState.RUNNING), ImportState.RUNNING, at)


def settle_framework_import(*, entry: FrameworkImport, state: str, report: dict[str, Any], at: datetime) -> None:
    """Inside the transaction of what it tells. Once imported, the file has no more use."""
    entry.state, entry.report, entry.at = state, report, at
    entry.save(update_fields=["state", "report", "preview", "at"])
    if state == ImportState.APPLIED:
        transaction.on_commit(lambda: drop_file(entry))


def drop_file(entry: FrameworkImport) -> None:
    """Remove the file; the daily duty finds those that a crash left."""
    if entry.file:
        entry.file.delete(save=False)
        FrameworkImport.objects.filter(pk=entry.pk).update(file="")


def tidy_framework_imports(*, at: datetime) -> str:
    """Forget what was sent more than a week ago, files and all."""
    old = list(FrameworkImport.objects.filter(at__lt=at - KEPT))
    for entry in old:
        drop_file(entry)
        entry.delete()
    ended = FrameworkImport.objects.filter(state=ImportState.APPLIED).exclude(file="")
    for entry in ended:
        drop_file(entry)
    return f"{len(old)} imports"


def is_stalled(entry: FrameworkImport, *, at: datetime) -> bool:
    return entry.is_under_way and at - entry.at > PATIENCE


def _move(
    entry: FrameworkImport, before: tuple[str, ...], after: str, at: datetime, *, by: Person | None = None
) -> bool:
    locked = FrameworkImport.objects.select_for_update().get(pk=entry.pk)
    if locked.state not in before:
        return False
    locked.state, locked.at = after, at
    if by is not None:
        locked.by = by
    locked.save(update_fields=["state", "at", "by"])
    entry.refresh_from_db()
    return True
