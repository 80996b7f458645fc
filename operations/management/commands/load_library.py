"""Load what Volet ships, or another folder of packages: all or nothing, with every problem named by file and line."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from content.actions import load_folder
from content.packages import PackageError
from people.actions import ensure_owner
from people.models import Organisation


class Command(BaseCommand):
    help = "Load and publish the shipped library; the same folder twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, default=None, help="another folder than the shipped library"
        )
        parser.add_argument("--owner", default="", metavar="SLUG", help="the organisation that owns it, else Volet")
        parser.add_argument("--draft", action="store_true", help="leave what is new as drafts")
        parser.add_argument("--dry-run", action="store_true", help="say what would be loaded, and load nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        with override("fr"):
            folder = options["folder"] or settings.VOLET_LIBRARY
            if not folder.is_dir():
                raise CommandError(_("Le dossier %(folder)s n'existe pas.") % {"folder": folder})
            try:
                report = load_folder(
                    folder=folder,
                    owner=_owner(options["owner"]),
                    at=timezone.now(),
                    publish=not options["draft"],
                    dry_run=options["dry_run"],
                )
            except PackageError as error:
                raise CommandError(_("Rien n'a été chargé.") + f"\n{error}") from error
            for entry in report.loaded:
                self.stdout.write(f"{entry.outcome:<10} {entry.noun:<12} {entry.slug} {entry.label}")
            if report.dry_run:
                self.stdout.write(_("À blanc : rien n'a été gardé."))


def _owner(slug: str) -> Organisation:
    organisation = ensure_owner(slug)
    if organisation is None:
        raise CommandError(_("L'organisme « %(slug)s » n'existe pas.") % {"slug": slug})
    return organisation
