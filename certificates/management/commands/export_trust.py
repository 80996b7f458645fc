"""`manage.py export_trust --out DIR`: what keeps certificates verifiable once this server is gone."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certificates.exporters.trust import export_trust


class Command(BaseCommand):
    help = "Write keys, lists of status, register and an offline verify page as a folder that any host can serve."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="folder, replaced as a whole")

    def handle(self, *args: Any, out: Path, **options: Any) -> None:
        if out.exists() and not (out / "keys.json").is_file() and (not out.is_dir() or any(out.iterdir())):
            raise CommandError(f"{out}: not empty, and not a folder that this command wrote")
        try:
            export_trust(out)
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror}") from error
        self.stdout.write(f"{out}")
