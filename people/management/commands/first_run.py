"""Print a fresh code for the first-run page, where the console of the server start is lost."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from people.actions import first_run_code


class Command(BaseCommand):
    help = "Prints a new one-time code that opens an empty installation."

    def handle(self, *args: Any, **options: Any) -> None:
        code = first_run_code()
        if code is None:
            self.stdout.write("Cette installation est déjà ouverte.")
            return
        self.stdout.write(f"Ouvrez {settings.VOLET_BASE_URL}{reverse('first-run')} et entrez ce code : {code}")
