"""Import a framework version from a file of another standard: all or nothing, and the same file twice changes nothing."""

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from content.collecting import collector_off
from curriculum.actions.importing import import_framework
from curriculum.formats.exchange import ImportReport, Parsed, Remark
from curriculum.importers.exchange import read_framework, too_big
from people.actions import ensure_owner


class Command(BaseCommand):
    help = "Import a framework from a file of another standard (docs/how-to/exchange-frameworks.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be imported, and import nothing")
        parser.add_argument("--json", action="store_true", help="the report as one JSON object, on the last line")
        parser.add_argument(
            "--slug", default="", help="the framework's short name, else the file's or one of its title"
        )
        parser.add_argument("--label", default="", help="the version's number, else the file's")
        parser.add_argument("--owner", default="", metavar="SLUG", help="the organisation that owns it, else Volet")
        parser.add_argument("--publish", action="store_true", help="publish it, else it stays a draft")

    def handle(self, *args: Any, **options: Any) -> None:
        with override("fr"):
            report = import_file(
                options["file"],
                owner=options["owner"],
                dry_run=options["dry_run"],
                slug=options["slug"],
                label=options["label"],
                publish=options["publish"],
            )
            if options["json"]:
                self.stdout.write(json.dumps(report.to_json(), ensure_ascii=False))
            else:
                self._tell(report)
        if report.errors:
            sys.exit(1)

    def _tell(self, report: ImportReport) -> None:
        for remark in report.warnings:
            self.stdout.write(f"{_('Attention')} · {remark.where} : {remark.reason}")
        for remark in report.errors:
            self.stderr.write(f"{_('Erreur')} · {remark.where} : {remark.reason}")
        if report.errors:
            self.stderr.write(_("Rien n'a été importé."))
            return
        self.stdout.write(f"{report.framework} {report.version} ({report.format})")
        self.stdout.write(
            _(
                "%(items)d éléments, %(associations)d associations : "
                "%(created)d créés, %(updated)d modifiés, %(unchanged)d inchangés."
            )
            % vars(report)
        )
        if report.dry_run:
            self.stdout.write(_("À blanc : rien n'a été gardé."))


@collector_off()
def import_file(path: Path, *, owner: str, dry_run: bool, **names: Any) -> ImportReport:
    """With errors, or on a dry run, nothing is kept: not even the owner that a first import makes."""
    parsed = _parsed(path)
    with transaction.atomic():
        organisation = ensure_owner(owner)
        if organisation is None:
            reason = _("l'organisme « %(slug)s » n'existe pas") % {"slug": owner}
            return ImportReport(parsed.format, dry_run=dry_run, errors=[Remark("--owner", reason)])
        report = import_framework(
            parsed=parsed, owner=organisation, by=None, at=timezone.now(), dry_run=dry_run, **names
        )
        if report.errors or dry_run:
            transaction.set_rollback(True)
    return report


def _parsed(path: Path) -> Parsed:
    """What is refused names its file: whoever imports several reads one list."""
    data, reason = _read(path)
    if data is None:
        return Parsed("", errors=[Remark(path.name, reason)])
    parsed = read_framework(data, path.name)
    for index, error in enumerate(parsed.errors):
        if error.where != path.name:
            parsed.errors[index] = Remark(f"{path.name}, {error.where}", error.reason)
    return parsed


def _read(path: Path) -> tuple[bytes | None, str]:
    """The bytes of the file, or why it isn't read."""
    if path.is_dir():
        return None, _("c'est un dossier : donnez un fichier")
    try:
        if path.stat().st_size > settings.VOLET_LIMITS["framework_bytes"]:
            return None, too_big()
        return path.read_bytes(), ""
    except FileNotFoundError:
        return None, _("ce fichier n'existe pas")
    except OSError:
        return None, _("ce fichier ne peut pas être lu")
