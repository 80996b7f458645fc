"""A file that somebody sent: looked at, then imported. Both may be done again: what was done stays done."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from content.collecting import collector_off
from curriculum.actions.framework_imports import mark_running, settle_framework_import
from curriculum.actions.importing import import_framework
from curriculum.choices import ImportState
from curriculum.formats import CompetencySpec, FrameworkSpec
from curriculum.formats.exchange import ImportReport, Parsed, Remark
from curriculum.formats.registry import RegistryExport
from curriculum.importers.exchange import read_framework
from curriculum.importers.rncp import import_references, read_registry
from curriculum.models import FrameworkImport

#: A report keeps this many remarks of each sort: a file with thousands has one fault, not thousands.
REMARKS = 300
ROOTS, CHILDREN = 8, 6


@collector_off()
def check_sent_file(*, entry: FrameworkImport, at: datetime) -> None:
    """The import as it would be, rolled back: its report, and what the file holds."""
    read = _read(entry)
    with transaction.atomic():
        locked = FrameworkImport.objects.select_for_update().get(pk=entry.pk)
        if locked.state != ImportState.RECEIVED or locked.codes != entry.codes:
            return
        report = _import(locked, read, at, dry_run=True)
        locked.preview = _preview(read.spec) if isinstance(read, Parsed) and read.spec else {}
        state = ImportState.REFUSED if report.errors else ImportState.CHECKED
        settle_framework_import(entry=locked, state=state, report=_kept(report), at=at)


@collector_off()
def apply_sent_file(*, entry: FrameworkImport, at: datetime) -> None:
    """The import and its report in one transaction: a crash leaves an import to resume, never half of one."""
    if not mark_running(entry=entry, at=at):
        return
    read = _read(entry)
    with transaction.atomic():
        locked = FrameworkImport.objects.select_for_update().get(pk=entry.pk)
        if locked.state != ImportState.RUNNING:
            return
        report = _import(locked, read, at, dry_run=False)
        state = ImportState.REFUSED if report.errors else ImportState.APPLIED
        settle_framework_import(entry=locked, state=state, report=_kept(report), at=at)


def _read(entry: FrameworkImport) -> Parsed | RegistryExport:
    """A framework is read at once; a file of the registry, which is ten times larger once open, as a stream."""
    try:
        with entry.file.open("rb") as file:
            if entry.codes:
                return read_registry(file, entry.file_name, entry.codes)
            data = file.read()
    except (OSError, ValueError):
        gone = [Remark(entry.file_name, _("ce fichier n'est plus là : déposez-le de nouveau"))]
        return RegistryExport("", errors=gone) if entry.codes else Parsed("", errors=gone)
    return read_framework(data, entry.file_name)


def _import(entry: FrameworkImport, read: Parsed | RegistryExport, at: datetime, *, dry_run: bool) -> ImportReport:
    if isinstance(read, RegistryExport):
        return import_references(export=read, owner=entry.owner, by=entry.by, at=at, dry_run=dry_run)
    return import_framework(
        parsed=read, owner=entry.owner, by=entry.by, at=at, dry_run=dry_run, slug=entry.slug, label=entry.label
    )


def _kept(report: ImportReport) -> dict[str, Any]:
    """`more_warnings` and `more_errors` count the remarks that are not kept."""
    kept = asdict(report)
    for sort in ("warnings", "errors"):
        kept[f"more_{sort}"] = max(0, len(kept[sort]) - REMARKS)
        kept[sort] = kept[sort][:REMARKS]
    return kept


def _preview(spec: FrameworkSpec) -> dict[str, Any]:
    """What a person recognises their framework by."""
    languages = sorted({tongue for node in spec.walk() for tongue in node.title})
    return {
        "name": spec.name,
        "title": spec.title.get(spec.language) or next(iter(spec.title.values()), ""),
        "publisher": spec.publisher,
        "licence": spec.licence,
        "language": spec.language,
        "languages": languages,
        "levels": len(spec.levels),
        "roots": [_branch(node, spec.language) for node in spec.competencies[:ROOTS]],
        "more": max(0, len(spec.competencies) - ROOTS),
    }


def _branch(node: CompetencySpec, language: str, depth: int = 1) -> dict[str, Any]:
    children = node.children[:CHILDREN] if depth else ()
    return {
        "code": node.code,
        "title": node.title.get(language) or next(iter(node.title.values()), ""),
        "children": [_branch(child, language, depth - 1) for child in children],
        "more": len(node.children) - len(children) if depth else 0,
    }
