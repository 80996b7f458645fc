"""Importing a framework version that a file of another standard holds: applied whole, or not at all."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from curriculum.actions.frameworks import create_framework, publish_framework
from curriculum.formats import FrameworkSpec, digest_of
from curriculum.formats.exchange import ImportReport, Parsed, Remark
from curriculum.models import FrameworkVersion
from people.models import Organisation, Person


def import_framework(
    *,
    parsed: Parsed,
    owner: Organisation,
    by: Person | None,
    at: datetime,
    publish: bool = False,
    dry_run: bool = False,
) -> ImportReport:
    """The dry run is the import itself, rolled back. With errors in the report, nothing was changed."""
    report = ImportReport(parsed.format, dry_run=dry_run, warnings=[*parsed.warnings], errors=[*parsed.errors])
    if parsed.spec is None or report.errors:
        return report
    try:
        with transaction.atomic():
            _apply(parsed.spec, report, owner=owner, by=by, at=at, publish=publish)
            if dry_run:
                transaction.set_rollback(True)
    except ValidationError as error:
        report.created = report.updated = report.unchanged = 0
        report.errors += [Remark(f"{report.framework} {report.version}", message) for message in error.messages]
    return report


def _apply(
    spec: FrameworkSpec, report: ImportReport, *, owner: Organisation, by: Person | None, at: datetime, publish: bool
) -> None:
    nodes = sum(1 for _node in spec.walk())
    report.framework, report.version, report.items = spec.slug, spec.label, nodes
    report.associations = nodes + len(spec.associations)
    digest = digest_of(spec)
    version = FrameworkVersion.objects.filter(framework__slug=spec.slug, label=spec.label).first()
    if version is not None and version.digest != digest:
        raise ValidationError(
            _("cette version existe déjà avec un autre contenu : donnez un nouveau numéro de version")
        )
    if version is None:
        version = create_framework(spec=spec, digest=digest, owner=owner, by=by, at=at)
        report.created = nodes
    else:
        report.unchanged = nodes
    if publish and version.is_draft:
        publish_framework(version=version, by=by, at=at)
