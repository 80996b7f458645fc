"""Bring trainings in from a file of the national registries (RNCP, RS): all of the codes asked for, or nothing."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from curriculum.formats.exchange import Remark
from curriculum.formats.registry import ReferencesReport
from curriculum.importers.rncp import asked_codes, import_references, read_registry
from people.actions import ensure_owner


class Command(BaseCommand):
    help = (
        "Import training references from the open data of the RNCP and the RS (CSV zip, or XML 4.1, alone or zipped)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file as it was downloaded")
        parser.add_argument("--codes", required=True, metavar="CODES", help="what to keep: RNCP40871,RS6117")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument("--json", action="store_true", help="the report as one JSON object, alone on the last line")
        parser.add_argument("--owner", default="", metavar="SLUG", help="the organisation that owns them, else Volet")
        parser.add_argument("--publish", action="store_true", help="publish, instead of leaving drafts")

    def handle(self, *args: Any, **options: Any) -> None:
        with override("fr"):
            report = self._report(options)
            for entry in report.references:
                self.stdout.write(f"{entry.outcome:<10} {entry.code:<10} {entry.slug} {entry.label}")
                self.stdout.writelines(f"           {change}" for change in entry.changes)
            for remark in report.warnings:
                self.stdout.write(f"! {remark.where} : {remark.reason}")
            if report.dry_run and not report.errors:
                self.stdout.write(_("À blanc : rien n'a été gardé."))
            for remark in report.errors:
                self.stderr.write(f"{remark.where} : {remark.reason}")
            if report.errors:
                self.stderr.write(_("Rien n'a été chargé."))
            if options["json"]:
                self.stdout.write(json.dumps(report.to_json(), ensure_ascii=False))
        if report.errors:
            sys.exit(1)

    def _report(self, options: dict[str, Any]) -> ReferencesReport:
        path: Path = options["file"]
        codes, errors = asked_codes(options["codes"])
        if not path.is_file():
            errors.append(Remark(path.name, _("ce fichier n'existe pas")))
        owner = ensure_owner(options["owner"])
        if owner is None:
            reason = _("aucun organisme n'a ce nom court sur cette installation")
            errors.append(Remark(f"--owner {options['owner']}", reason))
        if errors or owner is None:
            return ReferencesReport("", dry_run=options["dry_run"], errors=errors)
        with path.open("rb") as file:
            export = read_registry(file, path.name, codes)
        return import_references(
            export=export,
            owner=owner,
            by=None,
            at=timezone.now(),
            publish=options["publish"],
            dry_run=options["dry_run"],
        )
