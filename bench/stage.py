"""A demonstration in a throw-away folder, with the settings of production, for what is measured inside one process."""

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 30
#: For the end of a script of its own process (Linux): its CPU seconds and its own peak in megabytes. `ru_maxrss` would
#: begin at that of the process that started it.
PEAK = """
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(time.process_time(), int(peak.split()[1]) / 1024)
"""


@dataclass(frozen=True)
class Row:
    """One line of the report. A bar of None means that nothing is promised yet; `at_least` turns the comparison round."""

    name: str
    figure: float
    unit: str
    bar: float | None = None
    at_least: bool = False

    def __str__(self) -> str:
        if self.bar is None:
            return f"{self.name:<52} {self.figure:>9.1f} {self.unit}"
        holds = self.figure >= self.bar if self.at_least else self.figure <= self.bar
        sign = "≥" if self.at_least else "≤"
        return f"{self.name:<52} {self.figure:>9.1f} {self.unit:<12} {sign} {self.bar:g}  {'ok' if holds else 'MISSED'}"


def set_up() -> str:
    """Prepare Django and the demonstration; returns the folder, to be removed with `tear_down`."""
    folder = tempfile.mkdtemp(prefix="volet-bench-")
    os.environ.update(
        VOLET_DATA=folder, VOLET_DEMO="1", VOLET_HOSTS="testserver", DJANGO_SETTINGS_MODULE="config.settings"
    )
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from operations.actions.demo import load_library, seed_demonstration
    from operations.launch import collect_static_files

    call_command("migrate", interactive=False, verbosity=0)
    collect_static_files()
    load_library(at=timezone.now())
    seed_demonstration(at=timezone.now())
    return folder


def tear_down(folder: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def cpu_milliseconds(work: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    """Median CPU time of this process for one call, once warm."""
    for _warming in range(3):
        work()
    spent = []
    for _round in range(rounds):
        begun = time.process_time()
        work()
        spent.append((time.process_time() - begun) * 1000)
    return statistics.median(spent)
