"""Run the periodic duties that are due: once (from a timer), or for ever (beside the server)."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from people.actions import run_due_duties


class Command(BaseCommand):
    help = "Runs the periodic duties that are due, once; --loop goes on until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until stopped")
        parser.add_argument("--every", type=float, default=30, metavar="SECONDS", help="pause between two rounds")

    def handle(self, *, loop: bool, every: float, **options: Any) -> None:
        try:
            self._round()
            while loop:
                time.sleep(every)
                close_old_connections()
                self._round()
        except KeyboardInterrupt:
            self.stdout.write("")

    def _round(self) -> None:
        for run in run_due_duties(at=timezone.now()):
            self.stdout.write(f"{run.duty} {run.due:%Y-%m-%d %H:%M} {run.state}: {run.report}")
