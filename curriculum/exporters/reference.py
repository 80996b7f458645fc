"""A text of a training as JSON: what a machine gets at its lasting address."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from curriculum.models import HostLink, RegistryCode, TrainingReferenceVersion
from curriculum.queries import UnitNode


def reference_document(
    version: TrainingReferenceVersion,
    *,
    units: Iterable[UnitNode],
    codes: Iterable[RegistryCode],
    hosts: Iterable[HostLink],
    successors: Iterable[TrainingReferenceVersion],
    base_url: str,
) -> dict[str, Any]:
    """Every statement says whether it is verified and where it was read; relatives by address."""

    def address(of: Any) -> str:
        return base_url.rstrip("/") + str(of.get_absolute_url())

    reference = version.reference
    return {
        "uri": address(version),
        "slug": reference.slug,
        "label": version.label,
        "abbreviation": reference.abbreviation,
        "title": version.title,
        "kind": reference.kind,
        "state": version.state,
        "language": version.language,
        "legal_text": version.legal_text,
        "starts_on": _day(version.starts_on),
        "ends_on": _day(version.ends_on),
        "predecessor": address(version.predecessor) if version.predecessor else None,
        "successors": [address(successor) for successor in successors],
        "facts": version.facts,
        "codes": [_code(code) for code in codes],
        "units": [_unit(node) for node in units],
        "hosts": [{"name": host.name, "source": host.source, "verified": host.verified} for host in hosts],
    }


def _code(code: RegistryCode) -> dict[str, Any]:
    return {
        "registry": code.registry,
        "code": code.code,
        "status": code.status,
        "starts_on": _day(code.starts_on),
        "ends_on": _day(code.ends_on),
        "delivery_until": _day(code.delivery_until),
        "source": code.source,
        "verified": code.verified,
    }


def _unit(node: UnitNode) -> dict[str, Any]:
    unit = node.unit
    return {
        "code": unit.code,
        "kind": unit.kind,
        "title": unit.title,
        "hours": unit.hours,
        "note": unit.note,
        "choose": unit.choose,
        "verified": unit.verified,
        "children": [_unit(child) for child in node.children],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
