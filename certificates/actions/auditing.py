"""Auditing the register, and keeping what was found: the date and the counts, which the certifier's screen shows."""

from collections.abc import Callable
from datetime import datetime
from itertools import count

from certificates.models import RegisterHead
from certificates.queries.auditing import Audit
from certificates.queries.faults import Fault
from certificates.queries.heads import AUDITED
from people.actions import record


def audit_register(*, at: datetime, tell: Callable[[Fault], None] = lambda _fault: None) -> Audit:
    """Not atomic: it only reads, then writes one event. `tell` gets each fault as it is found; `audit.found` counts them."""
    audit, counted = Audit(), count()
    for fault in audit.faults():
        next(counted)
        tell(fault)
    audit.found = next(counted)
    register, _made = RegisterHead.objects.get_or_create(pk=1)
    record(verb=AUDITED, noun=register, by=None, at=at, entries=audit.entries, faults=audit.found)
    return audit


def audit_due(*, at: datetime) -> str:
    """The weekly duty."""
    audit = audit_register(at=at)
    return f"{audit.entries} entries, {audit.found} faults"
