"""Make the fonts of screens and papers now, rather than when the first certificate is asked for (ten seconds of CPU)."""

from typing import Any

from django.core.management.base import BaseCommand

from content.fonts import pdf_fonts, web_fonts


class Command(BaseCommand):
    help = "Make the fonts of screens and papers in the data folder; does nothing when they are there."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in (pdf_fonts(), web_fonts()):
            if options["verbosity"]:
                self.stdout.write(str(folder))
