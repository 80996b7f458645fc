"""Check one certificate, of this installation or of another, from the command line."""

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.choices import Verdict
from certificates.queries import Finding, check_file
from certificates.queries.answers import answer_of
from certificates.queries.by_folder import FolderError, check_by_folder

VALID, INVALID, UNREADABLE = 0, 1, 2


class Command(BaseCommand):
    help = "Check a certificate (PDF, PNG, SVG, JSON or JWT, any issuer). Exits with 0: valid, 1: not valid, 2: unreadable."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the file; - for standard input")
        parser.add_argument("--name", default="", help="also say whether this name or e-mail address is the holder's")
        parser.add_argument(
            "--trust", type=Path, help="a folder of export_trust: check with it alone, without the database"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object, as the API gives it")

    def handle(self, *args: Any, **options: Any) -> None:
        with override("fr"):
            try:
                data = _content(options["file"])
                if len(data) > settings.VOLET_LIMITS["upload_bytes"]:
                    finding = Finding(Verdict.UNREADABLE, _("Ce fichier est trop lourd : 10 Mo au plus."))
                else:
                    finding = _checked(data, options["trust"], options["name"])
            except FolderError as error:
                reason = _("Ce dossier de confiance ne se lit pas : %(file)s.") % {"file": error}
                finding = Finding(Verdict.UNREADABLE, reason)
            except OSError as error:
                reason = _("Ce fichier ne peut pas être ouvert : %(why)s.") % {"why": error.strerror}
                finding = Finding(Verdict.UNREADABLE, reason)
            self._say(finding, as_json=options["json"])
        if finding.verdict == Verdict.UNREADABLE:
            sys.exit(UNREADABLE)
        sys.exit(VALID if finding.sound and finding.matches is not False else INVALID)

    def _say(self, finding: Finding, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(answer_of(finding), ensure_ascii=False))
            return
        self.stdout.write(f"{finding.title}\n{finding.reason}")
        for line in (finding.name, finding.payload.get("title") or (finding.foreign.title if finding.foreign else "")):
            if line:
                self.stdout.write(line)
        for check in finding.checks:
            self.stdout.write(f"- {check.label}{_(' : ')}{check.word}. {check.detail}")


def _checked(data: bytes, folder: Path | None, name: str) -> Finding:
    now = timezone.now()
    return check_file(data, now, name) if folder is None else check_by_folder(data, folder, now, name)


def _content(name: str) -> bytes:
    """One byte more than the limit at most: what is longer is unreadable to us."""
    most = settings.VOLET_LIMITS["upload_bytes"] + 1
    if name == "-":
        return sys.stdin.buffer.read(most)
    with Path(name).open("rb") as file:
        return file.read(most)
