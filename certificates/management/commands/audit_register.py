"""Audit the register: compute everything again and say what doesn't match."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.actions.auditing import audit_register
from certificates.queries.auditing import Audit
from certificates.queries.faults import Fault


class Command(BaseCommand):
    help = "Computes the whole register again, says row by row what doesn't match; exit code 1 where something doesn't."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object a line: each fault, then the counts")

    def handle(self, *, json: bool, **options: Any) -> None:
        audit = audit_register(at=timezone.now(), tell=self._fault_as_json if json else self._fault)
        self._counts_as_json(audit) if json else self._counts(audit)
        if audit.found:
            raise SystemExit(1)

    def _fault(self, fault: Fault) -> None:
        self.stdout.write(f"{fault.row}: {fault.says}")

    def _fault_as_json(self, fault: Fault) -> None:
        self.stdout.write(json.dumps(asdict(fault), ensure_ascii=False))

    def _counts(self, audit: Audit) -> None:
        names = {"entries": audit.entries, "awards": audit.awards, "changes": audit.changes, "heads": audit.heads}
        self.stdout.write(
            _("%(entries)d lignes : %(awards)d délivrances, %(changes)d changements ; %(heads)d états signés.") % names
        )
        told = _("Tout correspond.") if not audit.found else _("Anomalies : %(found)d.") % {"found": audit.found}
        self.stdout.write(told)

    def _counts_as_json(self, audit: Audit) -> None:
        counts = {"entries": audit.entries, "awards": audit.awards, "changes": audit.changes, "heads": audit.heads}
        self.stdout.write(json.dumps({"counts": counts, "faults": audit.found}))
