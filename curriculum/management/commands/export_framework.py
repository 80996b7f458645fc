"""Write a framework version in the form of another standard, to a file or to standard output."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from curriculum.exporters.exchange import WRITERS
from curriculum.queries import find_version, framework_spec


class Command(BaseCommand):
    help = "Export a framework version (docs/how-to/exchange-frameworks.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("label", metavar="version")
        parser.add_argument("--format", default="case", help=f"one of: {', '.join(WRITERS)}")
        parser.add_argument("--output", type=Path, help="a file, else standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        with override("fr"):
            writer = WRITERS.get(options["format"])
            if writer is None:
                names = {"format": options["format"], "known": ", ".join(WRITERS)}
                raise CommandError(_("Format inconnu « %(format)s » : choisissez parmi %(known)s.") % names)
            version = find_version(options["slug"], options["label"])
            if version is None:
                raise CommandError(
                    _("Le référentiel de compétences « %(slug)s %(label)s » n'existe pas.")
                    % {"slug": options["slug"], "label": options["label"]}
                )
            content = writer.dump(framework_spec(version), settings.VOLET_BASE_URL)
            if options["output"] is None:
                self.stdout.write(content.decode(), ending="")
                return
            try:
                options["output"].write_bytes(content)
            except OSError as error:
                names = {"file": options["output"]}
                raise CommandError(_("Le fichier %(file)s ne peut pas être écrit.") % names) from error
