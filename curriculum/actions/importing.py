"""Importing a framework version that a file of another standard holds: applied whole, or not at all."""

import re
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.typography import figure
from content.versions import new_edit_token
from curriculum.actions.frameworks import create_framework, facts_of, publish_framework
from curriculum.actions.refilling import Changes, changes_between, refill_framework
from curriculum.formats import FrameworkSpec, digest_of, framework_identifier
from curriculum.formats.exchange import ImportReport, Parsed, Remark
from curriculum.models import Framework, FrameworkVersion
from curriculum.queries import framework_spec
from people.actions import record
from people.models import Organisation, Person


def import_framework(
    *,
    parsed: Parsed,
    owner: Organisation,
    by: Person | None,
    at: datetime,
    publish: bool = False,
    dry_run: bool = False,
    slug: str = "",
    label: str = "",
) -> ImportReport:
    """The dry run is the import itself, rolled back. With errors in the report, nothing was changed.

    `slug` and `label` name the framework and its version otherwise than the file does.
    """
    report = ImportReport(parsed.format, dry_run=dry_run, warnings=[*parsed.warnings], errors=[*parsed.errors])
    if parsed.spec is None or report.errors:
        return report
    try:
        with transaction.atomic():
            _Import(parsed.spec, report, owner=owner, by=by, at=at).run(slug, label, publish=publish)
            if dry_run:
                transaction.set_rollback(True)
    except (ValidationError, IntegrityError, DataError) as error:
        report.created = report.updated = report.unchanged = 0
        report.errors += [Remark(f"{report.framework} {report.version}", message) for message in _told(error)]
    return report


class _Import:
    """One import, inside its transaction."""

    def __init__(
        self, spec: FrameworkSpec, report: ImportReport, *, owner: Organisation, by: Person | None, at: datetime
    ) -> None:
        self.spec, self.report, self.owner, self.by, self.at = spec, report, owner, by, at

    def run(self, slug: str, label: str, *, publish: bool) -> None:
        known = self._same_document()
        self._name(known, slug, label)
        framework = self._own_framework()
        version = known or FrameworkVersion.objects.filter(framework=framework, label=self.spec.label).first()
        if version is None:
            version = self._create()
        elif version.is_draft:
            self._update(version)
        else:
            self._compare(version)
        if publish and version.is_draft:
            publish_framework(version=version, by=self.by, at=self.at)

    def _same_document(self) -> FrameworkVersion | None:
        identifier = self.spec.identifier or framework_identifier(self.spec.slug, self.spec.label)
        versions = FrameworkVersion.objects.select_related("framework")
        return versions.filter(identifier=identifier).first()

    def _name(self, known: FrameworkVersion | None, slug: str, label: str) -> None:
        """The names under which it is imported: those asked for, else those of the same document, else the file's."""
        spec = self.spec
        found = None if known or not spec.uri else Framework.objects.filter(uri=spec.uri).first()
        there = (known.framework.slug, known.label) if known else (found.slug if found else spec.slug, spec.label)
        names = (slug or there[0], label or there[1])
        _check_names(*names)
        identifier = spec.identifier or framework_identifier(spec.slug, spec.label)
        identifier = "" if identifier == framework_identifier(*names) else identifier
        self.spec = replace(spec, slug=names[0], label=names[1], identifier=identifier)
        self.nodes = sum(1 for _node in spec.walk())
        self.report.framework, self.report.version, self.report.items = names[0], names[1], self.nodes
        self.report.associations = self.nodes + len(spec.associations)
        if known and known.framework.slug != names[0]:
            raise ValidationError(
                _("ce document est déjà importé : « %(version)s »")
                % {"version": f"{known.framework.slug} {known.label}"}
            )
        if known and known.label != names[1] and not known.is_draft:
            raise ValidationError(_published(known))

    def _own_framework(self) -> Framework | None:
        framework = Framework.objects.filter(slug=self.spec.slug).first()
        if framework is not None and framework.owner_id != self.owner.pk:
            names = {"slug": framework.slug, "owner": framework.owner}
            raise ValidationError(
                _("« %(slug)s » appartient à %(owner)s : donnez un autre nom court à ce référentiel") % names
            )
        return framework

    def _create(self) -> FrameworkVersion:
        self.report.created = self.nodes
        return create_framework(spec=self.spec, digest=digest_of(self.spec), owner=self.owner, by=self.by, at=self.at)

    def _compare(self, version: FrameworkVersion) -> None:
        """A published version never changes: the same file is no news, another one is refused."""
        if version.digest != digest_of(self.spec):
            there = replace(framework_spec(version), name=self.spec.name)
            if digest_of(there) != digest_of(self.spec):
                raise ValidationError(_published(version))
        self.report.unchanged = self.nodes

    def _update(self, draft: FrameworkVersion) -> None:
        draft = FrameworkVersion.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        there = replace(framework_spec(draft), name=self.spec.name)
        changes = changes_between(there, self.spec)
        if digest_of(there) == digest_of(self.spec):
            self.report.unchanged = self.nodes
            return
        self._tell_replaced(draft)
        for field, value in facts_of(self.spec).items():
            setattr(draft, field, value)
        draft.digest, draft.edit_token = digest_of(self.spec), new_edit_token()
        draft.save()
        refill_framework(draft, self.spec)
        self._count(changes)
        owner = draft.framework.owner
        record(verb="imported", noun=draft, by=self.by, at=self.at, organisation=owner, label=draft.label)

    def _tell_replaced(self, draft: FrameworkVersion) -> None:
        """Some servers give one identifier to all they write, and two documents may bear one name."""
        facts = facts_of(self.spec)
        if draft.identifier != facts["identifier"] or draft.title.get(draft.language) not in self.spec.title.values():
            reason = _("ce fichier remplace le brouillon « %(title)s », qui porte le même nom ou le même identifiant")
            title = draft.title.get(draft.language, draft.framework.name)
            self.report.warnings.append(
                Remark(f"{self.report.framework} {self.report.version}", reason % {"title": title})
            )

    def _count(self, changes: Changes) -> None:
        report = self.report
        report.created, report.updated, report.unchanged = changes.created, changes.updated, changes.unchanged
        if changes.removed:
            text = ngettext(
                "%(count)s élément du brouillon n'est plus dans le fichier : il est supprimé",
                "%(count)s éléments du brouillon ne sont plus dans le fichier : ils sont supprimés",
                changes.removed,
            )
            report.warnings.append(
                Remark(f"{report.framework} {report.version}", text % {"count": figure(changes.removed)})
            )


def _check_names(slug: str, label: str) -> None:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug) or len(slug) > 80:
        raise ValidationError(_("« %(value)s » : lettres minuscules, chiffres et traits d'union") % {"value": slug})
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,19}", label):
        raise ValidationError(_("« %(value)s » n'est pas un numéro de version") % {"value": label})


def _told(error: ValidationError | IntegrityError | DataError) -> list[str]:
    if isinstance(error, ValidationError):
        return error.messages
    if isinstance(error, DataError):
        return [_("ce fichier contient un texte ou un nombre trop long pour Volet")]
    return [_("un autre import est en cours sur ce référentiel : recommencez")]


def _published(version: FrameworkVersion) -> str:
    return _(
        "« %(version)s » est déjà publié avec un autre contenu : "
        "donnez à ce fichier un nouveau numéro de version et un nouvel identifiant"
    ) % {"version": f"{version.framework.slug} {version.label}"}
