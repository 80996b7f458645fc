"""What the registry says → drafts of training references: all of them, or none."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from curriculum.actions.reference_editing import bring_up_to_date, fork_reference
from curriculum.actions.references import create_reference, publish_reference
from curriculum.actions.versions import free_slug
from curriculum.formats import ReferenceSpec, digest_of
from curriculum.formats.exchange import Remark
from curriculum.formats.registry import ReferenceOutcome, ReferencesReport, RegistryExport, Sheet
from curriculum.importers.rncp.merging import merged, new_reference, source_of
from curriculum.importers.rncp.ordering import earlier_first
from curriculum.importers.rncp.telling import changes_between, remarks_on
from curriculum.models import TrainingReference, TrainingReferenceVersion
from curriculum.queries import reference_spec
from curriculum.queries.registry import latest_text, references_with_codes, text_with_code
from people.models import Organisation, Person


def import_references(
    *,
    export: RegistryExport,
    owner: Organisation,
    by: Person | None,
    at: datetime,
    publish: bool = False,
    dry_run: bool = False,
) -> ReferencesReport:
    """The dry run is the import itself, rolled back. With errors in the report, nothing was changed."""
    report = ReferencesReport(export.format, dry_run=dry_run, warnings=[*export.warnings], errors=[*export.errors])
    if report.errors:
        return report
    with transaction.atomic():
        _Import(export, report, owner, by, at, publish).run()
        if dry_run or report.errors:
            transaction.set_rollback(True)
    if report.errors:
        report.references, report.items, report.associations = [], 0, 0
        report.created = report.updated = report.unchanged = 0
    return report


@dataclass
class _Import:
    export: RegistryExport
    report: ReferencesReport
    owner: Organisation
    by: Person | None
    at: datetime
    publish: bool

    def run(self) -> None:
        self.source = source_of(self.export.exported_on)
        self.held = references_with_codes(self.export.sheets, self.owner)
        sheets = earlier_first(self.export.sheets)
        groups: dict[str, tuple[TrainingReference | None, list[Sheet]]] = {}
        for sheet in sheets:
            if refusal := self._refusal(sheet):
                self.report.errors.append(Remark(sheet.code, refusal))
                continue
            reference = next(iter(self.held.get(sheet.code, ())), None)
            groups.setdefault(reference.slug if reference else sheet.code, (reference, []))[1].append(sheet)
        for reference, group in groups.values():
            try:
                with transaction.atomic():
                    self._settle(reference, group)
            except ValidationError as error:
                self.report.errors += [Remark(group[0].code, message) for message in error.messages]
        for sheet in sheets:
            self.report.warnings += remarks_on(sheet, self.export, self.held)

    def _refusal(self, sheet: Sheet) -> str:
        """One training at most has a code, and only its owner brings it up to date."""
        every = self.held.get(sheet.code, [])
        names = ", ".join(reference.abbreviation for reference in every)
        other = next((entry for entry in every if entry.owner_id != self.owner.pk), None)
        if len(every) > 1:
            return _(
                "plusieurs formations portent ce code : %(names)s. Corrigez d'abord celles qui l'ont par erreur."
            ) % {"names": names}
        if other is not None:
            reason = _(
                "« %(name)s » a déjà ce code et appartient à %(owner)s : cet organisme seul peut la mettre à jour"
            )
            return reason % {"name": names, "owner": other.owner.name}
        return ""

    def _settle(self, reference: TrainingReference | None, group: list[Sheet]) -> None:
        base = latest_text(reference) if reference else None
        group = self._still_in_force(group, base)
        if group:
            made, outcome, changes = self._apply(group, base)
            self._publish(made)
            self._report(group, made, outcome, changes)

    def _still_in_force(self, group: list[Sheet], base: TrainingReferenceVersion | None) -> list[Sheet]:
        """A code that only an earlier text bears is of the past: the text in force isn't rewritten by it."""
        if base is None:
            return group
        borne = set(base.codes.values_list("code", flat=True))
        for sheet in (sheet for sheet in group if sheet.code not in borne):
            reason = _("ce code est celui d'un ancien texte, que « %(version)s » remplace ici : rien n'est proposé")
            self.report.warnings.append(Remark(sheet.code, reason % {"version": base}))
            self._report([sheet], base, "unchanged", ())
        return [sheet for sheet in group if sheet.code in borne]

    def _apply(
        self, group: list[Sheet], base: TrainingReferenceVersion | None
    ) -> tuple[TrainingReferenceVersion, str, tuple[str, ...]]:
        if base is None:
            return self._create(group[0]), "created", ()
        before = after = reference_spec(base)
        for sheet in group:
            after = merged(after, sheet, self.source)
        if after == before:
            return base, "unchanged", ()
        changes = changes_between(before, after)
        if base.is_draft:
            return self._update(base, after), "updated", changes
        draft = fork_reference(version=base, label=self._label(base.reference), by=self.by, at=self.at)
        names = {"label": draft.label, "base": base}
        reason = _("« %(base)s » est publié et ne change plus : une nouvelle version, « %(label)s », est proposée")
        self.report.warnings.append(Remark(group[0].code, reason % names))
        return self._update(draft, replace(after, label=draft.label)), "created", changes

    def _create(self, sheet: Sheet) -> TrainingReferenceVersion:
        spec = new_reference(sheet, self._label(None), self.source)
        spec = replace(spec, slug=free_slug(TrainingReference, spec.slug))
        found = [text for code in sheet.predecessors if (text := text_with_code(code, self.owner))]
        predecessor = found[0] if found else None
        if predecessor is not None:
            self.report.associations += 1
            spec = replace(spec, predecessor=(predecessor.reference.slug, predecessor.label))
        return create_reference(
            spec=spec, digest=digest_of(spec), predecessor=predecessor, owner=self.owner, by=self.by, at=self.at
        )

    def _update(self, draft: TrainingReferenceVersion, spec: ReferenceSpec) -> TrainingReferenceVersion:
        return bring_up_to_date(version=draft, spec=spec, by=self.by, at=self.at)

    def _label(self, reference: TrainingReference | None) -> str:
        """The day of the export, with a number behind it where a text has that label already."""
        day = self.export.exported_on
        label = day.isoformat() if day else f"{self.at:%Y-%m-%d}"
        taken = set(reference.versions.values_list("label", flat=True)) if reference else set()
        free = (label if n == 1 else f"{label}-{n}" for n in range(1, len(taken) + 2))
        return next(name for name in free if name not in taken)

    def _publish(self, version: TrainingReferenceVersion) -> None:
        if self.publish and version.is_draft:
            publish_reference(version=version, by=self.by, at=self.at)

    def _report(
        self, group: list[Sheet], version: TrainingReferenceVersion, outcome: str, changes: tuple[str, ...]
    ) -> None:
        units = version.units.count()
        for sheet in group:
            self.report.references.append(
                ReferenceOutcome(
                    code=sheet.code,
                    slug=version.reference.slug,
                    label=version.label,
                    outcome=outcome,
                    title=version.title,
                    units=units,
                    changes=changes,
                )
            )
        self.report.items += units
        setattr(self.report, outcome, getattr(self.report, outcome) + 1)
