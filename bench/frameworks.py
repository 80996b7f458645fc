"""A CASE package of 14,000 items: its import by the command, and the queries of its pages."""

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.stage import PEAK, Row
from curriculum.models import Competency, FrameworkVersion

ITEMS = 14_000
AREAS, BRANCHES = 20, 20
STATEMENT = (
    "The facilitator plans, runs and assesses a digital activity with a group, and says why each tool was chosen"
)
MOMENT = "2026-01-01T00:00:00+00:00"
SERVER = "https://source.example/ims/case/v1p1"
SQL_BAR = 12
IMPORT = """
import sys, time
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "import_framework", sys.argv[1], "--publish", "--json"])
"""


def rows() -> Iterator[Row]:
    path = Path(settings.VOLET_DATA) / "large.case.json"
    path.write_text(json.dumps(package()), encoding="utf-8")
    yield Row(f"CASE package of {ITEMS:,} items: size", path.stat().st_size / 1_000_000, "MB")
    for name in ("import", "the same again"):
        seconds, cpu, megabytes = _import(path)
        yield Row(f"{name}, by the command: time", seconds, "s", 10)
        yield Row(f"{name}, by the command: CPU", cpu, "s", 10)
        yield Row(f"{name}, by the command: memory", megabytes, "MB", 300)
    yield from _pages()


def package() -> dict[str, Any]:
    """Areas, branches below them, and the rest spread below the branches: a tree as real standards are."""
    document = _named("CFDocuments", 0, title="Large framework", creator="Bench", version="1", language="en")
    items, associations = [], []
    for number in range(1, ITEMS + 1):
        parent = 0 if number <= AREAS else 1 + number % AREAS
        if number > AREAS + AREAS * BRANCHES:
            parent = AREAS + 1 + number % (AREAS * BRANCHES)
        item = _named("CFItems", number, fullStatement=f"{STATEMENT} ({number})", humanCodingScheme=f"L.{number}")
        items.append({**item, "CFItemType": "Standard", "language": "en", "educationLevel": ["09", "10"]})
        ends = {"originNodeURI": _link("CFItems", number), "destinationNodeURI": _link("CFItems", parent)}
        if not parent:
            ends["destinationNodeURI"] = _link("CFDocuments", 0)
        edge = _named("CFAssociations", ITEMS + number, associationType="isChildOf", sequenceNumber=number)
        associations.append({**edge, **ends})
    return {"CFDocument": document, "CFItems": items, "CFAssociations": associations}


def _named(noun: str, number: int, **more: Any) -> dict[str, Any]:
    link = _link(noun, number)
    return {"identifier": link["identifier"], "uri": link["uri"], **more, "lastChangeDateTime": MOMENT}


def _link(noun: str, number: int) -> dict[str, str]:
    identifier = str(uuid.UUID(int=(4 << 76) | (8 << 60) | number))
    return {"title": f"L.{number}", "identifier": identifier, "uri": f"{SERVER}/{noun}/{identifier}"}


def _import(path: Path) -> tuple[float, float, float]:
    """Seconds from start to end, CPU seconds and megabytes of a process of its own."""
    begun = time.perf_counter()
    command = [sys.executable, "-c", IMPORT + PEAK, str(path)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True, check=True)
    cpu, megabytes = map(float, done.stdout.splitlines()[-1].split())
    return time.perf_counter() - begun, cpu, megabytes


def _pages() -> Iterator[Row]:
    version = FrameworkVersion.objects.get(framework__slug="large-framework")
    branch = Competency.objects.filter(version=version, parent__isnull=False).exclude(children=None).first()
    leaf = Competency.objects.filter(version=version, children=None).first()
    package = f"/ims/case/v1p1/CFPackages/{version.identifier}"
    addresses = {
        "its page": version.get_absolute_url(),
        "a branch": branch.get_absolute_url(),
        "a competency": leaf.get_absolute_url(),
        "the list of frameworks": reverse("framework-list"),
        "CASE: an item": f"/ims/case/v1p1/CFItems/{leaf.identifier}",
        "CASE: the package": package,
    }
    client = Client()
    for name, address in addresses.items():
        client.get(address)
        begun = time.process_time()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{name}: {address} answers {response.status_code}")
        statements, seconds = len(queries), time.process_time() - begun
        yield Row(f"{ITEMS:,} items, {name}: SQL", statements, "statements", SQL_BAR)
        yield Row(f"{ITEMS:,} items, {name}: CPU", seconds * 1000, "ms")
