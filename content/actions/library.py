"""Loading a package or the shipped library: everything is read first, then loaded in one transaction, or nothing is."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from content.packages import Arranging, Document, Fields, Loaded, Loading, PackageError, Problem, loaders, read_folder
from people.models import Organisation, Person


@dataclass
class Report:
    """What was loaded, in order. `dry_run` means that nothing was kept."""

    dry_run: bool
    loaded: list[Loaded] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        return sum(entry.outcome == outcome for entry in self.loaded)


def load_folder(
    *,
    folder: Path,
    owner: Organisation,
    at: datetime,
    by: Person | None = None,
    publish: bool = False,
    dry_run: bool = False,
) -> Report:
    """Load every document of `folder`. Raises PackageError with every problem found; then nothing was loaded."""
    work = _parse(read_folder(folder))
    report = Report(dry_run=dry_run)
    problems: list[Problem] = []
    with transaction.atomic():
        for document, parsed in work:
            loading = Loading(document=document, owner=owner, by=by, at=at, publish=publish)
            entry = loaders[document.format].load(parsed, loading)
            problems += loading.problems
            if entry and not loading.problems:
                report.loaded.append(entry)
        if problems or dry_run:
            transaction.set_rollback(True)
    if problems:
        raise PackageError(problems)
    return report


def _parse(documents: list[Document]) -> list[tuple[Document, Any]]:
    problems: list[Problem] = []
    parsed: list[tuple[Document, Any]] = []
    for document in documents:
        loader = loaders.get(document.format)
        if loader is None:
            reason = _("format inconnu « %(format)s »") % {"format": document.format}
            problems.append(Problem(document.name, document.data.lines.get("format", 1), reason))
            continue
        fields = Fields(document, document.data, problems)
        fields.text("format")
        parsed.append((document, loader.parse(fields)))
        fields.close()
    if problems:
        raise PackageError(problems)
    return _in_order(parsed)


def _in_order(parsed: list[tuple[Document, Any]]) -> list[tuple[Document, Any]]:
    """Format by format; inside one as its loader arranges them, or by name."""
    by_name = sorted(parsed, key=lambda pair: (loaders[pair[0].format].order, pair[0].format, pair[0].name))
    ordered: list[tuple[Document, Any]] = []
    for name, group in groupby(by_name, key=lambda pair: pair[0].format):
        loader, work = loaders[name], list(group)
        ordered += loader.arrange(work) if isinstance(loader, Arranging) else work
    return ordered
